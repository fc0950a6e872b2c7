"""Work for Celery. The rows are the truth: a task only says "look now", and may run twice."""

from celery import shared_task

from post import services


@shared_task(soft_time_limit=100, time_limit=120)
def send_one(pk: int) -> bool:
    """Send one mail, unless it was sent already or another worker has it."""
    return services.deliver(pk)


@shared_task
def send_due() -> int:
    """Each minute: ask for what was left behind, one task a mail, so that a slow one keeps up no other."""
    waiting = services.due_ids()
    for pk in waiting:
        send_one.delay(pk)
    return len(waiting)
