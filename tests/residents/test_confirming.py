"""The link that confirms a registration: seven days, once, and by who registered only."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from keeping.terms import keep
from post import links
from post.models import MailLink
from residents import limits
from residents.models import Registration, State
from residents.services import registering
from residents.services.registering import confirm
from tests.residents.conftest import CANARIES, FORM, WORDS, Place, everything, mails, send, text, token_in

pytestmark = pytest.mark.django_db
CONFIRM_PAGE = "/initiatief-aanmelden/bevestigen/"


class TestConfirming:
    def test_looking_does_nothing_and_pressing_confirms_once(self, place: Place, client: Client) -> None:
        send(client)
        token = token_in(mails()[0])
        for _ in range(2):
            answer = client.get(CONFIRM_PAGE, {links.QUERY: token})
            assert WORDS["dream"] in text(answer)
        assert Registration.objects.get().state == State.SENT
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "strict-origin"
        done = client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "ja"})
        assert done["Location"] == f"{FORM}gelukt/"
        assert "resident" not in client.session, "confirming opens no session"
        assert Registration.objects.get().state == State.NEW

    def test_who_opens_the_link_or_presses_twice_reads_that_it_went_well(
        self, place: Place, client: Client
    ) -> None:
        send(client)
        token = token_in(mails()[0])
        client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "ja"})
        pressed = client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "ja"})
        assert pressed["Location"] == f"{FORM}gelukt/"
        again = client.get(CONFIRM_PAGE, {links.QUERY: token})
        assert again.status_code == 200
        assert "U hebt deze link al gebruikt" in text(again)
        assert WORDS["dream"] not in text(again), "a used link shows nothing of what was written"
        assert Registration.objects.count() == 1
        Registration.objects.update(state=State.DECLINED)
        assert client.get(CONFIRM_PAGE, {links.QUERY: token}).status_code == 410

    def test_the_second_press_that_looked_while_the_first_was_stored_reads_that_it_went_well(
        self, place: Place, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(client)
        token = token_in(mails()[0])
        look = limits.link_of

        def first_is_quicker(request: Any, purpose: str) -> MailLink | None:
            seen = look(request, purpose)
            assert seen
            assert confirm(seen)
            return seen

        monkeypatch.setattr("residents.limits.link_of", first_is_quicker)
        pressed = client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "ja"})
        assert pressed["Location"] == f"{FORM}gelukt/"

    def test_who_threw_it_away_finds_nothing_behind_the_link(self, place: Place, client: Client) -> None:
        send(client)
        token = token_in(mails()[0])
        client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "nee"})
        assert client.get(CONFIRM_PAGE, {links.QUERY: token}).status_code == 410

    def test_who_did_not_register_throws_it_away(self, place: Place, client: Client) -> None:
        send(client)
        token = token_in(mails()[0])
        done = client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "nee"})
        assert done["Location"] == f"{FORM}weggehaald/"
        assert not [word for word in CANARIES if word in everything()]
        assert not Registration.history.exists()

    def test_it_holds_seven_days(self, place: Place, client: Client) -> None:
        send(client)
        token = token_in(mails()[0])
        with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
            assert client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "ja"}).status_code == 410

    def test_a_link_for_something_else_confirms_nothing(self, place: Place, client: Client) -> None:
        send(client)
        registration = Registration.objects.get()
        token = registering.space_link(registration)
        assert client.post(CONFIRM_PAGE, {links.QUERY: token, "doe": "ja"}).status_code == 410
        assert client.post("/mijn-initiatief/openen/", {links.QUERY: token_in(mails()[0])}).status_code == 410
        assert client.post("/mijn-initiatief/openen/", {links.QUERY: token}).status_code == 410, (
            "not confirmed yet"
        )

    def test_what_nobody_confirms_goes_after_seven_days(self, place: Place, client: Client) -> None:
        send(client)
        assert keep("residents", timezone.now() + timedelta(days=6, hours=23)) == 0
        assert keep("residents", timezone.now() + timedelta(days=7, minutes=1)) == 1
        assert not [word for word in CANARIES if word in everything()]
        assert not Registration.objects.exists()
        assert not MailLink.objects.exists()
        assert keep("residents", timezone.now() + timedelta(days=8)) == 0
