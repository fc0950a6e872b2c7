"""Work for Celery. Running twice does nothing the second time."""

from celery import shared_task

from keeping import ledger, terms


@shared_task
def keep_terms() -> int:
    """Each night: what need not be kept any longer goes, in all rooms. How many rows that were."""
    done = sum(outcome.done for outcome in terms.run())
    ledger.complete_file()
    return done
