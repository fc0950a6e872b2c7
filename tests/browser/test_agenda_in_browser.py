"""The agenda in a real browser: on a phone, by keyboard, on paper, without scripts, and in the calendar of who subscribed."""

import re
from datetime import date
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from agenda.models import Occurrence
from initiatives.models import Activity
from tests.browser.conftest import Open, settled, sign_in
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AGENDA = "/kernen/dorp/agenda/"
WALK = "/activiteiten/wandelen/"


@pytest.fixture
def phone(village: Village, quiet_page: Page) -> Page:
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    return quiet_page


@pytest.fixture
def keeper(phone: Page, live_server: Any) -> Page:
    sign_in(phone, live_server.url)
    return phone


def test_subscribe_on_a_phone_and_find_the_change(phone: Page, live_server: Any) -> None:
    phone.goto(live_server.url + AGENDA)
    phone.get_by_role("link", name="Op uw telefoon").click()
    webcal = phone.get_by_role("link", name="Abonneren op deze telefoon").get_attribute("href") or ""
    address = phone.locator(".feed__address code").first.text_content() or ""  # folded away
    assert webcal.startswith("webcal://")
    assert webcal.partition("://")[2] == address.partition("://")[2]

    def my_calendar() -> list[tuple[str, str]]:
        """What the calendar of a phone makes of it."""
        content = phone.request.get(address).body()
        found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(
            (2035, 1, 20), (2035, 1, 26)
        )
        return [(str(event["SUMMARY"]), f"{event['DTSTART'].dt:%d %H:%M}") for event in found]

    assert my_calendar() == [("Wandelen", "23 10:00")]
    sign_in(phone, live_server.url)
    phone.goto(f"{live_server.url}{WALK}?dag=2035-01-23")
    phone.get_by_role("link", name="Bewerken Wandelen").click()
    phone.get_by_role("link", name="Alleen deze keer").click()
    phone.get_by_label("Begint om").fill("14:30")
    phone.get_by_label("Bericht voor bezoekers").fill("Trek laarzen aan")
    phone.get_by_role("button", name="Opslaan").click()
    expect(phone.locator("#meldingen")).to_contain_text("Deze keer van “Wandelen” is gewijzigd")
    assert my_calendar() == [("Wandelen", "23 14:30")]

    phone.locator("#meldingen .undo__button").click()
    expect(phone.locator("#meldingen")).to_contain_text("Dit is ongedaan gemaakt")
    assert my_calendar() == [("Wandelen", "23 10:00")]
    phone.goto(f"{live_server.url}{WALK}afgelasten/?dag=2035-01-23")
    phone.get_by_label("Waarom").fill("Gladheid")
    phone.get_by_role("button", name="Het gaat niet door").click()
    expect(phone.locator(".doing-off")).to_contain_text("Gladheid")
    assert my_calendar() == [("Gaat niet door: Wandelen", "23 10:00")]


def test_the_keyboard_alone_enters_a_series_and_hears_of_a_clash(keeper: Page, live_server: Any) -> None:
    keeper.goto(f"{live_server.url}{AGENDA}nieuw/?dag={timezone.localdate().isoformat()}")
    keeper.get_by_label("Naam").focus()
    keeper.keyboard.type("Soep")
    repeats = keeper.get_by_label("Herhaalt")
    expect(keeper.get_by_label("Niet op")).to_be_hidden()
    repeats.focus()
    keeper.keyboard.type("elke week")
    expect(keeper.get_by_label("Niet op")).to_be_visible()
    keeper.get_by_label("Organisator 1").focus()
    keeper.keyboard.type("Dorpskerk")
    keeper.get_by_label("Naam").focus()
    keeper.keyboard.press("Enter")
    expect(keeper.locator("h1")).to_have_text("Soep")
    expect(keeper.locator(".facts-list")).to_contain_text("Dorpskerk")
    keeper.goto(f"{live_server.url}{AGENDA}nieuw/?dag={timezone.localdate().isoformat()}")
    keeper.get_by_label("Naam").fill("Brood")
    keeper.get_by_label("Organisator 1").fill("Dorpskerk")
    keeper.keyboard.press("Tab")
    expect(keeper.locator("#botsingen")).to_contain_text("Er is tegelijk nog iets")
    expect(keeper.locator("#botsingen")).to_contain_text("Beide van Dorpskerk")
    wrong = check(keeper)
    assert not wrong, "\n".join(wrong)
    keeper.get_by_role("button", name="Opslaan").focus()
    keeper.keyboard.press("Enter")
    expect(keeper.locator("h1")).to_have_text("Brood")
    keeper.get_by_text("Maak er één van").click()
    wrong = check(keeper)
    assert not wrong, "\n".join(wrong)
    keeper.get_by_role("button", name="Doe het samen").click()
    expect(keeper.locator("h1")).to_have_text("Soep")
    assert Activity.objects.get(slug="brood").is_cancelled


def test_a_filter_changes_the_list_and_the_address(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}{AGENDA}?dag=2035-01-10")
    expect(phone.locator("#agenda")).to_contain_text("Wandelen")
    phone.get_by_text("Kies: voor wie").click()
    phone.get_by_label("drempelvrij").check()
    expect(phone.locator("#agenda")).not_to_contain_text("Wandelen")
    expect(phone.locator("#agenda")).to_contain_text("Koffie")
    expect(phone.locator(".agenda-doubt")).to_be_visible()
    assert "toegang=is_step_free" in phone.url
    settled(phone)
    wrong = check(phone)
    assert not wrong, "\n".join(wrong)
    phone.get_by_role("link", name="Maand").click()
    expect(phone.locator("#agenda-titel")).to_have_text("Januari 2035")
    assert "toegang=is_step_free" in phone.url


@pytest.mark.parametrize(
    "path",
    [
        f"{AGENDA}nieuw/", f"{AGENDA}agendas/", f"{AGENDA}agendas/900001/", f"{WALK}bewerken/?dag=2035-01-23",
        f"{WALK}bewerken/?dag=2035-01-23&wat=keer", f"{WALK}bewerken/?dag=2035-01-23&wat=volgende",
        f"{WALK}afgelasten/?dag=2035-01-23", f"{WALK}?dag=2035-01-23", f"{WALK}geschiedenis/",
    ],
)  # fmt: skip
def test_the_pages_of_the_coordinator_are_accessible(path: str, keeper: Page, live_server: Any) -> None:
    walk = Activity.objects.get(slug="wandelen")
    Occurrence.objects.create(activity=walk, day=date(2035, 1, 23), is_cancelled=True, note="Gladheid")
    keeper.goto(live_server.url + path)
    wrong = check(keeper)
    assert not wrong, "\n".join(wrong)


def test_a_wrong_form_says_what_to_do(keeper: Page, live_server: Any, noise: Noise) -> None:
    keeper.goto(f"{live_server.url}{AGENDA}nieuw/")
    keeper.get_by_label("Herhaalt").select_option("MONTHLY")
    keeper.get_by_role("button", name="Opslaan").click()
    expect(keeper.locator("[role=alert]:not(.fault)")).to_contain_text("Vul de dag van de eerste keer in")
    wrong = check(keeper)
    assert not wrong, "\n".join(wrong)
    noise.heard = [line for line in noise.heard if "status of 422" not in line]


def test_without_scripts_everything_can_be_done(village: Village, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}{AGENDA}nieuw/")
    page.get_by_label("Naam").fill("Bingo")
    page.get_by_label("Dag", exact=True).fill("2035-01-20")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("h1")).to_have_text("Bingo")
    page.goto(f"{live_server.url}{AGENDA}?dag=2035-01-10")
    page.get_by_text("Kies: voor wie").click()
    page.get_by_label("open voor iedereen").check()
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page.locator("#agenda")).to_contain_text("Koffie")
    expect(page.locator("#agenda")).not_to_contain_text("Bingo")
    context.close()


def test_the_sheet_for_the_notice_board_is_one_page(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}{AGENDA}prikbord/?dag=2035-01-01")
    phone.emulate_media(media="print")
    expect(phone.locator(".site-header")).to_be_hidden()
    size = phone.evaluate("parseFloat(getComputedStyle(document.querySelector('.poster__what')).fontSize)")
    assert size >= 20  # to be read from a step away
    pages = len(re.findall(rb"/Type\s*/Page\b", phone.pdf(format="A4")))
    assert pages == 1


def test_an_address_opens_a_page_that_can_be_shared(open_page: Open, village: Village) -> None:
    page = open_page(f"{AGENDA}?weergave=maand&dag=2035-01-16")
    page.get_by_role("link", name="Wandelen").first.click()
    expect(page.locator(".doing-when")).to_contain_text("16 januari 2035")
    page.get_by_role("link", name="Agenda van Dorp").click()
    expect(page.locator("h1")).to_have_text("Wat er te doen is")
