"""The figures of many kernen through Celery workers: time per kern, and what a second worker adds."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.bench.effort import spent
from tools.bench.site import BenchFailed, Site, empty_site
from tools.bench.table import Line, render, seconds, times
from tools.private_services import NoService, die_with_parent, postgres, redis
from tools.provision import PYTHON, ROOT, say

PARTNERS, TIES = 200, 600
GROWTH, SPEED_UP = 1.2, 1.6  # the goals: a kern among many against among few, two workers against one
WORKER = ["-m", "celery", "--app", "wijkweb", "worker", "--concurrency", "1", "--prefetch-multiplier", "1"]
WORKER += ["--loglevel", "critical", "--without-gossip", "--without-mingle"]
BEAT = ["-m", "celery", "--app", "wijkweb", "beat", "--loglevel", "critical", "--pidfile", ""]


def computing(sizes: tuple[int, ...]) -> list[Line]:
    """sizes: numbers of kernen, the smallest first; one worker gets the middle one."""
    try:
        with with_workers() as site:
            return _measured(site, sizes)
    except NoService as reason:
        say(str(reason))
        return []


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and of the processors: of the workers and of the database together, None when not known."""

    clock: float
    work: float | None

    @property
    def counts(self) -> float:
        """What is compared: work, so that others on the machine do not decide; else the clock."""
        return self.clock if self.work is None else self.work


def _measured(site: Site, sizes: tuple[int, ...]) -> list[Line]:
    inside(site, "fill", max(sizes), PARTNERS, TIES, 0)
    middle = sizes[len(sizes) // 2]
    with workers(site, 1) as pids:
        one = _run(site, middle, pids)
    with workers(site, 2) as pids:
        two = {size: _run(site, size, pids) for size in sizes}
    few = two[sizes[0]].counts / sizes[0]
    lines = []
    for size, took in two.items():
        is_first = size == sizes[0]
        growth = took.counts / size / few
        work = "" if took.work is None else f", {seconds(took.work / size)} rekentijd"
        lines.append(
            Line(
                f"{size} kernen van {PARTNERS} partners, twee werkers",
                f"{seconds(took.clock)}, per kern {seconds(took.clock / size)}{work}",
                "" if is_first else f"bij {sizes[0]} kernen {seconds(few)} per kern",
                "" if is_first else times(growth),
                "" if is_first else f"<= {times(GROWTH)}",
                None if is_first else growth <= GROWTH,
            )
        )
    ratio = one.clock / two[middle].clock
    lines.append(
        Line(
            f"  {middle} kernen, twee werkers",
            seconds(two[middle].clock),
            f"één werker {seconds(one.clock)}",
            times(ratio),
            f">= {times(SPEED_UP)}",
            ratio >= SPEED_UP,
        )
    )
    return lines


def _run(site: Site, count: int, pids: list[int]) -> Took:
    everybody = [*pids, int(inside(site, "server")["pid"])]
    before = spent(everybody)
    found = inside(site, "run", count)
    after = spent(everybody)
    if found["failed"] or found["snapshots"] != 2 * count:
        raise BenchFailed(f"{found} is not what {count} kernen should give.")
    say(f"{count} kernen: {found['seconds']:.1f} s")
    work = None if before is None or after is None else after - before
    return Took(float(found["seconds"]), work)


# --- a site with workers ------------------------------------------------------------------------------------------


def inside(site: Site, subject: str, *arguments: object) -> Any:
    return json.loads(site.python("-m", "tools.bench.snapshots_inside", subject, *arguments).splitlines()[-1])


@contextlib.contextmanager
def with_workers() -> Iterator[Site]:
    """An empty site on a PostgreSQL and a Redis of its own."""
    if os.environ.get("TEST_DATABASE_URL") or os.environ.get("TEST_REDIS_URL"):
        raise NoService("This fills and empties servers, so it does not use those that were named.")
    with postgres() as database, redis() as broker, empty_site(database, broker) as site:
        yield site


def start(site: Site, command: list[str]) -> "subprocess.Popen[bytes]":
    """A program of its own with the settings of the site; what it says goes to a file in its folder."""
    with (site.folder / "workers.log").open("a") as log:
        return subprocess.Popen(
            [str(PYTHON), *command], cwd=ROOT, env=site.env, stdout=log, stderr=log, start_new_session=True,
            preexec_fn=die_with_parent,
        )  # fmt: skip


def kill(process: "subprocess.Popen[bytes]") -> None:
    """At once and with its children, as the machine does when it runs out of memory."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def workers(site: Site, count: int) -> Iterator[list[int]]:
    """Workers that are ready: each took something up before the measurement begins. Gives their process numbers."""
    found = [start(site, [*WORKER, "--hostname", f"bench{number}@%h"]) for number in range(count)]
    try:
        until = time.monotonic() + 60
        command = ["-m", "celery", "--app", "wijkweb", "inspect", "ping", "--timeout", "3", "--json"]
        while site.quietly(*command).count('"pong"') < count:
            if time.monotonic() > until:
                raise BenchFailed("The workers did not start.")
        yield [process.pid for process in found]
    finally:
        for process in found:
            kill(process)


if __name__ == "__main__":
    counts = tuple(map(int, sys.argv[1:])) or (100, 300, 1000)
    print(render([("Cijfers van veel kernen, door werkers", computing(counts))]))
