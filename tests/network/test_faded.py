"""The faded ring: who keeps a kern up to date sees on its map what was not confirmed for long, nobody else does."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from accounts.access import viewer_of
from network.source import read_source
from partners.models import Partner
from places.models import Kern
from tests.network.village import Village, sign_in

MAP = "/kernen/dorp/wijkweb/"
RING = 'class="node__age"'
OTHERS = (
    "anonymous",
    "coordinator_elsewhere",
    "alderman",
    "partner_contact",
    "without_role",
    "administrator",
)
SHAPES = (
    MAP, f"{MAP}?weergave=netwerk", f"{MAP}?weergave=lijst", f"{MAP}?oud=ja",
    "/kernen/dorp/wijkweb.json", "/kernen/dorp/wijkweb.svg", "/kernen/dorp/wijkweb-los.html",
)  # fmt: skip
Read = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Any:
    """Ten minutes before a new day begins here, on which the church is old, the school was never confirmed and the rest is fresh."""
    caches["drawings"].clear()
    with time_machine.travel("2026-05-20T21:50+00:00", tick=False):
        yield


@pytest.fixture
def ages(village: Village) -> None:
    Partner.objects.update(confirmed_on=date(2026, 5, 1))
    Partner.objects.filter(slug="dorpskerk").update(confirmed_on=date(2023, 3, 3))
    Partner.objects.filter(slug="school").update(confirmed_on=None)


@pytest.fixture
def coordinator(village: Village, ages: None) -> Client:
    signed_in = Client()
    sign_in(signed_in, village, "coordinator")
    return signed_in


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_drawing_has_a_ring_and_says_since_when(coordinator: Client) -> None:
    page = read(coordinator, MAP)
    assert page.count(RING) == 2
    assert "niet bevestigd sinds 3 maart 2023" in page
    assert "nog nooit bevestigd" in page
    assert "niet binnen hun termijn bevestigd: 2 partijen" in page


def test_the_network_and_the_list_say_the_same(coordinator: Client) -> None:
    data = coordinator.get(f"{MAP}?weergave=netwerk").context["shown"].network_data
    assert {node["id"] for node in data["nodes"] if node.get("isOld")} == {"dorpskerk", "school"}
    rows = read(coordinator, f"{MAP}?weergave=lijst")
    assert rows.count("tag--old") == 2
    assert '<span class="tag tag--old">niet bevestigd sinds 3 maart 2023</span>' in rows


def test_only_what_is_old(coordinator: Client) -> None:
    page = coordinator.get(MAP, {"oud": "ja"})
    assert page.context["shown"].party_count == 2
    assert "oud=ja" in page.context["query"]
    assert coordinator.get(MAP, {"oud": "nee"}).status_code == 422


def test_the_term_of_the_kern_counts(coordinator: Client, village: Village) -> None:
    Kern.objects.filter(slug="dorp").update(term_months=60)
    assert read(coordinator, MAP).count(RING) == 1


def test_a_confirmation_and_the_turn_of_a_day_show_at_once(coordinator: Client) -> None:
    read(coordinator, MAP)
    Partner.objects.filter(slug="dorpskerk").update(confirmed_on=date(2025, 5, 21))
    assert read(coordinator, MAP).count(RING) == 1
    with time_machine.travel("2026-05-20T22:10+00:00", tick=False):
        assert read(coordinator, MAP).count(RING) == 2


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_whether_something_is_old(
    village: Village, client: Client, coordinator: Client, role: str, shape: str
) -> None:
    if role != "anonymous":
        sign_in(client, village, role)
    Partner.objects.update(confirmed_on=date(2026, 5, 1))
    fresh = without_token(read(client, shape))
    Partner.objects.update(confirmed_on=None)
    read(coordinator, shape)
    caches["drawings"].clear()
    assert without_token(read(client, shape)) == fresh
    for sign in ("node__age", "is-old", "tag--old", "bevestigd", "isOld"):
        assert sign not in fresh


def without_token(page: str) -> str:
    """A page without what changes at every request."""
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=)"[^"]*"', "", page)


@pytest.mark.parametrize("shape", SHAPES[4:])
def test_what_is_made_to_give_away_keeps_silent(coordinator: Client, shape: str) -> None:
    given = read(coordinator, shape)
    for sign in ("node__age", "bevestigd", "isOld"):
        assert sign not in given


def test_the_age_costs_one_query(village: Village, ages: None, django_assert_max_num_queries: Any) -> None:
    viewer = viewer_of(village.people["coordinator"])
    with django_assert_max_num_queries(10):
        read_source(village.kern, viewer, with_age=True)
