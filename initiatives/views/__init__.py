"""Pages of this room, one file per subject."""

from initiatives.views.detail import initiative_detail
from initiatives.views.entering import initiative_add, initiative_edit
from initiatives.views.taking_part import (
    participant_add,
    participation_add,
    participation_edit,
    participation_end,
)

__all__ = [
    "initiative_add",
    "initiative_detail",
    "initiative_edit",
    "participant_add",
    "participation_add",
    "participation_edit",
    "participation_end",
]
