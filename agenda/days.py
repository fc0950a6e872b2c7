"""What there is on each day, as far as a page has room for it: a month of a busy kern holds ten thousand times."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from operator import itemgetter
from typing import Any

from agenda.happenings import Moment

Entry = tuple[tuple[Any, ...], Moment]


class Days:
    """Moments by day. A series stands there once and is told for a day only when that day is shown."""

    def __init__(
        self,
        found: Iterable[tuple[Moment, list[date]]],
        passes: Callable[[Moment], bool],
        is_doubtful: Callable[[Moment], bool],
    ) -> None:
        self.entries: dict[date, list[Entry]] = defaultdict(list)
        self.doubtful = 0  # times left out only because something is not known
        for moment, days in found:
            if passes(moment):
                entry = (moment.order_in_day, moment)
                for day in days:
                    self.entries[day].append(entry)
            elif is_doubtful(moment):
                self.doubtful += len(days)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def count(self, day: date) -> int:
        return len(self.entries.get(day, ()))

    def moments(self, day: date, most: int | None = None) -> list[Moment]:
        """What there is on a day, in order; the first `most` of it."""
        rows = sorted(self.entries.get(day, ()), key=itemgetter(0))[:most]
        return [moment if moment.day else moment.on(day) for _order, moment in rows]

    def end_of_page(self, most: int) -> date | None:
        """The day on which the next page begins when a page holds `most` moments, of whole days; None when all fits."""
        count = 0
        for day in sorted(self.entries):
            if count >= most:
                return day
            count += len(self.entries[day])
        return None
