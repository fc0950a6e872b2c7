"""python -m tools.bench.faults [--kernen 200]: snapshots while everything goes wrong, beside an undisturbed run.

Two real workers and the clock that sends sweeps; workers are killed, Redis is emptied, work is delivered more than once,
PostgreSQL is restarted. Afterwards there must be exactly the snapshots of an undisturbed run, within two minutes after all is
back. Takes minutes; ends with 1 when something differs.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path

import psycopg
import redis as redis_client

from tools.bench.site import BenchFailed, Site
from tools.bench.snapshots import BEAT, WORKER, inside, kill, start, with_workers
from tools.private_services import die_with_parent, unprivileged
from tools.provision import say

WITHIN = 120  # seconds after all is back
BLOWS = (
    "kill",
    "restart",
    "empty",
    "twice",
    "kill",
    "again",
    "empty",
    "kill",
    "restart",
    "twice",
    "empty",
    "kill",
)


def folder_of(site: Site) -> Path:
    """Where PostgreSQL keeps its files and its socket."""
    return Path(site.database.split("@/", 1)[1].rsplit("/", 1)[0])


def restart_postgres(site: Site, seconds_away: float) -> "subprocess.Popen[bytes]":
    """Stop the server as an administrator does in haste, and start the very same again some seconds later."""
    folder = folder_of(site)
    pid_file = folder / "data/postmaster.pid"
    pid = int(pid_file.read_text().split()[0])
    command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")[:-1]
    os.kill(pid, signal.SIGINT)
    while pid_file.exists():
        time.sleep(0.02)
    time.sleep(seconds_away)
    log = (folder / "server.log").open("a")
    env = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder), "TZ": "UTC"}
    server = subprocess.Popen(
        command, cwd=folder, env=env, stdout=log, stderr=log, preexec_fn=die_with_parent, **unprivileged()
    )
    while not (pid_file.exists() and "ready" in pid_file.read_text()):
        time.sleep(0.05)
    return server


def behind(site: Site) -> int:
    """How many kernen are not up to date."""
    with psycopg.connect(host=str(folder_of(site)), user="wijkweb", dbname="postgres") as connection:
        row = connection.execute("select count(*) from network_snapshotrun where asked > done").fetchone()
    return int(row[0]) if row else 0


def disturb(site: Site, count: int, running: list["subprocess.Popen[bytes]"], chance: random.Random) -> None:
    """One blow after another, while the workers are at it: all of them once, then on until little is left."""
    servers = []
    for number, blow in enumerate(cycle(BLOWS)):
        if number >= len(BLOWS) and blow == "again":
            continue  # everything anew, once: else it would never end
        if number >= len(BLOWS) and behind(site) < count / 4:
            return
        say(f"{blow}; {behind(site)} of {count} to go")
        if blow == "kill":
            kill(running.pop(chance.randrange(len(running))))
            running.append(start(site, WORKER))
        elif blow == "empty":
            with redis_client.Redis.from_url(site.redis.replace("redis+socket:", "unix:")) as client:
                client.flushall()
        elif blow == "restart":
            servers.append(restart_postgres(site, seconds_away=chance.uniform(0.5, 2)))
        else:
            inside(site, "twice" if blow == "twice" else "ask", count)
        time.sleep(chance.uniform(2, 8))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.faults", description=__doc__)
    parser.add_argument("--kernen", type=int, default=200)
    count = parser.parse_args().kernen
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with with_workers() as site:
        say(str(inside(site, "fill", count, 30, 60, 1)))
        expected = inside(site, "alone", count)
        say(f"undisturbed, one process: {expected['snapshots']} snapshots in {expected['seconds']:.0f} s")
        running = [start(site, WORKER), start(site, WORKER)]
        clock = start(site, BEAT)
        try:
            inside(site, "ask", count)
            time.sleep(8)
            disturb(site, count, running, random.Random(3))  # noqa: S311 - which worker, how long
            back = time.monotonic()
            say(f"all is back; {behind(site)} of {count} to go")
            while behind(site):
                if time.monotonic() - back > 5 * WITHIN:
                    raise BenchFailed(f"{behind(site)} kernen are not ready.")
                time.sleep(0.2)
            took = time.monotonic() - back
        finally:
            for process in (*running, clock):
                kill(process)
        found = inside(site, "content")
    is_same = found["content"] == expected["content"] and not found["claimed"]
    say(
        f"{count} recomputations, ready {took:.0f} s after all was back; exactly the same snapshots: {is_same}"
    )
    return 0 if is_same and took <= WITHIN else 1


if __name__ == "__main__":
    sys.exit(main())
