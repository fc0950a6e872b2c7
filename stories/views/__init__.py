"""Pages of this room."""

from stories.views.booklet import booklet, booklet_order
from stories.views.consent import story_consent, story_withdraw
from stories.views.entering import story_add, story_edit
from stories.views.reading import story_detail, story_history, story_list, story_picture

__all__ = [
    "booklet",
    "booklet_order",
    "story_add",
    "story_consent",
    "story_detail",
    "story_edit",
    "story_history",
    "story_list",
    "story_picture",
    "story_withdraw",
]
