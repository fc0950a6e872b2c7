"""A job that is done twice at once, and a worker that is killed half way: on real servers, with exact counts."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections
from django.utils import timezone

from interchange.models import JobMode, JobState, Outcome, SheetJob
from interchange.sheets import running, storing
from interchange.tasks import sweep_sheets
from partners.models import Partner
from tests.interchange.sheets.makers import Rows, compared, csv

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 4000


def sheet(rows: int) -> bytes:
    body: Rows = [[f"Vereniging van straat {number}", "vereniging"] for number in range(rows)]
    return csv([["Naam", "Soort"], *body])


def queued(kern: Any, user: Any, rows: int, mode: str = JobMode.GOOD) -> SheetJob:
    job = compared(kern, user, sheet(rows), "a.csv")
    assert job.counts["nieuw"] == rows
    SheetJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED, mode=mode, heartbeat=timezone.now())
    job.refresh_from_db()
    return job


def test_twice_at_once_is_once(kern: Any, user: Any) -> None:
    job = queued(kern, user, 1200)

    def run() -> None:
        try:
            running.run_job(job.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    job.refresh_from_db()
    assert (job.state, job.done, Partner.objects.count()) == (JobState.DONE, 1200, 1200)
    assert len(job.change_ids) == 3


def test_who_was_taken_over_writes_nothing_more(kern: Any, user: Any) -> None:
    job = queued(kern, user, 600)
    claimed = running.claim(job.pk, JobState.RUNNING)
    assert claimed
    old, token = claimed
    assert running.claim(job.pk, JobState.RUNNING) is None
    SheetJob.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(minutes=5))
    assert running.claim(job.pk, JobState.RUNNING) is not None
    with pytest.raises(running.LostClaim):
        running._run(old, token)
    assert Partner.objects.count() == 0


def test_a_failure_of_ours_keeps_what_is_in_and_can_be_resumed(
    kern: Any, user: Any, monkeypatch: Any
) -> None:
    from interchange.sheets import steps

    job = queued(kern, user, 1200)
    real, calls = running.store_chunk, []

    def breaks(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("test")
        real(*arguments)

    monkeypatch.setattr(running, "store_chunk", breaks)
    running.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, Partner.objects.count()) == (JobState.STOPPED, 500, 500)
    assert "Er ging bij ons iets mis" in job.message
    steps.resume(job)
    job.refresh_from_db()
    if job.state == JobState.QUEUED:
        running.run_job(job.pk)
        job.refresh_from_db()
    assert (job.state, job.done, Partner.objects.count()) == (JobState.DONE, 1200, 1200)


def test_a_role_that_is_withdrawn_halfway_stops_before_the_next_chunk(
    kern: Any, user: Any, monkeypatch: Any
) -> None:
    job = queued(kern, user, 1200)
    real = running.store_chunk

    def withdrawn_meanwhile(*arguments: Any) -> None:
        real(*arguments)
        user.memberships.all().delete()

    monkeypatch.setattr(running, "store_chunk", withdrawn_meanwhile)
    running.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, Partner.objects.count()) == (JobState.STOPPED, 500, 500)
    assert "niet meer" in job.message


@pytest.mark.parametrize("refusals", [1, 10])
def test_a_deadlock_is_no_wrong_row(refusals: int, kern: Any, user: Any, monkeypatch: Any) -> None:
    job = queued(kern, user, 3)
    real, left = storing._store_at_once, [refusals]

    def busy(*arguments: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise OperationalError("deadlock detected")
        real(*arguments)

    monkeypatch.setattr(storing, "_store_at_once", busy)
    running.run_job(job.pk)
    job.refresh_from_db()
    assert not job.rows.filter(outcome=Outcome.WRONG).exists()
    if refusals == 1:
        assert (job.state, Partner.objects.count()) == (JobState.DONE, 3)
    else:
        assert (job.state, Partner.objects.count()) == (JobState.STOPPED, 0)
        assert "Er ging bij ons iets mis" in job.message


WORKER = """
import time
from interchange.sheets import running
real = running.show_progress
def slowly(job):
    real(job)
    time.sleep(0.4)
running.show_progress = slowly
from wijkweb.celery import app
app.worker_main(["worker", "--concurrency", "1", "--loglevel", "warning", "--without-gossip", "--without-mingle"])
"""


def worker() -> "subprocess.Popen[bytes]":
    """A real worker on the database and the broker of this test, with a pause after each chunk."""
    database = connection.settings_dict
    setup = "import django; django.setup()\nfrom django.conf import settings\n"
    setup += f"settings.DATABASES['default']['NAME'] = {database['NAME']!r}\n"
    setup += f"from django.db import connections\nconnections['default'].settings_dict['NAME'] = {database['NAME']!r}\n"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "wijkweb.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", setup + WORKER], cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )


def wait_for(job: SheetJob, wanted: Any, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job.refresh_from_db()
        if wanted(job):
            return
        time.sleep(0.05)
    pytest.fail(f"{job.state}, {job.done} of {job.total}, {job.message}")


def sessions() -> set[int]:
    """The others who have this database open."""
    with connection.cursor() as cursor:
        cursor.execute("select pid from pg_stat_activity where datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def wait_until_only(known: set[int], seconds: int = 30) -> None:
    """PostgreSQL undoes what a killed client was doing once it notices; until then it may still be at work for it."""
    end = time.monotonic() + seconds
    while not sessions() <= known:
        assert time.monotonic() < end, "a session of the killed worker is still open"
        time.sleep(0.05)


@pytest.mark.skipif(
    os.environ.get("TEST_ON") == "sqlite", reason="needs a worker, and so PostgreSQL and Redis"
)
@pytest.mark.parametrize("mode", [JobMode.GOOD, JobMode.ALL])
def test_a_worker_that_is_killed_half_way_leaves_nothing_half(mode: str, kern: Any, user: Any) -> None:
    from interchange.tasks import ask

    job = queued(kern, user, ROWS, mode)
    before = sessions()
    first = worker()
    try:
        ask(job.pk, JobState.RUNNING)
        if mode == JobMode.GOOD:
            wait_for(job, lambda job: 1000 <= job.done < ROWS)
        else:
            wait_for(job, lambda job: job.state == JobState.RUNNING and running.progress(job) >= 1000)
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    wait_until_only(before)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert Partner.objects.count() == job.done
    if mode == JobMode.ALL:
        assert job.done == 0
    SheetJob.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(minutes=2))
    second = worker()
    try:
        assert sweep_sheets() == 1
        wait_for(job, lambda job: job.state == JobState.DONE)
    finally:
        os.killpg(second.pid, signal.SIGKILL)
        second.wait()
    assert (job.done, Partner.objects.count()) == (ROWS, ROWS)
    assert Partner.history.model.objects.count() == ROWS  # type: ignore[attr-defined]
    assert job.counts["nieuw"] == ROWS
