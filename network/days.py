"""Days on which the figures of a kern are kept, and days before them. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

MOST_YEARS = 20
MOST_CHANGES = 16


def half_year_before(day: date) -> date:
    """The same day six months earlier; the last day of a month stays the last day of a month."""
    earlier = _months_before(day, 6)
    is_last = day.day == monthrange(day.year, day.month)[1]
    return earlier.replace(day=monthrange(earlier.year, earlier.month)[1]) if is_last else earlier


def year_before(day: date) -> date:
    """The first day of the twelve months that end on `day`."""
    return _months_before(day, 12) + timedelta(days=1)


def days_to_keep(first: date | None, changes: Iterable[date], today: date) -> list[date]:
    """The days before `today` of which a snapshot is kept, the earliest first.

    first: the first day of which something is known of ties; without one there are no such days.
    The last day of each half-year from then on, of twenty years at most, and of the days on which something began or ended
    the latest sixteen: so that a line over time has the same days everywhere, and what happened lately shows at once.
    """
    if first is None or first >= today:
        return []
    start = max(first, date(today.year - MOST_YEARS, 1, 1))
    years = range(start.year, today.year + 1)
    halves = {day for year in years for day in (date(year, 6, 30), date(year, 12, 31))}
    lately = sorted(day for day in set(changes) if start <= day < today)[-MOST_CHANGES:]
    return sorted({day for day in halves if start <= day < today} | set(lately))


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
