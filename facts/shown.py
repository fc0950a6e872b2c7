"""Facts as a page shows them: apart by what they are, each with how it was before and how far it can be trusted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from facts.judging import rounded_people
from facts.models import KNOWN_DOUBTS, Fact, FactKind
from wijkweb.kit.charts import LineChart, Value, line_chart
from wijkweb.kit.text import fold

WIDTH, HEIGHT = 150, 40
# Outcome first: that is what it was all for.
GROUPS: tuple[tuple[str, Any, Any], ...] = (
    (
        FactKind.OUTCOME,
        _("Outcome: what changed for people"),
        _("No outcome has been written down yet. It is hard to measure, and worth asking about."),
    ),
    (FactKind.OUTPUT, _("Output: what was done"), _("No output has been written down yet.")),
    (FactKind.BACKGROUND, _("Background: what the kern is like"), ""),
    ("", _("Nobody has said yet what these are"), ""),
)


@dataclass(frozen=True)
class ShownFact:
    """A figure in words. earlier: the same quantity, measured before; chart: the line through all of them."""

    fact: Fact
    number: str
    before: str
    doubts: tuple[str, ...]
    earlier: tuple["ShownFact", ...] = ()
    chart: LineChart | None = None


@dataclass(frozen=True)
class Group:
    """The figures of one kind. empty: what is said when there are none."""

    kind: str
    title: str
    empty: str
    facts: tuple[ShownFact, ...]


def groups_of(facts: Iterable[Fact], *, exactly: bool) -> list[Group]:
    """The figures by kind, the latest measurement of each quantity in front; without those that may be absent and are.

    exactly: for who looks after the kern. Others see numbers of persons rounded to five, and none below ten.
    """
    series: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in sorted(facts, key=lambda one: (one.dated_on.number, one.pk or 0), reverse=True):
        series.setdefault((fact.kind, fold(fact.quantity), fold(fact.unit)), []).append(fact)
    groups = []
    for kind, title, empty in GROUPS:
        found = tuple(shown(rows, exactly=exactly) for key, rows in series.items() if key[0] == kind)
        if found or empty:
            groups.append(Group(str(kind), str(title), str(empty), found))
    return groups


def shown(rows: Sequence[Fact], *, exactly: bool) -> ShownFact:
    """One quantity, the latest measurement first."""
    latest, *earlier = [
        ShownFact(
            fact,
            fact.number(exactly=exactly),
            fact.number_before(exactly=exactly),
            tuple(str(KNOWN_DOUBTS[code]) for code in fact.doubts_about_outcome),
        )
        for fact in rows
    ]
    return ShownFact(
        latest.fact,
        latest.number,
        latest.before,
        latest.doubts,
        tuple(earlier),
        _chart(rows, exactly=exactly),
    )


def _chart(rows: Sequence[Fact], *, exactly: bool) -> LineChart | None:
    """A line through what was measured; none through fewer than two days of which it can be said."""
    values: list[Value] = []
    first = rows[-1]
    if first.base_value is not None and first.started_on:
        values.append((first.started_on.first_day, _drawn(first, first.base_value, exactly)))
    values += [(fact.dated_on.first_day, _drawn(fact, fact.value, exactly)) for fact in reversed(rows)]
    if len({day for day, value in values if value is not None}) < 2:
        return None
    return line_chart(values, width=WIDTH, height=HEIGHT, low=0)


def _drawn(fact: Fact, value: Any, exactly: bool) -> float | None:
    if exactly or not fact.counts_people:
        return float(value)
    return rounded_people(float(value))
