"""Which kernen belong to a municipality, also those of municipalities that went up in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from places.models import Kern, KernKind, Municipality


@dataclass(frozen=True)
class Family:
    """A municipality and the numbers of itself and of all that went up in it."""

    municipality: Municipality
    ids: frozenset[int]

    def kernen(self) -> list[Kern]:
        """Its kernen by name; a region is no kern. One query."""
        rows = Kern.objects.filter(municipality_id__in=self.ids).exclude(kind=KernKind.REGION)
        return list(rows.order_by("sort_name", "pk"))


def family_of(municipality: Municipality, everything: Iterable[Municipality]) -> Family:
    """The family of one; everything: all municipalities, as they were read. A circle of successors ends by itself."""
    rows = list(everything)
    ids, grew = {municipality.pk}, True
    while grew:
        below = {one.pk for one in rows if one.successor_id in ids} - ids
        grew = bool(below)
        ids |= below
    return Family(municipality, frozenset(ids))


def current_families() -> list[Family]:
    """Those of the municipalities that did not go up in another, by name. One query."""
    rows = list(Municipality.objects.order_by("name"))
    return [family_of(one, rows) for one in rows if one.successor_id is None]


def current_municipality(kern: Kern) -> Municipality | None:
    """The municipality of a kern, or the one in which that went up. A query for each step."""
    found, seen = kern.municipality, set[int]()
    while found is not None and found.successor is not None and found.pk not in seen:
        seen.add(found.pk)
        found = found.successor
    return found
