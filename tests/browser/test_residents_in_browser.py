"""A resident with a phone: registering, confirming, looking after it; also by keyboard and without JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import Error, Page, ViewportSize, expect

from initiatives.models import Initiative, Participation
from partners.models import Partner
from post.models import OutboxMail
from residents.models import Registration, State, Words
from residents.services.registering import space_link
from tests.browser.conftest import Open, sign_in
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}
EMAIL = "truus@voorbeeld.nl"


def link_in_mail(purpose: str, to: str = "") -> str:
    """The path of the last link that was mailed for this."""
    mails = OutboxMail.objects.filter(purpose__startswith=purpose, to__contains=to).order_by("-pk")
    found = re.search(r"https?://[^/\s]+(/\S*sleutel=[\w-]+)", mails[0].text)
    assert found
    return found[1]


def fill_in(page: Page, dream: str = "Een plein waar iedereen elkaar ziet") -> None:
    page.get_by_label("Waar is het?").select_option("dorp")
    page.get_by_label("Waar droomt u van").fill(dream)
    page.get_by_label("Wat komt u halen?").fill("Een ruimte om te oefenen")
    page.get_by_label("Uw voornaam").fill("Truus")
    page.get_by_label("Uw e-mailadres").fill(EMAIL)
    page.get_by_label("16 jaar of ouder").check()


def test_registering_confirming_and_looking_after_it_on_a_phone(
    village: Village, open_page: Open, noise: Noise
) -> None:
    page = open_page("/initiatief-aanmelden/")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Versturen").click()
    wrong = check(page)
    expect(page.locator("[data-focus]")).to_be_focused()
    fill_in(page, "Samen koken bij de oma's, bel 0612345678")
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.get_by_role("heading", name="Misschien samen?")).to_be_visible()
    wrong += check(page)
    page.get_by_role("button", name="Zo versturen").click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    open_page(link_in_mail("resident-confirm"))
    wrong += check(page)
    page.get_by_role("button", name="Ja, meld het aan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Uw initiatief is aangemeld")).to_be_visible()
    wrong += check(page)
    assert Registration.objects.latest("pk").state == State.NEW
    open_page("/mijn-initiatief/")
    page.get_by_label("Uw e-mailadres").fill(EMAIL)
    page.get_by_role("button", name="Stuur mij een link").click()
    wrong += check(page)
    open_page(link_in_mail("resident-space"))
    wrong += check(page)
    page.get_by_role("button", name="Mijn initiatief openen").click()
    expect(page.get_by_text("Een ruimte om te oefenen")).to_be_visible()
    wrong += check(page)
    page.get_by_label("een knop waarmee mensen").check()
    page.get_by_role("button", name="Mijn keuze opslaan").click()
    expect(page.locator("#meldingen")).to_contain_text("Uw keuze is opgeslagen")
    for path in ("aanpassen", "wissen", "intrekken"):
        open_page(f"/mijn-initiatief/{path}/")
        wrong += check(page)
    assert not wrong, "\n".join(wrong)
    page.get_by_label("Ja, wis het").check()
    page.get_by_role("button", name="Intrekken en wissen").click()
    expect(page.get_by_role("heading", name="Gewist")).to_be_visible()
    assert Words.objects.count() == 1, "only that of the village"
    noise.heard = [line for line in noise.heard if "422" not in line]


PRESS = """form => {
  const button = form.querySelector("button[type=submit]");
  let sent = 0;
  const count = (event) => { sent += !event.defaultPrevented; event.preventDefault(); };
  window.addEventListener("submit", count);  // after what the site itself does with it
  button.click();
  button.click();
  const atOnce = sent;
  window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  button.click();
  window.removeEventListener("submit", count);
  return [atOnce, sent];
}"""


def test_a_button_that_is_pressed_twice_sends_once(village: Village, open_page: Open) -> None:
    """Until the answer is there; who comes back by the back button may send again."""
    page = open_page("/initiatief-aanmelden/?kern=dorp")
    assert page.locator("main form").evaluate(PRESS) == [1, 2]


def test_without_javascript(village: Village, browser: Any, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/initiatief-aanmelden/")
    fill_in(page)
    page.get_by_role("button", name="Versturen", exact=True).click()
    page.goto(live_server.url + link_in_mail("resident-confirm"))
    page.get_by_role("button", name="Nee, dat was ik niet").click()
    expect(page.get_by_role("heading", name="Weggegooid")).to_be_visible()
    assert Registration.objects.count() == 1, "only that of the village"
    context.close()


def test_from_idea_to_handing_over(
    village: Village, open_page: Open, live_server: Any, noise: Noise, page: Page
) -> None:
    """Register, confirm, published, a party joins in, it runs, and somebody else takes over; all on a phone."""
    club = Partner.objects.get(slug="sportclub")
    club.mailbox = "sportclub@voorbeeld.nl"
    club.save()
    open_page("/initiatief-aanmelden/?kern=dorp")
    page.set_viewport_size(PHONE)
    fill_in(page)
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    open_page(link_in_mail("resident-confirm", EMAIL))
    page.get_by_role("button", name="Ja, meld het aan").click()
    registration = Registration.objects.latest("pk")
    sign_in(page, live_server.url)
    open_page("/kernen/dorp/start/")
    page.get_by_role("link", name="Een plein waar iedereen elkaar").click()
    wrong = check(page)
    page.get_by_role("button", name="Toon voornaam en adres").click()
    expect(page.get_by_text(EMAIL)).to_be_visible()
    wrong += check(page)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Plaatsen").click()
    wrong += check(page)
    page.get_by_label("Titel").fill("Dorpsplein")
    page.get_by_label("Verenigingen").check()
    page.get_by_role("button", name="Plaatsen").click()
    expect(page.locator("#meldingen")).to_contain_text("“Dorpsplein” staat op de kaart")
    page.get_by_role("button", name=re.compile("Per mail vragen.*Sportclub")).click()
    expect(page.locator("#meldingen")).to_contain_text("Sportclub is per mail gevraagd")
    wrong += check(page)
    for path in ("/kernen/dorp/aanmeldingen/", f"/kernen/dorp/aanmeldingen/{registration.key}/plaatsen/"):
        page.goto(live_server.url + path)
        wrong += check(page)
    page.context.clear_cookies()
    open_page(link_in_mail("join-initiative"))
    wrong += check(page)
    page.get_by_role("button", name="Ja, wij doen mee").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    initiative = Initiative.objects.get(name="Dorpsplein")
    sign_in(page, live_server.url)
    open_page("/initiatieven/dorpsplein/levensloop/")
    wrong += check(page)
    page.get_by_role("button", name="Draait").click()
    expect(page.locator("#meldingen")).to_contain_text("“Dorpsplein” is nu: draait")
    for path in (
        "/kernen/dorp/kijk-hier-eens-naar/",
        "/initiatieven/dorpsplein/overdragen/",
        "/initiatieven/dorpsplein/stap/gestopt/",
    ):
        open_page(path)
        wrong += check(page)
    page.context.clear_cookies()
    open_page("/initiatieven/dorpsplein/")
    expect(page.get_by_text("Begonnen door inwoners.")).to_be_visible()
    wrong += check(page)
    open_page(f"/mijn-initiatief/openen/?sleutel={space_link(registration)}")
    page.get_by_role("button", name="Mijn initiatief openen").click()
    wrong += check(page)
    page.get_by_role("link", name="Overdragen").click()
    wrong += check(page)
    page.get_by_label("Sportclub").check()
    page.get_by_role("button", name="Overdragen").click()
    expect(page.locator("#meldingen")).to_contain_text("Overgedragen aan Sportclub")
    initiative.refresh_from_db()
    assert initiative.phase == "overgedragen"
    drivers = Participation.objects.filter(initiative=initiative, role="trekker").order_by("pk")
    assert [part.ended_on is None for part in drivers] == [False, True]
    assert drivers[1].partner == club
    assert not wrong, "\n".join(wrong)
    noise.heard = [line for line in noise.heard if "409" not in line]


def test_what_was_typed_survives_a_lost_line(village: Village, browser: Any, live_server: Any) -> None:
    context = browser.new_context(locale="nl-NL", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/initiatief-aanmelden/")
    fill_in(page)
    context.set_offline(True)

    def send() -> None:
        page.get_by_role("button", name="Versturen", exact=True).click()
        page.wait_for_url("**/verstuurd/", timeout=3000)

    with pytest.raises(Error):  # the browser itself says that there is no line
        send()
    context.set_offline(False)
    page.goto(f"{live_server.url}/initiatief-aanmelden/")
    expect(page.get_by_label("Waar droomt u van")).to_have_value("Een plein waar iedereen elkaar ziet")
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    page.goto(f"{live_server.url}/initiatief-aanmelden/")
    expect(page.get_by_label("Waar droomt u van")).to_have_value("")
    context.close()
