"""What templates need to offer "undo"."""

from typing import Any

from django import template

from changes.messages import TAG

register = template.Library()


@register.filter
def change_of(message: Any) -> str:
    """The number of the change that a message is about; empty when there is nothing to take back."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix(TAG).removesuffix("-redo") if tags.startswith(TAG) else ""


@register.filter
def is_redo(message: Any) -> bool:
    """Whether the message is about something that was taken back, so that the button does it again."""
    return str(getattr(message, "extra_tags", "") or "").endswith("-redo")
