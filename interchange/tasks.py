"""Work for Celery. The job in the database is the truth: a task only says "look now", and may run twice."""

from functools import partial

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from interchange.models import JobState
from interchange.sheets import running


@shared_task
def work_on(pk: int, state: str) -> bool:
    """Do the step of a job that leads through `state`, unless it was done or somebody is at it."""
    return running.STEPS[JobState(state)](pk)


@shared_task
def sweep_sheets() -> int:
    """Each minute: what was left behind, by a worker that died or a broker that was away."""
    found = running.left_behind()
    for pk, state in found:
        ask(pk, state)
    return len(found)


def ask(pk: int, state: JobState) -> None:
    """Ask a worker for the next step; when the broker is away the sweep finds the job later."""
    try:
        work_on.delay(pk, str(state.value))
    except (OperationalError, OSError):
        return


def ask_after_commit(pk: int, state: JobState) -> None:
    transaction.on_commit(partial(ask, pk, state))
