"""Counting per network and per address, which the rooms share."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from post import links
from post.limits import GUESS, Limits
from post.pages import token_of

pytestmark = pytest.mark.usefixtures("real_counting")
LIMITS = Limits("sharing/wait.html", "salt-of-this-test")
FIVE_A_NETWORK, THREE_AN_ADDRESS = "share_ask", "share_mail"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(timezone.now(), tick=False) as stopped:
        yield stopped


def ask(network: str = "192.0.2.1", **query: str) -> HttpRequest:
    request = RequestFactory().get("/", query, REMOTE_ADDR=network)
    request.user = AnonymousUser()
    return request


def test_a_network_has_its_share_of_an_hour(clock: Any) -> None:
    assert [LIMITS.count(ask(), FIVE_A_NETWORK) for _ in range(6)] == [True] * 5 + [False]
    assert LIMITS.count(ask("192.0.2.2"), FIVE_A_NETWORK)
    clock.shift(timedelta(hours=1, seconds=1))
    assert LIMITS.count(ask(), FIVE_A_NETWORK)


def test_an_address_is_counted_from_every_network_and_however_it_is_written(clock: Any) -> None:
    written = ("Anna@voorbeeld.nl ", "anna@voorbeeld.nl", "ANNA@VOORBEELD.NL", "anna@voorbeeld.nl")
    counted = [
        LIMITS.count(ask(f"192.0.2.{number}"), THREE_AN_ADDRESS, address=address)
        for number, address in enumerate(written)
    ]
    assert counted == [True, True, True, False]
    assert LIMITS.count(ask(), THREE_AN_ADDRESS, address="bea@voorbeeld.nl")


def test_two_rooms_count_an_address_apart_and_no_address_is_in_the_cache(clock: Any) -> None:
    for _ in range(4):
        LIMITS.count(ask(), THREE_AN_ADDRESS, address="anna@voorbeeld.nl")
    assert Limits("sharing/wait.html", "another").count(ask(), THREE_AN_ADDRESS, address="anna@voorbeeld.nl")
    assert "anna" not in str(getattr(cache, "_cache", ""))


def test_looking_does_not_count(clock: Any) -> None:
    assert all(LIMITS.count(ask(), FIVE_A_NETWORK, only_look=True) for _ in range(20))
    assert LIMITS.count(ask(), FIVE_A_NETWORK)


def test_wrong_links_count_and_right_ones_and_none_do_not(clock: Any) -> None:
    token = links.issue("test", {})
    for _ in range(40):
        assert LIMITS.link_of(ask(**{links.QUERY: token}), "test")
        assert LIMITS.link_of(ask(), "test") is None
    assert LIMITS.count(ask(), GUESS, only_look=True)
    for number in range(30):
        assert LIMITS.link_of(ask(**{links.QUERY: f"geraden-{number}"}), "test") is None
    assert not LIMITS.count(ask(), GUESS, only_look=True)


def test_who_guessed_too_often_waits_also_with_a_right_link(clock: Any) -> None:
    @LIMITS.few_guesses
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("gezien")

    assert view(ask()).status_code == 200
    for _ in range(30):
        LIMITS.count(ask(), GUESS)
    stopped = view(ask())
    assert stopped.status_code == 429
    assert "gezien" not in stopped.content.decode()
    assert view(ask("192.0.2.2")).status_code == 200


def test_a_token_in_a_form_goes_before_one_in_the_address() -> None:
    request = RequestFactory().post(f"/?{links.QUERY}=oud", {links.QUERY: "nieuw"})
    assert token_of(request) == "nieuw"
    assert token_of(RequestFactory().get("/")) == ""
