"""What is old in a kern, the most important first. Seven queries, however large the kern is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from partners.models import Involvement, Partner, Relation
from partners.wording import words_for
from places.models import Kern

RING = {value: place for place, value in enumerate(Involvement.values)}
TIES_PER_RING = 3  # one ring nearer weighs as much as three ties
ROWS_ON_A_PAGE = 30
TIES_IN_A_GROUP = 20


@dataclass(frozen=True, slots=True)
class OldTie:
    """An old tie, said from the partner under which it stands."""

    relation: Relation
    other: Partner
    words: Promise | str


@dataclass(slots=True)
class Place:
    """Where one partner comes in the list, before anything is fetched: ids only."""

    partner_id: int
    is_old: bool
    ties: list[int] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return 1 + min(len(self.ties), TIES_IN_A_GROUP)


@dataclass(slots=True)
class Group:
    """A partner with what is old of it; `more` old ties come after these were looked at."""

    partner: Partner
    is_old: bool
    tie_count: int
    ties: list[OldTie]
    more: int = 0

    @property
    def keys(self) -> list[str]:
        """The names by which the form knows its rows."""
        own = [key_of(self.partner)] if self.is_old else []
        return [*own, *(key_of(tie.relation) for tie in self.ties)]


@dataclass(slots=True)
class Counts:
    """How much of a kern is old."""

    partners: int = 0
    old_partners: int = 0
    ties: int = 0
    old_ties: int = 0

    @property
    def total(self) -> int:
        return self.partners + self.ties

    @property
    def old(self) -> int:
        return self.old_partners + self.old_ties


@dataclass(slots=True)
class OldList:
    """The whole list as ids, in order; `groups_on` fetches one page of it."""

    counts: Counts
    places: list[Place]
    degree: dict[int, int]

    @property
    def pages(self) -> list[list[Place]]:
        """Whole groups together on a page, about as many rows on each."""
        pages: list[list[Place]] = [[]]
        rows = 0
        for place in self.places:
            if pages[-1] and rows + place.rows > ROWS_ON_A_PAGE:
                pages.append([])
                rows = 0
            pages[-1].append(place)
            rows += place.rows
        return pages

    def first_groups(self, number: int) -> list[Group]:
        return fetched(self.places[:number], self.degree)

    def groups_on(self, number: int) -> list[Group]:
        return fetched(self.pages[number - 1], self.degree)


def key_of(record: Partner | Relation) -> str:
    """`partij:12` or `band:34`: the name of a row in the form."""
    return f"{'partij' if isinstance(record, Partner) else 'band'}:{record.pk}"


def old_list(
    kern: Kern, user: Any, today: date | None = None, *, kern_ids: list[int] | None = None
) -> OldList:
    """What is old in a kern and below it, as far as this person may see it.

    A tie stands under the weightiest of its two ends that live here, so it comes once. The weight of a partner is its
    number of ties and how near it stands to the centre. `kern_ids`: the kern and those below it, for who knows them already.
    """
    today = today or timezone.localdate()
    ids = kern_ids or Kern.objects.ids_below(kern.pk)
    home = Partner.objects.visible_to(user).in_kernen(ids).active_on(today)
    rows = list(home.values_list("pk", "involvement", "search_name"))
    old_ids = set(home.old_on(today).values_list("pk", flat=True))
    here = Q(source__kern_id__in=ids) | Q(target__kern_id__in=ids)
    ties = Relation.objects.visible_to(user).active_on(today).filter(here)
    ends = {pk: (source, target) for pk, source, target in ties.values_list("pk", "source_id", "target_id")}
    old_ties = list(ties.old_on(today).order_by("pk").values_list("pk", flat=True))
    degree = _degree(ends.values())
    order = sorted(rows, key=lambda row: (-_weight(row[1], degree.get(row[0], 0)), row[2], row[0]))
    places = _places([row[0] for row in order], old_ids, [(pk, ends[pk]) for pk in old_ties])
    return OldList(Counts(len(rows), len(old_ids), len(ends), len(old_ties)), places, degree)


def counts_of(kern: Kern, user: Any) -> Counts:
    return old_list(kern, user).counts


def _weight(involvement: str, ties: int) -> int:
    return ties + TIES_PER_RING * RING.get(involvement, 0)


def _degree(ends: Iterable[tuple[int, int]]) -> dict[int, int]:
    degree: dict[int, int] = {}
    for pair in ends:
        for end in pair:
            degree[end] = degree.get(end, 0) + 1
    return degree


def _places(order: list[int], old_ids: set[int], ties: list[tuple[int, tuple[int, int]]]) -> list[Place]:
    places = {pk: Place(pk, pk in old_ids) for pk in order}
    rank = {pk: number for number, pk in enumerate(order)}
    for pk, pair in ties:
        at_home = [end for end in pair if end in rank]
        if at_home:
            places[min(at_home, key=rank.__getitem__)].ties.append(pk)
    return [place for place in places.values() if place.is_old or place.ties]


def fetched(places: list[Place], degree: dict[int, int]) -> list[Group]:
    """The rows of these places, in two queries."""
    partners = Partner.objects.select_related("kern").in_bulk([place.partner_id for place in places])
    wanted = [pk for place in places for pk in place.ties[:TIES_IN_A_GROUP]]
    relations = Relation.objects.select_related("source__kern", "target__kern").in_bulk(wanted)
    groups = []
    for place in places:
        partner = partners.get(place.partner_id)
        if partner is None:
            continue
        shown = [relations[pk] for pk in place.ties[:TIES_IN_A_GROUP] if pk in relations]
        ties = [OldTie(row, row.other_end(partner), words_for(row, partner)) for row in shown]
        ties.sort(key=lambda tie: (tie.other.search_name, tie.relation.pk))
        groups.append(
            Group(partner, place.is_old, degree.get(partner.pk, 0), ties, len(place.ties) - len(shown))
        )
    return groups
