"""Work for Celery; may run twice."""

from celery import shared_task

from accounts.services import sessions


@shared_task
def forget_old_sessions() -> int:
    """Each night: sessions that ended by themselves."""
    return sessions.forget_old()
