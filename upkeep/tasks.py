"""Work for Celery. Every task may run twice: nobody is asked twice within sixty days, or told twice."""

from celery import shared_task
from django.utils import timezone

from places.models import Kern
from upkeep.models import KernUpkeep
from upkeep.services import informing
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


@shared_task
def tell_persons(kern_id: int) -> int:
    """Mail the persons of one kern who were not told that they stand there; a kern that is gone is no work."""
    kern = Kern.objects.filter(pk=kern_id).first()
    return informing.mail_due_in(kern, timezone.now()) if kern else 0


@shared_task
def tell_persons_everywhere() -> int:
    """Each day: see whose mail failed, and one task for each kern with persons that have an address."""
    informing.note_undelivered()
    ids = list(
        Kern.objects.filter(partners__identity__email__gt="")
        .order_by("pk")
        .distinct()
        .values_list("pk", flat=True)
    )
    for pk in ids:
        tell_persons.delay(pk)
    return len(ids)
