"""Who a person is, on the page where a coordinator notes it."""

import pytest
from django.test import Client

from partners.models import Identity
from tests.network.village import Village, sign_in
from tests.partners.entering import fields_of, fill_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


CANARY = "Wilhelmina Roodborst"


def test_who_a_person_is_is_for_the_coordinators_alone(anna: Client, village: Village) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    fill_in(anna, path, name=CANARY, email="roodborst@voorbeeld.nl", consent_on="2026-01-05")
    assert CANARY in anna.get("/partners/mw-zilverreiger/").content.decode()
    title = anna.get("/partners/mw-zilverreiger/").content.decode().split("</title>")[0]
    assert "Roodborst" not in title
    places = (
        "/kernen/dorp/", "/kernen/dorp/wijkweb/", "/kernen/dorp/wijkweb/?weergave=lijst", "/kernen/dorp/wijkweb.json",
        "/kernen/dorp/wijkweb.svg", "/kernen/dorp/wijkweb-los.html", "/partners/mw-zilverreiger/geschiedenis/",
        "/kernen/dorp/wijzigingen/", "/partners/sportclub/", "/initiatieven/bij-de-omas/", "/kernen/dorp/lijkt-op/",
        "/partners/sportclub/relaties/nieuw/", "/kernen/dorp/partners/nieuw/", "/partners/mw-zilverreiger/bewerken/",
    )  # fmt: skip
    for place in places:
        for headers in ({}, HTMX):
            text = anna.get(place, headers=headers).content.decode()
            assert CANARY not in text, place
            assert "roodborst@voorbeeld.nl" not in text, place
    for place, asked in (
        ("/kernen/dorp/lijkt-op/", {"naam": "Roodborst"}),
        ("/partners/sportclub/relaties/nieuw/", {"zoek": "roodborst", "zoeken": "1"}),
    ):
        for headers in ({}, HTMX):
            assert CANARY not in anna.post(place, asked, headers=headers).content.decode(), place
    for role in ("alderman", "partner_contact", "coordinator_elsewhere", "administrator", "anonymous"):
        other = sign_in(Client(), village, role)
        for place in (*places, "/partners/mw-zilverreiger/", path):
            assert CANARY not in other.get(place).content.decode(), (role, place)


def test_what_is_emptied_is_gone(anna: Client) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    fill_in(anna, path, name=CANARY)
    fill_in(anna, path, name="")
    assert not Identity.objects.exists()


def test_consent_needs_a_name_and_a_day_that_has_come(anna: Client) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    assert fill_in(anna, path, consent_on="2026-01-05").status_code == 422
    assert fill_in(anna, path, name="A", consent_on="2199-01-05").status_code == 422


def test_a_colleague_who_noted_it_meanwhile_is_not_overwritten(anna: Client, bas: Client) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    fields = fields_of(anna.get(path), path)
    fill_in(bas, path, name="Van Bas")
    answer = anna.post(path, fields | {"name": "Van Anna"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Van Bas" in text
    assert "Van Anna" in text
    anna.post(path, fields_of(answer, path))
    assert Identity.objects.get().name == "Van Anna"
