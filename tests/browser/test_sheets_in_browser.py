"""Bringing in the sheet of five hundred contacts, as somebody does it in a real browser."""

import io
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from interchange.models import SheetJob
from interchange.sheets import running
from partners.models import Partner
from tests.browser.conftest import Open
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.factories import make_partner
from tests.interchange.sheets.messy import GOOD_ROWS, WRONG, messy_workbook
from tests.network.village import Village, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/kernen/dorp/inlezen/"
MINUTES = (
    180_000  # ms; five hundred rows are worked on within the request here, on a machine that may be busy
)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a worker: each step is done when it is asked for."""
    from interchange import tasks

    monkeypatch.setattr(tasks, "ask", lambda pk, state: running.STEPS[state](pk))


@pytest.fixture
def signed_in(village: Village, client: Any, open_page: Open, page: Page, live_server: Any) -> Open:
    sign_in(client, village, "coordinator")
    cookie = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    make_partner("Stichting Nu", village.kern)
    make_partner("Voetbalvereniging NSVV", village.kern)
    make_partner("Muziekvereniging Wilhelmina", village.kern)
    return open_page


def choose(page: Page, content: bytes, name: str = "contacten.xlsx") -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("#bestand").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.locator("main form button[type=submit]").click()


def test_the_messy_sheet_comes_in(signed_in: Open, village: Village, client: Any) -> None:
    page = signed_in(HERE)
    assert check(page) == []
    choose(page, messy_workbook())
    expect(page.locator("h1")).to_have_text("Welke kolom is wat?")
    assert check(page) == []
    expect(page.locator(".sheet-columns__list select").first).to_have_value("naam")
    expect(page.get_by_label("Telefoon")).to_have_value("")
    page.get_by_role("button", name="Vergelijken met het wijkweb").click()
    expect(page.locator("h1")).to_have_text("Dit zou er veranderen")
    assert check(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".sheet-count--fout strong")).to_have_text(str(len(WRONG)))
    expect(page.locator(".sheet-count--nieuw strong")).to_have_text(str(GOOD_ROWS))
    page.get_by_label("sportclubje").select_option("vereniging")
    page.get_by_role("button", name="Opnieuw vergelijken").click()
    expect(page.locator(".sheet-count--fout strong")).to_have_text(str(len(WRONG) - 1))
    page.locator(".sheet-count--dubbel").click()
    expect(page.locator(".sheet-row--dubbel").first).to_contain_text("Lijkt op")
    page.get_by_role("button", name="Allemaal dezelfde").click()
    expect(page.locator(".sheet-row--dubbel .badge--role").first).to_have_text("dit is dezelfde")
    assert check(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    before = Partner.objects.count()
    page.locator(".sheet-start button").click(timeout=MINUTES)
    expect(page.locator("h1")).to_have_text("Uw blad is ingelezen")
    assert check(page) == []
    assert Partner.objects.count() == before + GOOD_ROWS + 1
    assert not Partner.objects.filter(name__contains="\u00a0").exists()
    assert Partner.objects.filter(name__startswith="Noorderkring 2 bij").exists()
    with page.expect_download() as download:
        page.get_by_role("link", name="Regels om te herstellen").click()
    rows = list(openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active.values)
    assert len(rows) == len(WRONG)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_text("Dit inlezen terugdraaien").click()
    page.get_by_role("button", name="Ja, alles terugdraaien").click(timeout=MINUTES)
    expect(page.locator("h1")).to_have_text("Uw blad is teruggedraaid")
    assert Partner.objects.count() == before


def test_a_broken_file_says_so_and_the_page_stays(signed_in: Open, noise: Noise) -> None:
    page = signed_in(HERE)
    choose(page, b"Dit is geen werkmap", "lijst.xlsx")
    expect(page.locator("[role=alert]")).to_contain_text("er zit iets anders in")
    assert page.evaluate("document.activeElement.id") == "fout"
    assert check(page) == []
    choose(page, b"PK\x03\x04kapot", "lijst.xlsx")
    expect(page.locator("h1")).to_have_text("Dit bestand is niet bruikbaar")
    assert check(page) == []
    noise.heard = [heard for heard in noise.heard if "status of 422" not in heard]


def test_the_progress_moves_and_the_page_follows(signed_in: Open, village: Village) -> None:
    job = SheetJob.objects.create(
        kern=village.kern,
        made_by=village.people["coordinator"],
        file_name="a.xlsx",
        state="bezig",
        total=1000,
        done=250,
    )  # type: ignore[misc]
    page = signed_in(f"{HERE}{job.key}/")
    expect(page.locator("progress")).to_have_attribute("value", "25")
    assert check(page) == []
    SheetJob.objects.filter(pk=job.pk).update(done=500)
    expect(page.locator(".sheet-progress__count")).to_contain_text("500")
    SheetJob.objects.filter(pk=job.pk).update(state="klaar", done=1000)
    expect(page.locator("h1")).to_have_text("Uw blad is ingelezen")


def test_without_scripts_it_all_works(
    signed_in: Open, village: Village, browser: Browser, page: Page, live_server: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(list(page.context.cookies(live_server.url)))  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(f"{live_server.url}{HERE}")
    choose(plain, b"Naam;Soort\r\nStg. Nu;stichting\r\nDe Brug;kerk\r\n", "lijst.csv")
    plain.get_by_role("button", name="Vergelijken met het wijkweb").click()
    plain.locator(".sheet-row--dubbel button").last.click()
    expect(plain.locator(".sheet-row--dubbel .badge--role")).to_have_text("toch nieuw")
    plain.locator("#wat-alles").check()
    plain.locator(".sheet-start button").click()
    expect(plain.locator("h1")).to_have_text("Uw blad is ingelezen")
    assert Partner.objects.filter(name__in=["Stg. Nu", "De Brug"]).count() == 2
    context.close()
