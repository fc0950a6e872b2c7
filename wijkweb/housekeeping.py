"""What beat and a worker do at set hours, for a copy that has neither: a thread of the server looks now and then.

Only what settings.SERVER_TASKS names. Each turn (a task and the moment on which it was due) is claimed in the cache, which is a table
where there is no Redis, so several processes do not do the same; if they would, every task may run twice and at once. What was due
while the server was off is done soon after it starts.
"""

import logging
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from wijkweb.celery import app

log = logging.getLogger(__name__)

EVERY = 300.0
"""Seconds between two looks."""

FIRST = 30.0
"""Seconds after the start of the server: what a visitor waits for goes first."""

CLAIMED = 600
"""Seconds that a turn is claimed by who began it; after that another may begin it again, for the first was killed."""

REMEMBERED = 9 * 24 * 3600
"""Seconds that is remembered that a turn was done; longer than the time between two turns."""


def start() -> None:
    """Look now and then, as long as this process lives; nothing where there are workers, or in tests."""
    if settings.CELERY_TASK_ALWAYS_EAGER and settings.ENVIRONMENT != "test":
        threading.Thread(target=_go_on, name="housekeeping", daemon=True).start()


def _go_on() -> None:
    pause = threading.Event()
    pause.wait(FIRST)
    while True:
        look_once()
        pause.wait(EVERY)


def look_once() -> None:
    """Look now, on connections of its own. Whatever goes wrong is logged: nobody would begin this thread again."""
    try:
        look(timezone.now())
    except Exception:
        log.exception("housekeeping could not look")
    finally:
        connections.close_all()


def look(now: datetime) -> list[str]:
    """Do what is due and was not done; gives the names in the schedule of what was done, in its order.

    What fails is logged, and done again at the next look.
    """
    return [name for name in settings.SERVER_TASKS if _take_turn(name, now)]


def _take_turn(name: str, now: datetime) -> bool:
    entry = settings.CELERY_BEAT_SCHEDULE[name]
    due = last_due(entry["schedule"], now.astimezone(ZoneInfo(settings.CELERY_TIMEZONE)))
    key = f"turn:{name}:{due:%Y-%m-%dT%H:%M}"
    if not cache.add(key, "begun", CLAIMED):
        return False
    app.loader.import_default_modules()
    result = app.tasks[str(entry["task"])].apply()
    if result.failed():
        log.error("%s failed: %s", name, result.result)
        cache.delete(key)
        return False
    cache.set(key, "done", REMEMBERED)
    return True


def last_due(schedule: Any, now: datetime) -> datetime:
    """The last moment at or before `now` on which this was due, in the zone of `now`; looks back over a year.

    schedule: a crontab of Celery, which brings no types.

    Raises ValueError for a schedule that has no such moment.
    """
    for back in range(367):
        day = now.date() - timedelta(days=back)
        if _falls_on(schedule, day):
            for hour, minute in _moments(schedule):
                moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)
                if moment <= now:
                    return moment
    raise ValueError(f"never due: {schedule}")


def _falls_on(schedule: Any, day: date) -> bool:
    return (
        day.isoweekday() % 7 in schedule.day_of_week
        and day.day in schedule.day_of_month
        and day.month in schedule.month_of_year
    )


def _moments(schedule: Any) -> Iterator[tuple[int, int]]:
    """Hours and minutes of a day on which it is due, the latest first."""
    for hour in sorted(schedule.hour, reverse=True):
        for minute in sorted(schedule.minute, reverse=True):
            yield hour, minute
