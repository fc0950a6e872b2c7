"""What the search for introductions stands on: the web of today, as plain parties and who knows whom.

Who may not be introduced is left out here: no person without a recorded consent becomes a party or is named as
the one who knows both. What such a person knows still counts for knowing: it only takes suggestions away.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Q

from accounts.access import Viewer
from brokering.models import Consent, Introduction
from initiatives.models import Activity, Offer, OfferType, Organiser
from network.analysis.introductions import Party
from network.analysis.web import BELONGS_TO, Web, build_web
from network.source import PARTNER_COLUMNS, Row, Source, period, read_source
from partners.models import Partner, PartnerForm, RelationKind
from places.models import Kern
from wijkweb.kit.text import fold

MET = 12  # in an initiative of at most so many parties, people have met
AT = "bij:"  # a place that is a party
SPOT = "plek:"  # a place in words

Pair = tuple[str, str]
KERN = PARTNER_COLUMNS.index("kern_id")
OFFER_COLUMNS = ("partner__slug", "type", "kind", "started_on", "ended_on")
ORGANISER_COLUMNS = (
    "activity_id", "partner__slug", "activity__target_groups", "activity__location", "activity__location_partner__slug",
)  # fmt: skip
KIN_COLUMNS = ("slug", "location", "parent__slug", "hangs_on__slug", "successor__slug")


@dataclass
class Ground:
    """Parties that may be introduced, pairs that may not, and for each who may be asked to, whom it knows.

    spots: names of the places in words, by key.
    """

    parties: dict[str, Party]
    apart: set[Pair]
    acquaintances: dict[str, set[str]]
    spots: dict[str, str] = field(default_factory=dict)


@dataclass
class _About:
    """What parties do: for whom, where, what they offer and ask."""

    target_groups: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    places: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    offers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    needs: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    spots: dict[str, str] = field(default_factory=dict)
    together: list[set[str]] = field(default_factory=list)
    """Sets of parties that stood in one activity."""

    def add_spot(self, slug: str, words: str) -> None:
        if key := fold(words):
            self.spots.setdefault(SPOT + key, words.strip())
            self.places[slug].add(SPOT + key)


@dataclass(frozen=True)
class Rows:
    """Everything that the search for introductions in a kern reads, as it was read for one viewer."""

    source: Source
    agreed: frozenset[str]
    """The persons who agreed to be introduced."""
    offers: tuple[Row, ...]
    organisers: tuple[Row, ...]
    kin: tuple[Row, ...]
    decided: frozenset[Pair]
    """The pairs about which a coordinator here, below or above decided already."""

    @property
    def mark(self) -> str:
        """The same text as long as this viewer would read the very same rows."""
        rows = [self.offers, self.organisers, self.kin, sorted(self.agreed), sorted(self.decided)]
        return hashlib.sha256(json.dumps([self.source.mark, rows], default=str).encode()).hexdigest()


def read_rows(kern: Kern, viewer: Viewer) -> Rows:
    """What `viewer` may know of `kern`; the same number of queries whatever its size."""
    source = read_source(kern, viewer)
    agreed = Consent.objects.filter(_here(source, "partner__")).values_list("partner__slug", flat=True)
    offers = Offer.objects.filter(_here(source, "partner__")).order_by("pk").values_list(*OFFER_COLUMNS)
    kin = Partner.objects.filter(_here(source)).order_by("pk").values_list(*KIN_COLUMNS)
    activities = Activity.objects.visible_to_viewer(viewer).in_kernen(list(source.kern_ids))
    organisers = Organiser.objects.filter(activity__in=activities).order_by("activity_id", "pk")
    around = Introduction.objects.in_kernen(Kern.objects.ids_around(kern.pk))
    return Rows(
        source=source,
        agreed=frozenset(agreed),
        offers=tuple(offers),
        organisers=tuple(organisers.values_list(*ORGANISER_COLUMNS)),
        kin=tuple(kin),
        decided=frozenset(around.values_list("first__slug", "second__slug")),
    )


def _here(source: Source, prefix: str = "") -> Q:
    """A filter for what belongs to the parties of this web: those at home, and the guests by number."""
    guests = [row[0] for row in source.partner_rows if row[KERN] not in source.kern_ids]
    return Q(**{f"{prefix}kern_id__in": source.kern_ids}) | Q(**{f"{prefix}pk__in": guests})


def ground_of(rows: Rows, day: date) -> Ground:
    """Who could meet on `day`; asks the database nothing."""
    source = rows.source
    web = build_web(source.records, [str(pk) for pk in source.kern_ids], day)
    open_ones = {
        slug
        for slug in web.partners
        if source.parties[slug].form != PartnerForm.PERSON or slug in rows.agreed
    }
    about = _about(rows, web, day, open_ones)
    houses = _Houses(source)
    known = set(houses.lifted(_known(source, web, about)))
    kin = set(_kin(rows, web, about))
    return Ground(
        parties={slug: _party(slug, source, web, about) for slug in sorted(open_ones)},
        apart=known | kin | set(houses.colleagues()) | rows.decided,
        acquaintances=_acquaintances(web, houses, open_ones),
        spots=about.spots,
    )


def _party(slug: str, source: Source, web: Web, about: _About) -> Party:
    return Party(
        id=slug,
        is_home=slug in web.home,
        life_domain=source.parties[slug].life_domain,
        target_groups=frozenset(about.target_groups.get(slug, ())),
        places=frozenset(about.places.get(slug, ())),
        offers=frozenset(about.offers.get(slug, ())),
        needs=frozenset(about.needs.get(slug, ())),
        is_alone=not web.whole.degree(slug),
    )


# --- what parties do ----------------------------------------------------------------------------------------------


def _about(rows: Rows, web: Web, day: date, open_ones: set[str]) -> _About:
    about, source = _About(), rows.source
    for part in web.participations:
        about.target_groups[part.partner].update(source.undertakings[part.initiative].target_groups)
    for one, other, kinds in web.partners.edges(data="kinds"):
        if RelationKind.SHARES_SPACE in kinds:
            for guest, host in ((one, other), (other, one)):
                if host in open_ones:
                    about.places[guest].add(AT + host)
    _add_activities(about, rows.organisers, open_ones)
    for slug, sort, kind, started_on, ended_on in rows.offers:
        if period(started_on, ended_on).covers(day):
            (about.offers if sort == OfferType.OFFER else about.needs)[slug].add(kind)
    return about


def _add_activities(about: _About, rows: Iterable[Row], open_ones: set[str]) -> None:
    """For whom and where parties organise things, on whatever day: an activity is a date, interest lasts longer."""
    gathered: defaultdict[int, set[str]] = defaultdict(set)
    for activity, slug, groups, location, host in rows:
        about.target_groups[slug].update(groups)
        gathered[activity].add(slug)
        if host:
            gathered[activity].add(host)
        if host in open_ones:
            about.places[slug].add(AT + host)
        else:
            about.add_spot(slug, location)
    about.together = list(gathered.values())


# --- who knows whom -----------------------------------------------------------------------------------------------


class _Houses:
    """Persons with the organisation they belong to: what one of them knows, the house knows."""

    def __init__(self, source: Source) -> None:
        self._house = {slug: party.member_of or slug for slug, party in source.parties.items()}

    def of(self, slug: str) -> str:
        return self._house.get(slug, slug)

    def lifted(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """The pairs, and the same between the houses of both."""
        for one, other in pairs:
            yield from ((a, b) for a in {one, self.of(one)} for b in {other, self.of(other)} if a != b)

    def colleagues(self) -> Iterator[Pair]:
        """Those who belong to one house, and the house itself."""
        rooms: defaultdict[str, list[str]] = defaultdict(list)
        for slug, house in self._house.items():
            rooms[house].append(slug)
        for house, people in rooms.items():
            yield from combinations(sorted({house, *people}), 2)


def _known(source: Source, web: Web, about: _About) -> Iterator[Pair]:
    """Who met: ever tied, in a small initiative together on whatever day, or in one activity."""
    yield from ((tie.source, tie.target) for tie in source.records.relations)
    yield from web.partners.edges()
    members: defaultdict[str, set[str]] = defaultdict(set)
    for part in source.records.participations:
        members[part.initiative].add(part.partner)
    for group in (*members.values(), *about.together):
        if len(group) <= MET:
            yield from combinations(sorted(group), 2)


def _kin(rows: Rows, web: Web, about: _About) -> Iterator[Pair]:
    """Departments with what they are part of and with each other; groups with whom they hang on. Reads places too."""
    departments: defaultdict[str, set[str]] = defaultdict(set)
    for slug, location, parent, *carriers in rows.kin:
        if slug not in web.partners:
            continue
        about.add_spot(slug, location)
        yield from ((slug, carrier) for carrier in carriers if carrier)
        if parent:
            departments[parent].add(slug)
    for whole, under in departments.items():
        yield from combinations(sorted({whole, *under}), 2)


def _acquaintances(web: Web, houses: _Houses, open_ones: set[str]) -> dict[str, set[str]]:
    """Whom each party knows that may be named. To share a space says the same as the place itself: left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other, kinds in web.partners.edges(data="kinds"):
        if set(kinds) <= {RelationKind.SHARES_SPACE, BELONGS_TO}:
            continue
        for a, b in houses.lifted([(one, other)]):
            if a in open_ones:
                found[a].add(b)
            if b in open_ones:
                found[b].add(a)
    return dict(found)


def about_slugs(reasons: list[dict[str, Any]]) -> set[str]:
    """The short names of parties that stored reasons mention."""
    keys = {key for reason in reasons for key in (*reason["about"], reason["giver"])}
    return {key.removeprefix(AT) for key in keys}
