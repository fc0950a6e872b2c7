"""What the tests with a browser share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts.models import User
from tests.network.village import Village, make_village

Open = Callable[..., Page]
READY = "[data-map][data-ready]"


@pytest.fixture
def village(live_server: Any) -> Village:
    return make_village()


def sign_in(page: Page, address: str, role: str = "coordinator") -> None:
    """Make a browser the browser of somebody of the village, without filling in the door each time."""
    client = Client()
    user = User.objects.get(email=f"{role}@voorbeeld.nl")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def open_page(quiet_page: Page, live_server: Any) -> Open:
    """open_page("/kernen/dorp/wijkweb/") goes there with a page that tolerates no noise."""

    def go(path: str, ready: str = "") -> Page:
        quiet_page.goto(live_server.url + path)
        if ready:
            quiet_page.wait_for_selector(ready)
        return quiet_page

    return go
