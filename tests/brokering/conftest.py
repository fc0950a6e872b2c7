"""Oosterdorp, where the library and the choir are both for old people and do not know each other."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from initiatives.models import Participation
from tests.factories import make_initiative, make_kern, make_partner, make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
ADDRESS = "/kernen/oosterdorp/lijntjes/"


@pytest.fixture
def village(db: None) -> SimpleNamespace:
    kern = make_kern("Oosterdorp", parent=make_kern("Het Eiland", kind="regio"))
    library = make_partner("Bibliotheek", kern, life_domain="kunst-en-cultuur")
    choir = make_partner("Koor Oost", kern, life_domain="verenigingen")
    for name, partner in (("Voorlezen", library), ("Zangmiddag", choir)):
        make_initiative(name, kern, drivers=[partner], target_groups=["ouderen"])
    return SimpleNamespace(kern=kern, library=library, choir=choir)


@pytest.fixture
def user(village: SimpleNamespace) -> User:
    return make_user(Role.COORDINATOR, village.kern, name="Coördinator")


@pytest.fixture
def coordinator(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def joins(partner: Any, name: str, **fields: Any) -> Any:
    """`partner` takes part in an initiative of its own with this name."""
    initiative = make_initiative(name, partner.kern, **fields)
    Participation.objects.create(initiative=initiative, partner=partner, role="doet-mee")
    return initiative


def body(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
