"""A copy without workers publishes each week by itself: the server looks whether something was due."""

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection

from dashboards.models import ExactCount, PublishedCount, Shared, WeekOfCounts
from dashboards.services import publish_due
from dashboards.tasks import publish_counts
from places.models import Municipality
from tests.dashboards.conftest import TODAY, add_people, share
from tests.factories import make_kern
from tests.overtaken import at_once
from wijkweb import housekeeping

HERE = ZoneInfo("Europe/Amsterdam")
TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


def moment(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


@pytest.fixture(autouse=True)
def empty_cache(db: None) -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def only_counts(settings: Any) -> None:
    settings.SERVER_TASKS = ["publish-counts-each-week"]


@pytest.mark.parametrize(
    ("schedule", "now", "due"),
    [
        (crontab(hour=5, minute=15), (2026, 11, 24, 5, 15), (2026, 11, 24, 5, 15)),
        (crontab(hour=5, minute=15), (2026, 11, 24, 5, 14), (2026, 11, 23, 5, 15)),
        (crontab(minute=7), (2026, 11, 24, 0, 6), (2026, 11, 23, 23, 7)),
        (crontab(hour=1, minute=0, day_of_week="sunday"), (2026, 11, 24, 0, 0), (2026, 11, 22, 1, 0)),
        (crontab(hour=1, minute=0, day_of_month=1), (2026, 11, 1, 0, 59), (2026, 10, 1, 1, 0)),
    ],
)
def test_when_it_was_last_due(schedule: crontab, now: tuple[int, ...], due: tuple[int, ...]) -> None:
    assert housekeeping.last_due(schedule, moment(*now)) == moment(*due)


def test_a_new_week_appears_without_anybody_asking(island: SimpleNamespace, only_counts: None) -> None:
    add_people(island.north, 23)
    assert housekeeping.look(TUESDAY) == ["publish-counts-each-week"]
    assert PublishedCount.objects.filter(kern=island.north, value=25).exists()


def test_what_was_done_is_not_done_again_before_its_next_turn(
    island: SimpleNamespace, only_counts: None
) -> None:
    housekeeping.look(TUESDAY)
    assert housekeeping.look(TUESDAY + timedelta(hours=8)) == []
    assert housekeeping.look(TUESDAY + timedelta(hours=24)) == ["publish-counts-each-week"]


def test_what_failed_is_tried_again(
    island: SimpleNamespace, only_counts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OSError("full")

    monkeypatch.setattr(publish_counts, "run", fail)
    assert housekeeping.look(TUESDAY) == []
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: TODAY)
    add_people(island.north, 23)
    assert housekeeping.look(TUESDAY) == ["publish-counts-each-week"]
    assert WeekOfCounts.objects.count() == 1


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, ConnectionError])
def test_the_thread_outlives_whatever_goes_wrong(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    def fail(_now: datetime) -> list[str]:
        raise error("gone")

    closed: list[bool] = []
    monkeypatch.setattr(housekeeping, "look", fail)
    monkeypatch.setattr(housekeeping.connections, "close_all", lambda: closed.append(True))
    housekeeping.look_once()
    assert closed == [True]
    assert "gone" in caplog.text


def test_every_task_of_the_server_is_in_the_schedule() -> None:
    for name in settings.SERVER_TASKS:
        assert housekeeping.last_due(settings.CELERY_BEAT_SCHEDULE[name]["schedule"], TUESDAY) <= TUESDAY


@at_once
@pytest.mark.django_db(transaction=True)
def test_publishing_four_times_at_once_gives_one_week(today: Any) -> None:
    municipality = Municipality.objects.create(name="Eiland")
    kern = make_kern("Dorp", municipality=municipality)
    share(kern, Shared.PEOPLE)
    add_people(kern, 12)
    start, made, wrong = threading.Barrier(4), [], []

    def publish() -> None:
        try:
            start.wait(10)
            made.append(publish_due())
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (sorted(made), wrong) == ([0, 0, 0, 1], [])
    assert ExactCount.objects.filter(kern=kern).count() == 2
