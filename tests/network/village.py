"""A small village made by hand: two villages in a region, guests, persons whose words nobody else may read."""

import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Role, User
from changes.models import Change
from initiatives.models import Initiative, Participation, Story
from interchange.models import SheetJob, SheetRow
from partners.models import Partner, Relation
from places.models import Kern, Municipality
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.text import fold

FIXED = 900_001  # the number of a tie, a part and a change that stand in addresses
PASSWORD = "een lang en goed wachtwoord"
ROLES = (
    "anonymous", "coordinator", "coordinator_elsewhere", "alderman", "partner_contact", "without_role", "administrator",
)  # fmt: skip
# Words that stand only in what belongs to the persons of Dorp.
SECRET_WORDS = ("zilverreiger", "kwikstaart", "nachtegaal", "wielewaal", "bosuil")


def when(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def organisation(slug: str, kern: Kern | None, domain: str = "", **fields: Any) -> Partner:
    values = {
        "name": slug.replace("-", " ").capitalize(),
        "form": "organisatie",
        "kind": "stichting",
        "visibility": "public",
    }
    for name in ("started_on", "ended_on"):
        fields[name] = when(fields.get(name, ""))
    return Partner.objects.create(slug=slug, kern=kern, life_domain=domain, **values | fields)


def person(slug: str, kern: Kern, **fields: Any) -> Partner:
    values = {"name": slug, "form": "persoon", "kind": "inwoner", "visibility": "coordinators"}
    return Partner.objects.create(slug=slug, kern=kern, **values | fields)


def tie(source: Partner, target: Partner, kind: str = "werkt-samen", **fields: Any) -> Relation:
    for name in ("started_on", "ended_on"):
        fields[name] = when(fields.get(name, ""))
    return Relation.objects.create(source=source, target=target, kind=kind, **fields)


@dataclass
class Village:
    """What the tests ask for by name."""

    municipality: Municipality
    region: Kern
    kern: Kern
    other: Kern
    empty: Kern
    people: dict[str, User | None] = field(default_factory=dict)


def make_village(with_persons: bool = True) -> Village:
    municipality = Municipality.objects.create(name="Gemeente")
    region = Kern.objects.create(slug="streek", name="Streek", kind="regio", municipality=municipality)
    kern = Kern.objects.create(
        slug="dorp", name="Dorp", kind="dorp", municipality=municipality, parent=region
    )
    other = Kern.objects.create(
        slug="buurdorp", name="Buurdorp", kind="dorp", municipality=municipality, parent=region
    )
    empty = Kern.objects.create(slug="leeg", name="Leeg", kind="buurtschap")
    village = Village(municipality, region, kern, other, empty)
    _fill(village)
    if with_persons:
        _add_persons(village)
    _add_users(village)
    _add_change(village)
    _add_sheets(village)
    return village


def _add_sheets(village: Village) -> None:
    """A spreadsheet of the coordinator of Dorp that waits for a decision, and one of somebody else."""
    for number, name in enumerate(("coordinator", "alderman"), 1):
        key = UUID(f"00000000-0000-4000-8000-{number:012d}")
        job = SheetJob.objects.create(
            key=key,
            kern=village.kern,
            made_by_id=village.people[name].pk,
            file_name="lijst.xlsx",
            state="voorbeeld",
            total=1,
        )
        SheetRow.objects.create(
            job=job, position=0, kind="partners", line=2, label="Roerdomp", outcome="fout", cells=["Roerdomp"],
            problems=[["soort", "x", "Dit woord kennen wij niet.", ""]],
        )  # fmt: skip


def _fill(village: Village) -> None:
    kern, other = village.kern, village.other
    church = organisation("dorpskerk", kern, "levensbeschouwing", kind="kerk", involvement="keyspeler")
    club = organisation(
        "sportclub", kern, "verenigingen", layer="maatschappelijk-middenveld", started_on="2015"
    )
    school = organisation(
        "school", kern, "onderwijs", kind="school", layer="professionals", started_on="2016-03"
    )
    organisation("oude-winkel", kern, "ondernemers", ended_on="2016", certainty="afgeleid")
    organisation("zonder-gebied", kern)
    care = organisation("streekzorg", other, "tweedelijnszorg", kind="zorginstelling")
    guest = organisation("landelijk-fonds", None, "wonen", kind="fonds")
    organisation("verre-club", other, "verenigingen", kind="vereniging")
    organisation("stille-partner", kern, "veiligheid", visibility="network", description="steenuil")
    tie(church, club, strength=2, started_on="2015-06", pk=FIXED)
    tie(church, club, "leent-uit", strength=3, is_directed=True, started_on="2017")
    tie(care, school, "verwijst-door")
    tie(guest, club, "financiert", started_on="2016-01-15", ended_on="2018")
    tie(care, guest, "overlegt")
    grannies = Initiative.objects.create(
        slug="bij-de-omas", name="Bij de oma's", kern=kern, visibility="public", phase="draait", target_groups=["ouderen"]
    )  # fmt: skip
    cafe = Initiative.objects.create(
        slug="cafe-creme", name="Café Crème", kern=kern, visibility="public", started_on=when("2017-05"), target_groups=["jongeren"]
    )  # fmt: skip
    Initiative.objects.create(slug="dicht-plan", name="Dicht plan ransuil", kern=kern)
    Participation.objects.create(pk=FIXED, initiative=grannies, partner=church, role="trekker")
    Participation.objects.create(initiative=cafe, partner=club, role="organisator")
    Story.objects.create(slug="verhaal", kern=kern, title="Een verhaal")


def _add_persons(village: Village) -> None:
    church, club = Partner.objects.get(slug="dorpskerk"), Partner.objects.get(slug="sportclub")
    one = person(
        "mw-zilverreiger", village.kern, name="Zilverreiger", description="kwikstaart", organisation=club, involvement="trekker"
    )  # fmt: skip
    two = person(
        "dhr-nachtegaal", village.kern, name="Nachtegaal", kind="professional", life_domain="gemeente"
    )
    tie(one, church, "kent", description="wielewaal", strength=3)
    tie(one, two, "overlegt")
    grannies = Initiative.objects.get(slug="bij-de-omas")
    Participation.objects.create(initiative=grannies, partner=one, role="organisator", description="bosuil")
    person("elders-sperwer", village.other, name="Sperwer")


def _add_change(village: Village) -> None:
    """Something that the coordinator of Dorp did yesterday, at an address that does not move."""
    club = Partner.objects.get(slug="sportclub")
    change = Change.objects.create(
        pk=FIXED, verb="gewijzigd", kern=village.kern, made_by=village.people["coordinator"],
        subject=club.get_absolute_url(),
    )  # fmt: skip
    club.description = "Voetbal en hardlopen"
    club.save()
    club.history.filter(history_id=club.history.latest().history_id).update(change=change)


@cache
def hashed() -> str:
    """The password as it is stored; slow to make by design, so made once."""
    return make_password(PASSWORD)


def _add_users(village: Village) -> None:
    places: dict[str, tuple[str, dict[str, Any]]] = {
        "coordinator": (Role.COORDINATOR, {"kern": village.kern}),
        "coordinator_elsewhere": (Role.COORDINATOR, {"kern": village.other}),
        "alderman": (Role.ALDERMAN, {"municipality": village.municipality}),
        "partner_contact": (Role.PARTNER_CONTACT, {"kern": village.kern}),
        "administrator": (Role.ADMINISTRATOR, {}),
    }
    for name in ROLES[1:]:
        user = User.objects.create(email=f"{name}@voorbeeld.nl", password=hashed(), name=name)
        village.people[name] = user
        if name in places:
            role, place = places[name]
            Membership.objects.create(user=user, role=role, **place)
    village.people["anonymous"] = None


def sign_in(client: Any, village: Village, role: str) -> Any:
    """The client as somebody with this role."""
    client.logout()
    if user := village.people[role]:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fill_with(kern: Kern, count: int, domains: list[str], prefix: str = "club") -> list[Partner]:
    """Many partners and two ties for each, at once."""
    chance = random.Random(count)
    rings = chance.choices(
        ("bekend", "deelnemer", "partner", "keyspeler", "trekker"), (40, 28, 20, 8, 4), k=count
    )
    sectors = chance.choices(domains, k=count)
    partners = Partner.objects.bulk_create(
        Partner(
            slug=f"{prefix}-{number:04d}", name=f"Vereniging {number}", search_name=fold(f"Vereniging {number}"), kern=kern,
            form="organisatie", kind="vereniging", visibility="public", life_domain=sectors[number],
            involvement=rings[number],
        )
        for number in range(count)
    )  # fmt: skip
    pairs = {
        tuple(sorted((n, o % count))) for n in range(count) for o in (n * 5 + 1, n * 3 + 2) if n != o % count
    }
    Relation.objects.bulk_create(
        Relation(
            source=partners[one], target=partners[other], kind="werkt-samen", strength=1 + (one + other) % 3
        )
        for one, other in sorted(pairs)
    )
    return partners
