"""pyvis as it comes, with the same web: from_nx, generate_html, physics on, opened from disk without internet."""

import gzip
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, ConsoleMessage, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from pyvis.network import Network

from tools.bench.browser import click, visitor, zoom

STILL, SHOWN = "bench: still", "bench: shown "
WATCH = """
(() => {
    const hook = setInterval(() => {
        if (!window.network?.on) return;
        clearInterval(hook);
        network.once("stabilized", () => { bench.still = performance.now(); console.info("bench: still"); });
        network.once("stabilizationIterationsDone", () => { console.info("bench: shown " + performance.now()); });
        network.on("selectNode", () => { bench.answered = performance.now(); });
    }, 4);
})();
"""
# The middle of the first node that lies in the window and is the one under the pointer there.
NODE = """() => {
    const { x, y } = network.canvas.frame.canvas.getBoundingClientRect();
    for (const id of network.body.nodeIndices) {
        const at = network.canvasToDOM(network.getPosition(id));
        const inside = x + at.x > 5 && y + at.y > 5 && x + at.x < innerWidth - 5 && y + at.y < innerHeight - 5;
        if (inside && network.getNodeAt(at) === id) return [x + at.x, y + at.y];
    }
    return null;
}"""


@dataclass(frozen=True)
class Drawn:
    """A file made by pyvis, how long making it took, and what it weighs when it is sent compressed."""

    file: Path
    made_in: float
    bytes_sent: int


@dataclass(frozen=True)
class Visit:
    """Seconds until it could be seen, until it stood still (None: not within the limit), from a click to the answer."""

    shown: float | None
    still: float | None
    answer: float


def graph_of(web: dict[str, Any]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    for node in web["nodes"]:
        graph.add_node(node["id"], label=node["label"])
    graph.add_edges_from((edge["van"], edge["naar"]) for edge in web["edges"])
    return graph


def draw(web: dict[str, Any], folder: Path, *, physics: bool = True) -> Drawn:
    """Without physics the nodes stand where our network view has them: the kindest case for zooming."""
    graph = graph_of(web)
    if not physics:
        for node in web["nodes"]:
            graph.nodes[node["id"]].update(x=node["nx"], y=node["ny"])
    begin = time.perf_counter()
    network = Network(height="850px", cdn_resources="in_line")
    network.from_nx(graph)
    if not physics:
        network.toggle_physics(False)
    text = network.generate_html()
    made_in = time.perf_counter() - begin
    file = folder / f"pyvis-{len(web['nodes'])}-{physics}.html"
    file.write_text(text, encoding="utf-8")
    return Drawn(file, made_in, len(gzip.compress(text.encode())))


def _no_internet(page: Page) -> None:
    for scheme in ("http", "https"):
        page.route(f"{scheme}://**/*", lambda route: route.abort())


def visit(browser: Browser, drawn: Drawn, limit: float) -> Visit:
    """Open the file, wait at most `limit` seconds until it stands still, and click.

    A page that computes answers no question, so it tells by itself how far it is.
    """
    shown: list[float] = []

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith(SHOWN):
            shown.append(float(message.text.removeprefix(SHOWN)) / 1000)

    with visitor(browser, WATCH) as page:
        _no_internet(page)
        page.on("console", hear)
        try:
            with page.expect_console_message(lambda message: message.text == STILL, timeout=limit * 1000):
                page.goto(drawn.file.as_uri(), wait_until="commit")
        except PlaywrightTimeout:
            return Visit(next(iter(shown), None), None, 0.0)
        still = float(page.evaluate("bench.still")) / 1000
        return Visit(next(iter(shown), still), still, click(page, page.evaluate(NODE), 20))


def zooming(browser: Browser, drawn: Drawn) -> list[float]:
    """The frames while zooming in a drawing without physics."""
    with visitor(browser) as page:
        _no_internet(page)
        page.goto(drawn.file.as_uri(), wait_until="load")
        page.wait_for_timeout(1500)
        return zoom(page, [600, 400])[0]
