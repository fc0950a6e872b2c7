"""Pages of this room."""

from changes.views.change import change_detail, change_undo
from changes.views.kern import kern_changes

__all__ = ["change_detail", "change_undo", "kern_changes"]
