"""The ladder in a real browser: prepared on one sheet, written down in a meeting by phone and keyboard, corrected, taken back."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from initiatives.models import Story
from ladder.models import Assessment, OwnershipStep
from ladder.rungs import RULES
from network.models import Audience, Snapshot, SnapshotRun
from tests.browser.conftest import Open, settled, sign_in
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LADDER = "/kernen/dorp/ladder/"
REASON = "Bewoners groeten elkaar weer, en wie nieuw is wordt aangesproken."


def every_signal(village: Village, day: date, share: float) -> None:
    """Figures in which every signal can be said, and each may be doubted."""
    basis = {"ties": 40, "derived": 40, "partners": 8, "fresh": 0.3, "people_seen": False}
    one = {"value": share, "unit": "share", "reason": "", "basis": basis, "parts": {"open_share": share}}
    for audience in Audience.values:
        Snapshot.objects.create(
            kern=village.kern, audience=audience, day=day, fingerprint="x", engine="x", duration_ms=1,
            figures={rule.reads: {"id": rule.reads, **one, "without_coordinator": share / 2} for rule in RULES},
            values={rule.reads: [share, "", None] for rule in RULES}, computed_at=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def full(village: Village) -> Village:
    today = timezone.localdate()
    every_signal(village, today.replace(year=today.year - 2, day=1), 0.25)
    every_signal(village, today, 0.75)
    SnapshotRun.objects.update_or_create(
        kern=village.kern, defaults={"asked": 1, "done": 1, "finished_at": timezone.now()}
    )
    for number in range(10):
        Story.objects.create(
            slug=f"lang-{number}", kern=village.kern, rung=number % 5 + 1, text="Zo begon het.", visibility="public",
            title="Hoe de hele straat op een zaterdag in november samen het plein aanveegde",
        )  # fmt: skip
    return village


@pytest.fixture
def coordinator(full: Village, quiet_page: Page, live_server: Any) -> Page:
    sign_in(quiet_page, live_server.url)
    return quiet_page


def pages_of(page: Page) -> list[Any]:
    return list(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)


@pytest.mark.parametrize("query", ["", "?personen=ja"])
def test_the_sheet_is_one_a4_however_much_there_is_to_say(
    coordinator: Page, full: Village, open_page: Open, query: str
) -> None:
    full.kern.name = "Sint Jacobiparochie aan de Nieuwe Waterweg"
    full.kern.save()
    page = open_page(f"{LADDER}voorbereiden/{query}")
    (sheet,) = pages_of(page)
    assert [round(float(edge)) for edge in sheet.mediabox[2:]] == pytest.approx([595, 842], abs=2)
    text = " ".join(sheet.extract_text().split())
    for words in (
        "De wijk als zelfstandig orgaan",
        "Wat uiteenvalt als de meest verbindende partij weggaat",
        "te vroeg om te zeggen",
        "Wie zag het anders, en waarom",
    ):
        assert words in text
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # the width of a sheet within its margins
    cut = page.locator(".sheet__rung, .sheet").evaluate_all(
        "(all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length"
    )
    assert cut == 0


def test_a_sheet_of_an_empty_kern_is_one_a4_too(village: Village, quiet_page: Page, live_server: Any) -> None:
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(f"{live_server.url}{LADDER}voorbereiden/")
    assert len(pages_of(quiet_page)) == 1


def test_every_page_of_the_ladder_is_accessible_and_fits(coordinator: Page, open_page: Open) -> None:
    wrong: list[str] = []
    for path in (
        LADDER, f"{LADDER}voorbereiden/", f"{LADDER}nieuw/", f"{LADDER}stappen/2/", "/kernen/dorp/lagen/", "/initiatieven/bij-de-omas/lagen/",
    ):  # fmt: skip
        page = open_page(path)
        wrong += [f"{path} {text}" for text in check(page)]
    assert not wrong, "\n".join(wrong)


def test_by_keyboard_a_meeting_is_written_down_corrected_and_taken_back(
    coordinator: Page, open_page: Open, noise: Noise
) -> None:
    page = open_page(f"{LADDER}nieuw/")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("radio", name="1. Integrale samenwerking van professionals").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="2. Elkaar kennen")).to_be_checked()
    page.get_by_label("Wie zag het anders, en waarom?").fill("De huisarts: het is nog te smal.")
    page.get_by_role("button", name="Opslaan").press("Enter")

    # Refused without a reason; what was filled in is still there, and so is the way to what is missing.
    expect(page.locator(".utrecht-alert, [role=alert]:not(.fault)")).to_contain_text("Schrijf op waarom")
    expect(page.get_by_role("radio", name="2. Elkaar kennen")).to_be_checked()
    expect(page.get_by_label("Wie zag het anders, en waarom?")).to_have_value(re.compile("De huisarts"))
    wrong = check(page)
    assert not wrong, "\n".join(wrong)
    noise.heard = [line for line in noise.heard if "status of 422" not in line]

    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("Waarom?", exact=True).fill(REASON)
    page.locator("summary", has_text="Signalen").press("Enter")
    page.get_by_role("checkbox", name=re.compile("Verbanden per partij")).press("Space")
    page.locator("summary", has_text="Verhalen").press("Enter")
    page.get_by_role("checkbox", name=re.compile("Hoe de hele straat")).first.press("Space")
    page.get_by_role("button", name="Opslaan").press("Enter")
    page.wait_for_url("**/beoordelingen/*/")
    expect(page.locator(".said__card")).to_contain_text(REASON)
    expect(page.locator(".said__part--dissent")).to_contain_text("De huisarts")
    expect(page.locator(".signal--picked")).to_contain_text("Hier steunt de beoordeling op")
    wrong = check(page)
    assert not wrong, "\n".join(wrong)

    page.get_by_role("link", name="Verbeteren").click()
    page.get_by_label("Waarom?", exact=True).fill("Beter gezegd.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".said__card")).to_contain_text("Beter gezegd.")
    page.get_by_role("link", name="Geschiedenis").click()
    expect(page.locator(".moments").first).to_contain_text(REASON)
    wrong = check(page)
    assert not wrong, "\n".join(wrong)

    page.get_by_role("link", name="Terug naar de beoordeling").click()
    page.get_by_role("link", name="Verbeteren").click()
    page.get_by_role("button", name="De beoordeling terugnemen").click()
    page.wait_for_url(f"**{LADDER}")
    expect(page.locator(".said")).to_contain_text("Bewoners begonnen.")
    page.get_by_role("button", name=re.compile("Ongedaan maken")).first.click()
    expect(page.locator(".said")).to_contain_text("Beter gezegd.")
    assert Assessment.objects.get(reason="Beter gezegd.").evidence.count() == 2


def test_without_scripts_a_coordinator_enters_it_and_a_guest_reads_it(
    full: Village, browser: Browser, live_server: Any
) -> None:
    page = browser.new_context(
        java_script_enabled=False, locale="nl-NL", viewport={"width": 390, "height": 844}
    ).new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}{LADDER}nieuw/")
    page.get_by_role("radio", name="Te vroeg om te zeggen").check()
    page.get_by_label("Waarom?", exact=True).fill(REASON)
    page.locator("summary", has_text="Signalen").click()
    page.get_by_role("checkbox", name=re.compile("Verbanden per partij")).check()
    page.get_by_role("button", name="Opslaan").click()
    page.wait_for_url("**/beoordelingen/*/")
    page.goto(f"{live_server.url}{LADDER}stappen/2/")
    page.get_by_label("Wat merkt u ervan?").fill("De eerste buurttafel.")
    page.get_by_role("button", name="Opslaan").click()
    page.goto(f"{live_server.url}{LADDER}stappen/2/")
    page.get_by_role("button", name="Terugnemen wat was opgeschreven").click()
    page.wait_for_url(f"**{LADDER}#stap-2")
    assert not OwnershipStep.objects.exists()
    page.get_by_role("button", name=re.compile("Ongedaan maken")).first.click()
    assert OwnershipStep.objects.get().note == "De eerste buurttafel."

    for role in ("", "alderman"):
        guest = browser.new_context(java_script_enabled=False, locale="nl-NL").new_page()
        if role:
            sign_in(guest, live_server.url, role)
        guest.goto(live_server.url + LADDER)
        expect(guest.locator(".climb__ground")).to_contain_text("te vroeg om te zeggen")
        expect(guest.locator(".said__card")).to_contain_text(REASON)
        expect(guest.locator("#stap-2")).to_contain_text("De eerste buurttafel.")
        assert guest.get_by_role("link", name="Opschrijven waar wij staan").count() == 0


def test_what_holds_for_all_signals_is_said_once(coordinator: Page, open_page: Open) -> None:
    page = settled(open_page(LADDER))
    doubt = page.get_by_text("Minder dan de helft van de gegevens is op tijd bevestigd.")
    expect(doubt).to_have_count(1)
    expect(page.locator(".signal .doubt-mark")).to_have_count(len(RULES))
