"""The map as somebody uses it, in a real browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from partners.models import LifeDomain
from tests.browser.conftest import READY, Open, settled, steady
from tests.network.village import Village, fill_with

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/kernen/dorp/wijkweb/"
SHOWN = "[...document.querySelectorAll('#web .node')].map((node) => node.id).sort()"


def count_line(page: Page) -> str:
    return page.locator(".web__count").inner_text()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_by_keyboard_from_the_first_tab_to_a_card_and_back(village: Village, open_page: Open) -> None:
    page = open_page(MAP, READY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"
    for _press in range(60):
        if focused(page) == "p-dorpskerk":
            break
        page.keyboard.press("Tab")
    assert focused(page) == "p-dorpskerk"
    page.keyboard.press("Enter")
    expect(page.locator("#kaart-paneel")).to_contain_text("Dorpskerk")
    expect(page.locator("#kaart-paneel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#kaart-paneel-rand")).to_be_hidden()
    assert focused(page) == "p-dorpskerk"


def test_a_click_opens_the_card_beside_the_map_and_the_rest_fades(village: Village, open_page: Open) -> None:
    page = open_page(MAP, READY)
    page.locator("#p-sportclub").click()
    expect(page.locator("#kaart-paneel")).to_contain_text("Sportclub")
    assert "/wijkweb/" in page.url
    near = page.evaluate("[...document.querySelectorAll('.node.is-near')].map((node) => node.id).sort()")
    assert near == ["p-dorpskerk", "p-sportclub"]
    settled(page)
    look = "(id) => Number(getComputedStyle(document.getElementById(id)).opacity)"
    assert page.evaluate(look, "p-school") < page.evaluate(look, "p-sportclub")
    page.locator("[data-close]").click()
    assert page.locator(".node.is-near").count() == 0 or focused(page) == "p-sportclub"


def test_a_filter_shows_what_a_reload_shows(village: Village, open_page: Open) -> None:
    page = open_page(MAP, READY)
    page.locator("#filter-levensgebied").select_option("verenigingen")
    page.wait_for_url("**levensgebied=verenigingen**")
    settled(page).wait_for_selector(READY)
    swapped = page.evaluate(SHOWN), count_line(page), page.locator(".web__views").inner_html()
    page.reload()
    page.wait_for_selector(READY)
    assert (page.evaluate(SHOWN), count_line(page), page.locator(".web__views").inner_html()) == swapped
    assert swapped[0] == ["p-sportclub"]


def test_search_finds_the_grannies(village: Village, open_page: Open) -> None:
    page = open_page(MAP, READY)
    page.locator("#filter-zoek").press_sequentially("omas")
    expect(page.locator(".web__hits")).to_contain_text("Bij de oma's")


def test_the_slider_goes_back_in_time(village: Village, open_page: Open) -> None:
    page = open_page(MAP, READY)
    assert page.locator("#p-school").count() == 1
    page.locator("#dag-schuif").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**dag=2015-**")
    expect(page.locator("#p-school")).to_have_count(0)
    expect(page.locator("#p-oude-winkel")).to_have_count(1)
    page.keyboard.press("End")
    expect(page.locator("#p-school")).to_have_count(1)


def test_switching_views_keeps_the_filters(village: Village, open_page: Open) -> None:
    page = open_page(f"{MAP}?levensgebied=verenigingen", READY)
    for view in ("netwerk", "lijst"):
        page.locator(f".web__views a[href*='weergave={view}']").click()
        page.wait_for_url(f"**weergave={view}**")
        assert "levensgebied=verenigingen" in page.url
        assert page.locator("#filter-levensgebied").input_value() == "verenigingen"
    page.locator(".web__views a").first.click()
    page.wait_for_selector(READY)
    assert page.evaluate(SHOWN) == ["p-sportclub"]


# The middle of all points in the colour of a node that no other node has.
MIDDLE_OF_ITS_COLOUR = """(canvas, id) => {
  const data = JSON.parse(document.getElementById("netwerk-gegevens").textContent);
  const wanted = data.nodes.find((node) => node.id === id).color.background.match(/[0-9a-f]{2}/gi).map((part) => parseInt(part, 16));
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const points = context.getImageData(0, 0, width, height).data;
  let x = 0, y = 0, count = 0;
  for (let i = 0; i < points.length; i += 4) {
    if (wanted.every((part, channel) => Math.abs(points[i + channel] - part) < 2) && points[i + 3] > 250) {
      x += (i / 4) % width; y += Math.floor(i / 4 / width); count += 1;
    }
  }
  const unit = canvas.getBoundingClientRect().width / width;
  if (count < 20) return null; // not drawn yet
  return { x: x / count * unit, y: y / count * unit };
}"""


def test_the_network_is_drawn_and_answers_a_click(village: Village, open_page: Open) -> None:
    page = open_page(f"{MAP}?weergave=netwerk", READY)
    canvas = page.locator("[data-network] canvas")
    canvas.click(position=steady(lambda: canvas.evaluate(MIDDLE_OF_ITS_COLOUR, "sportclub")))
    expect(page.locator("#kaart-paneel")).to_contain_text("Sportclub")


def test_the_file_to_mail_opens_from_disk_without_a_request(
    village: Village, browser: Browser, client: Any, tmp_path: Path
) -> None:
    file = tmp_path / "wijkweb.html"
    file.write_bytes(client.get("/kernen/dorp/wijkweb-los.html").content)
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if request.url != file.as_uri() else None)
    page.goto(file.as_uri())
    page.wait_for_selector("#kaart[data-ready] canvas")
    page.locator("[data-view=network]").click()
    settled(page)
    assert [text for text in heard if not text.startswith(("data:", "blob:"))] == []
    page.close()


@pytest.mark.parametrize("view", ["wijkweb", "netwerk", "lijst"])
def test_without_scripts_the_web_can_be_read(
    view: str, village: Village, browser: Browser, live_server: Any
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}{MAP}?weergave={view}")
    shown = page.locator("#p-sportclub" if view != "lijst" else "[data-party=sportclub]")
    expect(shown).to_be_visible()
    page.locator("#filter-levensgebied").select_option("verenigingen")
    page.locator(".filter--submit button").click()
    expect(page.locator("#p-dorpskerk, [data-party=dorpskerk]")).to_have_count(0)
    expect(shown).to_be_visible()
    page.context.close()


OVERLAPS = """() => {
  const shown = [...document.querySelectorAll("#kaart-tekening .label")].filter((label) => getComputedStyle(label).display !== "none"
    && getComputedStyle(label).visibility !== "hidden" && Number(getComputedStyle(label).opacity) > 0);
  const boxes = shown.map((label) => ({ text: label.textContent, box: label.getBoundingClientRect() }));
  const hits = [];
  boxes.forEach((one, i) => boxes.slice(i + 1).forEach((other) => {
    const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (wide > 1 && high > 1) hits.push(`${one.text} | ${other.text}`);
  }));
  const pane = document.querySelector("[data-window]").getBoundingClientRect();
  const inSight = [...document.querySelectorAll("#kaart-tekening .node > g")].map((marker) => marker.getBoundingClientRect())
    .filter((box) => box.left > pane.left && box.right < pane.right && box.top > pane.top && box.bottom < pane.bottom);
  const bare = shown.filter((label) => label.getBoundingClientRect().right > pane.right + 1 || label.getBoundingClientRect().left < pane.left - 1);
  return { shown: shown.length, parties: inSight.length, hits, cut: bare.map((label) => label.textContent) };
}"""


def test_no_label_lies_over_another_in_a_web_of_120(village: Village, open_page: Open) -> None:
    fill_with(village.empty, 120, LifeDomain.values)
    page = open_page("/kernen/leeg/wijkweb/", READY)
    for _press in range(12):  # until it stands at 100 % or more, then what fits at that size is shown
        if int(page.locator("[data-percent]").inner_text().split()[0]) >= 100:
            break
        page.locator("[data-zoom=in]").click()
        settled(page)
    found = page.evaluate(OVERLAPS)
    assert found["parties"] > 40
    assert found["shown"] > 0.9 * found["parties"]
    assert found["hits"] == []
    assert found["cut"] == []


@pytest.mark.parametrize(("width", "least"), [(390, 12), (1280, 25)])
def test_the_whole_web_has_names_at_first_sight(
    width: int, least: int, village: Village, open_page: Open
) -> None:
    fill_with(village.empty, 40, LifeDomain.values)
    page = open_page("/kernen/leeg/wijkweb/")
    page.set_viewport_size({"width": width, "height": 844})
    page.reload()
    page.wait_for_selector(READY)
    settled(page)
    found = page.evaluate(OVERLAPS)
    assert found["shown"] >= least
    assert found["hits"] == []
    assert found["cut"] == []
    assert page.evaluate(TITLES_ON_MARKERS) == []


TITLES_ON_MARKERS = """() => {
  const markers = [...document.querySelectorAll(".node > g")].map((marker) => marker.getBoundingClientRect());
  return [...document.querySelectorAll(".title")].filter((title) => {
    const box = title.getBoundingClientRect();
    const touched = markers.filter((one) => one.left < box.right - 2 && box.left + 2 < one.right && one.top < box.bottom - 3 && box.top + 3 < one.bottom);
    return touched.length > 0;
  }).map((title) => title.textContent);
}"""


def test_the_keyboard_is_seen_on_the_canvas_of_the_network(village: Village, open_page: Open) -> None:
    page = open_page(f"{MAP}?weergave=netwerk", READY)
    canvas = page.locator("[data-network] canvas")
    before = steady(lambda: canvas.evaluate("(one) => one.toDataURL()"))
    page.locator("#p-sportclub").focus()
    assert steady(lambda: canvas.evaluate("(one) => one.toDataURL()")) != before
    page.keyboard.press("Enter")
    expect(page.locator("#kaart-paneel")).to_contain_text("Sportclub")
    page.keyboard.press("Escape")
    assert focused(page) == "p-sportclub"


def test_a_card_that_cannot_be_fetched_says_so(village: Village, page: Page, live_server: Any) -> None:
    page.goto(live_server.url + MAP)
    page.wait_for_selector(READY)
    page.route("**/partners/**", lambda route: route.fulfill(status=500, body="stuk"))
    page.locator("#p-sportclub").click()
    expect(page.locator("#kaart-paneel")).to_contain_text("Probeer het zo meteen opnieuw")


def test_the_map_prints_on_one_a3(village: Village, open_page: Open) -> None:
    fill_with(village.kern, 60, LifeDomain.values)
    page = open_page(MAP, READY)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    size = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert size
    assert sorted(round(float(edge)) for edge in size.groups()) == pytest.approx([842, 1191], abs=3)


LABELS_ON_PAPER = """() => {
  const labels = [...document.querySelectorAll(".label")].filter((one) => getComputedStyle(one).display !== "none");
  const boxes = labels.map((one) => one.getBoundingClientRect());
  const lies = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const over = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => lies(a, b)).map(() => labels[i].textContent));
  return { over, count: labels.length, points: Math.min(...labels.map((one) => 12 * 0.75 * one.getScreenCTM().a)) };
}"""


def test_names_on_paper_are_large_and_lie_apart(village: Village, open_page: Open) -> None:
    fill_with(village.kern, 60, LifeDomain.values)
    page = open_page(MAP, READY)
    page.set_viewport_size({"width": 1534, "height": 1069})  # A3 without its margins, at 96 dots to the inch
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen = page.evaluate(LABELS_ON_PAPER)
    assert seen["count"] == page.locator(".node").count()
    assert seen["over"] == []
    assert seen["points"] >= 8.5
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not page.locator("#kaart-tekening").evaluate("(one) => one.style.aspectRatio")


def test_htmx_may_not_do_more_than_it_needs(village: Village, open_page: Open) -> None:
    config = open_page(MAP, READY).evaluate("window.htmx.config")
    for name, value in {"allowEval": False, "allowScriptTags": False, "includeIndicatorStyles": False, "selfRequestsOnly": True,
                        "historyCacheSize": 0, "inlineScriptNonce": ""}.items():  # fmt: skip
        assert config[name] == value, name


def test_enter_while_what_was_typed_is_being_searched_is_no_error(village: Village, open_page: Open) -> None:
    page = open_page(MAP, READY)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/wijkweb/?*", slowly)
    with page.expect_request("**/wijkweb/?*"):
        page.locator("#filter-zoek").press_sequentially("sport")
    page.keyboard.press("Enter")
    expect(page.locator(".web__count")).to_contain_text("1 partij,")
    settled(page)
    assert heard == []
