"""When a check-up is due. Pure: dates in, a date out."""

import calendar
from datetime import MAXYEAR, date, timedelta
from hashlib import sha256

from wijkweb.kit.partial_dates import PartialDate

QUIET_START = 30  # days between switching on and the first one that has no month of its own


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month; the last day that there is when it lies after that."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_date(start: PartialDate | None, since: date, months: int, key: str) -> date:
    """The first check-up of what never had one, never before `since`: nothing is late because it exists for long.

    A start that is known to the month gives its anniversaries. Of a year only, or nothing, `key` gives each initiative a
    place of its own in the first interval, so that they do not all come at once.
    """
    if start is not None and start.first_day >= since:
        return add_months(start.first_day, months)
    if start is not None and start.month:
        times = max(1, (since.year - start.year) * 12 // months)
        while add_months(start.first_day, times * months) < since:
            times += 1
        return add_months(start.first_day, times * months)
    room = max(1, (add_months(since, months) - since).days - QUIET_START)
    share = int.from_bytes(sha256(key.encode()).digest()[:4]) / 2**32
    return since + timedelta(days=QUIET_START + int(room * share))


def next_date(last: date, since: date, months: int) -> date:
    """After a check-up; when the kern or the initiative rested since, not before `since`."""
    return max(add_months(last, months), since)
