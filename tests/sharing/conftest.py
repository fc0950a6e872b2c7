"""A kern in which a bus and a hall are lent, and who looks after it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from initiatives.models import Offer
from partners.models import Partner
from places.models import Kern
from post import links
from post.models import OutboxMail
from sharing.models import Loan
from sharing.services.booking import Period
from sharing.services.lending import ask_for_partner
from tests.factories import make_kern, make_partner, make_person, make_user

KEY = links.QUERY
SIDE = "/delen/afspraak/"
RESIDENT = "ijsvogel@voorbeeld.nl"
SECRETS = ("ijsvogel", "goudplevier", "karekiet")


def make_offer(partner: Partner, description: str, **fields: Any) -> Offer:
    standard = {
        "slug": f"aanbod-{description.lower().replace(' ', '-')[:40]}",
        "type": "aanbod",
        "kind": "vervoer",
    }
    return Offer.objects.create(partner=partner, description=description, **{**standard, **fields})


@dataclass
class Place:
    """De Brug lends a bus and a hall and reads its mail; De Club asks for transport; Anna looks after it all."""

    kern: Kern
    elsewhere: Kern
    bridge: Partner
    club: Partner
    church: Partner
    person: Partner
    bus: Offer
    hall: Offer
    need: Offer
    secret: Offer
    user: User

    @property
    def url(self) -> str:
        return f"/kernen/{self.kern.slug}/delen/"

    def asked(self, partner: Partner | None = None, period: Period | None = None, **fields: Any) -> Loan:
        return ask_for_partner(
            self.bus,
            period or saturday(),
            text="Uitje",
            partner=partner or self.club,
            acting_user=self.user,
            **fields,
        )


def soon(days: int = 10) -> date:
    return timezone.localdate() + timedelta(days=days)


def saturday(days: int = 10) -> Period:
    return Period(soon(days), soon(days))


@pytest.fixture
def place(db: None) -> Place:
    kern, elsewhere = make_kern("Oosterdorp"), make_kern("Westerdorp")
    bridge = make_partner("De Brug", kern, mailbox="brug@voorbeeld.nl")
    club, church = make_partner("De Club", kern, mailbox="club@voorbeeld.nl"), make_partner("De Kerk", kern)
    person = make_person("Timmerman", kern)
    return Place(
        kern=kern,
        elsewhere=elsewhere,
        bridge=bridge,
        club=club,
        church=church,
        person=person,
        bus=make_offer(bridge, "Bus met acht plaatsen", is_lent=True),
        hall=make_offer(bridge, "Zaal", kind="ruimte", is_lent=True, seats=40, day_parts=["avond"], lift="ja", step_free="nee"),
        need=make_offer(club, "Vervoer met een bus naar de uitwedstrijd", slug="vraag-vervoer", type="vraag"),
        secret=make_offer(person, "Timmeren karekiet", kind="menskracht"),
        user=make_user(Role.COORDINATOR, kern, name="Anna"),
    )  # fmt: skip


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def anna(place: Place) -> Client:
    """A browser of its own, signed in as the coordinator of Oosterdorp."""
    return sign_in(Client(), place.user)


def newest(to: str) -> OutboxMail:
    return OutboxMail.objects.filter(to=to).order_by("-pk")[0]


def token_in(text: str) -> str:
    found = re.search(rf"{KEY}=([\w-]+)", text)
    return found[1] if found else ""


def token_for(to: str) -> str:
    """The token in the newest mail to somebody."""
    return token_in(newest(to).text)


def question(**values: Any) -> dict[str, Any]:
    return {
        "first_day": str(soon()),
        "text": "Uitje karekiet",
        "first_name": "Goudplevier",
        "email": RESIDENT,
        **values,
    }


def ask(client: Client, place: Place, **values: Any) -> Any:
    return client.post(f"{place.url}{place.bus.slug}/vragen/", question(**values))


def press(client: Client, token: str, deed: str, **values: Any) -> Any:
    return client.post(SIDE, {KEY: token, "doe": deed, **values})


def only() -> Loan:
    return Loan.objects.get()


def state_of(loan: Loan) -> str:
    return Loan.objects.get(pk=loan.pk).state
