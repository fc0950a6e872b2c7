"""The event loop of a browser, and the tests that have nothing to do with it.

Playwright's synchronous API leaves an event loop running in the thread of the tests, from the first page to the end of the
run. Where one runs Django answers no asynchronous page, and has other connections to the database than where none does. Which
tests come after a browser differs from run to run, for a worker without work takes some over from another. So a test without
a browser is set up, run and cleared away where no loop runs (docs/decisions/0160).
"""

import asyncio
import contextlib
from collections.abc import Generator, Iterator
from typing import Any

import pytest


@contextlib.contextmanager
def outside_it() -> Iterator[None]:
    """Within, no event loop runs in this thread; afterwards the one that did runs on, unless it has ended meanwhile."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(None if running is None or running.is_closed() else running)


def drives_a_browser(item: pytest.Item) -> bool:
    return "playwright" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """All of a test, not only its body: what a fixture began in one connection would else be ended in another."""
    with contextlib.nullcontext() if drives_a_browser(item) else outside_it():
        return (yield)


@pytest.fixture(scope="session")
def browser(browser: Any) -> Iterator[Any]:
    """The browser itself ends with its loop running, also when the last test of a run had nothing to do with it."""
    loop = asyncio._get_running_loop()
    yield browser
    asyncio._set_running_loop(loop)
