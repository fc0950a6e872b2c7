"""Real workers that are killed, a Redis that is emptied, work that comes twice and a database that goes away: it ends in
exactly the snapshots of an undisturbed run. tools/bench/faults.py does the same at length, and restarts PostgreSQL."""

import os
import random
import time
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from network.models import Snapshot, SnapshotRun
from network.snapshots import asking, running
from network.snapshots.asking import ask, sweep
from network.snapshots.running import mark_behind, recompute
from network.tasks import recompute_kern
from partners.models import Relation
from places.models import Kern
from tests.factories import make_kern
from tests.network.snapshots.test_running import content
from tests.network.snapshots.workers import kill, start_worker, workers
from tests.network.village import fill_with

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        os.environ.get("TEST_ON") == "sqlite", reason="needs workers, so PostgreSQL and Redis"
    ),
]
KERNEN, PARTNERS = 6, 12
SOON = 60  # seconds


@pytest.fixture
def kernen() -> list[Kern]:
    found = []
    for number in range(KERNEN):
        kern = make_kern(f"Dorp {number}")
        fill_with(kern, PARTNERS, ["wonen", "onderwijs"], prefix=f"dorp{number}")
        for place, tie in enumerate(Relation.objects.filter(source__kern=kern).order_by("pk")):
            if place % 3 == 0:
                Relation.objects.filter(pk=tie.pk).update(started_on=(2016 + place % 6) * 10_000)
        found.append(kern)
    return found


@pytest.fixture
def broker() -> Any:
    with redis.Redis.from_url(settings.REDIS_URL.replace("redis+socket:", "unix:")) as client:
        client.flushall()
        yield client
        client.flushall()


def undisturbed(kernen: list[Kern]) -> dict[Any, Any]:
    """The snapshots that one process makes which nobody disturbs."""
    for kern in kernen:
        mark_behind([kern.pk])
        assert recompute(kern.pk)
    found = content()
    Snapshot.objects.all().delete()
    SnapshotRun.objects.all().delete()
    return found


def wait_until_done(seconds: float = SOON) -> None:
    """Sweep, as beat does twice a minute, until nothing is left."""
    end = time.monotonic() + seconds
    while SnapshotRun.objects.dirty().exists():
        if time.monotonic() > end:
            pytest.fail(str(list(SnapshotRun.objects.dirty().values())))
        sweep()
        time.sleep(0.3)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same patience as the workers have."""
    monkeypatch.setattr(running, "SILENT_AFTER", running.timedelta(seconds=2))
    monkeypatch.setattr(running, "FORGOTTEN_AFTER", running.timedelta(seconds=1))
    monkeypatch.setattr(asking, "DEBOUNCE", 0)


def test_disturbed_in_every_way_it_ends_as_if_nothing_happened(kernen: list[Kern], broker: Any) -> None:
    chance = random.Random(5)
    expected = undisturbed(kernen)
    running_now = [start_worker(), start_worker()]
    ids = [kern.pk for kern in kernen]
    try:
        ask(ids)
        wait_for_work()
        for disturbance in ("kill", "empty", "twice", "cut", "kill", "again", "empty", "cut", "kill"):
            if disturbance == "kill":
                victim = running_now.pop(chance.randrange(2))
                kill(victim)
                running_now.append(start_worker())
            elif disturbance == "empty":
                broker.flushall()
            elif disturbance == "twice":
                for pk in ids * 2:
                    recompute_kern.delay(pk)
            elif disturbance == "cut":
                cut_connections()
            else:
                ask(ids)
            time.sleep(chance.uniform(0.2, 0.8))
        wait_until_done()
    finally:
        for worker in running_now:
            kill(worker)
    assert content() == expected
    assert not SnapshotRun.objects.exclude(claim=None).exists()
    assert set(SnapshotRun.objects.values_list("reason", flat=True)) == {""}


def wait_for_work() -> None:
    end = time.monotonic() + SOON
    while not Snapshot.objects.exists():
        assert time.monotonic() < end, "no worker began"
        time.sleep(0.05)
    assert SnapshotRun.objects.dirty().exists(), "it was over before it could be disturbed"


def cut_connections() -> None:
    """What a restart of PostgreSQL does to those who were using it, without doing it to other tests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )


def test_a_worker_that_is_killed_is_taken_over_where_it_was(kernen: list[Kern], broker: Any) -> None:
    """Nothing that was stored is computed again, and no moment shows less than was there before."""
    kern = kernen[0]
    expected = {key: one for key, one in undisturbed(kernen).items() if key[0] == kern.pk}
    first = start_worker()
    try:
        ask([kern.pk])
        wait_for_work()
    finally:
        kill(first)
    stored = dict(Snapshot.objects.values_list("pk", "computed_at"))
    assert 0 < len(stored) < len(expected)
    began = timezone.now()
    with workers(1):
        wait_until_done()
    assert content() == expected
    kept = dict(Snapshot.objects.filter(pk__in=stored).values_list("pk", "computed_at"))
    assert kept == stored
    assert Snapshot.objects.filter(computed_at__gt=began).count() == len(expected) - len(stored)
