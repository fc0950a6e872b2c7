"""Deeds at the same moment. For PostgreSQL, with transactional tests.

answer = overtaken(lambda: publish(...), lambda: reply(...))    the second begins while the first is not stored yet
answers = press_at_once(lambda: confirm(link))                  twenty begin together
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

at_once = pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
WAITS_FOR_US = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


def overtaken(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do `first`, and store it once `second`, in a connection of its own, waits for it or is done.

    Gives what `second` gave, or the exception that it raised.
    """
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(second())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            time.sleep(0.01)
    thread.join()
    return found[0]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
        return bool(cursor.fetchone()[0])


def press_at_once(deed: Callable[[], Any], times: int = 20) -> list[Any]:
    """What each gets when so many do it at the same moment, each with a connection of its own."""
    answers: list[Any] = []
    gate = threading.Barrier(times)

    def press() -> None:
        gate.wait()
        try:
            answers.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == times
    return answers
