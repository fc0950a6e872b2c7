"""A figure that is asked about, and a report from begin to paper: by keyboard, without scripts, on a phone, accessible."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from facts.models import Fact
from halfyear.models import Edition, HalfYearReport
from tests.browser.conftest import Open
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import PASSWORD, Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOM = "/kernen/dorp/verslag/"
ONE = f"{ROOM}2016-2/"


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/inloggen/")
    page.locator("[name=username]").fill("coordinator@voorbeeld.nl")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(lambda url: "inloggen" not in url)


@pytest.fixture
def signed_in(village: Village, open_page: Open, live_server: Any) -> Open:
    page = open_page("/inloggen/")
    sign_in(page, live_server.url)
    return open_page


@pytest.mark.parametrize(
    "path",
    [
        "/kernen/dorp/feiten/", "/kernen/dorp/feiten/nieuw/", "/feiten/900001/bewerken/", "/feiten/900001/beeindigen/", "/feiten/900001/geschiedenis/",
        ROOM, f"{ROOM}nieuw/", f"{ONE}concept/", f"{ONE}versie/1/", f"{ONE}schrijven/", f"{ONE}uitgeven/", f"{ONE}lezers/", f"{ONE}geschiedenis/",
    ],
)  # fmt: skip
def test_the_pages_of_the_coordinator_are_quiet_and_accessible(path: str, signed_in: Open) -> None:
    wrong = check(signed_in(path))
    assert not wrong, "\n".join(wrong)


def test_an_outcome_that_counts_meetings_is_asked_about(signed_in: Open, noise: Noise) -> None:
    page = signed_in("/kernen/dorp/feiten/nieuw/")
    page.get_by_label("uitkomst: wat er voor mensen veranderde").check()
    for label, words in (
        ("Wat is er gemeten of geteld?", "bijeenkomsten"), ("Hoeveel is het?", "12"), ("Eenheid", "bijeenkomsten"), ("Gemeten op, of geteld tot", "2016-12"),
        ("Hoeveel was het eerst?", "8"), ("Eerst gemeten op, of geteld vanaf", "2015"), ("Bron", "agenda"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".error-summary")).to_contain_text("maar het telt wat er gedaan is")
    wrong = check(page)
    assert not wrong, "\n".join(wrong)
    assert noise.heard.pop().count("422")
    page.get_by_role("button", name="Noem het output").click()
    expect(page.locator(".fact", has_text="agenda")).to_contain_text(
        "Eerst 8 (2015), daarna gemeten: december 2016"
    )
    assert Fact.objects.get(source="agenda").kind == "output"


def test_the_ladder_brings_output_and_outcome_along(village: Village, open_page: Open) -> None:
    page = open_page("/kernen/dorp/ladder/")
    expect(page.locator(".fact-brief").nth(1)).to_contain_text("Bijeenkomsten")
    wrong = check(page)
    assert not wrong, "\n".join(wrong)


def test_a_report_is_written_and_published_by_keyboard(signed_in: Open, live_server: Any) -> None:
    page = signed_in(f"{ROOM}nieuw/")
    page.locator("[name=period]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Schrijven over de")
    report = HalfYearReport.objects.latest("pk")
    page.locator("[name=about_opening]").focus()
    page.keyboard.type("Geschreven met het toetsenbord.")
    page.get_by_role("button", name="Opslaan").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hy")).to_contain_text("Geschreven met het toetsenbord.")
    page.get_by_role("link", name="Uitgeven").focus()
    page.keyboard.press("Enter")
    page.get_by_label("iedereen").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Uitgeven").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hy-head")).to_contain_text("Versie 1, uitgegeven op")
    assert Edition.objects.get(report=report).content["texts"]["opening"] == "Geschreven met het toetsenbord."
    page.get_by_role("button", name="Ongedaan maken").first.click()
    expect(page.locator("body")).to_contain_text("Wijkweb")
    assert not Edition.objects.filter(report=report).exists()


def test_it_works_without_scripts(village: Village, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}{ONE}schrijven/")
    page.locator("[name=about_ahead]").fill("Zonder script geschreven.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".hy")).to_contain_text("Zonder script geschreven.")
    expect(page.get_by_role("button", name="Afdrukken")).to_be_hidden()
    context.close()


def test_on_paper_only_the_report_is_left(village: Village, signed_in: Open) -> None:
    page = signed_in(f"{ONE}versie/1/")
    page.emulate_media(media="print")
    for hidden in (".hy-bar", ".site-header", ".kern-nav", ".hy-versions", ".crumbs"):
        for part in page.locator(hidden).all():
            expect(part).to_be_hidden()
    expect(page.locator(".hy-head__title")).to_be_visible()
