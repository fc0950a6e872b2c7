"""What all tests share: how the browser starts, and a page that tolerates no noise."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.browser_loop import browser, pytest_runtest_protocol  # noqa: F401 - pytest finds both here
from tools import provision

BROWSER_ARGUMENTS = [
    "--no-sandbox",  # root may not start Chromium otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation",
    (event) => console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`));
"""

# `make test` names both; these are for a run by hand.
if wheel_node := shutil.which(str(provision.VENV / "bin/node")):
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", wheel_node)


def pytest_configure() -> None:
    from django.conf import settings

    # The real one takes half a second for each account on purpose; a suite makes hundreds.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    from django.test import TransactionTestCase

    from tests import emptying

    setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)  # noqa: B010 - private, so unknown to the types


@pytest.fixture(autouse=True)
def no_printing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report is not printed by a browser but where a test is about that: elsewhere a PDF is the page that would be printed."""
    if asks_for_a_database(request.node) and not request.node.get_closest_marker("prints"):
        monkeypatch.setattr("halfyear.views.sheets.pdf_of", lambda page: b"%PDF-" + page.encode())


@pytest.hookimpl(tryfirst=True)  # before pytest looks which marks were asked for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a database: nothing else can reach one, so nothing else differs from one to another."""
    for item in items:
        if asks_for_a_database(item):
            item.add_marker("servers")


def asks_for_a_database(item: pytest.Item) -> bool:
    from django.test import TransactionTestCase

    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    holder = getattr(item, "cls", None)
    return bool(
        fixtures
        or item.get_closest_marker("django_db")
        or (isinstance(holder, type) and issubclass(holder, TransactionTestCase))
    )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = os.environ.get("CHROMIUM") or str(provision.browser())
    return {**browser_type_launch_args, "executable_path": program, "args": BROWSER_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


@pytest.fixture(autouse=True)
def nobody_tried_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries to sign in are counted for one test only; tests about the counting use the real cache."""
    from allauth.core.internal import ratelimit
    from django.core.cache.backends.locmem import LocMemCache

    monkeypatch.setattr(ratelimit, "cache", LocMemCache(secrets.token_hex(8), {}))


@pytest.fixture
def real_counting(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Counting as it is done for visitors, from nothing; with it a test sees when it is enough."""
    from allauth.core.internal import ratelimit
    from django.core.cache import cache

    monkeypatch.setattr(ratelimit, "cache", cache)
    cache.clear()
    yield
    cache.clear()


class Noise:
    """What a page says or asks for that it should not."""

    def __init__(self, own_host: str) -> None:
        self.own_host = own_host
        self.heard: list[str] = []

    def listen_to(self, page: Page) -> None:
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self.hear_console)
        page.on("pageerror", lambda error: self.heard.append(f"error in a script: {error}"))
        page.on("request", self.hear_request)

    def hear_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def hear_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.own_host:
            self.heard.append(f"request to another host: {request.url}")


@pytest.fixture
def noise(live_server: Any) -> Noise:
    """What `quiet_page` has heard; a test that expects some of it takes that out of `noise.heard`."""
    return Noise(urlsplit(live_server.url).netloc)


@pytest.fixture
def quiet_page(page: Page, noise: Noise) -> Iterator[Page]:
    """A page that fails the test when it writes to the console, breaks the policy or asks another host for anything."""
    noise.listen_to(page)
    yield page
    assert not noise.heard, "\n".join(noise.heard)


@pytest.fixture
def screenshots() -> Path | None:
    """The folder that WIJKWEB_SCREENSHOTS names, for a person who wants to look; else nothing is kept."""
    named = os.environ.get("WIJKWEB_SCREENSHOTS")
    return Path(named) if named else None
