"""Every page, in three widths: quiet, accessible and no wider than its window."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.network.village import PASSWORD, Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/kernen/dorp/wijkweb/"
PAGES = (
    "/", "/over/", "/kernen/", "/kernen/?zoek=dorp", "/kernen/dorp/", "/kernen/leeg/", "/kernen/streek/", "/partners/sportclub/",
    "/initiatieven/bij-de-omas/", "/inloggen/", "/toegankelijkheid/", MAP, f"{MAP}?weergave=netwerk", f"{MAP}?weergave=lijst",
    "/kernen/leeg/wijkweb/", f"{MAP}?zoek=omas",
)  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [
        f"{item['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for item in found
        for node in item["nodes"][:3]
    ]


def check(page: Page, widths: tuple[int, ...] = (1280, 390, 320)) -> list[str]:
    wrong = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(60)
        wrong += [f"{width} px: {text}" for text in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{width} px: the page is {wide} px wide")
    return wrong


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_quiet_and_accessible(path: str, village: Village, open_page: Open) -> None:
    wrong = check(open_page(path))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("path", "status"), [("/kernen/nergens/", 404), (f"{MAP}?laag=x", 422), ("/?q=%00", 400)]
)
def test_a_page_with_a_message_is_accessible(
    path: str, status: int, village: Village, page: Page, live_server: Any
) -> None:
    answer = page.goto(live_server.url + path)
    assert answer
    assert answer.status == status
    wrong = check(page)
    assert not wrong, "\n".join(wrong)


def test_the_map_with_an_open_card_is_accessible(village: Village, open_page: Open) -> None:
    page = open_page(MAP, "[data-map][data-ready]")
    page.locator("#p-sportclub").click()
    page.wait_for_selector("#kaart-paneel h2")
    wrong = check(page)
    assert not wrong, "\n".join(wrong)


def test_a_coordinator_signs_in_and_sees_the_persons(village: Village, open_page: Open) -> None:
    page = open_page("/inloggen/")
    page.locator("[name=username]").fill("coordinator@voorbeeld.nl")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/")
    page = open_page(MAP, "[data-map][data-ready]")
    assert page.locator("#p-mw-zilverreiger").count() == 1
    wrong = check(page)
    assert not wrong, "\n".join(wrong)
