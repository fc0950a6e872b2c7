"""Pages of this room, all for who looks after the kern."""

from brokering.views.consent import introduction_consent
from brokering.views.deciding import introduction_decide, introduction_step
from brokering.views.work_list import introduction_list, introduction_slot

__all__ = [
    "introduction_consent",
    "introduction_decide",
    "introduction_list",
    "introduction_slot",
    "introduction_step",
]
