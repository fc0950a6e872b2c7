"""What the tests with a browser share."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.network.village import Village, make_village

Open = Callable[..., Page]
READY = "[data-map][data-ready]"


@pytest.fixture
def village(live_server: Any) -> Village:
    return make_village()


@pytest.fixture
def open_page(quiet_page: Page, live_server: Any) -> Open:
    """open_page("/kernen/dorp/wijkweb/") goes there with a page that tolerates no noise."""

    def go(path: str, ready: str = "") -> Page:
        quiet_page.goto(live_server.url + path)
        if ready:
            quiet_page.wait_for_selector(ready)
        return quiet_page

    return go
