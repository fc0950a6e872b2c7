"""A part of a page that goes wrong on the server: what was there stays, and a number tells which fault it was."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from network.views import wijkweb
from tests.browser.conftest import READY, Open, settled
from tests.browser.test_every_page import check
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_part_that_fails_says_so_until_it_goes_well(
    village: Village, open_page: Open, noise: Noise, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("/kernen/dorp/wijkweb/", READY)
    search, told = page.locator("#filter-zoek"), page.locator("#storing")

    def fail(*_args: Any) -> None:
        raise ValueError("not for a visitor")

    with monkeypatch.context() as broken:
        broken.setattr(wijkweb, "_ask", fail)
        search.fill("sport")
        expect(told).to_contain_text(re.compile(r"Er ging iets mis.*\d{4}-\d{4}"))
        assert told.get_attribute("role") == "alert"
        assert page.locator("#p-sportclub").count() == 1
        wrong = check(settled(page))
        assert not wrong, "\n".join(wrong)
        noise.heard = [line for line in noise.heard if "500" not in line]
    search.fill("omas")
    expect(told).to_have_count(0)
