"""Leg een lijntje in a real browser: from idea to tie on the map to what it led to, by keyboard, small, and without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from brokering.models import Introduction, State
from partners.models import Partner, Relation
from tests.browser.conftest import Open, settled, sign_in
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/kernen/dorp/lijntjes/"
PAIR = {"dorpskerk", "zonder-gebied"}


@pytest.fixture
def pair(village: Village) -> None:
    """The church and the party without a life domain come in the same hall; they do not know each other."""
    Partner.objects.filter(slug__in=PAIR).update(location="Het dorpshuis")


@pytest.fixture
def lines(pair: None, open_page: Open, quiet_page: Page, live_server: Any) -> Page:
    sign_in(quiet_page, live_server.url)
    return open_page(LIST)


def named(words: str) -> re.Pattern[str]:
    """What is for the ear only may get a space before it."""
    return re.compile(re.escape(words).replace(":", r"\s*:"))


def press(page: Page, name: str) -> None:
    """By keyboard alone."""
    button = page.get_by_role("button", name=named(name)).first
    button.focus()
    page.keyboard.press("Enter")


def test_propose_made_on_the_map_led_to_something(lines: Page, live_server: Any, noise: Noise) -> None:
    expect(lines.locator(".pair--idea").first).to_contain_text("beiden komen bij Het dorpshuis")
    press(lines, "Ik ga dit voorstellen: Dorpskerk, Zonder gebied")
    card = lines.locator(".pair--voorgesteld")
    expect(card).to_contain_text("Zonder gebied")
    expect(lines.locator("#meldingen")).to_contain_text("Staat op uw lijst")
    assert lines.evaluate("document.activeElement !== document.body")
    card.locator("summary").click()
    expect(card.locator(".letter")).to_contain_text("Beste Dorpskerk en Zonder gebied")

    press(lines, "Ze hebben elkaar ontmoet")
    expect(lines.locator(".pair--gelegd")).to_have_count(1)
    press(lines, "Het leidde ergens toe")
    expect(lines.locator("[role=alert]:not(.fault)")).to_contain_text("Nog niet opgeslagen")
    expect(lines.get_by_label("Waar leidde het toe?")).to_be_focused()
    noise.heard = [
        line for line in noise.heard if "status of 422" not in line
    ]  # the browser's own words for it
    wrong = check(lines)
    assert not wrong, "\n".join(wrong)
    lines.get_by_label("Waar leidde het toe?").fill("Samen koffie op dinsdag.")
    press(lines, "Het leidde ergens toe")
    expect(lines.locator(".pair--leidde-ergens-toe")).to_contain_text("Samen koffie op dinsdag.")
    assert Introduction.objects.get().state == State.LED

    tie = Relation.objects.get(source_text__startswith="Voorgesteld door de coördinator op")
    assert {tie.source.slug, tie.target.slug} == PAIR
    lines.goto(f"{live_server.url}/kernen/dorp/wijkweb/?weergave=lijst")
    expect(lines.locator("main")).to_contain_text("Zonder gebied")
    edges = lines.request.get(f"{live_server.url}/kernen/dorp/wijkweb.json").json()["edges"]
    assert PAIR in [{edge["van"], edge["naar"]} for edge in edges]
    lines.goto(f"{live_server.url}/partners/zonder-gebied/")
    expect(lines.locator("main")).to_contain_text("Voorgesteld door de coördinator op")


def test_undo_takes_the_tie_from_the_map(lines: Page) -> None:
    before = Relation.objects.count()
    press(lines, "Ik ga dit voorstellen: Dorpskerk, Zonder gebied")
    expect(lines.locator(".pair--voorgesteld")).to_have_count(1)
    settled(lines)
    press(lines, "Ze hebben elkaar ontmoet")
    expect(lines.locator(".pair--gelegd")).to_have_count(1)
    assert Relation.objects.count() == before + 1
    lines.locator("#meldingen .undo__button").click()
    expect(lines.locator(".pair--voorgesteld")).to_have_count(1)
    assert Relation.objects.count() == before


def test_every_state_is_accessible_and_fits(lines: Page, live_server: Any) -> None:
    wrong = check(lines)
    press(lines, "Terzijde leggen: Dorpskerk, Zonder gebied")
    expect(lines.locator(".pair--terzijde")).to_have_count(1)
    for summary in lines.locator("summary").all():
        summary.click()
    wrong += check(lines)
    press(lines, "Terughalen")
    expect(lines.locator(".pair--terzijde")).to_have_count(0)
    for address in (f"{LIST}toestemming/", f"{LIST}kort/", "/kernen/dorp/lijkt-op/"):
        lines.goto(live_server.url + address)
        if "lijkt-op" in address:
            lines.get_by_label("Naam van de partij").fill("dorpskerk")
            expect(lines.locator("#lijkt-op")).to_contain_text("Dorpskerk")
        wrong += check(lines)
    assert not wrong, "\n".join(wrong)


def test_a_list_without_ideas_is_accessible(lines: Page) -> None:
    Partner.objects.filter(kern__slug="dorp").update(ended_on=20170000)
    lines.reload()
    expect(lines.locator("main")).to_contain_text("Er zijn nu geen ideeën")
    wrong = check(lines)
    assert not wrong, "\n".join(wrong)


def test_all_of_it_without_scripts(pair: None, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(
        java_script_enabled=False, locale="nl-NL", viewport={"width": 320, "height": 700}
    )
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(live_server.url + LIST)
    page.get_by_role("button", name=named("Ik ga dit voorstellen: Dorpskerk, Zonder gebied")).click()
    page.get_by_role("button", name=named("Ze hebben elkaar ontmoet")).click()
    page.get_by_label("Waar leidde het toe?").fill("Een gesprek.")
    page.get_by_role("button", name=named("Het leidde ergens toe")).click()
    expect(page.locator(".pair--leidde-ergens-toe")).to_contain_text("Een gesprek.")
    page.goto(f"{live_server.url}{LIST}toestemming/")
    page.get_by_role("button", name=named("Zei ja: Zilverreiger")).click()
    expect(page.locator("main")).to_contain_text("Vastgelegd")
    page.get_by_role("button", name=named("Intrekken: Zilverreiger")).click()
    expect(page.locator("main")).to_contain_text("Ingetrokken")
    context.close()


def test_similar_names_come_while_typing(lines: Page, live_server: Any) -> None:
    lines.goto(f"{live_server.url}/kernen/dorp/lijkt-op/")
    asked: list[str] = []
    lines.on("request", lambda request: asked.append(request.url))
    lines.get_by_label("Naam van de partij").press_sequentially("dorpsker")
    expect(lines.locator("#lijkt-op")).to_contain_text("Dorpskerk")
    expect(lines.get_by_role("status").filter(has_text="zo'n naam")).to_have_text(
        "1 partij heeft al zo'n naam."
    )
    lines.get_by_label("Naam van de partij").press("Enter")
    expect(lines.locator("#lijkt-op")).to_contain_text("Dorpskerk")
    assert asked
    assert not [address for address in asked if "dorpsker" in address]  # an address ends up in logs
