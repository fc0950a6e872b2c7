"""What can be done with stories. Each deed leaves one change that can be taken back; withdrawing words is final."""

from stories.services.booklet import Direction, booklet_of, order_booklet
from stories.services.telling import add_story, change_story, keep_picture, note_consent
from stories.services.withdrawing import withdraw

__all__ = [
    "Direction",
    "add_story",
    "booklet_of",
    "change_story",
    "keep_picture",
    "note_consent",
    "order_booklet",
    "withdraw",
]
