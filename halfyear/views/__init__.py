"""Pages of this room, one file per subject."""

from halfyear.views.publishing import half_year_publish, half_year_readers
from halfyear.views.reading import (
    half_year_draft,
    half_year_edition,
    half_year_history,
    half_year_latest,
    half_year_list,
)
from halfyear.views.sheets import half_year_draft_pdf, half_year_pdf
from halfyear.views.writing import half_year_start, half_year_write

__all__ = [
    "half_year_draft",
    "half_year_draft_pdf",
    "half_year_edition",
    "half_year_history",
    "half_year_latest",
    "half_year_list",
    "half_year_pdf",
    "half_year_publish",
    "half_year_readers",
    "half_year_start",
    "half_year_write",
]
