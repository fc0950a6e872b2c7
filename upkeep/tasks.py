"""Work for Celery. Every task may run twice: nobody is asked twice within sixty days."""

from celery import shared_task

from places.models import Kern
from upkeep.models import KernUpkeep
from upkeep.services.asking import ask_yearly_in


@shared_task
def ask_yearly(kern_id: int) -> int:
    """Ask the partners of one kern whose cards are old; a kern that is gone is no work."""
    kern = Kern.objects.filter(pk=kern_id).first()
    return ask_yearly_in(kern) if kern else 0


@shared_task
def ask_yearly_everywhere() -> int:
    """Each day: one task for each kern that asks its partners by itself."""
    ids = list(KernUpkeep.objects.filter(mails_on=True).order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        ask_yearly.delay(pk)
    return len(ids)
