"""What somebody sees who opens the map: everything in sight, nothing over it; on a phone, and without a script."""

import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pypdf import PdfReader

from partners.models import LifeDomain
from tests.browser.conftest import READY, Open, settled, sign_in
from tests.network.village import Village, fill_with, organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}

# The names of the rings that a party lies over, and those that lie over one another.
COVERED = """() => {
  const box = (one) => one.getBoundingClientRect();
  const meet = (a, b) => a.left < b.right - 1 && b.left + 1 < a.right && a.top < b.bottom - 3 && b.top + 3 < a.bottom;
  const names = [...document.querySelectorAll(".map__ring-names text")];
  const dots = [...document.querySelectorAll(".node > g")].map(box);
  return names.filter((name) => dots.some((dot) => meet(dot, box(name))) || names.some((other) => other !== name && meet(box(other), box(name))))
    .map((name) => name.textContent);
}"""


@pytest.mark.parametrize("count", [60, 90])
def test_no_party_stands_on_the_name_of_a_ring(count: int, village: Village, open_page: Open) -> None:
    fill_with(village.empty, count, LifeDomain.values)
    page = open_page("/kernen/leeg/wijkweb/", READY)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert settled(page).locator(".map__ring-names text").count() == 5
    assert page.evaluate(COVERED) == []


OUT_OF_SIGHT = """() => [...document.querySelectorAll("#kaart-tekening .node > g, #kaart-tekening text")].filter((one) => {
  const { left, right, top, bottom, width } = one.getBoundingClientRect();
  return width && (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight);
}).map((one) => one.textContent || one.parentNode.id)"""


@pytest.mark.parametrize("width", [320, 390])
def test_without_a_script_the_whole_figure_is_in_sight(
    width: int, village: Village, browser: Browser, live_server: Any, screenshots: Path | None
) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 844}).new_page()
    page.goto(f"{live_server.url}/kernen/dorp/wijkweb/")
    assert page.evaluate(OUT_OF_SIGHT) == []
    titles = page.locator("#kaart-tekening text:visible", has_text="Levensbeschouwing")
    box = titles.bounding_box()
    assert titles.count() == 1
    assert box
    assert box["height"] >= 11  # pixels
    if screenshots:
        page.screenshot(path=screenshots / f"zonder-script-{width}.png")
    page.get_by_role("link", name="Lees ze in de lijst").click()
    expect(page.locator("[data-party=sportclub]")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(390, 667), (390, 844), (1280, 800)])
def test_nothing_lies_over_the_network(
    width: int, height: int, village: Village, open_page: Open, quiet_page: Page, live_server: Any
) -> None:
    sign_in(quiet_page, live_server.url)
    quiet_page.set_viewport_size({"width": width, "height": height})
    page = open_page("/kernen/dorp/wijkweb/?weergave=netwerk", READY)
    for scrolled in (0, 150):
        page.evaluate("(y) => scrollTo(0, y)", scrolled)
        canvas, bar = (
            page.locator(one).bounding_box() for one in ("[data-network] canvas", "[data-edit-bar]")
        )
        assert canvas
        assert bar
        assert bar["y"] >= canvas["y"] + canvas["height"]


# The points along the edge of the canvas on which something was drawn.
AT_THE_EDGE = """(canvas) => {
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const strips = [[0, 0, width, 3], [0, height - 3, width, 3], [0, 0, 3, height], [width - 3, 0, 3, height]];
  return strips.map((strip) => context.getImageData(...strip).data.filter((value, i) => i % 4 === 3 && value > 0).length);
}"""


@pytest.mark.parametrize("view", ["network", "figure"])
def test_in_the_file_to_mail_nobody_is_cut_on_a_phone(
    view: str, village: Village, browser: Browser, client: Any, tmp_path: Path
) -> None:
    fill_with(village.empty, 40, LifeDomain.values, prefix="gehandicaptensportvereniging")
    file = tmp_path / "wijkweb.html"
    file.write_bytes(client.get("/kernen/leeg/wijkweb-los.html").content)
    page = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("#kaart[data-ready] canvas")
    page.locator(f"[data-view={view}]").click()
    canvas = settled(page).locator("#kaart canvas")
    assert canvas.evaluate(AT_THE_EDGE) == [0, 0, 0, 0]
    assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]
    page.context.close()


LONG = (
    "Identiteitscommissie De Buitensluis",
    "Tafeltennisvereniging",
    "Gehandicaptensportvereniging Cromstrijen",
)
# The words of the list that stand on two lines.
BROKEN = """() => {
  const broken = [];
  const texts = document.createTreeWalker(document.querySelector("#web"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_the_list_breaks_no_word_on_a_phone(
    width: int, village: Village, open_page: Open, quiet_page: Page, live_server: Any
) -> None:
    for place, name in enumerate(LONG):
        organisation(
            f"lang-{place}",
            village.kern,
            "kunst-en-cultuur",
            name=name,
            kind="samenwerkingsverband",
            layer="maatschappelijk-middenveld",
        )
    sign_in(quiet_page, live_server.url)
    quiet_page.set_viewport_size({"width": width, "height": 700})
    page = open_page("/kernen/dorp/wijkweb/?weergave=lijst")
    assert page.evaluate(BROKEN) == []
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.table-scroll')].filter((one) => one.scrollWidth > one.clientWidth).length"
        )
        == 0
    )
    rows = page.get_by_role("row", name="Tafeltennisvereniging")  # it is still a table for who hears it
    expect(rows.first.get_by_role("cell").first).to_have_text("samenwerkingsverband")


def test_the_list_is_dense_on_paper_and_has_its_heads_on_each_sheet(
    village: Village, open_page: Open
) -> None:
    for place in range(60):
        organisation(
            f"club-{place}", village.kern, "verenigingen", name=f"Vereniging {place}", kind="vereniging"
        )
    page = open_page("/kernen/dorp/wijkweb/?weergave=lijst")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [round(float(edge)) for edge in sheets[0].mediabox[2:]] == pytest.approx([842, 595], abs=2)
    assert len(sheets) <= 4
    assert all("Betrokkenheid" in sheet.extract_text() for sheet in sheets[:2])


def test_a_long_list_is_folded_per_life_domain_and_opens_on_what_is_sought(
    village: Village, open_page: Open
) -> None:
    for place in range(20):
        organisation(f"club-{place}", village.kern, "verenigingen", name=f"Vereniging {place}")
    page = open_page("/kernen/dorp/wijkweb/?weergave=lijst", "[data-slider]:not([hidden])")
    club, fold = page.locator("[data-party=club-7]"), page.locator("summary", has_text="Verenigingen")
    expect(club).to_be_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    expect(club).to_be_visible()
    page.get_by_label("Zoeken", exact=True).fill("Vereniging 7")
    expect(page.locator("[data-party]")).to_have_count(1)
    expect(club).to_be_visible()
    page.get_by_label("Zoeken", exact=True).fill("")
    expect(club).to_be_hidden()
    page.get_by_role("button", name="Alles openen").click()
    expect(club).to_be_visible()
    expect(page.locator("[data-tie]").first).to_be_visible()


def test_without_a_script_a_fold_of_the_list_opens_too(
    village: Village, browser: Browser, live_server: Any
) -> None:
    for place in range(20):
        organisation(f"club-{place}", village.kern, "verenigingen", name=f"Vereniging {place}")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/kernen/dorp/wijkweb/?weergave=lijst")
    expect(page.get_by_role("button", name="Alles openen")).to_be_hidden()
    page.locator("summary", has_text="Verenigingen").click()
    expect(page.locator("[data-party=club-7]")).to_be_visible()
    page.context.close()
