"""What the tests with a browser share.

None of them sleeps for a fixed time: a busy machine makes that too short, an idle one too long. `settled` waits until a
page has come to rest, `expect` for what should be there, `steady` for a value that has stopped changing.
"""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Error, Page, expect

from accounts.models import User
from tests.network.village import Village, make_village

Open = Callable[..., Page]
Seen = TypeVar("Seen")
READY = "[data-map][data-ready]"
PATIENCE = 15  # seconds; nothing takes this long unless it is broken, also with other work on the machine
expect.set_options(timeout=PATIENCE * 1000)

SETTLED = """async (patience) => {
  const frame = () => new Promise(requestAnimationFrame);
  const isMoving = (one) => one.playState === "running" && one.effect.getComputedTiming().endTime < Infinity;
  const isBusy = () => document.querySelector(".is-moving, .htmx-request, .htmx-swapping, .htmx-settling")
    || document.getAnimations().some(isMoving);
  await frame();
  await frame();  // what a new width or a click asks for is begun by then
  const end = performance.now() + patience;
  while (isBusy()) {
    if (performance.now() > end) throw new Error("the page does not come to rest");
    await frame();
  }
  await frame();
}"""


def settled(page: Page) -> Page:
    """The page once nothing moves, fades or is being fetched into it; also when it makes way for another meanwhile."""
    for tries_left in (2, 1, 0):
        page.wait_for_load_state()
        try:
            page.evaluate(SETTLED, PATIENCE * 1000)
            break
        except Error as problem:
            if not tries_left or "context was destroyed" not in str(problem):
                raise
    return page


def steady(look: Callable[[], Seen | None]) -> Seen:
    """What `look` gives once it gives the same twice, 100 ms apart; None is "not there yet"."""
    end, before = time.monotonic() + PATIENCE, look()
    while time.monotonic() < end:
        time.sleep(0.1)
        now = look()
        if now is not None and now == before:
            return now
        before = now
    pytest.fail(f"it keeps changing; last {before!r}")


class Requests:
    """How many requests the server is busy with; it runs in threads of this process."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.count = 0

    def begin(self, **_: Any) -> None:
        with self.changed:
            self.count += 1

    def end(self, **_: Any) -> None:
        with self.changed:
            self.count -= 1
            self.changed.notify_all()


@pytest.fixture(autouse=True)
def server_at_rest(live_server: Any) -> Iterator[None]:
    """What a page still asked for when its test ended is answered before the tables are emptied."""
    requests = Requests()
    request_started.connect(requests.begin)
    request_finished.connect(requests.end)
    yield
    with requests.changed:
        assert requests.changed.wait_for(lambda: requests.count <= 0, 4 * PATIENCE), "a request never ended"
    request_started.disconnect(requests.begin)
    request_finished.disconnect(requests.end)


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
