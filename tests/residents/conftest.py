"""A resident with an idea, the coordinator who reads it, and the mail between them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Role, User
from initiatives.models import Initiative
from initiatives.services import add_initiative, add_participation
from partners.models import Partner
from partners.services import add_partner
from places.models import Kern
from post import links
from post.models import OutboxMail
from residents.models import Registration, State
from residents.services.registering import CONFIRM, confirm, register, space_link
from tests.factories import make_initiative, make_kern, make_partner, make_user

EMAIL = "ijsvogel@voorbeeld.nl"
# A word in everything that is the resident's own.
WORDS = {
    "dream": "Een moestuin waar de karekiet broedt",
    "brings": "een spade van steltkluut",
    "seeks": "een porseleinhoen",
}
NAME = "Roerdomp"
CANARIES = ("karekiet", "steltkluut", "porseleinhoen", "roerdomp", "ijsvogel")
FORM = "/initiatief-aanmelden/"


@dataclass
class Place:
    kern: Kern
    elsewhere: Kern
    hall: Partner
    choir: Initiative
    user: User


@pytest.fixture
def place(db: None) -> Place:
    kern, elsewhere = make_kern("Oosterdorp"), make_kern("Westerdorp")
    hall = make_partner("Dorpshuis", kern, mailbox="dorpshuis@voorbeeld.nl", life_domain="wonen")
    choir = make_initiative("Zangkoor", kern, drivers=[hall])
    return Place(kern, elsewhere, hall, choir, make_user(Role.COORDINATOR, kern, name="Anna"))


@pytest.fixture
def anna(place: Place) -> Client:
    """The client of the coordinator of Oosterdorp."""
    client = Client()
    client.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled(**other: Any) -> dict[str, Any]:
    """The form as a resident fills it in; nothing is ticked but the age."""
    values = {
        **WORDS,
        "kern": "oosterdorp",
        "first_name": NAME,
        "email": EMAIL,
        "is_sixteen": "on",
        "token": str(uuid4()),
    }
    return {name: value for name, value in (values | other).items() if value is not None}


def send(client: Client, **other: Any) -> Any:
    return client.post(FORM, filled(**other))


@pytest.fixture
def make(place: Place) -> Callable[..., Registration]:
    """make(state=...) a registration in Oosterdorp, confirmed unless said otherwise."""

    def made(state: str = State.NEW, **values: Any) -> Registration:
        standard: dict[str, Any] = {
            "kern": place.kern,
            "email": EMAIL,
            "first_name": NAME,
            "is_sixteen": True,
            **WORDS,
        }
        registration = register(**standard | values)
        if state != State.SENT:
            link = links.read(CONFIRM, token_in(mails("resident-confirm")[-1]))
            assert link
            assert confirm(link)
            registration.refresh_from_db()
        return registration

    return made


@pytest.fixture
def published(place: Place, make: Callable[..., Registration]) -> Callable[..., Registration]:
    """published(...) a registration that stands on the map, driven by the resident behind it."""

    def made(name: str = "Buurttuin", **values: Any) -> Registration:
        registration = make(**values)
        person = add_partner(
            acting_user=place.user, kern=place.kern, name=f"inwoner achter {name}", kind="inwoner"
        )
        initiative = add_initiative(
            acting_user=place.user, kern=place.kern, name=name, description=WORDS["dream"], phase="draait", origin="burger"
        )  # fmt: skip
        add_participation(acting_user=place.user, initiative=initiative, partner=person, role="trekker")
        registration.state, registration.initiative, registration.person = State.PUBLISHED, initiative, person
        registration.save()
        return registration

    return made


@pytest.fixture
def opened(client: Client) -> Callable[[Registration], Client]:
    """The client with the half hour of this registration open."""

    def begin(registration: Registration) -> Client:
        answer = client.post("/mijn-initiatief/openen/", {links.QUERY: space_link(registration)})
        assert answer.status_code == 302
        assert answer["Location"] == "/mijn-initiatief/overzicht/"
        return client

    return begin


def mails(purpose: str = "") -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(purpose__startswith=purpose).order_by("pk"))


def token_in(mail: OutboxMail) -> str:
    found = re.search(rf"{links.QUERY}=([\w-]+)", mail.text)
    assert found
    return found[1]


def everything() -> str:
    """Every cell of every table, history and outbox included, in lower case."""
    from django.apps import apps

    cells = [
        str(list(model._base_manager.values_list())) for model in apps.get_models(include_auto_created=True)
    ]
    return " ".join(cells).lower()


def text(answer: Any) -> str:
    """What a page says, on one line."""
    return " ".join(answer.content.decode().split())
