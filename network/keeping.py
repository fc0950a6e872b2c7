"""Keeps the stored layouts in step with what people change."""

from typing import Any

from django.conf import settings

from changes.models import Change
from changes.services import change_made


def _after(sender: type[Change], change: Change, **_kwargs: Any) -> None:
    """Ask a worker for fresh layouts of the kern; without workers the next reader makes them.

    The map of a reader is always right: a layout that no longer fits is made anew on reading. This only
    takes that work away from the reader.
    """
    from network.tasks import refresh_layouts

    if change.kern_id and not settings.CELERY_TASK_ALWAYS_EAGER:
        refresh_layouts.delay(change.kern_id)


def connect() -> None:
    change_made.connect(_after, dispatch_uid="network.keeping")
