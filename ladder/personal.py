"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import (
    AS_LONG_AS_USED,
    ASK_COORDINATOR,
    SEEN_BY_ALL,
    TASK_OF_KERN,
    Basis,
    Kept,
    Sort,
)

KEPT = [
    Kept(
        title=_("Assessments on the ladder"),
        what=_("Why a kern stands on a rung, who agreed, by role, and what others see otherwise."),
        sort=Sort.WORDS,
        purpose=TASK_OF_KERN,
        basis=Basis.TASK,
        until=AS_LONG_AS_USED,
        seen_by=SEEN_BY_ALL,
        export=ASK_COORDINATOR,
        erase=ASK_COORDINATOR,
        fields={"Assessment": "reason agreed dissent source", "OwnershipStep": "note"},
    )
]
IMPERSONAL = {
    "Assessment": "id kern assessed_on rung signals certainty",
    "Evidence": "id assessment signal story initiative",
    "OwnershipStep": "id kern step started_on",
}
