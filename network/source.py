"""The only reader of other rooms: tables in, plain records out.

What a viewer may not see is left out here, before there is a network: no guest, count or position
can betray it. The number of queries does not depend on the number of partners.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.access import Viewer
from initiatives.models import Initiative, Participation
from network.analysis.web import Initiative as InitiativeRecord
from network.analysis.web import Participation as ParticipationRecord
from network.analysis.web import Partner as PartnerRecord
from network.analysis.web import Period, Records
from network.analysis.web import Relation as RelationRecord
from partners.models import Layer, Partner, PartnerForm, PartnerKind, Relation
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate

PARTNER_COLUMNS = (
    "pk", "slug", "name", "search_name", "form", "kind", "kern_id", "kern__name", "life_domain", "layer",
    "involvement", "organisation_id", "started_on", "ended_on", "certainty",
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that a viewer may know of a kern, on all days."""

    kern_ids: frozenset[int]
    parties: dict[str, Party]
    undertakings: dict[str, Undertaking]
    records: Records
    change_days: tuple[PartialDate, ...]


def read_source(kern: Kern, viewer: Viewer) -> Source:
    """Read what `viewer` may see of `kern`, its guests and the ties between them; eight queries at most."""
    kern_ids = Kern.objects.ids_below(kern.pk)
    visible = Partner.objects.visible_to_viewer(viewer)
    home = list(visible.filter(kern_id__in=kern_ids).values(*PARTNER_COLUMNS))
    touching = _relations(viewer, Q(source__kern_id__in=kern_ids) | Q(target__kern_id__in=kern_ids))
    initiatives = list(Initiative.objects.visible_to_viewer(viewer).in_kernen(kern_ids).order_by("slug"))
    participations = list(
        Participation.objects.visible_to_viewer(viewer)
        .filter(initiative__kern_id__in=kern_ids)
        .order_by("pk")
        .values_list("initiative__slug", "partner__slug", "partner_id", "role", "started_on", "ended_on")
    )
    home_ids = {row["pk"] for row in home}
    mentioned = {end for row in touching for end in (row["source_id"], row["target_id"])}
    mentioned |= {row[2] for row in participations}
    mentioned |= {row["organisation_id"] for row in home if row["organisation_id"]}
    guests = list(
        visible.filter(Q(pk__in=mentioned - home_ids) | Q(organisation__kern_id__in=kern_ids))
        .exclude(kern_id__in=kern_ids)
        .values(*PARTNER_COLUMNS)
    )
    guest_ids = [row["pk"] for row in guests]
    between = _relations(viewer, Q(source_id__in=guest_ids, target_id__in=guest_ids)) if guest_ids else []
    parties = _parties(home + guests)
    return Source(
        kern_ids=frozenset(kern_ids),
        parties=parties,
        undertakings={row.slug: _undertaking(row) for row in initiatives},
        records=_records(parties, touching + between, initiatives, participations),
        change_days=_change_days(parties, touching + between, initiatives),
    )


def _relations(viewer: Viewer, which: Q) -> list[dict[str, Any]]:
    columns = ("source_id", "target_id", "source__slug", "target__slug", "kind", "is_directed", "strength")
    rows = Relation.objects.visible_to_viewer(viewer).filter(which).order_by("pk")
    return list(rows.values(*columns, "started_on", "ended_on"))


def _parties(rows: list[dict[str, Any]]) -> dict[str, Party]:
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


def _undertaking(row: Initiative) -> Undertaking:
    return Undertaking(
        row.slug, row.name, row.search_name, row.phase, tuple(row.target_groups), tuple(row.life_domains)
    )


def period(started_on: Any, ended_on: Any) -> Period:
    """Partial dates as whole days: a start on its first, an end on its last."""
    return Period(started_on.first_day if started_on else None, ended_on.last_day if ended_on else None)


def _records(
    parties: dict[str, Party],
    relations: list[dict[str, Any]],
    initiatives: list[Initiative],
    participations: list[tuple[Any, ...]],
) -> Records:
    return Records(
        partners=tuple(
            PartnerRecord(
                id=party.id,
                kern=str(party.kern_id or ""),
                life_domain=party.life_domain,
                layer=party.layer,
                involvement=party.involvement,
                kind=party.kind,
                member_of=party.member_of,
                period=period(party.started_on, party.ended_on),
            )
            for party in parties.values()
        ),
        relations=tuple(
            RelationRecord(
                source=row["source__slug"],
                target=row["target__slug"],
                kind=row["kind"],
                directed=row["is_directed"],
                strength=row["strength"],
                period=period(row["started_on"], row["ended_on"]),
            )
            for row in relations
        ),
        initiatives=tuple(
            InitiativeRecord(row.slug, str(row.kern_id), row.phase, period(row.started_on, row.ended_on))
            for row in initiatives
        ),
        participations=tuple(
            ParticipationRecord(initiative, partner, role, period(started_on, ended_on))
            for initiative, partner, _pk, role, started_on, ended_on in participations
        ),
    )


def _change_days(
    parties: dict[str, Party], relations: list[dict[str, Any]], initiatives: list[Initiative]
) -> tuple[PartialDate, ...]:
    """The dates on which something in this web began or ended, in order."""
    dates: set[Any] = {date for party in parties.values() for date in (party.started_on, party.ended_on)}
    dates |= {row[column] for row in relations for column in ("started_on", "ended_on")}
    dates |= {date for row in initiatives for date in (row.started_on, row.ended_on)}
    return tuple(sorted(date for date in dates if date))
