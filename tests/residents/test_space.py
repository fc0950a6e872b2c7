"""One's own initiative behind a link: how it opens, half an hour, and only that one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from post import links, services
from residents.models import Registration, Sighting, State, Words
from residents.services.registering import SPACE, send_space_links, space_link
from tests.residents.conftest import EMAIL, WORDS, mails, text, token_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
Opened = Callable[[Registration], Client]
OPEN, HOME = "/mijn-initiatief/openen/", "/mijn-initiatief/overzicht/"
CLOSED = [
    "overzicht",
    "aanpassen",
    "toestemming",
    "pauzeren",
    "verder",
    "begonnen",
    "stoppen",
    "overdragen",
    "gegevens",
    "intrekken",
    "wissen",
]


class TestTheLink:
    def test_it_comes_by_mail_and_opens_by_a_button(self, make: Make, client: Client) -> None:
        make()
        client.post("/mijn-initiatief/", {"email": EMAIL.upper()})
        (mail,) = mails(SPACE)
        assert mail.to == EMAIL
        token = token_in(mail)
        for _ in range(2):
            assert client.get(OPEN, {links.QUERY: token}).status_code == 200
        assert client.get(HOME).status_code == 302, "looking at the link opens nothing"
        answer = client.post(OPEN, {links.QUERY: token}, follow=True)
        assert answer.redirect_chain == [(HOME, 302)]
        assert WORDS["dream"] in text(answer)
        assert token not in text(answer)
        assert client.post(OPEN, {links.QUERY: token}).status_code == 410

    def test_it_works_ten_minutes(self, make: Make, client: Client) -> None:
        token = space_link(make())
        with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False):
            assert client.post(OPEN, {links.QUERY: token}).status_code == 410

    def test_a_new_one_ends_the_one_before(self, make: Make, client: Client) -> None:
        registration = make()
        first, second = space_link(registration), space_link(registration)
        assert client.post(OPEN, {links.QUERY: first}).status_code == 410
        assert client.post(OPEN, {links.QUERY: second}).status_code == 302

    def test_two_initiatives_come_in_one_mail_and_stay_apart(self, make: Make, client: Client) -> None:
        one, two = make(dream="Eerste droom"), make(dream="Tweede droom")
        assert send_space_links(EMAIL) == 1
        (mail,) = mails(SPACE)
        assert mail.text.count(links.QUERY) == 2
        client.post(OPEN, {links.QUERY: space_link(one)})
        page = text(client.get(HOME))
        assert "Eerste droom" in page
        assert "Tweede droom" not in page
        client.post(OPEN, {links.QUERY: space_link(two)})
        assert "Eerste droom" not in text(client.get(HOME))

    def test_an_address_that_is_not_known_gets_no_mail_for_the_same_work(
        self, make: Make, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The time of an answer tells nothing when the same is done for it: the same text made, as many rows written."""
        make()
        made: list[str] = []

        def render(name: str, *given: Any) -> str:
            made.append(name)
            return render_to_string(name, *given)

        monkeypatch.setattr(services, "render_to_string", render)
        done = {}
        for address in (EMAIL, "nieuw@voorbeeld.nl"):
            made.clear()
            with CaptureQueriesContext(connection) as caught:
                client.post("/mijn-initiatief/", {"email": address})
            verbs = [query["sql"].split()[0] for query in caught if "SAVEPOINT" not in query["sql"]]
            done[address] = (list(made), {verb: verbs.count(verb) for verb in ("INSERT", "UPDATE")})
        assert done[EMAIL] == done["nieuw@voorbeeld.nl"]
        assert done[EMAIL][0][0] == "residents/mail/space.txt"
        assert not [mail for mail in mails() if mail.to == "nieuw@voorbeeld.nl"]


class TestTheHalfHour:
    @pytest.mark.parametrize("path", CLOSED)
    def test_without_a_link_nothing_opens(self, path: str, make: Make, client: Client) -> None:
        make()
        for method in (client.get, client.post):
            answer = method(f"/mijn-initiatief/{path}/")
            if answer.status_code == 405 and method == client.get:
                continue
            assert answer.status_code == 302
            assert answer["Location"] == "/mijn-initiatief/"

    def test_it_ends_after_half_an_hour(self, make: Make, opened: Opened) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client = opened(make())
            assert client.get(HOME)["Cache-Control"] == "no-store"
            clock.shift(timedelta(minutes=29, seconds=59))
            assert client.get(HOME).status_code == 200
            clock.shift(timedelta(seconds=2))
            assert client.get(HOME).status_code == 302
            assert client.post("/mijn-initiatief/wissen/", {"sure": "on"}).status_code == 302
        assert Words.objects.exists()

    def test_who_typed_longer_than_that_reads_it_and_keeps_the_text(self, make: Make, opened: Opened) -> None:
        number = "ab" * 16
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client = opened(make())
            clock.shift(timedelta(minutes=31))
            typed = {"dream": "Lang getypt", "version": "0", "getypt": number}
            answer = client.post("/mijn-initiatief/aanpassen/", typed, follow=True)
            assert f"ingenomen-{number}" not in client.cookies, "the browser keeps what was not stored"
            assert "Niet opgeslagen: uw half uur is voorbij" in text(answer)
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client = opened(make())
            clock.shift(timedelta(minutes=31))
            assert "Uw half uur is voorbij" in text(client.get(HOME, follow=True))
            assert "half uur is voorbij" not in text(client.get(HOME, follow=True)), "it is said once"
        assert "half uur is voorbij" not in text(Client().get(HOME, follow=True))

    def test_closing_ends_it_at_once(self, make: Make, opened: Opened) -> None:
        client = opened(make())
        client.post("/mijn-initiatief/sluiten/")
        assert client.get(HOME).status_code == 302

    def test_the_page_costs_the_same_for_many_messages(self, make: Make, opened: Opened) -> None:
        registration = make()
        client = opened(registration)

        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as caught:
                client.get(HOME)
            return len(caught)

        before = queries()
        for number in range(20):
            registration.messages.create(text=str(number))
            Sighting.objects.create(registration_key=registration.key, seen_by=number)
        assert queries() == before


def test_nothing_can_be_done_to_another_registration(make: Make, opened: Opened) -> None:
    mine, theirs = make(), make(email="ander@voorbeeld.nl", dream="Van een ander")
    client = opened(mine)
    for path in CLOSED:
        for data in (
            {"key": theirs.key, "registration": theirs.pk},
            {"sure": "on", "registration": theirs.pk},
        ):
            client.post(f"/mijn-initiatief/{path}/?registration={theirs.pk}", data)
    theirs.refresh_from_db()
    assert theirs.state == State.NEW
    assert theirs.words.dream == "Van een ander"
    assert theirs.erased_on is None
