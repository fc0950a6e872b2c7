"""Somebody who is signed in and types, and what their tab keeps of it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.browser.conftest import READY
from tests.conftest import Noise
from tests.network.village import PASSWORD, Village

ADD = "/kernen/dorp/partners/nieuw/"
EDIT = "/partners/sportclub/bewerken/"
BACK = "Wat u hier had ingevuld, staat er weer"
OFFER = "Wij hebben bewaard wat u hier had ingevuld"
KEPT = "Object.entries(sessionStorage).filter(([key]) => key.startsWith('getypt:')).map(([key, text]) => key + text)"


def sign_in(page: Page, role: str = "coordinator") -> None:
    """At the door, as one does."""
    page.locator("[name=username]").fill(f"{role}@voorbeeld.nl")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action='/inloggen/'] [type=submit]").first.click()
    page.wait_for_url(lambda url: "/inloggen/" not in url)


@pytest.fixture
def inside(quiet_page: Page, village: Village, live_server: Any, noise: Noise) -> Iterator[Page]:
    """A page of the coordinator of Dorp, who came in by the door. That a form came back, or is nobody else's, is meant here."""
    quiet_page.goto(live_server.url + "/inloggen/")
    sign_in(quiet_page)
    yield quiet_page
    noise.heard = [line for line in noise.heard if not re.search(r"with a status of (404|409|422)", line)]


@pytest.fixture
def go(inside: Page, live_server: Any) -> Callable[[str], Page]:
    def to(path: str) -> Page:
        inside.goto(live_server.url + path)
        return inside

    return to


def end_session() -> None:
    """What half an hour without a deed does: the session is over, the browser knows nothing of it."""
    Session.objects.all().delete()


def kept(page: Page) -> list[str]:
    page.wait_for_load_state()  # a page shows its messages before its scripts have run
    return page.evaluate(KEPT)


def save(page: Page) -> None:
    page.locator("form.entry__form [type=submit]").first.click()


def open_form_on_map(page: Page) -> None:
    page.wait_for_selector(READY)
    page.locator("[data-edit-open]").click()
    expect(page.locator("#kaart-paneel [name=name]")).to_be_focused()
