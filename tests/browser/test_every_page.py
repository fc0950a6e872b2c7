"""Every page, in three widths: quiet, accessible and no wider than its window."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import Open, settled
from tests.network.village import PASSWORD, Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/kernen/dorp/wijkweb/"
PAGES = (
    "/", "/over/", "/kernen/", "/kernen/?zoek=dorp", "/kernen/dorp/", "/kernen/leeg/", "/kernen/streek/", "/partners/sportclub/",
    "/initiatieven/bij-de-omas/", "/inloggen/", "/toegankelijkheid/", MAP, f"{MAP}?weergave=netwerk", f"{MAP}?weergave=lijst",
    "/kernen/leeg/wijkweb/", f"{MAP}?zoek=omas", "/kernen/dorp/netwerk/", "/kernen/leeg/netwerk/",
    "/kernen/dorp/netwerk/groepen/", "/kernen/dorp/netwerk/cijfer/connectedness/", "/kernen/dorp/netwerk/wat-als/",
    "/kernen/dorp/netwerk/wat-als/?weg=sportclub&weg=dorpskerk", "/kernen/dorp/feiten/", "/kernen/dorp/verslag/", "/kernen/leeg/feiten/",
    "/kernen/dorp/ladder/", "/kernen/leeg/ladder/", "/kernen/dorp/lagen/", "/beoordelingen/900001/",
    "/initiatief-aanmelden/?kern=dorp", "/initiatief-aanmelden/verstuurd/", "/mijn-initiatief/", "/mijn-initiatief/gewist/",
    "/kernen/dorp/agenda/", "/kernen/dorp/agenda/?dag=2035-01-10&toegang=is_step_free", "/activiteiten/koffie/",
    "/kernen/dorp/agenda/?weergave=week&dag=2035-01-16", "/kernen/dorp/agenda/?weergave=maand&dag=2035-01-16",
    "/kernen/dorp/agenda/prikbord/?dag=2035-01-16", "/activiteiten/wandelen/?dag=2035-01-23",
    "/kernen/dorp/agenda/abonneren/",
    "/kernen/dorp/wensboom/", "/kernen/dorp/wensboom/gehangen/", "/kernen/dorp/wensen/", "/kernen/leeg/wensen/",
    "/wensen/00000000-0000-4000-8000-000000000001/", "/wensen/helpen/gelukt/", "/kernen/dorp/verhalen/", "/kernen/leeg/verhalen/", "/verhalen/verhaal/", "/kernen/dorp/verhalen/boekje/",
)  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# Only what is wrong comes back: what is right is a megabyte for a map, at every width.
RUN_AXE = """async (tags) => {
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const found = await window.axe.run(document, options);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${target} ${(failureSummary || "").slice(0, 200)}`));
}"""


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):  # half a megabyte, once for each document
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    return found


def check(page: Page, widths: tuple[int, ...] = (1280, 390, 320)) -> list[str]:
    wrong = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        settled(page)
        wrong += [f"{width} px: {text}" for text in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{width} px: the page is {wide} px wide")
    return wrong


def test_a_page_with_faults_is_caught(page: Page, live_server: Any) -> None:
    """Otherwise the tests below could not fail."""
    page.set_content(
        '<html><body style="width: 400px"><img src="data:,"><p style="color: #eee">Te licht</p></body></html>'
    )
    found = " ".join(check(page))
    for fault in ("1280 px: image-alt", "color-contrast", "html-has-lang", "320 px: the page is 4"):
        assert fault in found


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
