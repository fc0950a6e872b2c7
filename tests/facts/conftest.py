"""Oosterdorp without any figures, and who works there."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from places.models import Municipality
from tests.factories import make_kern, make_user

FILLED: dict[str, Any] = {
    "kind": "output", "quantity": "bijeenkomsten in het dorpshuis", "value": "12", "unit": "bijeenkomsten", "dated_on": "2026-06",
    "started_on": "2026-01", "base_value": "", "source": "jaarplanning", "doubt": "uit het hoofd geteld", "description": "", "outcome_reason": "",
}  # fmt: skip


def enter(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    municipality = Municipality.objects.create(name="Eiland")
    kern = make_kern("Oosterdorp", municipality=municipality)
    anna = make_user(Role.COORDINATOR, kern, name="Anna")
    return SimpleNamespace(kern=kern, anna=anna, municipality=municipality)


@pytest.fixture
def coordinator(place: SimpleNamespace) -> Client:
    return enter(place.anna)
