"""A wish on a tablet becomes an initiative on the phone of the coordinator; the tablet keeps nothing of the one before."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from initiatives.models import Initiative
from tests.browser.test_every_page import check
from tests.browser.test_residents_in_browser import link_in_mail
from tests.browser.test_stories_in_browser import enter
from tests.conftest import Noise
from tests.network.village import Village
from wishes.models import Wish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}
TREE = "/kernen/dorp/wensboom/"


def hang(page: Page, live_server: Any, text: str) -> None:
    page.goto(live_server.url + TREE)
    page.get_by_label("Ik wens dat").fill(text)
    page.get_by_label("Elkaar ontmoeten").check()
    page.get_by_role("button", name="Hang mijn wens op").click()


def helps(page: Page, live_server: Any, wish: Wish, number: int) -> None:
    """Somebody without an account, by the link in the mail."""
    page.goto(live_server.url + wish.get_absolute_url())
    page.get_by_label("Uw voornaam").fill(f"Truus {number}")
    page.get_by_label("Uw e-mailadres").fill(f"truus{number}@voorbeeld.nl")
    page.get_by_role("button", name="Ik help mee").click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    page.goto(live_server.url + link_in_mail("wish-confirm", f"truus{number}@"))
    page.get_by_role("button", name="Ja, ik help mee").click()
    expect(page.get_by_role("heading", name="Dank u wel, u helpt mee")).to_be_visible()


def test_a_wish_becomes_an_initiative_on_a_phone(
    village: Village, browser: Browser, page: Page, live_server: Any, noise: Noise
) -> None:
    page.set_viewport_size(PHONE)
    hang(page, live_server, "Samen eten op vrijdag, bel 0612345678")
    expect(page.get_by_role("heading", name="Weet u het zeker?")).to_be_visible()
    wrong = check(page)
    page.set_viewport_size(PHONE)
    page.get_by_label("Ik wens dat").fill("Samen eten op vrijdag")
    page.get_by_role("button", name="Zo ophangen").click()
    expect(page.get_by_role("heading", name="uw wens is aangekomen")).to_be_visible()
    page.get_by_role("link", name="De volgende wens").click()
    expect(page.get_by_label("Ik wens dat")).to_have_value("")
    wish = Wish.objects.get(words__text="Samen eten op vrijdag")

    context = browser.new_context(viewport=PHONE)
    desk = context.new_page()
    enter(desk, live_server)
    desk.goto(f"{live_server.url}/kernen/dorp/wensen/")
    wrong += check(desk)
    desk.set_viewport_size(PHONE)
    desk.get_by_role("button", name=re.compile("Ophangen.*Samen eten")).click()
    expect(desk.get_by_text("De wens hangt in de boom.", exact=True)).to_be_visible()
    for number in range(3):
        helps(page, live_server, wish, number)

    desk.goto(live_server.url + wish.get_absolute_url())
    wrong += check(desk)
    desk.set_viewport_size(PHONE)
    desk.get_by_label("Hoe heet het initiatief?").fill("Vrijdagtafel")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Vrijdagtafel")).to_be_visible()
    desk.get_by_role("link", name="een wens in de wensboom").click()
    expect(desk.get_by_role("link", name="Vrijdagtafel")).to_be_visible()
    assert Initiative.objects.get(name="Vrijdagtafel").wish == wish
    context.close()
    assert not wrong, "\n".join(wrong)


def test_a_tablet_that_is_left_alone_says_so_and_empties_itself(
    village: Village, page: Page, live_server: Any
) -> None:
    page.clock.install()
    page.goto(live_server.url + TREE)
    box = page.get_by_label("Ik wens dat")
    box.fill("Dit is nog niet af")
    page.clock.run_for(50_000)
    warning = page.get_by_text("Bent u er nog?")
    expect(warning).to_be_visible()
    page.keyboard.press("Shift")
    expect(warning).to_be_hidden()
    page.clock.run_for(44_000)
    expect(box).to_have_value("Dit is nog niet af")
    with page.expect_navigation():
        page.clock.run_for(30_000)
    expect(box).to_have_value("")
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "nog niet af" not in kept


def test_without_javascript_a_button_brings_the_next_empty_form(
    village: Village, browser: Browser, live_server: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    hang(page, live_server, "Een schommel")
    page.get_by_role("link", name="De volgende wens").click()
    expect(page.get_by_label("Ik wens dat")).to_have_value("")
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Ik wens dat")).to_have_value("")
    context.close()
