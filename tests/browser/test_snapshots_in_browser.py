"""How far the figures are, in a real browser: it tells by itself when the work is done."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from network.models import SnapshotRun
from network.snapshots.running import mark_behind, recompute
from tests.browser.conftest import sign_in
from tests.browser.test_every_page import check
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_work(village: Village, **fields: Any) -> None:
    runs = SnapshotRun.objects.filter(pk=village.kern.pk)
    runs.update(claim=uuid4(), heartbeat=timezone.now(), steps=12, **fields)


def test_the_page_of_a_kern_follows_the_work(quiet_page: Page, village: Village, live_server: Any) -> None:
    mark_behind([village.kern.pk])
    recompute(village.kern.pk)
    mark_behind([village.kern.pk])
    at_work(village, step=3)
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(f"{live_server.url}/kernen/dorp/cijfers/")
    state = quiet_page.locator("#stand")
    expect(state).to_contain_text("3 van 12 dagen")
    wrong = check(quiet_page)
    assert not wrong, "\n".join(wrong)
    at_work(village, step=9)
    expect(state).to_contain_text("9 van 12 dagen")
    SnapshotRun.objects.filter(pk=village.kern.pk).update(claim=None, done=2)
    expect(state).to_contain_text("Bijgewerkt")
    assert state.get_attribute("hx-trigger") is None


def test_the_page_of_all_kernen(quiet_page: Page, village: Village, live_server: Any) -> None:
    mark_behind([village.kern.pk, village.other.pk])
    at_work(village, step=3)
    sign_in(quiet_page, live_server.url, "administrator")
    quiet_page.goto(f"{live_server.url}/beheer/cijfers/")
    expect(quiet_page.locator("#stand")).to_contain_text("0 van 4 kernen")
    wrong = check(quiet_page)
    assert not wrong, "\n".join(wrong)
