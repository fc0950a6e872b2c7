"""What the neighbour answers: with yes the initiative and a page of their own, with no nothing changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from initiatives.models import Initiative, Participation
from keeping.terms import keep
from post import links
from residents.consents import consents_of, events_of
from residents.models import Neighbour, Registration, State
from residents.services.alive import ask_each_year
from residents.services.neighbours import TAKEOVER
from residents.services.registering import SPACE, space_link
from residents.services.taking_over import ask
from tests.factories import make_participation
from tests.residents.conftest import EMAIL, Place, mails, text, token_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
Opened = Callable[[Registration], Client]
HAND_OVER, NEIGHBOUR = "/mijn-initiatief/overdragen/", "/mijn-initiatief/overdragen/buur/"
BACK, ANSWER, HOME = (
    "/mijn-initiatief/overdragen/terugnemen/",
    "/overnemen/",
    "/mijn-initiatief/overzicht/",
)
THEIRS, THEIR_NAME = "buidelmees@voorbeeld.nl", "Wielewaal"
YES = {"doe": "ja", "is_sixteen": "on", "first_name": THEIR_NAME}


def at(registration: Registration, what: str = "") -> str:
    return f"/kernen/oosterdorp/aanmeldingen/{registration.key}/" + (f"{what}/" if what else "")


def typed(**other: Any) -> dict[str, Any]:
    standard = {"email": THEIRS, "first_name": THEIR_NAME, "agreed": "on", "token": str(uuid4())}
    return standard | other


def key() -> str:
    return token_in(mails(TAKEOVER)[-1])


@pytest.fixture
def asked(published: Make) -> Registration:
    registration = published(consents={"naam": True})
    ask(registration, email=THEIRS, first_name=THEIR_NAME)
    return registration


class TestYes:
    def test_on_one_day_one_stops_and_the_other_begins_and_others_stay(
        self, asked: Registration, client: Client, place: Place
    ) -> None:
        assert asked.initiative
        make_participation(asked.initiative, place.hall, role="trekker")
        assert client.post(ANSWER, {links.QUERY: key(), **YES})["Location"] == "/overnemen/gelukt/"
        new = Registration.objects.get(took_over__isnull=False)
        today = str(timezone.localdate())
        drivers = Participation.objects.filter(initiative=asked.initiative, role="trekker").order_by("pk")
        assert [(part.partner, str(part.ended_on)) for part in drivers] == [
            (asked.person, today),
            (place.hall, "None"),
            (new.person, "None"),
        ]
        assert str(drivers[2].started_on) == today
        assert new.person
        assert (new.person.kind, new.person.visibility, new.person.layer) == (
            "inwoner",
            "coordinators",
            "burgers",
        )
        initiative = Initiative.objects.get(pk=asked.initiative.pk)
        assert (initiative.phase, initiative.description) == (
            "overgedragen",
            "Een moestuin waar de karekiet broedt",
        )
        assert (new.state, new.initiative, new.words.email, new.words.first_name) == (
            State.PUBLISHED, initiative, THEIRS, THEIR_NAME,
        )  # fmt: skip

    def test_consent_is_recorded_by_purpose_and_nothing_is_ticked(
        self, asked: Registration, client: Client
    ) -> None:
        client.post(ANSWER, {links.QUERY: key(), **YES, "mag_jaarlijks": "on"})
        new = Registration.objects.get(took_over__isnull=False)
        assert consents_of(new) == {"naam": False, "contact": False, "jaarlijks": True}
        (event,) = events_of(new)
        assert (event.text_version, event.channel) == ("2026-11", "web")
        assert THEIR_NAME not in text(client.get("/initiatieven/buurttuin/inwoner/"))

    def test_they_get_a_page_of_their_own_by_a_fresh_link_each_time(
        self, asked: Registration, client: Client
    ) -> None:
        client.post(ANSWER, {links.QUERY: key(), **YES})
        assert client.get(HOME).status_code == 302, "the answer opens nothing"
        assert mails("resident-welcome")[-1].to == THEIRS
        tokens = set()
        for _ in range(2):
            client.post("/mijn-initiatief/", {"email": THEIRS})
            tokens.add(token_in(mails(SPACE)[-1]))
        assert len(tokens) == 2
        client.post("/mijn-initiatief/openen/", {links.QUERY: tokens.pop()})
        client.post("/mijn-initiatief/", {"email": THEIRS})
        client.post("/mijn-initiatief/openen/", {links.QUERY: token_in(mails(SPACE)[-1])})
        page = text(client.get(HOME))
        assert "Buurttuin" in page
        assert THEIRS in page
        assert client.post("/mijn-initiatief/pauzeren/", {"lesson": ""}).status_code == 302
        assert Initiative.objects.get(name="Buurttuin").phase == "gepauzeerd"

    def test_what_is_kept_about_them_comes_along(
        self, asked: Registration, client: Client, opened: Opened
    ) -> None:
        client.post(ANSWER, {links.QUERY: key(), **YES})
        new = Registration.objects.get(took_over__isnull=False)
        kept = opened(new).get("/mijn-initiatief/gegevens/")
        assert kept.json()["van_u"]["e-mail"] == THEIRS
        assert kept.json()["aanmelding"]["overgenomen_op"]
        assert EMAIL not in kept.content.decode()
        page = text(client.get("/mijn-initiatief/gegevens/?als=pagina"))
        assert "U nam dit initiatief over" in page

    def test_the_half_hour_and_the_links_of_the_old_one_are_over(
        self, asked: Registration, client: Client, opened: Opened
    ) -> None:
        old = opened(asked)
        link = space_link(asked)
        Client().post(ANSWER, {links.QUERY: key(), **YES})
        assert old.get(HOME).status_code == 302
        assert Client().get("/mijn-initiatief/openen/", {links.QUERY: link}).status_code == 410
        before = len(mails(SPACE))
        Client().post("/mijn-initiatief/", {"email": EMAIL})
        assert len(mails(SPACE)) == before

    def test_used_twice_it_says_what_was_answered_and_does_nothing_more(
        self, asked: Registration, client: Client
    ) -> None:
        token = key()
        client.post(ANSWER, {links.QUERY: token, **YES})
        for answer in (
            client.get(ANSWER, {links.QUERY: token}),
            client.post(ANSWER, {links.QUERY: token, **YES}),
            client.post(ANSWER, {links.QUERY: token, "doe": "nee"}),
        ):
            assert answer["Location"] == "/overnemen/gelukt/"
        assert Registration.objects.filter(took_over__isnull=False).count() == 1
        assert not mails("resident-news")

    def test_the_yearly_question_goes_to_who_drives_it_now(self, asked: Registration, client: Client) -> None:
        client.post(ANSWER, {links.QUERY: key(), **YES})
        today = timezone.localdate()
        assert ask_each_year(today + timedelta(days=364)) == 0
        assert ask_each_year(today + timedelta(days=367)) == 1
        assert mails("resident-yearly")[-1].to == THEIRS
        assert keep("residents", timezone.now() + timedelta(days=40)) == 0, "who drives it is not erased"

    def test_they_can_hand_it_on_and_ask_the_coordinator_to_help(
        self, asked: Registration, client: Client, opened: Opened, anna: Client
    ) -> None:
        client.post(ANSWER, {links.QUERY: key(), **YES})
        new = Registration.objects.get(took_over__isnull=False)
        opened(new).post(HAND_OVER, {"successor": "iemand-anders", "text": "Wie wil?"})
        assert "wil overdragen" in text(anna.get(at(new)))
        assert client.post(NEIGHBOUR, typed(email="derde@voorbeeld.nl")).status_code == 302
        assert mails(TAKEOVER)[-1].to == "derde@voorbeeld.nl"


class TestNo:
    def test_the_resident_hears_it_and_nothing_changed(
        self, asked: Registration, client: Client, opened: Opened
    ) -> None:
        token = key()
        assert client.post(ANSWER, {links.QUERY: token, "doe": "nee"})["Location"] == "/overnemen/niet/"
        (mail,) = mails("resident-news")
        assert mail.to == EMAIL
        assert THEIRS not in f"{mail.text} {mail.html}"
        assert not Neighbour.objects.exists()
        assert not mails(TAKEOVER)
        assert Participation.objects.get(role="trekker", partner=asked.person).ended_on is None
        assert client.post(ANSWER, {links.QUERY: token, **YES})["Location"] == "/overnemen/niet/"
        assert Registration.objects.count() == 1
        assert "zei op" in text(opened(asked).get(HAND_OVER))
