"""Work for Celery."""

from celery import shared_task

from rounds.services import forget_old_notes


@shared_task
def forget_notes() -> int:
    """Each night: notes that were handled a month ago go."""
    return forget_old_notes()
