"""Real workers for a test, on its own database and broker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

# Everything goes slowly enough to be disturbed half way, and fast enough to be taken over soon.
WORKER = """
import time
from datetime import timedelta
from network.snapshots import asking, computing, running
running.SILENT_AFTER, running.FORGOTTEN_AFTER, running.BATCH = timedelta(seconds=2), timedelta(seconds=1), 0.05
asking.DEBOUNCE = 0
real = computing.Walk._at
def slowly(walk, day):
    time.sleep(0.01)
    return real(walk, day)
computing.Walk._at = slowly
from wijkweb.celery import app
app.worker_main(["worker", "--concurrency", "1", "--loglevel", "critical", "--without-gossip", "--without-mingle"])
"""


def start_worker() -> "subprocess.Popen[bytes]":
    name = connection.settings_dict["NAME"]
    setup = "import django; django.setup()\nfrom django.conf import settings\n"
    setup += f"settings.DATABASES['default']['NAME'] = {name!r}\n"
    setup += f"from django.db import connections\nconnections['default'].settings_dict['NAME'] = {name!r}\n"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "wijkweb.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", setup + WORKER], cwd=settings.BASE_DIR, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def kill(worker: "subprocess.Popen[bytes]") -> None:
    """As the machine would when it runs out of memory: the worker and its child, at once."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@contextmanager
def workers(count: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    found = [start_worker() for _ in range(count)]
    try:
        yield found
    finally:
        for worker in found:
            kill(worker)
