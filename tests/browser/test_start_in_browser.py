"""The start page of a coordinator in a real browser: what waits comes in by itself, and the bar leads on."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboards.templatetags.kern_nav import GROUPS
from rounds.services import add_task
from tests.browser.conftest import settled, sign_in
from tests.browser.test_every_page import check
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start(quiet_page: Page, village: Village, live_server: Any) -> Page:
    add_task(village.kern, "Bel de school", acting_user=village.people["coordinator"])
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(live_server.url + "/start/")
    settled(quiet_page)
    return quiet_page


def test_the_start_page_is_accessible_and_short_and_its_parts_come_in_when_opened(start: Page) -> None:
    assert start.url.endswith("/kernen/dorp/start/")
    wrong = check(start)
    start.set_viewport_size({"width": 390, "height": 800})
    assert start.evaluate("document.documentElement.scrollHeight") < 3 * 800
    for summary in start.locator(".start__further summary").all():
        summary.click()
    expect(start.locator(".start__further details").first).to_contain_text("werklijst")
    expect(start.locator(".start__further .htmx-request")).to_have_count(0)
    wrong += check(start)
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
    def addresses(rows: str) -> list[str]:
        return [str(link.get_attribute("href")) for link in start.locator(f"{rows} .kern-nav__link").all()]

    groups = addresses(".kern-nav > ul")
    assert len(groups) == len(GROUPS)
    seen: list[str] = []
    for group in groups:
        start.goto(live_server.url + group)
        seen += addresses(".kern-nav__group") or [group]
    assert len(seen) == len(set(seen)) == sum(len(group.entries) for group in GROUPS)
    for address in seen:
        answer = start.goto(live_server.url + address)
        assert answer
        assert answer.status == 200, address
        settled(start)
        if not address.endswith("/rondje/"):  # the page of the round is kept on the phone, without the bar
            expect(start.locator(".kern-nav__link[aria-current]")).to_have_attribute("href", address)


def test_on_a_phone_the_header_is_one_line_and_the_bar_shows_where_you_are(
    start: Page, live_server: Any
) -> None:
    for width, entries in ((390, 5), (320, 4)):  # the list of kernen gives way on the smallest
        start.set_viewport_size({"width": width, "height": 800})
        start.goto(live_server.url + "/kernen/dorp/mensen/")
        expect(start.locator(".kern-nav__link[aria-current]")).to_be_in_viewport(ratio=1)
        lines = start.locator(
            ".site-header .wordmark, .site-header a.site-nav__link:visible, .site-header button"
        )
        middles = [box["y"] + box["height"] / 2 for box in (one.bounding_box() for one in lines.all()) if box]
        assert len(middles) == entries
        assert max(middles) - min(middles) < 12
