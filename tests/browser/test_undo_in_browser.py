"""Correcting without fear, in a real browser: undo of a merge, of yesterday, by keyboard and without scripts."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from changes.models import Change
from partners.models import Partner, Relation
from partners.services import change_partner
from tests.browser.conftest import Open, sign_in
from tests.browser.test_every_page import check
from tests.network.village import Village, organisation, tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(village: Village, quiet_page: Page, live_server: Any) -> Village:
    sign_in(quiet_page, live_server.url)
    return village


def clean(page: Page) -> None:
    wrong = check(page)
    assert not wrong, "\n".join(wrong)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_two_cards_become_one_and_apart_again(signed_in: Village, open_page: Open) -> None:
    double = organisation("sport-club", signed_in.kern, "verenigingen", website="https://sportclub.nl")
    tie(double, Partner.objects.get(slug="school"))
    page = open_page("/partners/sport-club/")
    page.get_by_role("link", name="Samenvoegen met een andere kaart").click()
    clean(page)
    page.locator("a[href$='/samenvoegen/sportclub/']").click()
    clean(page)
    page.get_by_role("link", name="Andersom: “Sportclub” blijft").click()
    page.wait_for_url("**/partners/sportclub/samenvoegen/sport-club/")
    button = page.get_by_role("button", name="Voeg ze samen")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners/sportclub/")
    expect(page.get_by_role("status").filter(has_text="opgegaan")).to_contain_text(
        "“Sport club” is opgegaan in “Sportclub”."
    )
    clean(page)
    expect(page.locator("main")).to_contain_text("https://sportclub.nl")
    assert Relation.objects.filter(source__slug="sportclub", target__slug="school").exists()
    page.locator("#meldingen").get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator("#meldingen")).to_contain_text("Dit is ongedaan gemaakt.")
    assert Partner.objects.filter(slug="sport-club").exists()
    assert Relation.objects.filter(source=double, target__slug="school").exists()
    clean(page)
    page.locator("#meldingen").get_by_role("button", name="Opnieuw doen").click()
    expect(page.locator("#meldingen")).to_contain_text("Dit is opnieuw gedaan.")
    page = open_page("/partners/sport-club/")
    assert page.url.endswith("/partners/sportclub/")


def test_what_was_changed_yesterday_is_taken_back(signed_in: Village, open_page: Open) -> None:
    club, anna = Partner.objects.get(slug="sportclub"), signed_in.people["coordinator"]
    with time_machine.travel(timezone.now() - timedelta(days=1), tick=True):
        change_partner(club, {"life_domain": "wonen"}, acting_user=anna)
    page = open_page("/kernen/dorp/wijzigingen/")
    expect(page.locator("h2")).to_have_count(2)
    clean(page)
    page.locator(".moment").nth(1).get_by_role("link", name="bekijk deze wijziging").click()
    expect(page.locator("main")).to_contain_text("verenigingen")
    clean(page)
    page.locator("main").get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator("#meldingen")).to_contain_text("Dit is ongedaan gemaakt.")
    club.refresh_from_db()
    assert club.life_domain == "verenigingen"


def test_the_list_of_changes_is_narrowed_in_place(signed_in: Village, open_page: Open) -> None:
    page = open_page("/kernen/dorp/wijzigingen/")
    page.locator("[name=soort]").select_option("samengevoegd")
    expect(page.locator("#wijzigingen")).to_contain_text("niets gewijzigd dat hierbij past")
    assert "soort=samengevoegd" in page.url
    clean(page)


def test_a_history_and_a_refusal_are_clean(signed_in: Village, open_page: Open, noise: Any) -> None:
    club, anna = Partner.objects.get(slug="sportclub"), signed_in.people["coordinator"]
    change_partner(club, {"life_domain": "wonen"}, acting_user=anna)
    change = Change.objects.order_by("-pk").exclude(pk=900_001)[0]
    page = open_page("/partners/sportclub/geschiedenis/")
    page.locator("details").first.locator("summary").click()
    clean(page)
    change_partner(club, {"life_domain": "onderwijs"}, acting_user=anna)
    undo = page.locator(f"form[action='/wijzigingen/{change.pk}/terugdraaien/']")
    undo.get_by_role("button").click()
    expect(page.locator("h1")).to_contain_text("Niet ongedaan gemaakt")
    expect(page.locator("main")).to_contain_text("levensgebied")
    clean(page)
    noise.heard = [text for text in noise.heard if "409" not in text]
    page.get_by_role("link", name="Terug", exact=True).click()
    page.wait_for_url("**/partners/sportclub/geschiedenis/")


def test_undo_and_merge_work_without_scripts(village: Village, browser: Browser, live_server: Any) -> None:
    organisation("sport-club", village.kern, "verenigingen")
    page = browser.new_context(java_script_enabled=False, locale="nl-NL").new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/partners/sportclub/samenvoegen/sport-club/")
    page.get_by_role("button", name="Voeg ze samen").click()
    assert not Partner.objects.filter(slug="sport-club").exists()
    page.locator("#meldingen").get_by_role("button", name="Ongedaan maken").click()
    assert Partner.objects.filter(slug="sport-club").exists()
    page.close()
