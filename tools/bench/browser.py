"""A headless Chromium, and what is the same for every page that is measured in it."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools import provision
from tools.bench.site import BenchFailed

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
WINDOW = {"width": 1440, "height": 900}
ZOOM_FOR = 3.0  # seconds

# Times are taken within the page, from the start of its navigation: what this program needs is not in them.
CLOCK = """
window.bench = { still: 0, pressed: 0, answered: 0 };
addEventListener("pointerdown", (event) => { bench.pressed = event.timeStamp; bench.answered = 0; }, true);
"""
FRAMES = """() => {
    bench.frames = [];
    let last = performance.now();
    const next = (now) => { bench.frames.push(now - last); last = now; bench.running = requestAnimationFrame(next); };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(next); });
}"""
STOP = "() => { cancelAnimationFrame(bench.running); return bench.frames; }"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the tests, started once; the first page of a fresh one is not measured."""
    program = os.environ.get("CHROMIUM") or str(provision.browser())
    if wheel_node := shutil.which(str(provision.VENV / "bin/node")):
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", wheel_node)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            page = browser.new_page()
            page.goto("data:text/html,<svg><circle r='9'/></svg><canvas></canvas>")
            page.close()
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def visitor(browser: Browser, *scripts: str) -> Iterator[Page]:
    """A page of somebody who was never here: nothing in the cache, and `scripts` at the start of every page."""
    context: BrowserContext = browser.new_context(viewport=WINDOW, locale="nl-NL")  # type: ignore[arg-type]
    try:
        for script in (CLOCK, *scripts):
            context.add_init_script(script)
        yield context.new_page()
    finally:
        context.close()


def wait_for(page: Page, name: str, limit: float, pause: int = 40) -> float | None:
    """The moment `bench.<name>` in seconds after the navigation began, or None when it does not come in time."""
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if moment := page.evaluate(f"bench.{name}"):
            return float(moment) / 1000
        page.wait_for_timeout(pause)
    return None


def click(page: Page, spot: list[float] | None, limit: float) -> float:
    """Click there as a person would; how long the answer took."""
    if not spot:
        raise BenchFailed("There is nothing to click on in this page.")
    page.mouse.move(spot[0], spot[1])
    page.mouse.down()
    page.mouse.up()
    answered = wait_for(page, "answered", limit)
    if answered is None:
        raise BenchFailed("A click was not answered.")
    return answered - float(page.evaluate("bench.pressed")) / 1000


def zoom(page: Page, spot: list[float]) -> tuple[list[float], list[float]]:
    """Turn the wheel there, in and out; the time of each frame while it turns, and in the second and a half after it."""
    page.mouse.move(spot[0], spot[1])
    page.evaluate(FRAMES)
    begin, turn = time.monotonic(), 0
    while (passed := time.monotonic() - begin) < ZOOM_FOR:
        page.mouse.wheel(0, -40 if passed < ZOOM_FOR / 2 else 40)
        turn += 1
    moving = len(page.evaluate("bench.frames"))
    page.wait_for_timeout(1500)
    frames = [float(frame) / 1000 for frame in page.evaluate(STOP)]
    if turn < 5 or moving < 2:
        raise BenchFailed(f"Only {turn} turns of the wheel and {moving} frames in {ZOOM_FOR:.0f} s.")
    return frames[:moving], frames[moving:]
