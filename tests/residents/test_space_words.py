"""Changing one's own words and consents behind the link."""

from collections.abc import Callable

import pytest
from django.test import Client

from changes.models import Change
from changes.services import undo
from initiatives.models import Initiative
from initiatives.services import change_initiative
from residents.consents import consents_of
from residents.models import ConsentEvent, Registration, Words
from tests.residents.conftest import EMAIL, WORDS, Place, text

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
Opened = Callable[[Registration], Client]


class TestChanging:
    def test_other_words(self, make: Make, opened: Opened) -> None:
        registration = make()
        client = opened(registration)
        form = client.get("/mijn-initiatief/aanpassen/").context["form"]
        values = {name: form[name].value() for name in form.fields} | {"dream": "Een ander plan"}
        assert client.post("/mijn-initiatief/aanpassen/", values).status_code == 302
        words = Words.objects.get()
        assert (words.dream, words.brings, words.email) == ("Een ander plan", WORDS["brings"], EMAIL)

    def test_what_was_changed_in_another_window_is_shown_beside_it(self, make: Make, opened: Opened) -> None:
        client = opened(make())
        form = client.get("/mijn-initiatief/aanpassen/").context["form"]
        values = {name: form[name].value() for name in form.fields}
        client.post("/mijn-initiatief/aanpassen/", values | {"dream": "Eerste venster"})
        late = client.post("/mijn-initiatief/aanpassen/", values | {"dream": "Tweede venster"})
        assert late.status_code == 409
        assert "Eerste venster" in text(late)
        assert "Tweede venster" in text(late)
        assert Words.objects.get().dream == "Eerste venster"
        again = {name: late.context["form"][name].value() for name in late.context["form"].fields}
        assert client.post("/mijn-initiatief/aanpassen/", again).status_code == 302
        assert Words.objects.get().dream == "Tweede venster"

    def test_a_number_or_a_telephone_is_looked_at_here_too(self, make: Make, opened: Opened) -> None:
        client = opened(make())
        values = {**WORDS, "first_name": "", "version": 0}
        assert client.post("/mijn-initiatief/aanpassen/", values | {"dream": "111222333"}).status_code == 422
        asked = client.post("/mijn-initiatief/aanpassen/", values | {"dream": "bel 0612345678"})
        assert asked.status_code == 422
        sure = values | {"dream": "bel 0612345678", "gezien": asked.context["seen"]}
        assert client.post("/mijn-initiatief/aanpassen/", sure).status_code == 302

    def test_of_a_published_one_the_text_on_the_map_changes_as_one_deed(
        self, published: Make, opened: Opened, place: Place
    ) -> None:
        client = opened(published())
        form = client.get("/mijn-initiatief/aanpassen/").context["form"]
        values = {name: form[name].value() for name in ("version", "text_version")}
        values |= {"dream": "Iedereen is welkom", "first_name": ""}
        assert client.post("/mijn-initiatief/aanpassen/", values).status_code == 302
        initiative = Initiative.objects.get(slug="buurttuin")
        assert initiative.description == "Iedereen is welkom"
        change = Change.objects.latest("pk")
        assert change.made_by is None
        assert "inwoner" in change.note
        undo(change, acting_user=place.user)
        initiative.refresh_from_db()
        assert initiative.description == WORDS["dream"]

    def test_what_the_coordinator_made_of_the_text_meanwhile_is_shown_beside_it(
        self, published: Make, opened: Opened, place: Place
    ) -> None:
        client = opened(published())
        form = client.get("/mijn-initiatief/aanpassen/").context["form"]
        values = {name: form[name].value() for name in form.fields}
        garden = Initiative.objects.get(slug="buurttuin")
        change_initiative(garden, {"description": "Van Anna"}, acting_user=place.user)
        assert client.post("/mijn-initiatief/aanpassen/", values | {"first_name": "Bo"}).status_code == 302
        assert Initiative.objects.get(slug="buurttuin").description == "Van Anna", (
            "who changed a name wrote no text over"
        )
        late = client.post("/mijn-initiatief/aanpassen/", values | {"dream": "Van mij", "version": 1})
        assert late.status_code == 409
        assert "Van Anna" in text(late)
        assert "Van mij" in text(late)
        assert Initiative.objects.get(slug="buurttuin").description == "Van Anna"
        again = {name: late.context["form"][name].value() for name in late.context["form"].fields}
        assert client.post("/mijn-initiatief/aanpassen/", again).status_code == 302
        assert Initiative.objects.get(slug="buurttuin").description == "Van mij"

    def test_consents_are_withdrawn_as_easily_as_given(self, make: Make, opened: Opened) -> None:
        registration = make(consents={"naam": True, "contact": True})
        client = opened(registration)
        client.post("/mijn-initiatief/toestemming/", {"mag_jaarlijks": "on", "mag_contact": "on"})
        assert consents_of(registration) == {"naam": False, "contact": True, "jaarlijks": True}
        assert ConsentEvent.objects.count() == 4
        client.post("/mijn-initiatief/toestemming/", {"mag_jaarlijks": "on", "mag_contact": "on"})
        assert ConsentEvent.objects.count() == 4, "the same answer is no new line"
