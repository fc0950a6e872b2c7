"""Which counts of people are shown beside each other, so that none that is hidden can be worked out. Pure.

A column holds one count for each kern, and their total. A count under ten is hidden, and looks the same as one that is hidden
to guard another. What is shown is rounded to five.

Why nothing comes out. A hidden count stands in no sum that is shown, or in the total beside others that are hidden: the group.
Whoever knows every shown number exactly, of all weeks, and even which counts did not change, can still move any amount `a` from
one of the group to another in all weeks alike: every sum stays right, nothing that stayed the same moves apart, and it goes on until
one of them would fall below nothing. So each of the group can be anything in a range as wide as the lowest counts of the whole group
together. The total is shown only where that is ten or more, and only while the group stays the same and none of it is ever shown.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wijkweb.kit.few import LEAST, rounded

MOST_BESIDE = 1
"""More than so many kernen are not hidden to keep the total; then the total goes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one week: what was counted, and what of it is shown. None is hidden.

    counts, shown: by kern. total: shown, rounded; None is hidden.
    """

    counts: Mapping[int, int]
    shown: Mapping[int, int | None]
    total: int | None

    @property
    def hidden(self) -> frozenset[int]:
        """The kernen whose count is not shown."""
        return frozenset(row for row, value in self.shown.items() if value is None)

    @property
    def guards(self) -> bool:
        """Whether a count under ten is hidden in it."""
        return any(self.counts[row] < LEAST for row in self.hidden)

    @property
    def is_closed(self) -> bool:
        """Whether the total stands beside counts that are hidden: these must never come out."""
        return self.total is not None and bool(self.hidden)


def suppress(counts: Mapping[int, int], earlier: Sequence[Column] = ()) -> Column:
    """What may be shown of these counts, beside the columns of earlier weeks that somebody may have kept.

    counts: by kern, in any order. earlier: of the same column, in any order; a week that is left out no longer guards anything.
    Raises ValueError for a count below zero.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count of people is not below zero")
    small = frozenset(row for row, count in counts.items() if count < LEAST)
    closed = [one for one in earlier if one.is_closed]
    if not small and not any(one.guards for one in closed):
        closed = []  # all that was hidden is ten or more: nothing to guard any more
    group = frozenset(row for one in closed for row in one.hidden)
    hidden = (small | group) & counts.keys()
    beside = frozenset() if closed else _beside(counts, small, earlier)
    has_total = not hidden or _may_have_total(hidden | beside, counts, closed, earlier)
    hidden |= beside if has_total else frozenset()
    shown = {row: None if row in hidden else rounded(count) for row, count in counts.items()}
    return Column(dict(counts), shown, rounded(sum(counts.values())) if has_total and counts else None)


def _may_have_total(
    hidden: frozenset[int], counts: Mapping[int, int], closed: Sequence[Column], earlier: Sequence[Column]
) -> bool:
    """Whether the total may stand beside this group."""
    is_same = all(one.hidden == hidden for one in closed)
    return (
        is_same
        and len(hidden) > 1
        and hidden.isdisjoint(_once_shown(earlier))
        and _width(hidden, counts, closed) >= LEAST
    )


def _width(group: Collection[int], counts: Mapping[int, int], closed: Sequence[Column]) -> int:
    """How wide the range is in which each of the group can lie: their lowest counts of all these weeks together."""
    weeks = [counts, *(one.counts for one in closed)]
    return sum(min(week[row] for week in weeks) for row in group)


def _beside(counts: Mapping[int, int], small: frozenset[int], earlier: Sequence[Column]) -> frozenset[int]:
    """Who is hidden besides the small ones to keep the total: the smallest that were never shown; nobody when that does not do."""
    if not small:
        return frozenset()
    free = sorted(counts.keys() - small - _once_shown(earlier), key=lambda row: (counts[row], row))
    for number in range(min(len(free), MOST_BESIDE) + 1):
        group = small | frozenset(free[:number])
        if len(group) > 1 and len(group) < len(counts) and _width(group, counts, ()) >= LEAST:
            return group - small
    return frozenset()


def _once_shown(earlier: Sequence[Column]) -> frozenset[int]:
    return frozenset(row for one in earlier for row, value in one.shown.items() if value is not None)
