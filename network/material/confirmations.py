"""When records were confirmed, as their history tells."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from partners.freshness import TERM_MONTHS, is_old

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Confirmations:
    """When the records of one sort were confirmed: the days of each, and since when anybody kept track of that."""

    days: dict[int, tuple[date, ...]]
    tracked_from: date | None

    def last_before(self, pk: int, day: date) -> date | None:
        """The last day up to `day` on which this record was confirmed, as far as known."""
        known = self.days.get(pk, ())
        place = bisect_right(known, day)
        return known[place - 1] if place else None

    def is_fresh(self, pk: int, last: date | None, terms: Iterable[int | None], day: date) -> bool:
        """Whether a record had been confirmed within its term on `day`.

        last: its last confirmation by what the record says itself, which counts when it is of `day` or before.
        terms: the terms in months that count for it, the first that is known wins.
        """
        known = [one for one in (self.last_before(pk, day), last) if one is not None and one <= day]
        term = next((term for term in terms if term), TERM_MONTHS)
        return not is_old(max(known, default=None), term, day)


def confirmations_of(rows: Iterable[Row]) -> Confirmations:
    """rows: number of the record, a day of confirmation or None, and the first moment at which that was written down."""
    days: dict[int, set[date]] = {}
    moments = []
    for pk, confirmed_on, moment in rows:
        moments.append(moment)
        if confirmed_on:
            days.setdefault(pk, set()).add(confirmed_on)
    first = timezone.localdate(min(moments)) if moments else None
    return Confirmations({pk: tuple(sorted(found)) for pk, found in days.items()}, first)
