"""A kern with a coordinator, on the Wednesday before Saint Nicholas."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from accounts.models import Role, User
from initiatives.models import Activity, Organiser
from partners.models import Partner
from places.models import Kern
from tests.factories import make_kern, make_partner, make_user
from wijkweb.kit.partial_dates import PartialDate

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The clock stands on the same moment for every test, so nothing may be kept from the one before."""
    caches["drawings"].clear()
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def kern(db: None) -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


@pytest.fixture
def signed_in(client: Client, anna: User) -> Client:
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def house(kern: Kern) -> Partner:
    return make_partner("Dorpshuis", kern, life_domain="wonen")


def make_activity(name: str, kern: Kern, day: str = "", *organisers: Partner, **fields: Any) -> Activity:
    """An activity that everybody may see; `day` as precise as it is known."""
    values = {"slug": name.lower().replace(" ", "-"), "visibility": "public", **fields}
    dated = PartialDate.parse(day) if day else None
    activity = Activity.objects.create(name=name, kern=kern, dated_on=dated, **values)
    for position, partner in enumerate(organisers):
        Organiser.objects.create(activity=activity, partner=partner, position=position)
    return activity
