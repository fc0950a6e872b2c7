"""Asking for fresh snapshots: after a change, each night, and by hand."""

import contextlib
import time
from collections.abc import Collection
from functools import partial

from django.conf import settings
from django.db import DatabaseError, transaction
from kombu.exceptions import OperationalError

from network.models import SnapshotRun
from network.snapshots.running import (
    left_behind,
    made_now,
    mark_all_behind,
    mark_behind,
    recompute,
    store_when_missing,
)
from places.models import Kern

DEBOUNCE = 4  # seconds in which more changes may follow, before a worker starts
HELPERS = 8  # messages that the sweep sends at most; each goes on until nothing is left
UNTIL_NEXT_SWEEP = 25  # seconds


def request_snapshots(kern_ids: Collection[int]) -> None:
    """Ask for fresh snapshots of these kernen after the current transaction."""
    transaction.on_commit(partial(ask, list(kern_ids)), robust=True)


def request_all_snapshots() -> None:
    """The same for every kern."""
    transaction.on_commit(ask_all, robust=True)


def ask(kern_ids: Collection[int]) -> None:
    """Write down that these are behind, and tell the workers. Where there are none, the next reader makes them."""
    send(mark_behind(kern_ids), wait=DEBOUNCE)


def ask_all() -> int:
    kern_ids = mark_all_behind()
    send(kern_ids)
    return len(kern_ids)


def send(kern_ids: Collection[int], wait: int = 0) -> None:
    """A message for each kern. When the broker is away, the sweep finds them later."""
    from network.tasks import recompute_kern

    if settings.CELERY_TASK_ALWAYS_EAGER:
        return
    for pk in kern_ids:
        try:
            recompute_kern.apply_async((pk,), countdown=wait)
        except (OperationalError, OSError):
            return


def work_on(kern_id: int) -> bool:
    """Bring a kern up to date; when it was asked for again meanwhile, ask for another turn."""
    was_done = recompute(kern_id)
    if was_done and SnapshotRun.objects.dirty().filter(pk=kern_id).exists():
        send([kern_id], wait=DEBOUNCE)
    return was_done


def freshen(kern_ids: Collection[int], audience: str, within: float) -> None:
    """What a reader does for kernen that have no snapshots, or are behind where there are no workers.

    With workers: store the latest of each, and ask for the rest. Without: the work of the workers. After `within` seconds no
    other kern is begun. It can all be made again, so a database that cannot write now does not stop a reader.
    """
    until = time.monotonic() + within
    waiting = set(SnapshotRun.objects.dirty().filter(pk__in=kern_ids).values_list("pk", flat=True))
    with contextlib.suppress(DatabaseError):
        ask(set(kern_ids) - waiting)
        for kern in Kern.objects.filter(pk__in=kern_ids).order_by("pk"):
            left = until - time.monotonic()
            if left < 0:
                return
            if settings.CELERY_TASK_ALWAYS_EAGER:
                recompute(kern.pk, within=left)
            else:
                store_when_missing(made_now(kern, audience))


def finish_here(kern_ids: Collection[int], within: float = 10) -> None:
    """Where there are no workers: do their work now, for `within` seconds at most; a reader goes on with the rest."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        for pk in kern_ids:
            recompute(pk, within=within)


def sweep() -> int:
    """Send somebody for what was left behind. A few messages, however much there is, so that sweeps do not add up."""
    from network.tasks import recompute_waiting

    waiting = len(left_behind())
    for _turn in range(min(waiting, HELPERS)):
        recompute_waiting.apply_async(expires=UNTIL_NEXT_SWEEP)
    return waiting
