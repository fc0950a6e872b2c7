"""Work for Celery. Every task may run twice, and at once: it ends in the same stored layout and snapshots."""

import time

from celery import shared_task

from network.services import refresh_layouts_of
from network.snapshots import asking
from network.snapshots.running import left_behind
from places.models import Kern


@shared_task
def refresh_layouts(kern_id: int) -> int:
    """Bring the layouts of one kern up to date; a kern that is gone is no work."""
    kern = Kern.objects.filter(pk=kern_id).first()
    return refresh_layouts_of(kern) if kern else 0


@shared_task
def refresh_all_layouts() -> int:
    """Ask for fresh layouts of every kern, one task each, so that workers share the work."""
    kern_ids = list(Kern.objects.order_by("pk").values_list("pk", flat=True))
    for pk in kern_ids:
        refresh_layouts.delay(pk)
    return len(kern_ids)


@shared_task
def recompute_kern(kern_id: int) -> bool:
    """Bring the snapshots of one kern up to date, unless they are or somebody is at it."""
    return asking.work_on(kern_id)


@shared_task
def recompute_all() -> int:
    """Each night: look at every kern. What did not change costs reading it, no more."""
    return asking.ask_all()


@shared_task
def sweep_snapshots() -> int:
    """Twice a minute: whether work was left behind by a worker that died or a broker that was away."""
    return asking.sweep()


@shared_task
def recompute_waiting() -> int:
    """Take up what was left behind, one kern after another, until nothing is left or the next sweep is near."""
    until, count = time.monotonic() + asking.UNTIL_NEXT_SWEEP, 0
    for kern_id in left_behind():
        if time.monotonic() > until:
            break
        count += asking.work_on(kern_id)
    return count
