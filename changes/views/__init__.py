"""Pages of this room."""

from changes.views.change import change_detail, change_undo

__all__ = ["change_detail", "change_undo"]
