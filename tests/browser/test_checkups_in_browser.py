"""A check-up on a phone: mail, fill in, the coordinator sees it, agrees on support and the next date; also without JavaScript."""

import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from checkups.models import CheckUp, Plan, Support
from checkups.services.asking import invite_in
from partners.models import Partner
from post.models import OutboxMail
from tests.browser.conftest import Open, sign_in
from tests.browser.test_every_page import check
from tests.browser.test_residents_in_browser import link_in_mail
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}
ONE = "/initiatieven/bij-de-omas/apk/"


@pytest.fixture
def invited(village: Village) -> Village:
    """The mail to the church, that drives Bij de oma's, is in the outbox."""
    Partner.objects.filter(slug="dorpskerk").update(mailbox="kerk@voorbeeld.nl")
    CheckUp.objects.update(agreed_on=date(2021, 3, 1))
    assert invite_in(village.kern) == 1
    return village


def test_from_the_mail_to_the_next_date_on_a_phone(
    invited: Village, open_page: Open, live_server: Any, noise: Noise
) -> None:
    page = open_page(link_in_mail("checkup"))
    page.set_viewport_size(PHONE)
    wrong = check(page)
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    wrong += check(page)
    page.set_viewport_size(PHONE)
    page.get_by_label("Is het nog op koers?").fill("Ja, elke woensdag vol")
    page.get_by_label("Wat is er nodig?").fill("Een tweede trekker")
    page.get_by_text("Het gaat zo door").click()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    wrong += check(page)
    sign_in(page, live_server.url)
    open_page("/kernen/dorp/apk/")
    wrong += check(page)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name=re.compile("Bespreken.*Bij de oma's")).click()
    expect(page.get_by_label("Wat is er nodig?")).to_have_value("Een tweede trekker")
    wrong += check(page)
    page.set_viewport_size(PHONE)
    page.get_by_label("Wat is afgesproken").fill("Samen een trekker zoeken")
    page.get_by_label("Wie doet het").select_option("opbouwwerker")
    page.get_by_label("Vóór", exact=True).fill("2035-05-01")
    page.get_by_label("Volgende APK").fill(f"{timezone.localdate().year + 1}-06-01")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#meldingen")).to_contain_text("De APK is opgeschreven")
    expect(page.get_by_text("Samen een trekker zoeken").first).to_be_visible()
    expect(page.get_by_text("Ja, elke woensdag vol")).to_be_visible()
    wrong += check(page)
    for path in (f"{ONE}papier/", f"{ONE}wanneer/", f"{ONE}geschiedenis/", f"{ONE}steun/nieuw/", "/kernen/dorp/apk/instellingen/",
                 "/kernen/dorp/start/", f"{ONE}invullen/"):  # fmt: skip
        open_page(path)
        wrong += check(page)
    assert not wrong, "\n".join(wrong)
    assert Support.objects.filter(role="opbouwwerker").count() == 2
    noise.heard = [line for line in noise.heard if "422" not in line]


def test_not_now_by_keyboard_and_a_new_link(invited: Village, open_page: Open) -> None:
    path = link_in_mail("checkup").replace("/apk/?", "/apk/niet-nu/?")
    page = open_page(path)
    page.set_viewport_size(PHONE)
    wrong = check(page)
    page.get_by_role("button", name="Vraag het weer na").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("over drie maanden")).to_be_visible()
    assert Plan.objects.get().next_on
    open_page("/apk/nieuw/")
    wrong += check(page)
    page.get_by_label("Het mailadres").fill("kerk@voorbeeld.nl")
    page.get_by_role("button", name="Stuur mij een nieuwe link").click()
    expect(page.get_by_role("heading", name="Kijk in uw mailbox")).to_be_visible()
    wrong += check(page)
    assert not wrong, "\n".join(wrong)
    assert OutboxMail.objects.filter(purpose__startswith="checkup").count() == 1  # it was put off


def test_without_javascript(invited: Village, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page: Page = context.new_page()
    page.goto(live_server.url + link_in_mail("checkup"))
    page.get_by_label("Wat is er nodig?").fill("Niets, het loopt")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    assert CheckUp.objects.filter(needs="Niets, het loopt").count() == 1
    context.close()


def test_the_sheet_is_one_a4(village: Village, open_page: Open, live_server: Any) -> None:
    page = open_page("/")
    sign_in(page, live_server.url)
    open_page(f"{ONE}papier/")
    sheet = page.pdf(format="A4")
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1
