"""Everything that is kept about a resident comes along, as a file and as a page."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from residents.models import Registration, Sighting
from tests.residents.conftest import CANARIES, Place, text

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
Opened = Callable[[Registration], Client]
HOME = "/mijn-initiatief/overzicht/"


def test_all_that_is_kept_comes_along_and_nothing_of_others(
    published: Make, make: Make, opened: Opened, place: Place
) -> None:
    registration = published(consents={"naam": True})
    make(email="ander@voorbeeld.nl", dream="nachtegaal", first_name="Sperwer")
    registration.messages.create(text="een vraag waterral", made_by=place.user)
    Sighting.objects.create(registration_key=registration.key, seen_by=place.user.pk)
    answer = opened(registration).get("/mijn-initiatief/gegevens/")
    assert answer["Content-Type"].startswith("application/json")
    assert "attachment" in answer["Content-Disposition"]
    body = answer.content.decode()
    assert not [word for word in CANARIES if word not in body.lower()]
    assert "waterral" in body
    assert not [
        word
        for word in ("nachtegaal", "Sperwer", "ander@voorbeeld.nl", "Anna", place.user.email)
        if word in body
    ]
    data = json.loads(body)
    assert data["toestemmingen"][0]["versie_van_de_tekst"] == "2026-11"
    assert len(data["bekeken_door_een_coordinator"]) == 1


def test_all_that_is_kept_can_be_read_without_a_program(
    published: Make, opened: Opened, place: Place, make: Make
) -> None:
    registration = published(consents={"naam": True})
    make(email="ander@voorbeeld.nl", dream="nachtegaal", first_name="Sperwer")
    registration.messages.create(text="een vraag waterral", made_by=place.user)
    client = opened(registration)
    assert "/mijn-initiatief/gegevens/?als=pagina" in text(client.get(HOME))
    page = text(client.get("/mijn-initiatief/gegevens/?als=pagina")).lower()
    assert not [
        word for word in (*CANARIES, "waterral", "mijn voornaam bij het initiatief: ja") if word not in page
    ]
    assert not [word for word in ("nachtegaal", "sperwer", "ander@", "anna") if word in page]
    assert 'href="/mijn-initiatief/gegevens/"' in page, "and the file is there too"
