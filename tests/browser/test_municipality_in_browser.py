"""The overview of a municipality in a real browser: for an alderman on every width, and a decision by keyboard."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from dashboards.models import Shared
from dashboards.services import decide, publish_due
from network.snapshots.running import mark_behind, recompute
from tests.browser.conftest import settled, sign_in
from tests.browser.test_every_page import check
from tests.network.village import Village, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERVIEW, DECIDE = "/gemeenten/Gemeente/", "/kernen/dorp/delen-met-gemeente/"
DORP = f"{OVERVIEW}kernen/dorp/"


@pytest.fixture
def shared(village: Village) -> Village:
    """Dorp shares everything, with people enough to be counted; Buurdorp decided nothing."""
    for number in range(12):
        person(f"buur-{number}", village.kern)
    decide(
        village.kern,
        acting_user=None,
        decided_on=timezone.localdate(),
        parts=list(Shared),
        agreed="dorpsraad",
    )
    publish_due()
    for kern in (village.kern, village.other):
        mark_behind([kern.pk])
        recompute(kern.pk)
    return village


def visit(page: Page, live_server: Any, role: str, path: str) -> Page:
    sign_in(page, live_server.url, role)
    page.goto(live_server.url + path)
    return settled(page)


@pytest.mark.parametrize(
    ("role", "path"),
    [("alderman", "/start/"), ("alderman", DORP), ("alderman", f"{OVERVIEW}kernen/buurdorp/"), ("coordinator", DORP), ("coordinator", DECIDE)],
)  # fmt: skip
def test_the_pages_are_quiet_and_accessible(
    role: str, path: str, shared: Village, quiet_page: Page, live_server: Any
) -> None:
    page = visit(quiet_page, live_server, role, path)
    wrong = check(page)
    assert not wrong, "\n".join(wrong)


def test_the_start_of_an_alderman_is_the_overview_with_every_kern_drawn_alike(
    shared: Village, quiet_page: Page, live_server: Any
) -> None:
    page = visit(quiet_page, live_server, "alderman", "/start/")
    assert page.url.endswith(OVERVIEW)
    rows = page.locator("table.side--kernen tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Buurdorp")
    expect(page.locator("#average_degree")).to_be_visible()
    drawn = page.locator("table.side--figure svg[role=img]").first
    assert str(drawn.get_attribute("aria-label")).startswith("Dorp, ")
    with page.expect_download() as took:
        page.get_by_role("link", name="De cijfers meenemen").click()
    assert took.value.suggested_filename == "wijkweb-overzicht.csv"


def test_on_a_phone_each_kern_is_a_block_and_the_words_stay_with_their_numbers(
    shared: Village, quiet_page: Page, live_server: Any
) -> None:
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    page = visit(quiet_page, live_server, "alderman", OVERVIEW)
    row = page.locator("table.side--figure").first.get_by_role("row").nth(2)
    expect(row.get_by_role("cell").nth(1)).to_contain_text("Nu")
    name, cell = row.get_by_role("rowheader").bounding_box(), row.get_by_role("cell").nth(1).bounding_box()
    assert name
    assert cell
    assert cell["y"] > name["y"] + name["height"] - 1


def test_the_first_figure_is_open_and_the_others_are_one_key_away(
    shared: Village, quiet_page: Page, live_server: Any
) -> None:
    page = visit(quiet_page, live_server, "alderman", OVERVIEW)
    tables = page.locator("table.side--figure")
    expect(tables.nth(0)).to_be_visible()
    expect(tables.nth(1)).to_be_hidden()
    page.locator(".figure-folds summary").nth(1).focus()
    page.keyboard.press("Enter")
    expect(tables.nth(1)).to_be_visible()
    wrong = check(page)
    assert not wrong, "\n".join(wrong)


def test_on_a_phone_a_count_of_people_says_what_it_counts(
    shared: Village, quiet_page: Page, live_server: Any
) -> None:
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    page = visit(quiet_page, live_server, "alderman", OVERVIEW)
    cell = page.locator("table.side--people").get_by_role("cell").first
    expect(cell.get_by_text("Inwoners en vrijwilligers")).to_be_visible()


def test_on_paper_nothing_is_left_of_buttons_and_the_tables_stand(
    shared: Village, quiet_page: Page, live_server: Any
) -> None:
    page = visit(quiet_page, live_server, "alderman", OVERVIEW)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("link", name="De cijfers meenemen")).to_be_hidden()
    expect(page.locator("#lezen")).to_be_visible()
    for table in page.locator("table.side--figure").all():  # what is folded on the screen stands on paper
        expect(table.locator("thead")).to_be_visible()


def test_a_decision_is_written_down_by_keyboard_and_taken_back(
    shared: Village, quiet_page: Page, live_server: Any
) -> None:
    page = visit(quiet_page, live_server, "coordinator", DECIDE)
    box = page.get_by_label("hoeveel mensen er in ons web staan")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_label("Wie waren het ermee eens?").focus()
    page.keyboard.type("Buurtvereniging")
    page.get_by_label("Besloten op").fill(f"{timezone.localdate().year - 1}-03-01")
    page.get_by_role("button", name="Het besluit opslaan").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#meldingen")).to_contain_text("Het besluit van Dorp is opgeschreven.")
    past = page.locator(".decision__past")
    expect(past).to_contain_text("Buurtvereniging")
    expect(past).not_to_contain_text("hoeveel mensen")
    page.locator("#meldingen").get_by_role("button", name="Ongedaan maken").focus()
    page.keyboard.press("Enter")
    expect(past).to_have_count(0)


def test_an_empty_answer_says_what_is_missing(shared: Village, page: Page, live_server: Any) -> None:
    visit(page, live_server, "coordinator", DECIDE)
    page.get_by_role("button", name="Het besluit opslaan").click()
    expect(page.locator("[role=alert], .error-summary").first).to_contain_text(
        "Schrijf op wie het ermee eens waren."
    )
    wrong = check(page)
    assert not wrong, "\n".join(wrong)


def test_without_scripts_everything_is_there(shared: Village, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    sign_in(page, live_server.url, "alderman")
    page.goto(live_server.url + DORP)
    expect(page.locator("#cijfers")).to_be_visible()
    expect(page.locator(".carry").or_(page.locator("#dragen")).first).to_be_visible()
    page.locator(".overview-figure__years summary").first.click()
    expect(page.locator(".overview-figure__years table").first).to_be_visible()
    sign_in(page, live_server.url, "coordinator")
    page.goto(live_server.url + DECIDE)
    page.get_by_label("Wie waren het ermee eens?").fill("Dorpsraad")
    page.get_by_label("Besloten op").fill(f"{timezone.localdate().year - 1}-03-01")
    page.get_by_role("button", name="Het besluit opslaan").click()
    expect(page.locator(".decision__past")).to_contain_text("Dorpsraad")
    context.close()
