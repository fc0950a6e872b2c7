"""The pages of a round, one file a page."""

from rounds.views.notes import note_bring_back, note_confirm, note_dismiss, note_list
from rounds.views.round import round_page, round_send, round_worker
from rounds.views.tasks import task_done, task_list, task_short

__all__ = [
    "note_bring_back",
    "note_confirm",
    "note_dismiss",
    "note_list",
    "round_page",
    "round_send",
    "round_worker",
    "task_done",
    "task_list",
    "task_short",
]
