"""Work for Celery. Every task may run twice: nobody is invited twice to one check-up."""

from celery import shared_task

from checkups.models import KernCheckups
from checkups.services.asking import invite_in
from places.models import Kern


@shared_task
def invite_to_checkups(kern_id: int) -> int:
    """Invite the drivers of one kern whose check-up has its turn; a kern that is gone is no work."""
    kern = Kern.objects.filter(pk=kern_id).first()
    return invite_in(kern) if kern else 0


@shared_task
def invite_everywhere() -> int:
    """Each day: one task for each kern that invites by mail."""
    kernen = KernCheckups.objects.filter(is_on=True, mails_on=True).order_by("kern_id")
    ids = list(kernen.values_list("kern_id", flat=True))
    for pk in ids:
        invite_to_checkups.delay(pk)
    return len(ids)
