"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import SEEN_BY_ALL, TASK_OF_KERN, Basis, Kept, Sort

KEPT = [
    Kept(
        title=_("Half-year reports"),
        what=_(
            "What a writer tells about half a year in a kern: figures without persons, and stories with consent."
        ),
        sort=Sort.WORDS,
        purpose=TASK_OF_KERN,
        basis=Basis.TASK,
        until=_("A published report stays. A story that is withdrawn goes from it."),
        seen_by=SEEN_BY_ALL,
        export=_("You can print a report or keep it as a PDF."),
        erase=_("Withdraw your story; it goes from each report as well."),
        fields={
            "HalfYearReport": "stories about_opening about_web about_initiatives about_activities about_stories about_ladder "
            "about_facts about_ahead",
            "Edition": "content",
        },
    )
]
IMPERSONAL = {
    "HalfYearReport": "id kern year half readers",
    "Edition": "id report number published_at",
}
