"""Which records go into an export."""

from typing import Any

from interchange.mapping import ACTIVITIES, KERNEN, MAPPINGS, ORGANISATIONS, PERSONS
from interchange.organisers import organisers_of
from partners.models import PartnerForm

Records = dict[str, list[Any]]


def all_records() -> Records:
    """Everything that is stored, by table, in the order in which it came in; one query for each model."""
    records: Records = {}
    for mapping in MAPPINGS:
        if mapping is PERSONS:
            partners = records["organisaties"]
            records["organisaties"] = [p for p in partners if p.form != PartnerForm.PERSON]
            records["personen"] = [p for p in partners if p.form == PartnerForm.PERSON]
        else:
            records[mapping.table] = list(mapping.model._default_manager.order_by("pk"))
    # What a resident put up is no row of the package: there is no partner behind it.
    records["deelaanbod"] = [offer for offer in records["deelaanbod"] if offer.partner_id]
    organisers = organisers_of([activity.pk for activity in records[ACTIVITIES.table]])
    for activity in records[ACTIVITIES.table]:
        activity.organiser_ids = [organiser.partner_id for organiser in organisers.get(activity.pk, [])]
    return records


def only_kern(records: Records, kern_ids: list[int]) -> Records:
    """What belongs to these kernen, their guests with all ties among them, and whatever those refer to."""
    here = set(kern_ids)
    partners = records[ORGANISATIONS.table] + records[PERSONS.table]
    own = {table: [r for r in rows if getattr(r, "kern_id", None) in here] for table, rows in records.items()}
    home = {partner.pk for partner in partners if partner.kern_id in here}
    initiatives = {initiative.pk for initiative in own["initiatieven"]}
    own["betrokkenen"] = [part for part in records["betrokkenen"] if part.initiative_id in initiatives]

    web = home | {part.partner_id for part in own["betrokkenen"]} | _guests(records["relaties"], home)
    own["relaties"] = [tie for tie in records["relaties"] if {tie.source_id, tie.target_id} <= web]
    shown = web | _needed_partners(own["activiteiten"])
    shown |= {
        partner.organisation_id for partner in partners if partner.pk in shown and partner.organisation_id
    }
    for table in (ORGANISATIONS.table, PERSONS.table):
        own[table] = [partner for partner in records[table] if partner.pk in shown]
    own["deelaanbod"] = [offer for offer in records["deelaanbod"] if offer.partner_id in shown]

    initiatives |= {r.initiative_id for r in own["activiteiten"] + own["verhalen"] if r.initiative_id}
    own["initiatieven"] = [r for r in records["initiatieven"] if r.pk in initiatives]
    with_kern = own[ORGANISATIONS.table] + own[PERSONS.table] + own["initiatieven"]
    own[KERNEN.table] = _with_all_above(records[KERNEN.table], here | {r.kern_id for r in with_kern})
    return own


def _guests(relations: list[Any], home: set[int]) -> set[int]:
    ends = [(relation.source_id, relation.target_id) for relation in relations]
    return {end for pair in ends if home & set(pair) for end in pair}


def _needed_partners(activities: list[Any]) -> set[int]:
    hosts = {activity.location_partner_id for activity in activities if activity.location_partner_id}
    return hosts | {partner for activity in activities for partner in activity.organiser_ids}


def _with_all_above(kernen: list[Any], wanted: set[int | None]) -> list[Any]:
    parent = {kern.pk: kern.parent_id for kern in kernen}
    found: set[int] = set()
    for kern in wanted:
        while kern is not None and kern not in found:
            found.add(kern)
            kern = parent.get(kern)
    return [kern for kern in kernen if kern.pk in found]
