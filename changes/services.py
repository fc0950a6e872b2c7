"""What other rooms use of this one."""

from changes.reading import Line, history_of, latest_changes
from changes.recording import change_made, current_change, made_with, recorded
from changes.undoing import CannotUndo, Obstacle, lines_of, undo
from changes.versions import Collision, collisions, version_of

__all__ = [
    "CannotUndo",
    "Collision",
    "Line",
    "Obstacle",
    "change_made",
    "collisions",
    "current_change",
    "history_of",
    "latest_changes",
    "lines_of",
    "made_with",
    "recorded",
    "undo",
    "version_of",
]
