"""Sharing in a real browser: ask for the bus on a phone and bring it back, without account, and without JavaScript."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from initiatives.models import Offer
from partners.models import Partner
from sharing.models import Loan, Posting, PostingWords, Side
from sharing.services import mailing, talking
from sharing.services.placing import place
from tests.browser.conftest import Open, settled, sign_in
from tests.browser.test_every_page import check
from tests.network.village import FIXED, Village
from tests.sharing.conftest import KEY, token_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DELEN = "/kernen/dorp/delen/"
RESIDENT = "bewoner@voorbeeld.nl"
PUBLIC = (
    DELEN, f"{DELEN}?soort=ruimte&lift=on", "/kernen/leeg/delen/", f"{DELEN}aanbod-bus/", f"{DELEN}vraag-rit/", f"{DELEN}zaal/",
    f"{DELEN}aanbod-bus/vragen/", f"{DELEN}gevraagd/", "/delen/nieuwe-link/", f"{DELEN}zelf/", f"{DELEN}zelf/verstuurd/",
)  # fmt: skip
FOR_COORDINATORS = (
    DELEN, f"{DELEN}nieuw/", f"{DELEN}zaal/bewerken/", f"{DELEN}aanbod-bus/stoppen/", f"{DELEN}aanbod-bus/vragen/",
    f"{DELEN}afspraken/", f"{DELEN}afspraken/{FIXED}/", "/kernen/leeg/delen/",
    f"{DELEN}briefjes/00000000-0000-4000-8000-000000000009/",
)  # fmt: skip


@pytest.fixture
def lent(village: Village) -> Village:
    """The sports club reads its mail, and a hall is lent of which not everything is known."""
    club = Partner.objects.get(slug="sportclub")
    Partner.objects.filter(pk=club.pk).update(mailbox="club@voorbeeld.nl")
    Offer.objects.create(
        slug="zaal", type="aanbod", kind="ruimte", partner=club, label="Zaal", description="Kantine van de sportclub.",
        is_lent=True, seats=50, day_parts=["avond"], lift="ja",
    )  # fmt: skip
    return village


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_is_quiet_and_accessible(path: str, lent: Village, open_page: Open) -> None:
    wrong = check(open_page(path))
    assert not wrong, "\n".join(wrong)


def test_the_pages_of_a_coordinator_are_too(lent: Village, quiet_page: Page, live_server: Any) -> None:
    sign_in(quiet_page, live_server.url)
    today = timezone.localdate()
    late = Loan.objects.create(
        offer=Offer.objects.get(slug="aanbod-bus"), borrower=Partner.objects.get(slug="school"), state="toegezegd",
        first_day=today - timedelta(days=4), last_day=today - timedelta(days=3),
    )  # fmt: skip
    talking.write(late, Side.BORROWER, "Mag hij een dag langer?")
    wrong = []
    for path in (*FOR_COORDINATORS, f"{DELEN}afspraken/{late.pk}/"):
        quiet_page.goto(live_server.url + path)
        settled(quiet_page)
        wrong += [f"{path}: {fault}" for fault in check(quiet_page)]
    assert not wrong, "\n".join(wrong)


def test_a_refused_form_and_a_question_are_accessible(
    lent: Village, quiet_page: Page, live_server: Any, noise: Any
) -> None:
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(f"{live_server.url}{DELEN}nieuw/")
    quiet_page.get_by_role("button", name="Opslaan", exact=True).click()
    settled(quiet_page)
    wrong = check(quiet_page)
    quiet_page.get_by_label("Voor wie vult u dit in?").fill("Sportclub")
    quiet_page.get_by_label("Soort").select_option("materiaal")
    quiet_page.get_by_label("In een paar woorden").fill("Tent")
    quiet_page.get_by_label("Omschrijving").fill("Bel 06-12345678")
    quiet_page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(quiet_page.get_by_role("heading", name="Mag iedereen dit lezen?")).to_be_visible()
    wrong += check(quiet_page)
    assert not wrong, "\n".join(wrong)
    quiet_page.get_by_role("button", name="Ja, iedereen mag dit lezen").click()
    expect(quiet_page.get_by_role("heading", level=1)).to_have_text("Tent")
    noise.heard = [text for text in noise.heard if "422" not in text]


def test_ask_for_the_bus_on_a_phone_and_bring_it_back(
    lent: Village, quiet_page: Page, live_server: Any, screenshots: Path | None
) -> None:
    page = quiet_page
    wrong: list[str] = []

    def look(name: str) -> None:
        settled(page)
        wrong.extend(f"{name}: {fault}" for fault in check(page, (390,)))
        if screenshots:
            page.screenshot(path=screenshots / f"delen-{name}.png", full_page=True)

    def follow(purpose: str, to: str) -> None:
        page.goto(f"{live_server.url}{purpose}?{KEY}={token_for(to)}")

    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + DELEN)
    page.get_by_role("link", name="Bus met acht plaatsen").click()
    page.get_by_role("link", name="Vragen om te lenen").click()
    page.get_by_label("Vanaf", exact=True).fill(timezone.localdate().isoformat())
    page.get_by_label("Waar is het voor?").fill("Met zes buren naar de markt")
    page.get_by_label("Uw voornaam").fill("Els")
    page.get_by_label("Uw e-mailadres").fill(RESIDENT)
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")

    follow("/delen/bevestigen/", RESIDENT)
    look("bevestigen")
    page.get_by_role("button", name="Ja, stuur het door").click()
    expect(page.locator("#meldingen")).to_contain_text("uw vraag is doorgestuurd")

    follow("/delen/afspraak/", "club@voorbeeld.nl")
    expect(page.get_by_text("Met zes buren naar de markt")).to_be_visible()
    look("uitlener")
    page.get_by_role("button", name="Ja, dat is goed").click()
    expect(page.get_by_text("Afgesproken", exact=True)).to_be_visible()

    follow("/delen/afspraak/", RESIDENT)
    page.get_by_role("button", name="Ik heb het teruggebracht").click()
    expect(page.get_by_text("Teruggebracht, nog te bekijken")).to_be_visible()
    look("lener")
    page.get_by_text("Bedanken", exact=True).click()
    page.get_by_label("Uw bedankje").fill("Wat een fijne bus")
    page.get_by_role("button", name="Bedankje versturen").click()
    expect(page.get_by_text("Wat een fijne bus")).to_be_visible()

    follow("/delen/afspraak/", "club@voorbeeld.nl")
    page.get_by_role("button", name="Het is terug, in orde").click()
    expect(page.get_by_text("Afgerond, in orde")).to_be_visible()
    look("klaar")
    assert RESIDENT not in page.content()
    assert Loan.objects.get(contact__isnull=False).state == "terug"
    assert not wrong, "\n".join(wrong)


def test_put_up_a_card_on_a_phone_and_erase_it(
    lent: Village, quiet_page: Page, live_server: Any, screenshots: Path | None, noise: Any
) -> None:
    page = quiet_page
    wrong: list[str] = []

    def look(name: str) -> None:
        settled(page)
        wrong.extend(f"{name}: {fault}" for fault in check(page, (390,)))
        if screenshots:
            page.screenshot(path=screenshots / f"briefje-{name}.png", full_page=True)

    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + DELEN)
    page.get_by_role("link", name="Ik zoek iets").click()
    expect(page.get_by_label("Ik zoek iets")).to_be_checked()
    page.get_by_label("Soort").select_option("vervoer")
    page.get_by_label("Wat is het, in een paar woorden?").fill("Rit naar de markt")
    page.get_by_label("Meer erover").fill("Bel 06-12345678")
    page.get_by_label("Tot en met").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_label("Uw e-mailadres").fill(RESIDENT)
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", name="Weet u het zeker?")).to_be_visible()
    look("zeker")
    page.get_by_label("Meer erover").fill("Met een bus, elke dinsdag")
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")

    page.goto(f"{live_server.url}/delen/briefje-bevestigen/?{KEY}={token_for(RESIDENT)}")
    look("bevestigen")
    page.get_by_role("button", name="Ja, stuur het naar de coördinator").click()
    expect(page.locator("#meldingen")).to_contain_text("De coördinator leest het eerst")
    card = Posting.objects.get(words__label__isnull=False, type="vraag")
    place(
        card,
        acting_user=User.objects.get(pk=lent.people["coordinator"].pk),
        kind="vervoer",
        label="Rit",
        description="Met een bus",
    )

    page.goto(f"{live_server.url}/delen/briefje/?{KEY}={token_for(RESIDENT)}")
    expect(page.get_by_role("link", name="Bus met acht plaatsen")).to_be_visible()
    page.get_by_text("Het briefje wijzigen", exact=True).click()
    look("mijn-briefje")
    page.get_by_role("button", name="Een maand langer").click()
    expect(page.locator("#meldingen")).to_contain_text("Het blijft staan tot en met")
    page.get_by_text("Alles over mij wissen", exact=True).first.click()
    page.get_by_label("Ja, wis het.").check()
    look("wissen")
    page.get_by_role("button", name="Alles over mij wissen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alles is gewist")
    look("gewist")
    assert not PostingWords.objects.filter(posting=card).exists()
    assert not wrong, "\n".join(wrong)
    noise.heard = [text for text in noise.heard if "422" not in text]


def test_without_javascript_a_loan_is_answered_by_keyboard(
    lent: Village, browser: Browser, live_server: Any
) -> None:
    loan = Loan.objects.get(pk=FIXED)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/delen/afspraak/?{KEY}={mailing.side_link(loan, Side.LENDER)}")
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Ja, dat is goed":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Afgesproken", exact=True)).to_be_visible()
    day = timezone.localdate() + timedelta(days=20)
    page.goto(f"{live_server.url}{DELEN}aanbod-bus/?maand={day:%Y-%m}")
    expect(page.locator("td.month__day--bezet")).to_have_count(1)
    context.close()
