"""What other rooms use of this one."""

from changes.lines import lines_of
from changes.reading import Line, Part, histories_of, history_of, latest_changes, parts_of
from changes.recording import change_made, current_change, made_with, recorded
from changes.rights import is_closed_to
from changes.settling import Settled, settle, stale_page
from changes.telling import change_of, told
from changes.undoing import (
    CannotUndo,
    Obstacle,
    obstacles_to,
    resident_is_erased,
    taken_back,
    taking_back,
    undo,
)
from changes.versions import Collision, collisions, version_of

__all__ = [
    "CannotUndo",
    "Collision",
    "Line",
    "Obstacle",
    "Part",
    "Settled",
    "change_made",
    "change_of",
    "collisions",
    "current_change",
    "histories_of",
    "history_of",
    "is_closed_to",
    "latest_changes",
    "lines_of",
    "made_with",
    "obstacles_to",
    "parts_of",
    "recorded",
    "resident_is_erased",
    "settle",
    "stale_page",
    "taken_back",
    "taking_back",
    "told",
    "undo",
    "version_of",
]
