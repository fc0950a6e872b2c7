"""Days in three parts, counted through, so that a period is a row of numbers. Pure.

Part 0 is the morning, 1 the afternoon, 2 the evening; the slot of the morning of a day is three times its ordinal.
"""

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from initiatives.models import DayPart

PARTS = tuple(DayPart)
LAST_PART = len(PARTS) - 1
FREE, ASKED, PARTLY, TAKEN = "vrij", "gevraagd", "deels", "bezet"


def slot_of(day: date, part: int) -> int:
    return day.toordinal() * len(PARTS) + part


def day_of(slot: int) -> date:
    return date.fromordinal(slot // len(PARTS))


def slots_between(first: int, last: int) -> range:
    """All slots from the first to the last, both included."""
    return range(first, last + 1)


def slots_of_day(day: date) -> range:
    return slots_between(slot_of(day, 0), slot_of(day, LAST_PART))


@dataclass(frozen=True)
class CalendarDay:
    """A day of a thing: how it is, and which parts are taken or asked for."""

    day: date
    state: str
    parts: tuple[DayPart, ...] = ()
    asked: tuple[DayPart, ...] = ()
    is_past: bool = False


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday; None is a day of another month."""

    first: date
    weeks: tuple[tuple[CalendarDay | None, ...], ...]

    @property
    def busy(self) -> list[CalendarDay]:
        """The days on which it is not wholly free, those that are past left out."""
        days = [day for week in self.weeks for day in week if day]
        return [day for day in days if day.state != FREE and not day.is_past]


def month_of(first: date, taken: Iterable[int], asked: Iterable[int], today: date) -> Month:
    """The month of `first` for one thing. taken, asked: slots; asked counts where nothing is taken."""
    full, wanted = frozenset(taken), frozenset(asked)
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)
    rows = (
        tuple(_day(day, full, wanted, today) if day.month == first.month else None for day in week)
        for week in weeks
    )
    return Month(first.replace(day=1), tuple(rows))


def _day(day: date, taken: Collection[int], asked: Collection[int], today: date) -> CalendarDay:
    slots = slots_of_day(day)
    parts = tuple(part for part, slot in zip(PARTS, slots, strict=True) if slot in taken)
    wanted = tuple(
        part for part, slot in zip(PARTS, slots, strict=True) if slot in asked and slot not in taken
    )
    state = TAKEN if len(parts) == len(PARTS) else PARTLY if parts else ASKED if wanted else FREE
    return CalendarDay(day, state, parts, wanted, day < today)


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def previous_month(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
