"""A neighbour takes over with a phone; and the same by hand without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from initiatives.models import Initiative
from residents.models import Registration, Takeover
from residents.services.deciding import publish
from residents.services.registering import CONFIRM, confirm, register, space_link
from tests.browser.conftest import Open, sign_in
from tests.browser.test_every_page import check
from tests.browser.test_residents_in_browser import EMAIL, PHONE, link_in_mail
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THEIRS = "mees@voorbeeld.nl"


def on_the_map(village: Village) -> Registration:
    """What a resident registered, confirmed and published."""
    from post import links

    registration = register(kern=village.kern, dream="Samen soep koken", email=EMAIL, is_sixteen=True)
    link = links.read(CONFIRM, link_in_mail(CONFIRM, EMAIL).split("sleutel=")[1])
    assert link
    confirm(link)
    publish(
        registration, acting_user=village.people["coordinator"], name="Soep", description="Samen soep koken"
    )
    return Registration.objects.get(pk=registration.pk)


def ask_a_neighbour(page: Page) -> None:
    page.get_by_label("E-mailadres van uw buur").fill(THEIRS)
    page.get_by_label("Voornaam van uw buur").fill("Mees")
    page.get_by_label("Mijn buur weet").check()
    page.get_by_role("button", name="Per mail vragen").click()


def test_asking_the_coordinator_and_handing_over_on_a_phone(
    village: Village, open_page: Open, live_server: Any, noise: Noise, page: Page
) -> None:
    registration = on_the_map(village)
    open_page(f"/mijn-initiatief/openen/?sleutel={space_link(registration)}")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Mijn initiatief openen").click()
    page.get_by_role("link", name="Vraag de coördinator iets").click()
    page.get_by_label("Wat wilt u vragen").fill("Wie heeft er een pan? Bel 0612345678")
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.locator("[data-focus]")).to_be_focused()
    wrong = check(page)
    page.get_by_role("button", name="Zo versturen").click()
    expect(page.locator("#meldingen")).to_contain_text("De coördinator van uw kern leest het")
    wrong += check(page)
    page.get_by_role("link", name="Overdragen").click()
    wrong += check(page)
    page.get_by_role("link", name="Vraag het een buur per mail").click()
    page.get_by_role("button", name="Per mail vragen").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    wrong += check(page)
    ask_a_neighbour(page)
    expect(page.get_by_role("heading", name="U vroeg het uw buur")).to_be_visible()
    wrong += check(page)
    sign_in(page, live_server.url)
    open_page("/kernen/dorp/start/")
    page.get_by_role("link", name="Soep").first.click()
    expect(page.get_by_text("vroeg de inwoner een buur")).to_be_visible()
    wrong += check(page)
    page.get_by_role("link", name="Antwoorden").click()
    wrong += check(page)
    page.get_by_label("Uw antwoord").fill("De kookclub")
    page.get_by_role("button", name="Antwoord versturen").click()
    expect(page.locator("#meldingen")).to_contain_text("Uw antwoord is per mail onderweg")
    page.context.clear_cookies()
    open_page(link_in_mail("resident-takeover"))
    page.set_viewport_size(PHONE)
    wrong += check(page)
    page.get_by_role("button", name="Ja, ik neem het over").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    wrong += check(page)
    page.get_by_label("16 jaar of ouder").check()
    page.get_by_role("button", name="Ja, ik neem het over").click()
    expect(page.get_by_role("heading", name="U hebt het overgenomen")).to_be_visible()
    wrong += check(page)
    page.get_by_role("link", name="Naar mijn initiatief").click()
    page.get_by_label("Uw e-mailadres").fill(THEIRS)
    page.get_by_role("button", name="Stuur mij een link").click()
    open_page(link_in_mail("resident-space"))
    page.get_by_role("button", name="Mijn initiatief openen").click()
    expect(page.get_by_role("heading", name="Soep")).to_be_visible()
    expect(page.get_by_text(THEIRS)).to_be_visible()
    wrong += check(page)
    assert not wrong, "\n".join(wrong)
    new = Takeover.objects.get().successor
    assert new
    assert new.initiative == Initiative.objects.get(name="Soep")
    noise.heard = [line for line in noise.heard if "422" not in line]


def test_without_javascript_the_neighbour_says_no(village: Village, browser: Any, live_server: Any) -> None:
    registration = on_the_map(village)
    context = browser.new_context(java_script_enabled=False, locale="nl-NL", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/mijn-initiatief/openen/?sleutel={space_link(registration)}")
    page.get_by_role("button", name="Mijn initiatief openen").click()
    page.goto(f"{live_server.url}/mijn-initiatief/overdragen/buur/")
    ask_a_neighbour(page)
    other = browser.new_context(java_script_enabled=False, locale="nl-NL", viewport=PHONE).new_page()
    other.goto(live_server.url + link_in_mail("resident-takeover"))
    other.get_by_role("button", name="Nee, ik neem het niet over").click()
    expect(other.get_by_role("heading", name="U zei nee")).to_be_visible()
    page.goto(f"{live_server.url}/mijn-initiatief/overdragen/")
    expect(page.get_by_text("Uw buur zei op")).to_be_visible()
    page.get_by_role("link", name="Vraag het een buur per mail").click()
    ask_a_neighbour(page)
    page.get_by_role("button", name="Vraag terugnemen").click()
    expect(page.get_by_text("het adres is gewist")).to_be_visible()
    other.context.close()
    context.close()
