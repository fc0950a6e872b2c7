"""The only reader of other rooms: tables in, plain records out.

What a viewer may not see is left out here, before there is a network: no guest, count or position
can betray it. The number of queries does not depend on the number of partners.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.access import Viewer
from initiatives.models import Initiative, Participation
from network.analysis.web import Initiative as InitiativeRecord
from network.analysis.web import Participation as ParticipationRecord
from network.analysis.web import Partner as PartnerRecord
from network.analysis.web import Period, Records
from network.analysis.web import Relation as RelationRecord
from partners.models import Layer, Partner, PartnerForm, PartnerKind, PastInvolvement, Relation
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate

Row = tuple[Any, ...]
PARTNER_COLUMNS = (
    "pk", "organisation_id", "slug", "name", "search_name", "form", "kind", "kern_id", "kern__name", "life_domain",
    "layer", "involvement", "certainty", "started_on", "ended_on",
)  # fmt: skip
RELATION_COLUMNS = ("source_id", "target_id", "kind", "is_directed", "strength", "started_on", "ended_on")
INITIATIVE_COLUMNS = (
    "slug", "kern_id", "name", "search_name", "phase", "target_groups", "life_domains", "started_on", "ended_on",
)  # fmt: skip
MOST_NUMBERS = 10_000
CITIZEN_KINDS = (PartnerKind.RESIDENT, PartnerKind.VOLUNTEER)


@dataclass(frozen=True, slots=True)
class Party:
    """What the map tells of a partner. `life_domain` and `layer` of a person may come from the organisation."""

    id: str
    label: str
    search_name: str
    form: str
    kind: str
    kern_id: int | None
    kern_name: str
    life_domain: str
    layer: str
    involvement: str
    certainty: str
    member_of: str
    started_on: PartialDate | None
    ended_on: PartialDate | None


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What the map tells of an initiative."""

    id: str
    label: str
    search_name: str
    phase: str
    target_groups: tuple[str, ...]
    life_domains: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Everything that a viewer may know of a kern, on all days: rows as they were read, and records made of them.

    `old_rows` are the parties of this kern whose record is old today, with the day of the last confirmation; None for
    who does not keep this kern up to date.
    """

    kern_ids: frozenset[int]
    partner_rows: tuple[Row, ...]
    relation_rows: tuple[Row, ...]
    initiative_rows: tuple[Row, ...]
    participation_rows: tuple[Row, ...]
    past_rows: tuple[Row, ...] = ()
    old_rows: tuple[Row, ...] | None = None

    @cached_property
    def mark(self) -> str:
        """The same text as long as this viewer would read the very same rows."""
        rows = (self.partner_rows, self.relation_rows, self.initiative_rows, self.participation_rows)
        content = json.dumps([sorted(self.kern_ids), rows, self.past_rows, self.old_rows], default=str)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def parties(self) -> dict[str, Party]:
        return parties_of(self.partner_rows)

    def parties_on(self, day: date | None) -> dict[str, Party]:
        """The parties with the involvement that they had on a day; the last one known counts from then on."""
        slugs = {row[0]: row[2] for row in self.partner_rows} if self.past_rows and day else {}
        found = dict(self.parties) if slugs else self.parties
        for partner, involvement, ended_on in reversed(self.past_rows if slugs else ()):
            if day and partner in slugs and ended_on > day:
                found[slugs[partner]] = replace(self.parties[slugs[partner]], involvement=involvement)
        return found

    @cached_property
    def undertakings(self) -> dict[str, Undertaking]:
        return {
            slug: Undertaking(slug, name, search_name, phase, tuple(groups), tuple(domains))
            for slug, _kern, name, search_name, phase, groups, domains, _start, _end in self.initiative_rows
        }

    @cached_property
    def old(self) -> dict[str, date | None]:
        """The ids of the parties whose record is old today, each with the day on which it was last confirmed."""
        return dict(self.old_rows or ())

    @cached_property
    def records(self) -> Records:
        return _records(self)

    @cached_property
    def change_days(self) -> tuple[PartialDate, ...]:
        """The dates on which something in this web began or ended, in order."""
        spans = (self.partner_rows, self.relation_rows, self.initiative_rows)
        dates = {date for rows in spans for row in rows for date in row[-2:]} - {None}
        return tuple(sorted(dates | {PartialDate.from_day(row[-1]) for row in self.past_rows}))


def read_source(kern: Kern, viewer: Viewer, *, with_age: bool = False) -> Source:
    """Read what `viewer` may see of `kern`, its guests and the ties between them; ten queries at most.

    with_age: also which records are old, for who keeps this kern up to date; nobody else learns that.
    """
    kern_ids = Kern.objects.ids_below(kern.pk)
    visible = Partner.objects.visible_to_viewer(viewer)
    home = list(visible.filter(kern_id__in=kern_ids).order_by("slug").values_list(*PARTNER_COLUMNS))
    home_ids = {row[0] for row in home}
    touching = _relations(viewer, touching_ties(kern_ids, home_ids))
    initiatives = Initiative.objects.visible_to_viewer(viewer).in_kernen(kern_ids).order_by("slug")
    participations = (
        Participation.objects.visible_to_viewer(viewer)
        .filter(initiative__kern_id__in=kern_ids)
        .order_by("pk")
        .values_list("initiative__slug", "partner_id", "role", "started_on", "ended_on")
    )
    parts = tuple(participations)
    mentioned = {end for row in touching for end in row[:2]}
    mentioned |= {row[1] for row in parts}
    mentioned |= {row[1] for row in home if row[1]}
    guests = list(
        visible.filter(Q(pk__in=mentioned - home_ids) | _people_of(kern_ids, home_ids))
        .exclude(kern_id__in=kern_ids)
        .order_by("slug")
        .values_list(*PARTNER_COLUMNS)
    )
    guest_ids = [row[0] for row in guests]
    between = _relations(viewer, Q(source_id__in=guest_ids, target_id__in=guest_ids)) if guest_ids else []
    return Source(
        kern_ids=frozenset(kern_ids),
        partner_rows=(*home, *guests),
        relation_rows=(*touching, *between),
        initiative_rows=tuple(initiatives.values_list(*INITIATIVE_COLUMNS)),
        participation_rows=parts,
        past_rows=_past(kern_ids, guest_ids, {*home_ids, *guest_ids}),
        old_rows=_old_rows(viewer, viewer.kernen & set(kern_ids)) if with_age else None,
    )


def _past(kern_ids: list[int], guest_ids: list[int], shown: set[int]) -> tuple[Row, ...]:
    """Partner, involvement and the day on which it ended, the earliest first; of those who are in the web, `shown`."""
    rows = PastInvolvement.objects.filter(Q(partner__kern_id__in=kern_ids) | Q(partner_id__in=guest_ids))
    columns = rows.order_by("ended_on", "pk").values_list("partner_id", "involvement", "ended_on")
    return tuple(row for row in columns if row[0] in shown)


def _old_rows(viewer: Viewer, kern_ids: frozenset[int]) -> tuple[Row, ...] | None:
    if not kern_ids:
        return None
    today = timezone.localdate()
    partners = Partner.objects.visible_to_viewer(viewer).in_kernen(sorted(kern_ids)).active_on(today)
    return tuple(partners.old_on(today).order_by("slug").values_list("slug", "confirmed_on"))


def touching_ties(kern_ids: Collection[int], home_ids: Collection[int]) -> Q:
    """The ties of which an end is one of the partners in these kernen, `home_ids`.

    By number, since those follow an index at both ends; by the kernen of both ends a database reads every tie in the country.
    A very large kern has more numbers than a query may hold, and such a share of the ties that reading all is no loss.
    """
    if len(home_ids) <= MOST_NUMBERS:
        return Q(source_id__in=home_ids) | Q(target_id__in=home_ids)
    return Q(source__kern_id__in=kern_ids) | Q(target__kern_id__in=kern_ids)


def _people_of(kern_ids: Collection[int], home_ids: Collection[int]) -> Q:
    """Who belongs to an organisation at home; by number for the same reason."""
    by_number = len(home_ids) <= MOST_NUMBERS
    return Q(organisation_id__in=home_ids) if by_number else Q(organisation__kern_id__in=kern_ids)


def _relations(viewer: Viewer, which: Q) -> list[Row]:
    rows = Relation.objects.visible_to_viewer(viewer).filter(which).order_by("pk")
    return list(rows.values_list(*RELATION_COLUMNS))


def parties_of(values: Iterable[Row]) -> dict[str, Party]:
    """The parties in rows of PARTNER_COLUMNS, by id."""
    rows = [dict(zip(PARTNER_COLUMNS, row, strict=True)) for row in values]
    by_pk = {row["pk"]: row for row in rows}
    found = (_party(row, by_pk.get(row["organisation_id"])) for row in by_pk.values())
    return {party.id: party for party in sorted(found, key=lambda party: party.id)}


def _party(row: dict[str, Any], organisation: dict[str, Any] | None) -> Party:
    is_person = row["form"] == PartnerForm.PERSON
    behind = organisation if is_person and organisation else {}
    layer = row["layer"] or (Layer.CITIZENS if row["kind"] in CITIZEN_KINDS else behind.get("layer", ""))
    return Party(
        id=row["slug"],
        label=row["name"],
        search_name=row["search_name"],
        form=row["form"],
        kind=row["kind"],
        kern_id=row["kern_id"],
        kern_name=row["kern__name"] or "",
        life_domain=row["life_domain"] or behind.get("life_domain", ""),
        layer=str(layer),
        involvement=row["involvement"],
        certainty=row["certainty"],
        member_of=organisation["slug"] if organisation else "",
        started_on=row["started_on"],
        ended_on=row["ended_on"],
    )


ALWAYS = Period()


def period(started_on: Any, ended_on: Any) -> Period:
    """Partial dates as whole days: a start on its first, an end on its last."""
    return (
        ALWAYS
        if started_on is ended_on is None
        else Period(started_on.first_day if started_on else None, ended_on.last_day if ended_on else None)
    )


def _records(source: Source) -> Records:
    slugs: dict[int, str] = {row[0]: row[2] for row in source.partner_rows}
    return Records(
        partners=tuple(map(partner_record, source.parties.values())),
        relations=tuple(
            RelationRecord(slugs[one], slugs[other], kind, is_directed, strength, period(start, end))
            for one, other, kind, is_directed, strength, start, end in source.relation_rows
            if one in slugs and other in slugs
        ),
        initiatives=tuple(
            InitiativeRecord(slug, str(kern_id), phase, period(start, end))
            for slug, kern_id, _name, _search, phase, _groups, _domains, start, end in source.initiative_rows
        ),
        participations=tuple(
            ParticipationRecord(initiative, slugs[partner], role, period(start, end))
            for initiative, partner, role, start, end in source.participation_rows
            if partner in slugs
        ),
    )


def partner_record(party: Party) -> PartnerRecord:
    return PartnerRecord(
        id=party.id,
        kern=str(party.kern_id or ""),
        life_domain=party.life_domain,
        layer=party.layer,
        involvement=party.involvement,
        kind=party.kind,
        member_of=party.member_of,
        period=period(party.started_on, party.ended_on),
    )
