"""On which days something that repeats falls. Pure: no Django, no time of day, so the clock going forward changes nothing.

A rule is the few forms of an iCalendar RRULE (RFC 5545, 3.3.10) that a person can choose on the screen. It has no UNTIL
and no COUNT: when it ends is a day of its own.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from dateutil import rrule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES: dict[str, Any] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}
LAST = -1
MOST_INTERVAL = 52
UNKNOWN_START = date(2000, 1, 1)  # of what goes on since nobody knows when
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
WRITTEN = re.compile(
    r"FREQ=(?P<frequency>DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(?:;INTERVAL=(?P<interval>[1-9][0-9]?))?"
    rf"(?:;BYDAY=(?P<nth>[1-4]|-1)?(?P<days>{_DAY}(?:,{_DAY})*))?"
    r"(?:;BYMONTHDAY=(?P<monthday>[1-9]|[12][0-9]|3[01]))?"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How often: each `interval` days, weeks, months or years; on which weekdays (0 is Monday) or day of the month."""

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0  # of the weekday in the month; LAST is the last one
    monthday: int = 0

    def __post_init__(self) -> None:
        fits = {
            "DAILY": not (self.weekdays or self.nth or self.monthday),
            "WEEKLY": bool(self.weekdays) and not (self.nth or self.monthday),
            "MONTHLY": (len(self.weekdays) == 1 and bool(self.nth)) != bool(self.monthday),
            "YEARLY": not (self.weekdays or self.nth or self.monthday),
        }
        if not fits.get(self.frequency) or not 1 <= self.interval <= MOST_INTERVAL:
            raise ValueError("this is no rule by which something repeats here")
        if self.monthday and (self.weekdays or self.nth):
            raise ValueError("a day of the month or a weekday, not both")

    @classmethod
    @lru_cache(maxsize=500)
    def parse(cls, text: str) -> "Rule":
        """Read a stored rule; ValueError for any other."""
        found = WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(f"{text[:80]!r} is no rule by which something repeats here")
        weekdays = tuple(sorted({DAYS.index(day) for day in (found["days"] or "").split(",") if day}))
        return cls(
            found["frequency"],
            int(found["interval"] or 1),
            weekdays,
            int(found["nth"] or 0),
            int(found["monthday"] or 0),
        )

    def __str__(self) -> str:
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            days = ",".join(DAYS[day] for day in self.weekdays)
            parts.append(f"BYDAY={self.nth or ''}{days}")
        if self.monthday:
            parts.append(f"BYMONTHDAY={self.monthday}")
        return ";".join(parts)

    def days(self, start: date, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included, on which it falls when it begins on or after `start`."""
        if first == last:
            return [first] if _falls_on(self, start, first) else []
        days = _days_in_short if last - first <= SHORT else _days_in_long
        return list(days(self, start, first, last))

    def first_day(self, start: date) -> date | None:
        """The first day on or after `start`; None when there is none before the calendar ends."""
        return _first_day(self, start)

    def counted_from(self, begin: datetime) -> rrule.rrule:
        """The same rule for the package that counts."""
        days = [rrule.weekday(day, self.nth or None) for day in self.weekdays]
        return rrule.rrule(
            FREQUENCIES[self.frequency],
            dtstart=begin,
            interval=self.interval,
            wkst=rrule.MO,
            byweekday=days or None,
            bymonthday=self.monthday or None,
        )

    def near(self, start: date, first: date) -> date:
        """A start closer to `first` from which the rule falls on the same days, so that few are counted in vain."""
        if first <= start:
            return start
        if self.frequency == "DAILY":
            return start + timedelta((first - start).days // self.interval * self.interval)
        if self.frequency == "WEEKLY":
            monday = start - timedelta(start.weekday())
            weeks = (first - monday).days // 7 // self.interval * self.interval
            return monday + timedelta(weeks=weeks) if weeks else start
        if self.frequency == "MONTHLY":
            passed = (first.year - start.year) * 12 + first.month - start.month
            months = start.year * 12 + start.month - 1 + passed // self.interval * self.interval
            return date(months // 12, months % 12 + 1, 1) if passed >= self.interval else start
        return start


# A calendar is made anew after every change, and of a thousand series one changed: the days of the others are known.
@lru_cache(maxsize=20_000)
def _falls_on(rule: Rule, start: date, day: date) -> bool:
    return bool(
        rule.counted_from(_at_midnight(rule.near(start, day))).between(
            _at_midnight(day), _at_midnight(day), inc=True
        )
    )


@lru_cache(maxsize=20_000)
def _first_day(rule: Rule, start: date) -> date | None:
    found = next(iter(rule.counted_from(_at_midnight(start))), None)
    return found.date() if found else None


def _days(rule: Rule, start: date, first: date, last: date) -> tuple[date, ...]:
    counted = rule.counted_from(_at_midnight(rule.near(start, first)))
    found = counted.between(_at_midnight(first), _at_midnight(last), inc=True)
    return tuple(moment.date() for moment in found)


# Everybody who looks at a month looks at the same month. A year of a daily series takes 15 kB, so of those few are kept.
SHORT = timedelta(days=62)
_days_in_short = lru_cache(maxsize=20_000)(_days)
_days_in_long = lru_cache(maxsize=2_000)(_days)


@dataclass(frozen=True, slots=True)
class Series:
    """A rule with its start, its last day when it has one, and the days that it skips."""

    rule: Rule
    start: date
    until: date | None = None
    skips: Collection[date] = ()

    def days(self, first: date, last: date) -> list[date]:
        """The days on which it takes place from `first` to `last`, both included."""
        end = min(last, self.until) if self.until else last
        if end < first:
            return []
        return [day for day in self.rule.days(self.start, first, end) if day not in self.skips]

    def falls_on(self, day: date) -> bool:
        return bool(self.days(day, day))

    @property
    def first_day(self) -> date | None:
        """The day on which it began, also when that one was skipped: an iCalendar DTSTART."""
        found = self.rule.first_day(self.start)
        return None if found is None or (self.until and found > self.until) else found


def _at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - days only, no clock
