"""Work for Celery. The calendar in the database is the truth: a task only says "look now", and may run twice."""

from celery import shared_task
from django.utils import timezone

from agenda import reading


@shared_task(soft_time_limit=90, time_limit=120)
def read_calendar(pk: int) -> bool:
    """Ask for one calendar, unless that was done just now."""
    return reading.read_calendar(pk)


@shared_task(soft_time_limit=90, time_limit=120)
def read_calendar_now(pk: int) -> bool:
    """The same, because a person asks; not more often than twice a minute."""
    return reading.read_calendar(pk, at_once=True)


@shared_task
def read_calendars() -> int:
    """Each hour: one task for each calendar that is due, so that a slow one keeps up no other."""
    ids = list(reading.due(timezone.now()).order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        read_calendar.delay(pk)
    return len(ids)
