"""Workers that run tests side by side share nothing that one of them may empty, nor does a test notice the one before it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import browser_loop


@pytest.mark.servers
def test_a_worker_has_a_folder_of_its_own(worker_id: str) -> None:
    """Kept drawings lie there without Redis: another's test that throws all away must not reach them."""
    own = Path(settings.VAR_DIR)
    assert own.name == worker_id
    if not settings.REDIS_URL:
        assert Path(str(settings.CACHES["drawings"]["LOCATION"])).parent == own


@pytest.fixture
def browsers_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that runs in this thread, as the first page of a browser leaves one."""
    loop = asyncio.new_event_loop()
    asyncio._set_running_loop(loop)
    yield loop
    asyncio._set_running_loop(None)
    loop.close()


@pytest.mark.django_db
def test_an_asynchronous_page_is_answered_after_a_browser_ran(
    browsers_loop: asyncio.AbstractEventLoop, client: Client
) -> None:
    with browser_loop.outside_it():
        assert client.get("/readyz").status_code == 200

    assert asyncio.get_running_loop() is browsers_loop


def test_no_loop_runs_in_a_test_without_a_browser() -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()
