"""The start page of a coordinator in a real browser: what waits comes in by itself, and the bar leads on."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rounds.services import add_task
from tests.browser.conftest import sign_in
from tests.browser.test_every_page import check
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start(quiet_page: Page, village: Village, live_server: Any) -> Page:
    add_task(village.kern, "Bel de school", acting_user=village.people["coordinator"])
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(live_server.url + "/start/")
    quiet_page.wait_for_load_state("networkidle")
    return quiet_page


def test_the_start_page_is_accessible_and_its_parts_come_in(start: Page) -> None:
    assert start.url.endswith("/kernen/dorp/start/")
    expect(start.locator("#start-lijntjes + div")).to_contain_text("lijntjes")
    wrong = check(start)
    assert not wrong, "\n".join(wrong)


def test_a_task_is_done_and_undone_by_keyboard(start: Page) -> None:
    done = start.get_by_role("button", name=re.compile("Klaar.*Bel de school"))
    done.focus()
    start.keyboard.press("Enter")
    expect(start.locator("#meldingen")).to_contain_text("Gedaan: Bel de school")
    start.locator("#meldingen").get_by_role("button", name="Ongedaan maken").focus()
    start.keyboard.press("Enter")
    expect(done).to_be_visible()


def test_every_entry_of_the_bar_opens_a_page_that_says_where_it_is(start: Page, live_server: Any) -> None:
    entries = start.locator(".kern-nav__link")
    addresses = [str(entries.nth(place).get_attribute("href")) for place in range(entries.count())]
    assert len(addresses) == 11
    for address in addresses:
        answer = start.goto(live_server.url + address)
        assert answer
        assert answer.status == 200, address
        start.wait_for_load_state("networkidle")
        if not address.endswith("/rondje/"):  # the page of the round is kept on the phone, without the bar
            expect(start.locator(".kern-nav__link[aria-current]")).to_have_attribute("href", address)
