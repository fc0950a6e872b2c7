"""Work for Celery."""

from celery import shared_task
from django.utils import timezone

from sharing.services import erasing, keeping


@shared_task
def tidy_loans() -> dict[str, int]:
    """Each morning: ends, reminders, and what need not be kept any longer."""
    return erasing.tidy() | keeping.tidy(timezone.localdate())
