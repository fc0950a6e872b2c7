"""A small village made by hand: two villages in a region, guests, persons whose words nobody else may read."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Membership, Role, User
from agenda.models import OutsideCalendar
from changes.models import Change
from checkups.models import CheckUp, KernCheckups, Support
from facts.models import Fact
from halfyear.models import Edition, HalfYearReport
from initiatives.models import Activity, Initiative, Offer, Organiser, Participation, Story
from interchange.models import SheetJob, SheetRow
from ladder.models import Assessment
from partners.models import Partner, Relation
from places.models import Kern, Municipality
from residents.models import Registration, Words
from sharing.models import Loan, Posting, PostingWords
from stories.models import Picture
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.text import fold
from wishes.models import Wish, WishWords

FIXED = 900_001  # the number of a tie, a part and a change that stand in addresses
PICTURE = UUID("00000000-0000-4000-8000-00000000000a")
ONE_DOT = (
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000"
    "000c49444154789c631009f30200013600b509a7acb40000000049454e44ae426082"
)
PASSWORD = "een lang en goed wachtwoord"
ROLES = (
    "anonymous", "coordinator", "coordinator_elsewhere", "alderman", "partner_contact", "without_role", "administrator",
)  # fmt: skip
# Words that stand only in what belongs to the persons of Dorp.
SECRET_WORDS = (
    "zilverreiger",
    "kwikstaart",
    "nachtegaal",
    "wielewaal",
    "bosuil",
    "boomvalk",
    "sijsje",
    "boerenzwaluw",
    "grauwegans",
)


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
        _add_facts(village)
        _add_report(village)
    _add_users(village)
    _add_change(village)
    _add_sheets(village)
    _add_sharing()
    _add_registration(village)
    _add_card(village)
    return village


def _add_registration(village: Village) -> None:
    """What a resident of Dorp registered and confirmed, at an address that does not move."""
    registration = Registration.objects.create(
        key=UUID("00000000-0000-4000-8000-00000000a001"), kern=village.kern, state="nieuw", confirmed_at=timezone.now()
    )  # fmt: skip
    Words.objects.create(
        registration=registration, email="kemphaan@voorbeeld.nl", first_name="Watersnip", is_sixteen=True,
        dream="Een plein met een grutto", seeks="een zaal, zei de tureluur",
    )  # fmt: skip


def _add_card(village: Village) -> None:
    """What a resident of Dorp offers, which the coordinator has not read yet."""
    card = Posting.objects.create(
        key=UUID("00000000-0000-4000-8000-000000000009"),
        kern=village.kern,
        type="aanbod",
        kind="materiaal",
        state="nieuw",
        confirmed_at=timezone.now(),
    )
    PostingWords.objects.create(
        posting=card,
        email="briefje@voorbeeld.nl",
        label="Ladder te leen",
        last_day=timezone.localdate() + timedelta(days=30),
    )


def _add_sharing() -> None:
    """A bus that the sports club lends, for which the church asks, and a lift that the school looks for."""
    club, church, school = (Partner.objects.get(slug=slug) for slug in ("sportclub", "dorpskerk", "school"))
    bus = Offer.objects.create(
        slug="aanbod-bus", type="aanbod", kind="vervoer", partner=club, description="Bus met acht plaatsen", is_lent=True
    )  # fmt: skip
    Offer.objects.create(
        slug="vraag-rit", type="vraag", kind="vervoer", partner=school, description="Vervoer voor een uitje"
    )
    day = timezone.localdate() + timedelta(days=20)
    Loan.objects.create(pk=FIXED, offer=bus, borrower=church, first_day=day, last_day=day, state="gevraagd")


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
    _add_activities(kern, church)
    _add_stories(kern)
    _add_wish(kern)
    Assessment.objects.create(
        pk=FIXED, kern=kern, assessed_on=when("2016-09"), rung=4, reason="Bewoners begonnen."
    )


def _add_report(village: Village) -> None:
    """The second half of 2016, published for who is signed in."""
    report = HalfYearReport.objects.create(
        kern=village.kern, year=2016, half=2, readers="network", about_opening="Het dorp begon."
    )
    content = {
        "kern": "Dorp", "name": "tweede helft van 2016", "until": "2016-12-31", "is_over": True, "figures": {"rows": []}, "ladder": None,
        "initiatives": {"rows": [], "more": 0}, "activities": {"rows": [], "more": 0}, "stories": [], "facts": [],
        "texts": {"opening": report.about_opening},
    }  # fmt: skip
    Edition.objects.create(report=report, number=1, published_at=timezone.now(), content=content)


def _add_stories(kern: Kern) -> None:
    """One with a picture that everybody may read, and one whose teller was not asked yet."""
    picture = Picture.objects.create(
        key=PICTURE, kern=kern, kind="png", width=1, height=1, content=bytes.fromhex(ONE_DOT)
    )
    Story.objects.create(
        slug="verhaal", kern=kern, title="Een verhaal", text="Samen koken.", voice="vrijwilliger", visibility="public",
        picture=picture.key, picture_alt="Een pan soep",
    )  # fmt: skip
    Story.objects.create(
        slug="nog-niet", kern=kern, title="Nog niet gevraagd boerenzwaluw", text="boerenzwaluw"
    )


def _add_wish(kern: Kern) -> None:
    """One that hangs in the tree, and one that nobody looked at yet."""
    for number, (state, text) in enumerate((("hangt", "Een bankje"), ("nieuw", "Een hut met grauwegans")), 1):
        wish = Wish.objects.create(
            key=UUID(f"00000000-0000-4000-8000-{number:012d}"), kern=kern, theme="groen", state=state
        )
        WishWords.objects.create(wish=wish, text=text)


def _add_facts(village: Village) -> None:
    Fact.objects.create(
        pk=FIXED,
        kern=village.kern,
        dated_on=when("2016"),
        quantity="bijeenkomsten",
        value=12,
        unit="bijeenkomsten",
        kind="output",
    )


def _add_activities(kern: Kern, church: Partner) -> None:
    """In a year that no figure reaches: something once, something each week, and something that is not for all to see."""
    coffee = Activity.objects.create(
        slug="koffie", name="Koffie", kern=kern, visibility="public", dated_on=when("2035-01-16"), location="Plein",
        target_groups=["ouderen"], open_to_all="ja", is_step_free="ja", source="gids",
    )  # fmt: skip
    Organiser.objects.create(activity=coffee, partner=church)
    Activity.objects.create(
        slug="wandelen", name="Wandelen", kern=kern, visibility="public", dated_on=when("2035-01-16"),
        rule="FREQ=WEEKLY;BYDAY=TU", begins_at="10:00",
    )  # fmt: skip
    OutsideCalendar.objects.create(
        pk=FIXED, kern=kern, partner=church, address="https://kerk.invalid/geheim-adres.ics"
    )
    Activity.objects.create(slug="besloten", name="Besloten velduil", kern=kern, dated_on=when("2035-01-17"))


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
    _add_checkup(village.kern, grannies)


def _add_checkup(kern: Kern, initiative: Initiative) -> None:
    """What was said at the check-up of an initiative, and the help that was agreed: for coordinators and the driver."""
    KernCheckups.objects.create(kern=kern, is_on=True, since=date(2020, 1, 1))
    CheckUp.objects.create(pk=FIXED, initiative=initiative, done_on=date(2021, 3, 1), needs="boomvalk")
    Support.objects.create(
        pk=FIXED, initiative=initiative, text="sijsje", role="opbouwwerker", due_on=date(2035, 1, 1)
    )


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
