"""Enter in a text field presses the first submit button of the form: that must be the one that looks again first."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from initiatives.models import Initiative
from partners.models import Partner
from tests.browser.conftest import READY, sign_in
from tests.factories import make_initiative
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTY, INITIATIVE = "/kernen/dorp/partners/nieuw/", "/kernen/dorp/initiatieven/nieuw/"


@pytest.fixture
def inside(page: Page, live_server: Any, village: Village) -> Page:
    """A page of the coordinator of Dorp, where a sports club and a repair café are."""
    make_initiative("Repaircafé Dorp", village.kern)
    sign_in(page, live_server.url)
    return page


def stored() -> tuple[int, int]:
    return Partner.objects.count(), Initiative.objects.count()


def press_enter(page: Page, address: str) -> int:
    """Enter in the field for the name; what the server answered."""
    with page.expect_response(lambda got: got.request.method == "POST" and address in got.url) as answer:
        page.locator("#veld-name").press("Enter")
    expect(page.locator(".twins")).to_be_visible()
    return int(answer.value.status)


@pytest.mark.parametrize(
    ("address", "name"),
    [(PARTY, "Sport-club"), (INITIATIVE, "Repair café dorp")],
    ids=["party", "initiative"],
)
def test_enter_after_the_question_asks_again(address: str, name: str, inside: Page, live_server: Any) -> None:
    inside.goto(live_server.url + address)
    before = stored()
    inside.locator("#veld-name").fill(name)
    if address == PARTY:
        inside.locator("#veld-kind").select_option("vereniging")
    assert press_enter(inside, address) == 422
    assert press_enter(inside, address) == 422
    assert stored() == before
    with inside.expect_navigation():
        inside.locator(".twins button").click()  # and who says so has a new one
    assert sum(stored()) == sum(before) + 1


def test_enter_in_the_card_beside_the_map_asks_again(inside: Page, live_server: Any) -> None:
    inside.goto(f"{live_server.url}/kernen/dorp/wijkweb/")
    inside.wait_for_selector(READY)
    inside.locator("[data-edit-open]").click()
    before = stored()
    inside.locator("#veld-name").fill("Sport-club")
    inside.locator("#veld-kind").select_option("vereniging")
    assert press_enter(inside, PARTY) == 422
    assert press_enter(inside, PARTY) == 422
    assert stored() == before
