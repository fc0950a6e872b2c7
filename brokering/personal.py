"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from brokering.models import Consent
from brokering.services import forget_consent, mark_text
from wijkweb.kit.personal import ASK_COORDINATOR, SEEN_BY_COORDINATOR, Basis, Kept, Sort, Subject

KEPT = [
    Kept(
        title=_("Introducing people"),
        what=_(
            "That you agree to be introduced to others, since when, and who wrote that down; who was introduced to whom, with a "
            "note about what came of it."
        ),
        sort=Sort.ORDINARY,
        purpose=_("To bring people and parties together who do not know each other."),
        basis=Basis.CONSENT,
        until=_("Until you withdraw your consent, or your card ends."),
        seen_by=SEEN_BY_COORDINATOR,
        export=ASK_COORDINATOR,
        erase=_("The coordinator takes it away when you ask for it; nothing of it stays."),
        fields={
            "Consent": "partner agreed_on recorded_by",
            "Introduction": "first second reasons note changed_by",
        },
    )
]
IMPERSONAL = {
    "Consent": "id",
    "Introduction": "id kern state proposed_on made_on changed_on relation is_own_tie",
}
SUBJECTS = [Subject("introduction", Consent.objects.all, mark_text, forget_consent)]
