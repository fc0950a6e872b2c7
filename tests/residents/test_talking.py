"""A resident begins: the coordinator sees it where new registrations stand, and answers as ever."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from post import links
from residents.models import Message, Registration, State
from residents.services.deciding import decline
from residents.services.erasing import erase
from residents.services.talking import ask_back, write
from tests.overtaken import at_once, press_at_once
from tests.residents.conftest import EMAIL, Place, everything, mails, text, token_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
Opened = Callable[[Registration], Client]
WRITE, HOME, START = "/mijn-initiatief/schrijven/", "/mijn-initiatief/overzicht/", "/kernen/oosterdorp/start/"
ASKED = "Wie heeft er een waterral te leen?"


def at(registration: Registration, what: str = "") -> str:
    return f"/kernen/oosterdorp/aanmeldingen/{registration.key}/" + (f"{what}/" if what else "")


def typed(said: str = ASKED, **other: Any) -> dict[str, Any]:
    return {"text": said, "token": str(uuid4()), **other}


def test_what_a_resident_asks_waits_on_the_start_page_until_it_is_answered(
    published: Make, opened: Opened, anna: Client, client: Client
) -> None:
    registration = published()
    assert at(registration) not in text(anna.get(START))
    assert "Vraag de coördinator" in text(opened(registration).get(HOME))
    assert client.post(WRITE, typed())["Location"] == HOME
    assert ASKED in text(client.get(HOME))
    for path in (START, "/kernen/oosterdorp/aanmeldingen/"):
        page = text(anna.get(path))
        assert at(registration) in page
        assert "wacht op uw antwoord" in page
    assert ASKED in text(anna.get(at(registration)))
    assert "Uw antwoord" in text(anna.get(at(registration, "vragen")))
    assert anna.post(at(registration, "vragen"), typed("De vogelclub")).status_code == 302
    assert at(registration) not in text(anna.get(START))
    mail = mails("resident-news")[-1]
    assert (mail.to, "De vogelclub" in mail.text) == (EMAIL, True)
    assert "antwoord" in mail.subject.lower()
    registration.refresh_from_db()
    assert registration.state == State.PUBLISHED
    assert "De vogelclub" in text(client.get(HOME))


def test_by_the_link_in_the_answer_the_resident_writes_back(
    published: Make, anna: Client, client: Client, place: Place
) -> None:
    registration = published()
    ask_back(registration, "Hoe gaat het?", acting_user=place.user)
    values = {links.QUERY: token_in(mails("resident-news")[-1]), "text": "Goed, en met u?"}
    assert client.post("/mijn-initiatief/antwoord/", values).status_code == 302
    assert client.post("/mijn-initiatief/antwoord/", values).status_code == 410
    assert at(registration) in text(anna.get(START))


def test_nothing_to_answer_is_said_with_one_button(published: Make, anna: Client) -> None:
    registration = published()
    write(registration, "Het loopt goed, dank")
    for _ in range(2):
        assert anna.post(at(registration, "beantwoord"))["Location"] == at(registration)
    assert at(registration) not in text(anna.get(START))
    assert len(mails("resident-news")) == 0


def test_before_a_decision_an_answer_asks_nothing_and_a_question_is_answered(
    make: Make, place: Place
) -> None:
    registration = make()
    ask_back(registration, "Waar?", acting_user=place.user)
    write(registration, "Bij de kerk. En wanneer hoor ik het?")
    registration.refresh_from_db()
    assert (registration.state, registration.asks_since is None) == (State.NEW, False)
    ask_back(registration, "Deze week", acting_user=place.user)
    registration.refresh_from_db()
    assert (registration.state, registration.asks_since) == (State.NEW, None)


def test_the_text_is_looked_at(published: Make, opened: Opened) -> None:
    client = opened(published())
    assert client.post(WRITE, typed("")).status_code == 422
    refused = client.post(WRITE, typed("Mijn nummer is 111222333"))
    assert "burgerservicenummer" in text(refused)
    asked = client.post(WRITE, typed("Bel mij: 0612345678"))
    assert asked.status_code == 422
    assert "0612345678" in text(asked)
    assert not Message.objects.exists()
    again = typed("Bel mij: 0612345678", gezien=asked.context["seen"])
    assert client.post(WRITE, again).status_code == 302
    assert client.post(WRITE, again).status_code == 302
    assert Message.objects.count() == 1, "pressed twice"


@pytest.mark.usefixtures("real_counting")
def test_six_an_hour_are_too_many(published: Make, opened: Opened) -> None:
    client = opened(published())
    assert {client.post(WRITE, typed(f"Vraag {number}")).status_code for number in range(5)} == {302}
    assert client.post(WRITE, typed()).status_code == 429
    assert Message.objects.count() == 5


def test_who_was_declined_may_ask_why_and_who_is_erased_gets_no_answer(
    make: Make, anna: Client, place: Place
) -> None:
    registration = make()
    decline(registration, "Er is al een tuin", acting_user=place.user)
    write(registration, ASKED)
    assert "waterral" in everything()
    assert anna.post(at(registration, "vragen"), typed("Vraag het daar")).status_code == 302
    erase(registration)
    assert "waterral" not in everything()
    assert at(registration) not in text(anna.get(START))
    for what in ("vragen", "beantwoord"):
        assert anna.post(at(registration, what), typed()).status_code == 409


def test_it_comes_along_with_what_is_kept(published: Make, opened: Opened) -> None:
    registration = published()
    client = opened(registration)
    client.post(WRITE, typed())
    kept = client.get("/mijn-initiatief/gegevens/").json()
    assert kept["berichten"][0]["tekst"] == ASKED
    assert kept["aanmelding"]["wacht_op_antwoord_sinds"]
    assert "wacht op antwoord" in text(client.get("/mijn-initiatief/gegevens/?als=pagina"))


def test_nobody_answers_the_own_question(published: Make, anna: Client, place: Place) -> None:
    registration = published(email=place.user.email)
    write(registration, ASKED)
    for what in ("vragen", "beantwoord"):
        assert anna.post(at(registration, what), typed()).status_code == 409


@pytest.mark.django_db(transaction=True)
@at_once
def test_pressed_twenty_times_at_once_it_is_said_once(place: Place, published: Make) -> None:
    from residents.services.registering import space_link

    registration = published()
    client = Client()
    client.post("/mijn-initiatief/openen/", {links.QUERY: space_link(registration)})
    values, cookies = typed(), client.cookies

    def press() -> int:
        one = Client()
        one.cookies = cookies
        return int(one.post(WRITE, values).status_code)

    assert set(press_at_once(press)) <= {302, 429}
    assert Message.objects.count() == 1
