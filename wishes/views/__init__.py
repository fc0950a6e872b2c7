"""Pages of this room."""

from wishes.views.desk import wish_answer, wish_decide, wish_erase, wish_make, wish_open, wish_write
from wishes.views.helping import wish_help, wish_help_confirm, wish_help_done, wish_help_stop
from wishes.views.mine import wish_mine, wish_mine_done
from wishes.views.tree import wish_detail, wish_hung, wish_list, wish_tree

__all__ = [
    "wish_answer",
    "wish_decide",
    "wish_detail",
    "wish_erase",
    "wish_help",
    "wish_help_confirm",
    "wish_help_done",
    "wish_help_stop",
    "wish_hung",
    "wish_list",
    "wish_make",
    "wish_mine",
    "wish_mine_done",
    "wish_open",
    "wish_tree",
    "wish_write",
]
