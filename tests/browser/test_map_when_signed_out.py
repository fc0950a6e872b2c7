"""The session has ended while the map was open: it says so, and does not show what anybody may see as if nothing happened."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from partners.models import Partner
from tests.browser.conftest import READY, Open, settled, sign_in
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/kernen/dorp/wijkweb/?levensgebied=verenigingen"
SAID, CARD = "#meldingen", "#kaart-paneel"
NODES = "[...document.querySelectorAll('#web .node')].map((node) => node.id).sort()"


@pytest.fixture
def inside(village: Village, quiet_page: Page, open_page: Open, live_server: Any) -> Page:
    sign_in(quiet_page, live_server.url)
    return open_page(MAP, READY)


def end_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def expect_to_hear(page: Page, place: str) -> None:
    """That one is signed out, with the way back to this very map."""
    expect(page.locator(place)).to_contain_text("U bent niet meer ingelogd")
    page.locator(place).get_by_role("link", name="Log weer in").click()
    page.wait_for_url("**/inloggen/?next=**")
    assert page.locator("input[name=next]").first.input_value() == MAP


def test_undo_says_so_and_leaves_the_map(inside: Page) -> None:
    inside.locator("[data-edit-open]").click()
    inside.locator("#veld-name").fill("Biljartclub")
    inside.locator("#veld-kind").select_option("vereniging")
    inside.locator("#veld-life_domain").select_option("verenigingen")
    inside.locator("#veld-name").press("Enter")
    undo = inside.locator(SAID).get_by_role("button", name="Ongedaan maken")
    expect(undo).to_be_visible()
    expect(inside.locator("#p-biljartclub")).to_have_count(1)
    before = settled(inside).evaluate(NODES)
    end_session(inside)
    undo.click()
    expect(inside.locator(SAID)).to_contain_text("U bent niet meer ingelogd")
    expect(inside.locator(SAID).locator(".messages__close")).to_be_visible()
    assert settled(inside).evaluate(NODES) == before
    expect(inside.locator("[data-edit-bar]")).to_be_visible()
    assert Partner.objects.filter(slug="biljartclub").exists()
    expect_to_hear(inside, SAID)


def test_a_filter_says_so_and_leaves_the_map(inside: Page) -> None:
    before = inside.evaluate(NODES)
    end_session(inside)
    inside.locator("#filter-zoek").press_sequentially("kerk")
    expect(inside.locator(SAID)).to_contain_text("U bent niet meer ingelogd")
    assert settled(inside).evaluate(NODES) == before
    expect_to_hear(inside, SAID)


def test_a_card_says_so(inside: Page) -> None:
    end_session(inside)
    inside.locator("#p-sportclub").click()
    expect(inside.locator(CARD)).to_be_visible()
    expect(inside.locator(CARD)).not_to_contain_text("Sportclub")
    expect_to_hear(inside, CARD)


def test_who_was_never_signed_in_hears_nothing(village: Village, open_page: Open) -> None:
    page = open_page(MAP, READY)
    page.locator("#p-sportclub").click()
    expect(page.locator(CARD)).to_contain_text("Sportclub")
    expect(page.locator(SAID)).to_be_empty()
