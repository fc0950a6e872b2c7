"""Pages of this room, one file per subject."""

from facts.views.entering import fact_add, fact_edit, fact_end
from facts.views.reading import fact_history, fact_list

__all__ = ["fact_add", "fact_edit", "fact_end", "fact_history", "fact_list"]
