"""Guessing links and asking for new ones: so many an hour from one network, and then a calm page."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from post import links
from post.models import OutboxMail
from tests.upkeep.conftest import Place
from upkeep.services.asking import card_link

PAGES = ("/bijwerken/", "/bijwerken/aanpassen/", "/bijwerken/samenwerken/")


pytestmark = pytest.mark.usefixtures("real_counting")


def guess(client: Client, number: int, path: str) -> int:
    return client.get(path, {links.QUERY: f"geraden-{number}"}).status_code


def test_thirty_guesses_an_hour_whatever_the_page(place: Place, client: Client) -> None:
    right = {links.QUERY: card_link(place.church)}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = [guess(client, number, PAGES[number % 3]) for number in range(30)]
        assert set(answers) == {410}
        stopped = client.get(PAGES[0], right)
        assert stopped.status_code == 429
        assert "De Kerk" not in stopped.content.decode()
        assert "over een uur" in stopped.content.decode()
        assert client.post(PAGES[0], {**right, "doe": "klopt"}).status_code == 429
        clock.shift(timedelta(hours=1, seconds=1))
        assert client.get(PAGES[0], right).status_code == 200


def test_who_has_a_right_link_may_look_as_often_as_they_like(place: Place, client: Client) -> None:
    right = {links.QUERY: card_link(place.church)}
    assert {client.get(PAGES[0], right).status_code for _ in range(40)} == {200}
    assert {client.get(PAGES[0]).status_code for _ in range(40)} == {410}


def test_another_network_is_not_stopped(place: Place, client: Client) -> None:
    for number in range(31):
        guess(client, number, PAGES[0])
    right = {links.QUERY: card_link(place.church)}
    assert client.get(PAGES[0], right).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(PAGES[0], right).status_code == 200


def test_twenty_new_links_an_hour(place: Place, client: Client) -> None:
    def again(mailbox: str) -> int:
        return client.post("/bijwerken/nieuw/", {"mailbox": mailbox}).status_code

    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert {again(f"iemand{number}@voorbeeld.nl") for number in range(20)} == {200}
        assert again("kerk@voorbeeld.nl") == 429
        assert not OutboxMail.objects.exists()
        clock.shift(timedelta(hours=1, seconds=1))
        assert again("kerk@voorbeeld.nl") == 200
        assert OutboxMail.objects.count() == 1
