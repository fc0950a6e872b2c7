"""In which order and under which heading a page shows its rows. Pure: rows in, groups out, no queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from initiatives.models import Activity, Initiative, Phase
from partners.models import Involvement, LifeDomain, Partner

CLOSEST_FIRST = {value: -place for place, value in enumerate(Involvement.values)}
LIVELY_FIRST = (
    Phase.RUNNING,
    Phase.STARTED,
    Phase.SHARED,
    Phase.DREAM,
    Phase.HANDED_OVER,
    Phase.PAUSED,
    Phase.STOPPED,
)
RESTING = {Phase.PAUSED, Phase.STOPPED}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `slug` is empty when the heading stands for "unknown".

    is_past: of the past, or at rest: there for who asks, not first.
    """

    slug: str
    label: Any
    rows: list[Any]
    is_past: bool = False


def closest(partners: Iterable[Partner]) -> list[Partner]:
    """Who carries it: the drivers and key players, the most involved first."""
    near = [row for row in partners if row.involvement in (Involvement.DRIVER, Involvement.KEY_PLAYER)]
    return sorted(near, key=lambda row: (CLOSEST_FIRST[row.involvement], row.search_name, row.pk))


def by_life_domain(partners: Iterable[Partner]) -> list[Group]:
    """The ten, empty ones too, and after them the partners without a life domain, if there are any.

    Looks at `organisation`: fetch it with the partners.
    """
    found: dict[str, list[Partner]] = {}
    for partner in sorted(
        partners, key=lambda row: (CLOSEST_FIRST.get(row.involvement, 1), row.search_name, row.pk)
    ):
        found.setdefault(partner.shown_domain, []).append(partner)
    groups = [Group(value, label, found.pop(value, [])) for value, label in LifeDomain.choices]
    rest = [partner for rows in found.values() for partner in rows]
    return [*groups, Group("", "", rest)] if rest else groups


def by_phase(initiatives: Iterable[Initiative]) -> list[Group]:
    """What runs first, what stopped last; empty phases are left out."""
    rows = list(initiatives)
    groups = [
        Group(phase.value, phase.label, [row for row in rows if row.phase == phase], phase in RESTING)
        for phase in LIVELY_FIRST
    ]
    return [group for group in groups if group.rows]


def by_date(activities: Iterable[Activity]) -> list[Activity]:
    """The latest first; what has no date comes last."""
    return sorted(activities, key=lambda row: (_number(row.dated_on), row.pk), reverse=True)


def _number(day: Any) -> int:
    return day.number if day else 0
