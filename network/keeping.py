"""Keeps what is stored of a kern, layouts and snapshots, in step with what people change."""

import contextlib
from typing import Any

from django.conf import settings
from kombu.exceptions import OperationalError

from changes.models import Change
from changes.services import change_made


def _lay_out(sender: type[Change], change: Change, **_kwargs: Any) -> None:
    """Ask a worker for fresh layouts of the kern; without workers the next reader makes them.

    The map of a reader is always right: a layout that no longer fits is made anew on reading. This only
    takes that work away from the reader.
    """
    from network.tasks import refresh_layouts

    if change.kern_id and not settings.CELERY_TASK_ALWAYS_EAGER:
        with contextlib.suppress(OperationalError, OSError):  # the broker is away, and a reader makes it
            refresh_layouts.delay(change.kern_id)


def _recompute(sender: type[Change], change: Change, **_kwargs: Any) -> None:
    """Ask for fresh snapshots of every kern that the change may touch."""
    from network.snapshots.affected import affected_by
    from network.snapshots.asking import ask

    ask(affected_by(change))


def connect() -> None:
    change_made.connect(_lay_out, dispatch_uid="network.keeping.layouts")
    change_made.connect(_recompute, dispatch_uid="network.keeping.snapshots")
