"""Work for Celery. Running twice does nothing the second time."""

from celery import shared_task

from residents.services.alive import ask_each_year


@shared_task
def ask_residents_each_year() -> int:
    """Each day: whether it still runs, of whom nothing was heard for a year; and at most two reminders."""
    return ask_each_year()
