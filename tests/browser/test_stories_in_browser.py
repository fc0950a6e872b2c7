"""A coordinator with a phone writes a story down, notes a yes, orders the booklet; also by keyboard and without JavaScript."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from initiatives.models import Story
from tests.browser.conftest import Open
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import PASSWORD, Village
from tests.stories.conftest import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}


def enter(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/inloggen/")
    page.get_by_label("E-mailadres").fill("coordinator@voorbeeld.nl")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/")


def write_down(page: Page, live_server: Any, folder: Path) -> None:
    file = folder / "soep.jpg"
    file.write_bytes(photo((1200, 900)))
    page.goto(f"{live_server.url}/kernen/dorp/verhalen/nieuw/")
    page.get_by_label("Titel").fill("Soep op dinsdag")
    page.get_by_label("Het verhaal").fill("Eerst waren wij met vier.\n\nNu met dertig.")
    page.get_by_label("Wie vertelt het?").fill("vrijwilliger in de keuken")
    page.get_by_label("Kies een foto").set_input_files(file)
    page.get_by_label("Wat is er te zien?").fill("Een pan soep")
    page.get_by_role("button", name="Opslaan", exact=True).click()


def test_a_story_from_the_kitchen_table_to_the_booklet(
    village: Village, page: Page, live_server: Any, tmp_path: Path, noise: Noise
) -> None:
    page.set_viewport_size(PHONE)
    enter(page, live_server)
    write_down(page, live_server, tmp_path)
    expect(page.get_by_role("heading", name="Nog niet gevraagd")).to_be_visible()
    wrong = check(page)
    page.get_by_role("link", name="Noteer wat de verteller zegt").click()
    wrong += check(page)
    page.get_by_label("De verteller zegt ja").focus()
    page.keyboard.press("Space")
    page.get_by_label("Op papier").check()
    page.get_by_role("button", name="Noteren").click()
    expect(page.get_by_role("img", name="Een pan soep")).to_be_visible()
    page.goto(f"{live_server.url}/kernen/dorp/verhalen/boekje/samenstellen/")
    page.get_by_label("Nummer van “Een verhaal”").fill("1")
    page.get_by_label("Nummer van “Soep op dinsdag”").fill("2")
    page.keyboard.press("Enter")
    up = page.get_by_role("button", name=re.compile("Omhoog.*Soep"))
    expect(up).to_be_visible()
    wrong += check(page)
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".order__row").first).to_contain_text("Soep op dinsdag")
    page.goto(f"{live_server.url}/verhalen/soep-op-dinsdag/intrekken/")
    wrong += check(page)
    page.get_by_label("Ja, haal het overal weg").check()
    page.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text("Het verhaal is ingetrokken.")).to_be_visible()
    expect(page.get_by_text("Soep op dinsdag")).to_have_count(0)
    assert not wrong, "\n".join(wrong)


def test_without_javascript_it_works_the_same(
    village: Village, browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    enter(page, live_server)
    write_down(page, live_server, tmp_path)
    assert Story.objects.get(slug="soep-op-dinsdag").picture
    page.goto(f"{live_server.url}/kernen/dorp/verhalen/boekje/samenstellen/")
    page.get_by_label("Nummer van “Een verhaal”").fill("1")
    page.get_by_role("button", name="Nummers opslaan").last.click()
    assert Story.objects.get(slug="verhaal").place_in_booklet == 1
    context.close()


def test_no_story_is_cut_on_paper_and_the_title_has_a_page_of_its_own(
    village: Village, open_page: Open, tmp_path: Path
) -> None:
    for number in range(8):
        Story.objects.create(
            slug=f"kort-{number}", kern=village.kern, title=f"Kort {number}", text="Een paar woorden. " * 60, visibility="public"
        )  # fmt: skip
    page = open_page("/kernen/dorp/verhalen/boekje/")
    page.emulate_media(media="print")
    styles = page.evaluate(
        """() => [".booklet__title", ".booklet__story", ".site-header"].map((one) => {
          const style = getComputedStyle(document.querySelector(one));
          return [style.breakAfter, style.breakInside, style.display];
        })"""
    )
    assert styles[0][0] == "page"
    assert styles[1][1] == "avoid"
    assert styles[2][2] == "none"
    pdf = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 420" in pdf or b"/MediaBox [0 0 419" in pdf  # A5
