"""To stop or to hand over is not to fail; the words on the pages where that is entered say so."""

import re

import pytest
from django.test import Client

from accounts.models import Role
from initiatives.models import Initiative
from tests.factories import make_initiative, make_kern, make_participation, make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative() -> Initiative:
    kern = make_kern()
    return make_initiative("Eettafel", kern, drivers=[make_partner("Dorpshuis", kern)])


@pytest.fixture
def anna(initiative: Initiative, client: Client) -> Client:
    user = make_user(Role.COORDINATOR, initiative.kern, name="Anna")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_day_an_initiative_stopped_is_a_day_and_not_an_order(
    anna: Client, initiative: Initiative
) -> None:
    page = anna.get(f"/initiatieven/{initiative.slug}/bewerken/").content.decode()
    found = re.search(r'<label[^>]*for="veld-ended_on"[^>]*>([^<]*)', page)
    assert found
    assert found[1] == "Gestopt op"
    assert "Stoppen is niet mislukken" in page


def test_who_carried_it_is_asked_who_carries_it_now(anna: Client, initiative: Initiative) -> None:
    part = initiative.participations.get()
    page = anna.get(f"/deelnames/{part.pk}/beeindigen/").content.decode()
    assert f"/initiatieven/{initiative.slug}/deelnames/nieuw/" in page
    assert "overgenomen" in text_of(page)


def test_who_only_joins_in_is_not_asked_for_a_successor(anna: Client, initiative: Initiative) -> None:
    part = make_participation(initiative, make_partner("School", initiative.kern))
    for address in (f"/deelnames/{part.pk}/bewerken/", f"/deelnames/{part.pk}/beeindigen/"):
        page = text_of(anna.get(address).content.decode())
        assert "Doet niet meer mee" in page
        assert "overgenomen" not in page
