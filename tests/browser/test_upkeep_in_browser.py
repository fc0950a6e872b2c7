"""Keeping a kern fresh in a real browser: by keyboard, in three widths, and without JavaScript."""

import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partners.models import Partner, Relation
from tests.browser.conftest import Open, settled
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import Village, make_village
from upkeep.models import Report
from upkeep.services.asking import card_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/kernen/dorp/bijhouden/"


@pytest.fixture
def village(live_server: Any) -> Village:
    made = make_village()
    for partner in Partner.objects.all():
        is_old = partner.slug in ("dorpskerk", "school")
        partner.confirmed_on = date(2023, 3, 3) if is_old else timezone.localdate()
        partner.save()
    for relation in Relation.objects.exclude(kind="werkt-samen"):
        relation.confirmed_on = timezone.localdate()
        relation.save()
    return made


def sign_in(page: Page, base: str, who: str = "coordinator") -> None:
    """Through the session, so that these tests do not lean on the look of the door."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    user = User.objects.get(email=f"{who}@voorbeeld.nl")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    page.context.add_cookies([{"name": "session", "value": str(session.session_key), "url": base}])


def test_still_right_by_keyboard_keeps_its_place(
    village: Village, open_page: Open, live_server: Any, page: Page
) -> None:
    sign_in(page, live_server.url)
    open_page(LIST)
    assert not check(page)
    church = Partner.objects.get(slug="dorpskerk")
    row = page.locator(f"#rij-partij-{church.pk}")
    row.get_by_role("button", name="Klopt nog").focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("vandaag bevestigd")
    expect(row.get_by_role("button", name="Ongedaan maken")).to_be_focused()
    expect(page.locator("#bijhouden-telling")).to_contain_text("1 partij")
    assert not check(page)
    page.keyboard.press("Enter")
    expect(row.get_by_role("button", name="Klopt nog")).to_be_visible()
    church.refresh_from_db()
    assert church.confirmed_on == date(2023, 3, 3)


def test_stopped_and_the_day_after_all(
    village: Village, open_page: Open, live_server: Any, page: Page, noise: Noise
) -> None:
    sign_in(page, live_server.url)
    open_page(LIST)
    school = Partner.objects.get(slug="school")
    row = page.locator(f"#rij-partij-{school.pk}")
    row.get_by_role("button", name="Gestopt").click()
    settled(page)
    row.get_by_label("Op een andere dag gestopt?").fill("2099-13")
    row.get_by_role("button", name="Deze dag opslaan").click()
    expect(row.locator("[aria-invalid=true]")).to_have_value("2099-13")
    assert not check(page)
    row.get_by_label("Op een andere dag gestopt?").fill("2024")
    row.get_by_role("button", name="Deze dag opslaan").click()
    expect(row.locator("[aria-invalid=true]")).to_have_count(0)
    noise.heard = [line for line in noise.heard if "422" not in line]
    school.refresh_from_db()
    assert str(school.ended_on) == "2024"


def test_ticking_all_and_one_button(village: Village, open_page: Open, live_server: Any, page: Page) -> None:
    sign_in(page, live_server.url)
    open_page(LIST)
    page.get_by_label("Alles op deze pagina aanvinken").check()
    expect(page.locator("[data-tick-count]")).to_have_text("3 aangevinkt")
    page.get_by_role("button", name="Wat is aangevinkt").click()
    expect(page.locator("#meldingen")).to_contain_text("3 gegevens kloppen nog")
    expect(page.locator(".empty")).to_be_visible()
    assert not check(page)


def test_without_javascript(village: Village, browser: Any, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(live_server.url + LIST)
    church = Partner.objects.get(slug="dorpskerk")
    page.locator(f"#rij-partij-{church.pk}").get_by_role("button", name="Gestopt").click()
    just_now = page.locator(".upkeep-group--done")
    just_now.get_by_label("Op een andere dag gestopt?").fill("2024-05")
    just_now.get_by_role("button", name="Deze dag opslaan").click()
    church.refresh_from_db()
    assert str(church.ended_on) == "2024-05"
    page.locator(".upkeep-group--done").get_by_role("button", name="Ongedaan maken").click()
    church.refresh_from_db()
    assert church.ended_on is None
    context.close()


def test_the_pages_behind_a_mail_and_the_report_that_follows(
    village: Village, open_page: Open, live_server: Any, page: Page, screenshots: Any
) -> None:
    club = Partner.objects.get(slug="sportclub")
    club.mailbox = "club@voorbeeld.nl"
    club.save()
    open_page(f"/bijwerken/?sleutel={card_link(club)}&keuze=klopt")
    wrong = check(page)
    address = page.url
    page.get_by_role("button", name="Ja, alles klopt nog").click()
    wrong += check(page)
    page.get_by_role("link", name="Met wie werkt u samen?").click()
    wrong += check(page)
    if screenshots:
        page.screenshot(path=screenshots / "tiles.png", full_page=True)
    page.get_by_label("School", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Volgende").click()
    wrong += check(page)
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    sign_in(page, live_server.url)
    open_page("/kernen/dorp/meldingen/")
    wrong += check(page)
    if screenshots:
        page.screenshot(path=screenshots / "reports.png", full_page=True)
    report = Report.objects.get(kind="band")
    page.locator(f"#melding-{report.pk}").get_by_role("button", name="Overnemen").click()
    expect(page.locator(f"#melding-{report.pk}")).to_contain_text("overgenomen")
    assert Relation.objects.get(target__slug="school", source=club).reported_by == club
    for path in (
        "/kernen/dorp/bijhouden/vragen/",
        "/kernen/dorp/bijhouden/instellingen/",
        "/bijwerken/nieuw/",
    ):
        open_page(path)
        wrong += check(page)
    answer = page.request.get(address)
    assert answer.status == 410
    assert not wrong, "\n".join(wrong)


def test_the_faded_ring_in_three_views(
    village: Village, open_page: Open, live_server: Any, page: Page
) -> None:
    """Drawing, network and list of what is old pass axe, and the ring lies around the old ones only."""
    sign_in(page, live_server.url)
    wrong = []
    for view in ("", "?weergave=netwerk", "?weergave=lijst"):
        open_page(f"/kernen/dorp/wijkweb/{view}")
        wrong += check(page)
    open_page("/kernen/dorp/wijkweb/")
    expect(page.locator(".node.is-old .node__age")).to_have_count(2)
    expect(page.locator("#p-dorpskerk")).to_have_attribute(
        "aria-label", re.compile("niet bevestigd sinds 3 maart 2023")
    )
    assert not wrong, "\n".join(wrong)
