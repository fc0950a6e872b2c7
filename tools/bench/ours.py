"""Our own page in the browser: until it stands still and answers, its frames while zooming, its bytes."""

import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tools.bench.browser import click, visitor, wait_for, zoom
from tools.bench.site import BenchFailed

# Still: two frames after another in which the drawing is made ready and the first and last party did not move.
WATCH = """
(() => {
    const place = (node) => { const { x, y, width } = node.getBoundingClientRect(); return [x, y, width].join(" "); };
    let last = "";
    const look = () => {
        if (document.querySelector("[data-map]")?.dataset.ready) {
            const nodes = document.querySelectorAll(".node");
            const now = place(nodes[0]) + " " + place(nodes[nodes.length - 1]);
            if (now === last) { bench.still = performance.now(); return; }
            last = now;
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    addEventListener("pointerup", () => {
        const wait = () => {
            const card = document.getElementById("kaart-paneel");
            if (card?.textContent.trim() && card.getBoundingClientRect().width) bench.answered = performance.now();
            else requestAnimationFrame(wait);
        };
        requestAnimationFrame(wait);
    }, true);
})();
"""
# The middle of the first party that lies open in the window.
PARTY = """() => {
    for (const node of document.querySelectorAll(".node")) {
        const { x, y, width, height } = node.firstElementChild.getBoundingClientRect();
        const spot = [x + width / 2, y + height / 2];
        if (document.elementFromPoint(...spot)?.closest(".node") === node) return spot;
    }
    return null;
}"""
MIDDLE = """() => {
    const { x, y, width, height } = document.querySelector("[data-window]").getBoundingClientRect();
    return [x + width / 2, (Math.max(y, 0) + Math.min(y + height, innerHeight)) / 2];
}"""


@dataclass(frozen=True)
class Ready:
    """Seconds until it stood still, and from a click to the card."""

    still: float
    answer: float

    @property
    def total(self) -> float:
        return self.still + self.answer


def _opened(page: Page, address: str, limit: float) -> float:
    page.goto(address, wait_until="commit")
    still = wait_for(page, "still", limit)
    if still is None:
        raise BenchFailed(f"The map did not stand still within {limit:.0f} s.")
    return still


def ready(browser: Browser, address: str, rounds: int) -> Ready:
    """The middle one of some visits, each with an empty cache and a real click on a party."""
    found = []
    for _ in range(rounds):
        with visitor(browser, WATCH) as page:
            still = _opened(page, address, 30)
            found.append(Ready(still, click(page, page.evaluate(PARTY), 10)))
    return sorted(found, key=lambda one: one.total)[len(found) // 2]


def zooming(browser: Browser, address: str) -> tuple[list[float], list[float]]:
    with visitor(browser, WATCH) as page:
        _opened(page, address, 30)
        return zoom(page, page.evaluate(MIDDLE))


def sent(browser: Browser, address: str) -> dict[str, int]:
    """The bytes that came over the line for one visit, headers and all, per address."""
    paths: dict[str, str] = {}
    received: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme == "http":  # a picture within a style sheet is asked for too, but not over the line
            paths[event["requestId"]] = address.path

    def finished(event: dict[str, Any]) -> None:
        if path := paths.get(event["requestId"]):
            received[path] = int(event["encodedDataLength"])

    with visitor(browser, WATCH) as page:
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.requestWillBeSent", asked)
        line.on("Network.loadingFinished", finished)
        _opened(page, address, 30)
        page.wait_for_load_state("networkidle")
        icons = page.evaluate("[...document.querySelectorAll('link[rel=icon]')].map((link) => link.href)")
    for icon in icons:  # a browser without a window does not ask for it, others do
        if not received.get(urlsplit(icon).path):
            received[urlsplit(icon).path] = _fetched(icon)
    return received


def _fetched(address: str) -> int:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return len(answer.read()) + len(str(answer.headers))
