"""The personal wijkweb never leaves the browser: no request, nothing kept before somebody asks for it."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import check
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked() -> list[str]:
    """What the browser asked of the network after the page was there."""
    return []


@pytest.fixture
def mine(quiet_page: Page, village: Village, live_server: Any, asked: list[str]) -> Page:
    quiet_page.set_viewport_size({"width": 390, "height": 844})
    quiet_page.goto(live_server.url + "/mijn-wijkweb/?kern=dorp")
    quiet_page.wait_for_load_state("networkidle")
    quiet_page.on("request", lambda request: asked.append(request.url))
    return quiet_page


def add(page: Page, name: str, domain: str = "wonen", ring: str = "dichtbij") -> None:
    page.get_by_label("Wie of wat?").fill(name)
    page.get_by_label("Bij welk deel van het leven").select_option(domain)
    page.locator(f"[name=ring][value={ring}]").check()
    page.get_by_role("button", name="Zet op de kaart").click()
    expect(page.locator("[data-mine-said]")).to_have_text(f"{name} is toegevoegd.")


def kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"))


def test_filling_in_asks_nothing_of_the_network_and_keeps_nothing(mine: Page, asked: list[str]) -> None:
    add(mine, "Buurvrouw Annie")
    add(mine, "Het koor", "kunst-en-cultuur", "soms")
    mine.get_by_role("button", name="Het koor aanpassen").click()
    mine.get_by_label("Wie of wat?").fill("Het shantykoor")
    mine.get_by_role("button", name="Bewaar de aanpassing").click()
    mine.get_by_role("button", name="Buurvrouw Annie weghalen").click()
    expect(mine.locator(".mine__mark")).to_have_count(1)
    mine.get_by_role("button", name="Ongedaan maken").click()
    expect(mine.locator(".mine__mark")).to_have_count(2)
    expect(mine.locator("[data-mine-insight]")).to_contain_text("Hier is het dun: kunst en cultuur, wonen")
    assert asked == []
    assert not [name for name in ("Annie", "koor", "wonen") if name in kept(mine)]


def test_it_is_accessible_when_empty_and_when_filled(mine: Page) -> None:
    wrong = check(mine)
    mine.get_by_role("button", name="Zet op de kaart").click()  # without a name
    expect(mine.get_by_text("Vul een naam in")).to_be_visible()
    add(mine, "Buurvrouw Annie")
    wrong += check(mine)
    assert not wrong, "\n".join(wrong)


def test_all_of_it_works_by_keyboard(mine: Page) -> None:
    mine.get_by_label("Wie of wat?").focus()
    mine.keyboard.type("De bakker")
    mine.keyboard.press("Enter")
    expect(mine.locator(".mine__mark")).to_have_count(1)
    mine.get_by_role("button", name="De bakker weghalen").focus()
    mine.keyboard.press("Enter")
    expect(mine.locator(".mine__mark")).to_have_count(0)
    expect(mine.get_by_label("Wie of wat?")).to_be_focused()


def test_a_click_in_the_figure_fills_in_domain_and_nearness(mine: Page) -> None:
    mine.set_viewport_size({"width": 1280, "height": 900})
    box = mine.locator("[data-mine-map]").bounding_box()
    assert box
    mine.mouse.click(
        box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.85
    )  # the feet, far from the middle
    expect(mine.get_by_label("Bij welk deel van het leven")).to_have_value("gemeente")
    expect(mine.locator("[name=ring]:checked")).to_have_value("soms")


def test_it_is_kept_when_asked_for_thirty_days_and_wiped(mine: Page) -> None:
    add(mine, "Buurvrouw Annie")
    mine.get_by_role("button", name="Bewaar op dit apparaat").click()
    expect(mine.locator("[data-mine-state]")).to_contain_text("Bewaard op dit apparaat tot")
    add(mine, "Opa", "verenigingen")
    mine.reload()
    expect(mine.locator(".mine__mark")).to_have_count(2)
    box = json.loads(mine.evaluate("localStorage.getItem('mijn-wijkweb')"))
    days = (box["until"] - mine.evaluate("Date.now()")) / 86_400_000
    assert 29.9 < days <= 30
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.get_by_role("button", name="Wis alles").click()
    expect(mine.locator("[data-mine-said]")).to_contain_text("Alles is gewist")
    assert mine.evaluate("localStorage.length") == 0


def test_what_was_kept_too_long_is_wiped_on_opening(mine: Page) -> None:
    add(mine, "Buurvrouw Annie")
    mine.get_by_role("button", name="Bewaar op dit apparaat").click()
    mine.evaluate(
        "localStorage.setItem('mijn-wijkweb', JSON.stringify({...JSON.parse(localStorage.getItem('mijn-wijkweb')), until: Date.now() - 1}))"
    )
    mine.reload()
    expect(mine.locator("[data-mine-said]")).to_contain_text("ouder dan 30 dagen")
    assert mine.evaluate("localStorage.length") == 0


def test_a_download_can_be_loaded_again_and_a_strange_file_changes_nothing(
    mine: Page, tmp_path: Path
) -> None:
    add(mine, "<b>Annie</b>")
    with mine.expect_download() as waiting:
        mine.get_by_role("button", name="Download").click()
    place = tmp_path / "mijn-wijkweb.json"
    waiting.value.save_as(place)
    assert json.loads(place.read_text())["wijkweb"][0]["name"] == "<b>Annie</b>"
    mine.reload()
    expect(mine.locator(".mine__mark")).to_have_count(0)
    mine.locator("[data-mine-file]").set_input_files(place)
    expect(mine.locator("[data-mine-list] .mine__entry")).to_have_text("1. <b>Annie</b>")
    strange = tmp_path / "iets-anders.json"
    strange.write_text(
        '{"wijkweb": [{"name": "x", "domain": "bestaat-niet", "ring": "soms", "kind": "mens"}]}'
    )
    mine.locator("[data-mine-file]").set_input_files(strange)
    expect(mine.locator("[data-mine-said]")).to_contain_text("Er is niets veranderd")
    expect(mine.locator(".mine__mark")).to_have_count(1)
