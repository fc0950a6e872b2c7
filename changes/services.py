"""What other rooms use of this one."""

from changes.lines import lines_of
from changes.reading import Line, Part, histories_of, history_of, latest_changes, parts_of
from changes.recording import change_made, current_change, made_with, recorded
from changes.undoing import CannotUndo, Obstacle, obstacles_to, taken_back, taking_back, undo
from changes.versions import Collision, collisions, version_of

__all__ = [
    "CannotUndo",
    "Collision",
    "Line",
    "Obstacle",
    "Part",
    "change_made",
    "collisions",
    "current_change",
    "histories_of",
    "history_of",
    "latest_changes",
    "lines_of",
    "made_with",
    "obstacles_to",
    "parts_of",
    "recorded",
    "taken_back",
    "taking_back",
    "undo",
    "version_of",
]
