"""The event loop of a browser, and the tests that have nothing to do with it.

Playwright's synchronous API leaves an event loop running in the thread of the tests from the first page to the end of the
run. Django refuses to answer with an asynchronous page there, and which tests come after a browser differs from run to run.
"""

import asyncio
import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def outside_it() -> Iterator[None]:
    """Within, no event loop runs in this thread; afterwards the one that did runs on."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)
