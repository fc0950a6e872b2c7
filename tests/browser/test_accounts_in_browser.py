"""Signing in every way, an invitation, and the end of a role and of a session: on the real server, in a real browser."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.conf import settings as used
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import Membership, Role, User
from accounts.services import invitations
from post.models import MailLink, OutboxMail
from tests.conftest import Noise
from tests.factories import PASSWORD, make_kern, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL = "anna@voorbeeld.nl"
Go = Callable[[str], Page]


@pytest.fixture
def anna(live_server: Any) -> User:
    return make_user(Role.COORDINATOR, make_kern("Dorp"), email=EMAIL, name="Anna")


@pytest.fixture
def go(quiet_page: Page, live_server: Any) -> Go:
    def to(path: str) -> Page:
        quiet_page.goto(live_server.url + path)
        return quiet_page

    return to


@pytest.fixture
def clock() -> Iterator[Any]:
    """The clock of the server stands still, so that a code of an app is right however slow the machine is."""
    cache.clear()
    with time_machine.travel(timezone.now(), tick=False) as standing:
        yield standing


def mailed_code() -> str:
    found = re.search(r"[0-9]{4}-[0-9]{4}", OutboxMail.objects.latest("pk").text)
    assert found
    return found[0]


def app_code(key: str) -> str:
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(
        auth.hotp_value(key.replace(" ", ""), next(iter(auth.yield_hotp_counters_from_time())))
    )


def type_password(page: Page) -> None:
    """As people do it: address, Tab, password, Enter."""
    page.get_by_label("E-mailadres").focus()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def is_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()


def expect_422(noise: Noise) -> None:
    """Chromium writes a line for each form that comes back with errors."""
    assert noise.heard
    assert all("422" in line for line in noise.heard)
    noise.heard.clear()


def test_a_password_and_enter(anna: User, go: Go) -> None:
    page = go("/inloggen/?next=/account/")
    type_password(page)
    is_at(page, "Uw account")


def test_a_code_from_the_mail_by_keyboard(anna: User, go: Go, noise: Noise) -> None:
    page = go("/inloggen/?next=/account/")
    page.get_by_label("E-mailadres").fill(EMAIL)
    page.get_by_role("button", name="Stuur mij een code").press("Enter")
    is_at(page, "Kijk in uw mailbox")
    page.get_by_label("Code uit de e-mail").fill("0000-0000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect_422(noise)
    page.get_by_label("Code uit de e-mail").fill(mailed_code().replace("-", " "))
    page.keyboard.press("Enter")
    is_at(page, "Uw account")
    press(page, "Uitloggen")
    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(EMAIL)).to_have_count(0)


def test_a_forgotten_password_by_code(anna: User, go: Go, noise: Noise) -> None:
    page = go("/inloggen/")
    page.get_by_role("link", name="Wachtwoord vergeten?").click()
    page.get_by_label("E-mailadres").fill(EMAIL)
    page.keyboard.press("Enter")
    is_at(page, "Kijk in uw mailbox")
    page.get_by_label("Code uit de e-mail").fill(mailed_code())
    page.keyboard.press("Enter")
    is_at(page, "Kies een wachtwoord")
    page.get_by_label("Nieuw wachtwoord").fill("welkom")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_contain_text("te kort")
    expect_422(noise)
    page.get_by_label("Nieuw wachtwoord").fill("paard fiets lantaarn kaas")
    page.keyboard.press("Enter")
    is_at(page, "Inloggen")
    anna.refresh_from_db()
    assert anna.check_password("paard fiets lantaarn kaas")


def set_up_the_app(page: Page) -> str:
    """What somebody does who must have a second step: set up the app, and keep the codes. Gives the key."""
    is_at(page, "Tweede stap")
    page.get_by_role("link", name="App instellen").press("Enter")
    page.get_by_text("Of typ de sleutel over").press("Enter")
    key = page.locator(".account-key").inner_text()
    page.get_by_label("Code die de app toont").fill(app_code(key))
    page.keyboard.press("Enter")
    is_at(page, "Herstelcodes")
    return key


def test_the_app_that_a_role_asks_for(
    anna: User, go: Go, settings: Any, clock: Any, noise: Noise, browser: Browser, live_server: Any
) -> None:
    settings.SECOND_STEP_REQUIRED = True
    page = go("/inloggen/?next=/kernen/dorp/")
    type_password(page)
    key = set_up_the_app(page)
    press(page, "Codes tonen")
    codes = page.locator(".account-codes code").all_inner_texts()
    assert len(codes) == 10
    page.reload()
    expect(page.locator(".account-codes")).to_have_count(0)
    is_at(go("/kernen/dorp/"), "Dorp")
    press(page, "Uitloggen")
    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()

    go("/inloggen/?next=/account/")
    type_password(page)
    page.get_by_label("Code uit uw app").fill(app_code(key))  # that was used to set it up
    clock.shift(timedelta(seconds=31))
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_contain_text("Wacht op de volgende")
    expect_422(noise)
    page.get_by_label("Code uit uw app").fill(app_code(key))
    page.keyboard.press("Enter")
    is_at(page, "Uw account")

    for works in (True, False):  # a recovery code, once
        with browser.new_context(locale="nl-NL") as context:
            elsewhere = context.new_page()
            elsewhere.goto(live_server.url + "/inloggen/?next=/account/")
            type_password(elsewhere)
            elsewhere.get_by_label("Code uit uw app").fill(codes[0])
            elsewhere.keyboard.press("Enter")
            is_at(elsewhere, "Uw account" if works else "Tweede stap")


def add_a_device(page: Page) -> None:
    """A fingerprint reader in this browser, that always says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_and_opens_the_door(anna: User, go: Go, settings: Any) -> None:
    settings.SECOND_STEP_REQUIRED = True
    page = go("/inloggen/")
    add_a_device(page)
    type_password(page)
    is_at(page, "Tweede stap")
    page.get_by_role("link", name="Passkey toevoegen").click()
    page.get_by_label("Naam").fill("Mijn telefoon")
    press(page, "Passkey toevoegen")
    is_at(page, "Herstelcodes")
    expect(go("/account/beveiliging/").get_by_role("strong").filter(has_text="Mijn telefoon")).to_be_visible()
    press(page, "Uitloggen")
    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()

    go("/inloggen/?next=/account/")
    press(page, "Inloggen met een passkey")  # alone
    is_at(page, "Uw account")
    press(page, "Uitloggen")
    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()

    go("/inloggen/?next=/account/")
    type_password(page)  # and as second step
    press(page, "Passkey gebruiken")
    is_at(page, "Uw account")


def test_without_a_passkey_the_page_says_so(anna: User, go: Go) -> None:
    page = go("/inloggen/")
    add_a_device(page)
    press(page, "Inloggen met een passkey")
    expect(page.locator("[data-passkey-trouble]")).to_be_visible()
    type_password(page)
    expect(page.get_by_role("link", name="Anna")).to_be_visible()


def invite(inviter: User) -> str:
    invitations.invite(
        "piet@voorbeeld.nl",
        Role.PARTNER_CONTACT,
        inviter.memberships.get().kern,
        acting_user=inviter,
    )
    found = re.search(r"/uitnodiging/\?sleutel=\S+", OutboxMail.objects.latest("pk").text)
    assert found
    return found[0]


def test_an_invitation_is_taken_once_also_by_a_double_click(
    anna: User, go: Go, noise: Noise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*args: Any) -> User | None:
        time.sleep(0.4)
        return accept(*args)

    accept = invitations.accept
    monkeypatch.setattr(invitations, "accept", slowly)
    link = invite(anna)
    page = go(link)
    is_at(page, "U bent uitgenodigd")
    page.get_by_label("Uw naam").fill("Piet")
    page.get_by_role("button", name="Aannemen").dblclick()
    is_at(page, "Welkom")
    assert Membership.objects.filter(user__email="piet@voorbeeld.nl").count() == 1
    press(page, "Stuur mij een code")
    page.get_by_label("Code uit de e-mail").fill(mailed_code())
    page.keyboard.press("Enter")
    is_at(page, "Uw account")
    expect(page.get_by_text("Piet").first).to_be_visible()
    is_at(go(link), "Deze uitnodiging werkt niet meer")
    assert [line for line in noise.heard if "410" not in line] == []
    noise.heard.clear()


def test_an_invitation_that_is_too_old(anna: User, go: Go, noise: Noise) -> None:
    link = invite(anna)
    MailLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = go(link)
    is_at(page, "Deze uitnodiging werkt niet meer")
    expect(page.get_by_role("main")).to_contain_text("Vraag anders om een nieuwe.")
    assert all("410" in line for line in noise.heard)
    noise.heard.clear()


def test_a_role_that_is_withdrawn_works_no_more_at_the_next_click(anna: User, go: Go, noise: Noise) -> None:
    page = go("/inloggen/?next=/account/")
    type_password(page)
    page.get_by_role("link", name="Dorp", exact=True).click()
    is_at(page, "Mensen van Dorp")
    expect(page.get_by_role("navigation").get_by_text("Mensen en rollen")).to_be_visible()
    page.get_by_label("E-mailadres").fill("piet@voorbeeld.nl")
    anna.memberships.update(ended_at=timezone.now())
    press(page, "Uitnodiging versturen")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not OutboxMail.objects.filter(purpose="invitation").exists()
    assert all("404" in line for line in noise.heard)
    noise.heard.clear()


def let_half_an_hour_pass(page: Page) -> None:
    """The last deed in this session lies half an hour back."""
    key = next(
        cookie["value"] for cookie in page.context.cookies() if cookie["name"] == used.SESSION_COOKIE_NAME
    )
    session = import_module(used.SESSION_ENGINE).SessionStore(key)
    session["seen_at"] -= used.SESSION_IDLE_ENDS_AFTER + 1
    session.save()


def test_after_half_an_hour_a_calm_word_and_back_to_where_one_was(anna: User, go: Go) -> None:
    page = go("/inloggen/?next=/account/")
    type_password(page)
    is_at(page, "Uw account")
    let_half_an_hour_pass(page)
    page.get_by_role("link", name="Dorp", exact=True).click()
    expect(page.get_by_text("U deed een half uur niets")).to_be_visible()
    type_password(page)
    is_at(page, "Mensen van Dorp")
