"""What hangs on the notice board: what comes back every week once, everything else by day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.access import ANYBODY
from agenda.happenings import Moment, happenings
from initiatives.models import Activity


@dataclass(frozen=True)
class Regular:
    """What takes place at least three times in this month, told once, with the days on which it differs."""

    moment: Moment
    missing: tuple[date, ...]


@dataclass(frozen=True)
class Poster:
    regular: list[Regular]
    days: list[tuple[date, list[Moment]]]


def poster_of(kern_ids: list[int], first: date, last: date) -> Poster:
    """The month as everybody may see it; nobody hangs up what is for the network alone."""
    found = [moment for moment in happenings(ANYBODY, kern_ids, first, last) if moment.day]
    often: dict[int, list[Moment]] = defaultdict(list)
    for moment in found:
        if moment.activity is not None and moment.series_day and not moment.activity.is_cancelled:
            often[moment.activity.pk].append(moment)
    regular = {pk: rows for pk, rows in often.items() if len(rows) >= 3}
    rest = [moment for moment in found if not _is_told(moment, regular)]
    by_day: dict[date, list[Moment]] = defaultdict(list)
    for moment in rest:
        by_day[moment.day or first].append(moment)
    told = [_regular(rows, first, last) for rows in regular.values()]
    return Poster(sorted(told, key=lambda one: (one.moment.day or first).weekday()), sorted(by_day.items()))


def _is_told(moment: Moment, regular: dict[int, list[Moment]]) -> bool:
    """Whether the line of the series says all: a time that was changed has a line of its own."""
    return (
        moment.activity is not None and moment.activity.pk in regular and _is_usual(moment, moment.activity)
    )


def _is_usual(moment: Moment, activity: Activity) -> bool:
    return (
        not moment.is_cancelled
        and not moment.was_on
        and (moment.name, moment.begins_at, moment.ends_at) == (activity.name, activity.begins_at, activity.ends_at)
        and moment.place == activity.location
        and moment.note == activity.note
        and (moment.host is not None) == (activity.location_partner is not None)
    )  # fmt: skip


def _regular(rows: list[Moment], first: date, last: date) -> Regular:
    activity = rows[0].activity
    assert activity is not None  # noqa: S101 - the caller gathered them by activity
    series = activity.series
    usual = [row for row in rows if _is_usual(row, activity)]
    held = {row.day for row in usual}
    # Every day on which one would expect it: those that it skips, and those that have a line of their own.
    expected = series.rule.days(series.start, first, min(last, series.until or last)) if series else []
    return Regular((usual or rows)[0], tuple(day for day in expected if day not in held))
