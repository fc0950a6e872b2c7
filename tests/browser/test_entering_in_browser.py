"""A coordinator enters on the map and in forms: with the mouse, by keyboard, on a phone, without a script, and with two."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from partners.models import Partner, PastInvolvement, Relation
from tests.browser.conftest import READY, settled
from tests.browser.test_every_page import check
from tests.network.village import Village, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/kernen/dorp/wijkweb/"
PANEL = "#kaart-paneel"


def session_of(village: Village, url: str) -> list[Any]:
    client = sign_in(Client(), village, "coordinator")
    return [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": url}]  # fmt: skip


@pytest.fixture
def inside(quiet_page: Page, village: Village, live_server: Any) -> Page:
    """A page of the coordinator of Dorp."""
    quiet_page.context.add_cookies(session_of(village, live_server.url))
    return quiet_page


@pytest.fixture
def without_script(browser: Browser, village: Village, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies(session_of(village, live_server.url))
    yield context.new_page()
    context.close()


def keep(page: Page, folder: Path | None, name: str) -> None:
    if folder:
        page.screenshot(path=folder / f"{name}.png")


def on_screen(page: Page, sector: str, ring: str) -> tuple[float, float]:
    """The middle of a cell of the figure on the screen."""
    found = page.evaluate(
        """([sector, ring]) => {
        const shape = JSON.parse(document.querySelector("[data-edit-bar]").dataset.geometry);
        const angle = (shape.sectors[sector][0] + shape.sectors[sector][1]) / 2 * Math.PI / 180;
        const share = (shape.rings[ring][0] + shape.rings[ring][1]) / 2;
        const x = shape.centre[0] + share * shape.axes[0] * Math.sin(angle);
        const y = shape.centre[1] - share * shape.axes[1] * Math.cos(angle);
        const point = new DOMPoint(x, y).matrixTransform(document.getElementById("kaart-tekening").getScreenCTM());
        return [point.x, point.y];
        }""",
        [sector, ring],
    )
    return found[0], found[1]


def middle_of(page: Page, slug: str) -> tuple[float, float]:
    box = page.locator(f"#p-{slug} > g").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def transform_of(page: Page, slug: str) -> str | None:
    return page.locator(f"#p-{slug}").get_attribute("transform")


def test_a_click_in_a_sector_adds_a_party_and_moves_nobody(
    inside: Page, live_server: Any, screenshots: Path | None
) -> None:
    page = inside
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    page.locator("[data-zoom=in]").click()
    settled(page)
    before = page.locator("[data-percent]").inner_text()
    places = {slug: transform_of(page, slug) for slug in ("sportclub", "school", "dorpskerk")}
    page.mouse.click(*on_screen(page, "gemeente", "deelnemer"))
    form = page.locator(f"{PANEL} form.entry__form")
    expect(form.locator("[name=life_domain]")).to_have_value("gemeente")
    expect(form.locator("[name=involvement]")).to_have_value("deelnemer")
    expect(form.locator("[name=name]")).to_be_focused()
    assert not (wrong := check(page, (1280,))), wrong
    keep(page, screenshots, "toevoegen-1280")
    with page.expect_response("**/lijkt-op/**"):
        form.locator("[name=name]").fill("Loket")
    settled(page)
    form.locator("[name=kind]").select_option("gemeente")
    form.locator("[type=submit]").first.click()
    expect(page.locator("#p-loket")).to_have_count(1)
    expect(page.locator("#meldingen")).to_contain_text("‘Loket’ is toegevoegd aan Dorp.")
    expect(page.locator(f"{PANEL} h2")).to_have_text("Loket")
    settled(page)
    keep(page, screenshots, "toegevoegd-1280")
    assert {slug: transform_of(page, slug) for slug in places} == places
    assert page.locator("[data-percent]").inner_text() == before
    page.locator("#meldingen .undo button").click()
    expect(page.locator("#p-loket")).to_have_count(0)
    assert not Partner.objects.filter(name="Loket").exists()
    assert page.url == live_server.url + MAP


def test_who_has_such_a_name_comes_under_the_field_and_the_form_stays(inside: Page, live_server: Any) -> None:
    page = inside
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    page.locator("[data-edit-open]").click()
    name = page.locator(f"{PANEL} [name=name]")
    expect(name).to_be_focused()
    name.press_sequentially("dorpsker")
    expect(page.locator(f"{PANEL} #lijkt-op")).to_contain_text("Dorpskerk")
    expect(name).to_have_value("dorpsker")
    expect(name).to_be_focused()
    with page.expect_response("**/lijkt-op/**"):
        name.fill("Niemand heet zo")
    expect(page.locator(f"{PANEL} #lijkt-op")).not_to_contain_text("Dorpskerk")
    expect(name).to_have_value("Niemand heet zo")


def test_a_line_from_one_party_to_another_makes_a_tie(
    inside: Page, live_server: Any, screenshots: Path | None
) -> None:
    page = inside
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    page.locator("[data-edit-tie]").click()
    settled(page)
    start, end = middle_of(page, "school"), middle_of(page, "dorpskerk")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    keep(page, screenshots, "lijn-1280")
    page.mouse.move(*end, steps=4)
    page.mouse.up()
    form = page.locator(f"{PANEL} form.entry__form")
    expect(page.locator(f"{PANEL} h2")).to_contain_text("School en Dorpskerk")
    expect(form.locator("[name=nature]")).to_have_value("kent:samen")
    expect(form.locator("[name=strength]:checked")).to_have_value("1")
    keep(page, screenshots, "relatie-1280")
    form.locator("[type=submit]").first.click()
    expect(page.locator("#meldingen")).to_contain_text("Relatie gelegd")
    tie = Relation.objects.get(source__slug="school", target__slug="dorpskerk")
    assert (tie.kind, tie.strength, tie.is_directed) == ("kent", 1, False)
    expect(page.locator("[data-edit-tie]")).to_have_attribute("aria-pressed", "false")


def test_a_party_is_dragged_to_another_ring_and_back_by_undo(inside: Page, live_server: Any) -> None:
    page = inside
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    view = settled(page).locator("#kaart-tekening").get_attribute("viewBox")
    start = middle_of(page, "sportclub")
    end = on_screen(page, "verenigingen", "trekker")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    expect(page.locator("#meldingen")).to_contain_text("ging van bekend naar trekker")
    assert Partner.objects.get(slug="sportclub").involvement == "trekker"
    assert PastInvolvement.objects.get().involvement == "bekend"
    assert page.locator("#kaart-tekening").get_attribute("viewBox") == view
    expect(page.locator("#kaart-paneel-rand")).to_be_hidden()
    page.locator("#meldingen .undo button").click()
    expect(page.locator("#meldingen")).to_contain_text("ongedaan gemaakt")
    assert Partner.objects.get(slug="sportclub").involvement == "bekend"
    settled(page)
    page.mouse.click(*middle_of(page, "sportclub"))
    expect(page.locator(f"{PANEL} h2")).to_have_text("Sportclub")
    start = middle_of(settled(page), "sportclub")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*on_screen(page, "verenigingen", "partner"), steps=5)
    page.mouse.up()
    expect(page.locator(f"{PANEL} [name=involvement]")).to_have_value(
        "partner"
    )  # the card that lies open follows


def test_the_empty_paper_still_drags_the_map(inside: Page, live_server: Any) -> None:
    page = inside
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    view = page.locator("#kaart-tekening").get_attribute("viewBox")
    x, y = on_screen(page, "gemeente", "deelnemer")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 30, steps=5)
    page.mouse.up()
    settled(page)
    assert page.locator("#kaart-tekening").get_attribute("viewBox") != view
    expect(page.locator("#kaart-paneel-rand")).to_be_hidden()


def test_by_keyboard_alone(inside: Page, live_server: Any) -> None:
    page = inside
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    expect(page.locator("[data-edit-open]")).to_be_in_viewport(ratio=1)
    page.locator(".map-skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[data-edit-open]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{PANEL} [name=name]")).to_be_focused()
    with page.expect_response("**/lijkt-op/**"):
        page.keyboard.type("Damclub")
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.type("Verenig")
    page.keyboard.press("Tab")
    page.keyboard.type("Verenig")
    page.keyboard.press("Tab")  # "more fields"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#p-damclub")).to_have_count(1)
    expect(page.locator(f"{PANEL} h2")).to_have_text("Damclub")
    page.locator("[data-edit-tie]").focus()
    page.keyboard.press("Enter")
    page.locator("#p-damclub").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-edit-hint]")).to_contain_text("tweede")
    page.locator("#p-school").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{PANEL} [name=nature]")).to_be_focused()
    page.locator(f"{PANEL} [type=submit]").first.press("Enter")
    expect(page.locator("#meldingen")).to_contain_text("Relatie gelegd")
    assert Relation.objects.filter(source__slug="damclub", target__slug="school").exists()


def test_a_tie_with_somebody_found_by_typing_or_new(inside: Page, live_server: Any) -> None:
    page = inside
    page.goto(f"{live_server.url}/partners/school/relaties/nieuw/")
    page.locator("[name=zoek]").press_sequentially("kerk")
    dorpskerk = page.locator("label.pick--party", has_text="Dorpskerk").locator("input")
    expect(dorpskerk).not_to_be_checked()
    page.keyboard.press("Enter")  # the only one found: chosen, and the form is not sent
    expect(dorpskerk).to_be_focused()
    expect(dorpskerk).to_be_checked()
    page.locator("[name=zoek]").press("ArrowDown")
    expect(dorpskerk).to_be_focused()
    assert not (wrong := check(page)), wrong
    page.locator("[name=zoek]").fill("Speeltuin")
    page.locator("label.pick--new", has_text="Speeltuin").click()
    page.locator("[name=new_kind]").select_option("stichting")
    page.locator("[name=nature]").select_option("leent-uit:krijgt")
    page.locator(".entry [type=submit].utrecht-button--primary-action").click()
    expect(page.locator("#meldingen")).to_contain_text("Relatie gelegd")
    tie = Relation.objects.get(source__name="Speeltuin")
    assert (tie.target.slug, tie.kind, tie.is_directed) == ("school", "leent-uit", True)


@pytest.mark.parametrize("path", [
    "/kernen/dorp/partners/nieuw/", "/partners/sportclub/bewerken/", "/partners/sportclub/gestopt/",
    "/partners/mw-zilverreiger/identiteit/", "/partners/mw-zilverreiger/", "/relaties/900001/bewerken/", "/relaties/900001/beeindigen/",
    "/kernen/dorp/initiatieven/nieuw/", "/initiatieven/bij-de-omas/bewerken/", "/partners/sportclub/deelnames/nieuw/",
    "/deelnames/900001/bewerken/", f"{MAP}?weergave=lijst", f"{MAP}?weergave=netwerk",
])  # fmt: skip
def test_every_form_is_quiet_and_accessible(
    path: str, inside: Page, live_server: Any, screenshots: Path | None
) -> None:
    inside.goto(live_server.url + path)
    wrong = check(inside)
    keep(inside, screenshots, f"vorm-{path.strip('/').replace('/', '-').replace('?', '-')}-320")
    assert not wrong, "\n".join(wrong)


def test_what_is_wrong_is_said_and_nothing_is_lost(
    inside: Page, noise: Any, live_server: Any, screenshots: Path | None
) -> None:
    page = inside
    page.goto(f"{live_server.url}/kernen/dorp/partners/nieuw/")
    page.locator("[name=name]").fill("Sport-club")
    page.locator(".entry [type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("Sport-club")
    assert not (wrong := check(page)), wrong
    keep(page, screenshots, "fout-320")
    page.locator("[name=kind]").select_option("vereniging")
    page.locator(".entry__buttons [type=submit]").first.click()
    expect(page.locator(".twins")).to_be_visible()
    assert not (wrong := check(page)), wrong
    keep(page, screenshots, "dezelfde-320")
    noise.heard = [text for text in noise.heard if "422" not in text]


def test_two_editors(
    inside: Page, noise: Any, browser: Browser, village: Village, live_server: Any, screenshots: Path | None
) -> None:
    path = f"{live_server.url}/partners/sportclub/bewerken/"
    context = browser.new_context()
    context.add_cookies(session_of(village, live_server.url))
    other = context.new_page()
    for page in (inside, other):
        page.goto(path)
    other.locator("[name=name]").fill("Sportclub van Bas")
    other.locator(".entry__buttons [type=submit]").click()
    expect(other.locator("h1")).to_have_text("Sportclub van Bas")
    context.close()
    inside.locator("[name=name]").fill("Sportclub van Anna")
    inside.locator(".entry__buttons [type=submit]").click()
    expect(inside.locator(".versus")).to_contain_text("Sportclub van Bas")
    assert not (wrong := check(inside)), wrong
    inside.set_viewport_size({"width": 1280, "height": 800})
    keep(inside, screenshots, "twee-1280")
    inside.locator(".pick", has_text="Sportclub van Anna").click()
    inside.locator(".entry__buttons [type=submit]").click()
    expect(inside.locator("h1")).to_have_text("Sportclub van Anna")
    noise.heard = [text for text in noise.heard if "409" not in text]


def test_without_a_script(without_script: Page) -> None:
    page = without_script
    page.goto(MAP)
    page.get_by_role("link", name="Partij toevoegen").click()
    page.locator("[name=name]").fill("Biljartclub")
    page.locator("[name=kind]").select_option("vereniging")
    page.locator(".entry__buttons [type=submit]").first.click()
    assert page.url.endswith("/kernen/dorp/wijkweb/#p-biljartclub")
    page.goto("/partners/biljartclub/")
    page.get_by_role("link", name="Bewerken Biljartclub").click()
    page.locator("[name=description]").fill("Elke dinsdag.")
    page.locator(".entry__buttons [type=submit]").click()
    page.get_by_role("link", name="Relatie toevoegen").click()
    page.locator("[name=zoek]").fill("sport")
    page.locator("[name=zoeken]").click()
    page.locator("label.pick--party", has_text="Sportclub").click()
    page.locator(".entry__buttons [type=submit]").click()
    assert Relation.objects.filter(source__slug="biljartclub", target__slug="sportclub").exists()
    page.goto("/partners/biljartclub/gestopt/")
    page.locator("[name=ended_on]").fill("2025")
    page.locator(".entry__buttons [type=submit]").click()
    club = Partner.objects.get(slug="biljartclub")
    assert (str(club.ended_on), club.description) == ("2025", "Elke dinsdag.")
    assert not Relation.objects.filter(source=club, ended_on__isnull=True).exists()


def test_on_a_phone(browser: Browser, village: Village, live_server: Any, screenshots: Path | None) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    context.add_cookies(session_of(village, live_server.url))
    page = context.new_page()
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    for button in page.locator(".edit-bar .utrecht-button:visible").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
    page.touchscreen.tap(*on_screen(page, "onderwijs", "deelnemer"))
    expect(page.locator("[data-edit-here]")).to_be_visible()
    keep(page, screenshots, "telefoon-tik-390")
    page.locator("[data-edit-here]").tap()
    expect(page.locator(f"{PANEL} [name=life_domain]")).to_have_value("onderwijs")
    settled(page)
    keep(page, screenshots, "telefoon-toevoegen-390")
    assert not (wrong := check(page, (390, 320))), wrong
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(f"{PANEL} [name=name]").fill("Loket")
    page.locator(f"{PANEL} [name=kind]").select_option("gemeente")
    page.locator(f"{PANEL} .entry__buttons [type=submit]").first.tap()
    expect(page.locator("#p-loket")).to_have_count(1)
    settled(page)
    keep(page, screenshots, "telefoon-toegevoegd-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
