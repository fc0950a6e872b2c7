"""Work for Celery. May run twice, and at once: a week is published once."""

from celery import shared_task

from dashboards.services import publish_due


@shared_task
def publish_counts() -> int:
    """Each night: publish the counts of the last full week, where that was not done."""
    return publish_due()
