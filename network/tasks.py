"""Work for Celery. Every task may run twice: it ends in the same stored layout."""

from celery import shared_task

from network.services import refresh_layouts_of
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
