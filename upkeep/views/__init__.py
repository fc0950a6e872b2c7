"""Pages of upkeep, one file per page."""

from upkeep.views.keeping import upkeep

__all__ = ["upkeep"]
