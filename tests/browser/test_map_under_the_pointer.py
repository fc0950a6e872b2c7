"""The map shrinks when a card opens beside it; a pointer that stands still then points at nobody new."""

import pytest
from playwright.sync_api import Page, expect

from partners.models import LifeDomain
from tests.browser.conftest import READY, Open, settled
from tests.network.village import Village, fill_with

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CARD = "#kaart-paneel-rand"

SPOTS = """() => Object.fromEntries([...document.querySelectorAll("#kaart-tekening .node")].map((node) => {
  const box = node.firstElementChild.getBoundingClientRect();
  return [node.id, [box.left + box.width / 2, box.top + box.height / 2]];
}))"""
# The party that the lines in the light start from, and those that have a ring as if pointed at.
LIT = """() => {
  const nodes = [...document.querySelectorAll("#kaart-tekening .node")];
  const point = (text) => (text || "").match(/-?[\\d.]+/g)?.slice(0, 2).map(Number).join(" ");
  const start = point(document.querySelector(".map__own-ties path")?.getAttribute("d"));
  const ringed = nodes.filter((node) => getComputedStyle(node.firstElementChild).strokeWidth === "3.5px" && node !== document.activeElement);
  return [nodes.find((node) => start && point(node.getAttribute("transform")) === start)?.id, ringed.map((node) => node.id)];
}"""


def open_by_keyboard(page: Page, party: str) -> None:
    page.locator(f"#{party}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(CARD)).to_be_visible()
    settled(page)


def close_by_keyboard(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_be_hidden()
    settled(page)


def changes_place(page: Page) -> tuple[str, str, float, float]:
    """A party, another that comes to stand on the same point of the screen once a card lies open, and that point."""
    before = page.evaluate(SPOTS)
    open_by_keyboard(page, next(iter(before)))
    after = page.evaluate(SPOTS)
    close_by_keyboard(page)
    for one, (x, y) in before.items():
        for other, (left, top) in after.items():
            if one != other and abs(x - left) < 3 and abs(y - top) < 3:
                return one, other, x, y
    pytest.fail("nobody comes under the pointer; choose another web")


@pytest.fixture
def page(village: Village, open_page: Open) -> Page:
    fill_with(village.empty, 150, LifeDomain.values)
    return open_page("/kernen/leeg/wijkweb/", READY)


def test_who_slides_under_a_still_pointer_is_not_lit(page: Page) -> None:
    clicked, other, x, y = changes_place(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(CARD)).to_be_visible()
    settled(page)
    under = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.node').id", [x, y])
    assert under == other
    assert page.evaluate(LIT) == [clicked, []]
    page.mouse.move(x + 1, y)  # a hand is never quite still
    assert page.evaluate(LIT) == [clicked, []]
    page.mouse.move(x + 80, y, steps=5)
    page.mouse.move(x, y, steps=5)
    assert page.evaluate(LIT)[0] == other


def test_nor_when_the_card_closes_and_the_map_grows_again(page: Page) -> None:
    other, opened, x, y = changes_place(page)
    open_by_keyboard(page, opened)
    page.mouse.move(x + 80, y)
    page.mouse.move(x, y, steps=5)
    assert page.evaluate(LIT)[0] == opened
    close_by_keyboard(page)
    under = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.node').id", [x, y])
    assert under == other
    assert page.evaluate(LIT) == [opened, []]  # the keyboard is back at the party of the card
