"""A kern that does check-ups since a year, with an initiative that has its turn, and its coordinator."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Role, User
from checkups.models import KernCheckups, Plan
from checkups.services.asking import link_for
from initiatives.driving import mailboxes_of
from initiatives.models import Initiative
from partners.models import Partner
from places.models import Kern
from post import links
from post.models import OutboxMail
from tests.factories import make_initiative, make_kern, make_partner, make_user

TODAY = date(2026, 11, 25)
ANSWERS = {
    "on_course": "Ja, elke week vol",
    "habits": "De koffie is heilig",
    "cooperation": "Met de school",
    "needs": "Een tweede trekker",
    "outcome": "blijft",
}


@dataclass
class Place:
    kern: Kern
    bridge: Partner
    table: Initiative
    user: User


@pytest.fixture
def today() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def place(db: None, today: Any) -> Place:
    kern = make_kern("Oosterdorp")
    bridge = make_partner("De Brug", kern, mailbox="brug@voorbeeld.nl")
    table = make_initiative("Buurttafel", kern, drivers=[bridge])
    KernCheckups.objects.create(kern=kern, is_on=True, since=date(2025, 11, 1))
    Plan.objects.create(initiative=table, next_on=date(2026, 11, 20))
    return Place(kern, bridge, table, make_user(Role.COORDINATOR, kern, name="Anna"))


@pytest.fixture
def anna(place: Place) -> Client:
    client = Client()
    client.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def mails() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(purpose__startswith="checkup").order_by("pk"))


def token_in(mail: OutboxMail) -> str:
    found = re.search(rf"{links.QUERY}=([\w-]+)", mail.text)
    assert found
    return found[1]


def token_for(initiative: Initiative) -> str:
    return link_for(initiative, mailboxes_of([initiative.pk])[initiative.pk])
