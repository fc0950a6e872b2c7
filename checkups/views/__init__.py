"""Pages of this room."""

from checkups.views.board import checkup_list, checkup_settings
from checkups.views.filling import checkup_edit, checkup_fill
from checkups.views.initiative import checkup_history, checkup_initiative, checkup_paper, checkup_plan
from checkups.views.link import checkup_again, checkup_later, checkup_open, checkup_thanks
from checkups.views.support import support_add, support_done, support_edit

__all__ = [
    "checkup_again",
    "checkup_edit",
    "checkup_fill",
    "checkup_history",
    "checkup_initiative",
    "checkup_later",
    "checkup_list",
    "checkup_open",
    "checkup_paper",
    "checkup_plan",
    "checkup_settings",
    "checkup_thanks",
    "support_add",
    "support_done",
    "support_edit",
]
