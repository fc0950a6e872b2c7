"""Every page of signing in and of one's own account, in three widths: quiet, accessible and within its window."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from accounts.services import invitations
from places.models import Municipality
from tests.browser.test_accounts_in_browser import (
    EMAIL,
    Go,
    add_a_device,
    anna,
    app_code,
    clock,
    go,
    invite,
    is_at,
    press,
    type_password,
)
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["anna", "clock", "go"]


class Look:
    """Looks at the page that is shown: all that is wrong is kept until the end, and a picture when somebody wants one."""

    def __init__(self, page: Page, noise: Noise, folder: Path | None) -> None:
        self.page, self.noise, self.folder = page, noise, folder
        self.wrong: list[str] = []

    def __call__(self, name: str) -> None:
        self.wrong += [f"{name}, {text}" for text in check(self.page)]
        for width in (1280, 390, 320) if self.folder else ():
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.screenshot(path=f"{self.folder}/account-{name}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.noise.heard = [line for line in self.noise.heard if "status of 4" not in line]


@pytest.fixture
def look(quiet_page: Page, noise: Noise, screenshots: Path | None) -> Iterator[Look]:
    looking = Look(quiet_page, noise, screenshots)
    yield looking
    assert not looking.wrong, "\n".join(looking.wrong)


def test_the_pages_at_the_door(anna: User, go: Go, look: Look) -> None:
    page = go("/inloggen/")
    look("door")
    press(page, "Inloggen")
    look("door-errors")
    page.get_by_label("E-mailadres").fill(EMAIL)
    press(page, "Stuur mij een code")
    is_at(page, "Kijk in uw mailbox")
    look("code")
    page.keyboard.press("Enter")
    press(page, "Inloggen")
    expect(page.locator("[data-focus]")).to_be_visible()
    look("code-errors")
    go("/account/wachtwoord-vergeten/")
    look("forgot")
    press(page, "Stuur mij een code")
    look("forgot-errors")


def test_an_invitation(anna: User, go: Go, look: Look) -> None:
    page = go(invite(anna))
    look("invitation")
    press(page, "Aannemen")
    is_at(page, "Welkom")
    look("invitation-taken")
    go("/uitnodiging/?sleutel=x")
    look("invitation-gone")


def test_ones_own_account(anna: User, go: Go, look: Look) -> None:
    page = go("/inloggen/?next=/account/")
    type_password(page)
    is_at(page, "Uw account")
    page.get_by_text("Opgeven", exact=True).click()
    look("account")
    page.get_by_role("textbox", name="Uw naam").fill("a\u200bb")
    press(page, "Naam opslaan")
    look("account-errors")
    go("/account/wachtwoord/")
    press(page, "Wachtwoord opslaan")
    look("password-errors")


def test_a_second_step(anna: User, go: Go, look: Look, settings: Any, clock: Any) -> None:
    settings.SECOND_STEP_REQUIRED = True
    page = go("/inloggen/")
    add_a_device(page)
    type_password(page)
    is_at(page, "Tweede stap")
    look("second-step")
    go("/account/beveiliging/app/")
    page.get_by_text("Of typ de sleutel over").click()
    key = page.locator(".account-key").inner_text()
    page.get_by_label("Code die de app toont").fill("000 000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_be_visible()
    look("app-add-errors")
    page.get_by_text("Of typ de sleutel over").click()
    key = page.locator(".account-key").inner_text()
    page.get_by_label("Code die de app toont").fill(app_code(key))
    page.keyboard.press("Enter")
    is_at(page, "Herstelcodes")
    look("codes-before")
    press(page, "Codes tonen")
    look("codes")
    go("/account/beveiliging/herstelcodes/")
    look("codes-after")
    go("/account/beveiliging/herstelcodes/nieuw/")
    look("codes-new")
    go("/account/beveiliging/passkey/")
    look("passkey-add")
    press(page, "Passkey toevoegen")
    expect(page.get_by_text("De passkey is toegevoegd.")).to_be_visible()
    go("/account/beveiliging/")
    look("second-step-set-up")
    page.get_by_role("link", name="Verwijderen").first.click()
    look("passkey-remove")
    go("/account/beveiliging/app/weg/")
    look("app-remove")
    clock.shift(700)
    for name, path in {"password": "", "code": "code/", "passkey": "passkey/"}.items():
        go(f"/account/bevestigen/{path}?next=/account/")
        look(f"again-{name}")
    press(page, "Uitloggen")
    go("/inloggen/")
    type_password(page)
    expect(page.get_by_role("heading", name="Of met een code")).to_be_visible()
    look("second-step-asked")
    page.get_by_label("Code uit uw app").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_be_visible()
    look("second-step-errors")


def test_people_and_roles(anna: User, go: Go, look: Look) -> None:
    kern = anna.memberships.get().kern
    assert kern
    make_user(
        Role.PARTNER_CONTACT,
        kern,
        name="Een heel lange naam van iemand die lang heet",
        email="x" * 40 + "@voorbeeld.nl",
    )
    invite(anna)
    page = go("/inloggen/?next=/kernen/dorp/mensen/")
    type_password(page)
    is_at(page, "Mensen van Dorp")
    page.get_by_text("Beëindigen").first.click()
    look("people")
    press(page, "Uitnodiging versturen")
    look("people-errors")


def test_people_of_a_municipality(go: Go, look: Look, live_server: Any) -> None:
    place = Municipality.objects.create(name="Hoeksche Waard")
    bea = make_user(Role.MUNICIPAL_COORDINATOR, place, email=EMAIL, name="Bea")
    invitations.invite("wim@voorbeeld.nl", Role.ALDERMAN, place, acting_user=bea)
    page = go("/inloggen/?next=/account/")
    type_password(page)
    page.get_by_role("link", name="Gemeente Hoeksche Waard").click()
    is_at(page, "Mensen van Hoeksche Waard")
    look("people-municipality")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_ones_own_account_is_one_step_away_on_every_width(width: int, anna: User, go: Go) -> None:
    page = go("/inloggen/")
    type_password(page)
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("banner").get_by_role("link", name="Anna").click()
    is_at(page, "Uw account")
