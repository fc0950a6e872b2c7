"""The round on a phone without signal: nothing is lost, and nothing is sent twice."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rounds.models import Note
from tests.browser.conftest import sign_in
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROUND = "/kernen/dorp/rondje/"


@pytest.fixture
def phone(village: Village, quiet_page: Page, live_server: Any) -> Page:
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(live_server.url + ROUND)
    quiet_page.wait_for_selector("[data-round][data-ready]")
    return quiet_page


def write(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("form button[type=submit]").click()


def worker_is_ready(page: Page) -> None:
    page.evaluate("() => navigator.serviceWorker.ready")
    page.evaluate(
        """async () => { for (let turn = 0; turn < 100; turn++) {
            if ((await (await caches.open("rondje")).keys()).length > 5) return;
            await new Promise((next) => setTimeout(next, 50)); } }"""
    )


def test_notes_are_written_without_signal_and_sent_once_when_it_comes_back(
    phone: Page, context: BrowserContext, live_server: Any, noise: Noise
) -> None:
    worker_is_ready(phone)
    context.set_offline(True)
    expect(phone.locator("[data-round-line]")).to_contain_text("Geen bereik")
    write(phone, stop="Dorpshuis", party="Biljartclub", line="zoekt een zaal")
    write(phone, party="Dorpskerk", next_step="Sleutel vragen")
    expect(phone.locator("[data-round-list] li")).to_have_count(2)
    assert not Note.objects.exists()

    phone.goto(live_server.url + ROUND)  # the page opens without signal, and nothing was lost
    phone.wait_for_selector("[data-round][data-ready]")
    expect(phone.locator("[data-round-list] li")).to_have_count(2)
    phone.locator("[name=line]").fill("halverwege een zin")
    phone.reload()
    phone.wait_for_selector("[data-round][data-ready]")
    expect(phone.locator("[name=line]")).to_have_value("halverwege een zin")

    context.set_offline(False)
    expect(phone.locator("[data-round-status]")).to_contain_text("2 aantekeningen zijn verstuurd")
    expect(phone.locator("[data-round-list] li")).to_have_count(0)
    phone.reload()
    phone.wait_for_selector("[data-round][data-ready]")
    assert sorted(Note.objects.values_list("party", flat=True)) == ["Biljartclub", "Dorpskerk"]
    noise.heard = [text for text in noise.heard if "ERR_INTERNET_DISCONNECTED" not in text]


def test_an_answer_that_gets_lost_makes_no_second_note(phone: Page, noise: Noise) -> None:
    lost = []

    def lose(route: Any) -> None:
        route.fetch()  # the server gets it, the phone hears nothing
        lost.append(route)
        route.abort()

    phone.route("**/insturen/", lose, times=1)
    write(phone, line="eenmaal")
    expect(phone.locator("[data-round-status]")).to_contain_text("later mee")
    assert len(lost) == 1
    phone.locator("[data-round-send]").click()
    expect(phone.locator("[data-round-list] li")).to_have_count(0)
    assert Note.objects.count() == 1
    noise.heard = [text for text in noise.heard if "ERR_FAILED" not in text]


def test_who_was_signed_out_keeps_the_notes(
    phone: Page, context: BrowserContext, live_server: Any, village: Village
) -> None:
    context.clear_cookies()
    write(phone, line="nog niet weg")
    expect(phone.locator("[data-round-status]")).to_contain_text("U bent uitgelogd")
    expect(phone.locator("[data-round-list] li")).to_have_count(1)
    sign_in(phone, live_server.url)
    phone.locator("[data-round-send]").click()
    expect(phone.locator("[data-round-list] li")).to_have_count(0)
    assert Note.objects.get().line == "nog niet weg"


def test_a_refused_note_stays_with_its_reason_and_can_be_mended(phone: Page) -> None:
    write(phone, line="111222333")
    expect(phone.locator("[data-round-list] li")).to_contain_text("BSN")
    phone.get_by_role("button", name="Aanpassen: 111222333").click()
    phone.locator("[name=line]").fill("zonder nummer")
    phone.locator("form button[type=submit]").click()
    expect(phone.locator("[data-round-list] li")).to_have_count(0)
    assert Note.objects.get().line == "zonder nummer"


def test_the_keyboard_alone_writes_and_works_out_a_note(phone: Page, live_server: Any) -> None:
    phone.locator("[name=stop]").focus()
    phone.keyboard.type("Dorpshuis")
    phone.keyboard.press("Tab")
    phone.keyboard.type("Biljartclub")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-round-status]")).to_contain_text("verstuurd")
    phone.goto(live_server.url + ROUND + "uitwerken/")
    form = phone.locator("article.note form").first
    form.locator("[value=new]").focus()
    phone.keyboard.press("Space")
    form.locator("[name$=kind]").first.select_option("vereniging")
    phone.get_by_role("button", name="Bevestigen").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#meldingen")).to_contain_text("De aantekening is uitgewerkt")
    expect(phone.get_by_role("button", name="Ongedaan maken").first).to_be_visible()


@pytest.mark.parametrize("path", [ROUND, f"{ROUND}uitwerken/", "/kernen/dorp/taken/"])
def test_the_pages_are_accessible(path: str, phone: Page, live_server: Any, village: Village) -> None:
    from django.utils import timezone

    from accounts.models import User
    from rounds.models import Task

    user = User.objects.get(email="coordinator@voorbeeld.nl")
    Note.objects.create(
        kern=village.kern,
        made_by=user,
        party="Biljartclub",
        stop="Sportclub",
        next_step="Bel",
        noted_at=timezone.now(),
    )
    Task.objects.create(kern=village.kern, text="Bel de school", due_on="2020-01-01", made_by=user)
    phone.goto(live_server.url + path)
    wrong = check(phone)
    assert not wrong, "\n".join(wrong)
