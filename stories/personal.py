"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from initiatives.models import Story
from stories.services.withdrawing import loose_pictures, mark_text, withdraw
from wijkweb.kit.personal import (
    GOES_WITH_IT,
    NOTHING_TO_SHOW,
    Basis,
    Kept,
    Rule,
    Sort,
    Subject,
)

KEPT = [
    Kept(
        title=_("Pictures with stories"),
        what=_(
            "A picture without the place and time that a camera adds, and that you agreed to it, when and how."
        ),
        sort=Sort.ORDINARY,
        purpose=_("To show what changes in a kern, and to be able to say who agreed to it."),
        basis=Basis.CONSENT,
        until=_(
            "A picture thirty days after it left its story. That you agreed or not stays, without your name."
        ),
        seen_by=_("Who may read the story. Only the computer sees the mark of the consent."),
        export=NOTHING_TO_SHOW,
        erase=GOES_WITH_IT,
        fields={"Picture": "content", "StoryConsent": "subject state text_version channel by_role at"},
    )
]
IMPERSONAL = {
    "Picture": "id key kern kind width height made_at",
    "StoryConsent": "id",
}
RULES = [Rule("stories.pictures", _("a picture in no story, after thirty days"), loose_pictures)]
SUBJECTS = [Subject("story", Story.objects.all, mark_text, lambda story: withdraw(story, channel="ledger"))]
