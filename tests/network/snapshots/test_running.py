"""Bringing snapshots up to date: once for each change, whole, and right after every disturbance."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes.models import Verb
from changes.services import recorded
from network.analysis.figures import FIGURE_IDS
from network.models import Audience, Snapshot, SnapshotRun
from network.snapshots import asking, computing, running
from network.snapshots.asking import ask, sweep, work_on
from network.snapshots.running import left_behind, mark_all_behind, mark_behind, recompute
from partners.models import Partner, Relation
from places.models import Kern
from tests.network.village import Village, fill_with

TODAY = timezone.localdate()
Content = dict[tuple[Any, ...], Any]


def content() -> Content:
    """Everything of all snapshots, except when and how fast each was computed."""
    names = ("fingerprint", "mark", "engine", "seed", "values", "figures")
    rows = Snapshot.objects.values_list("kern_id", "audience", "day", *names)
    return {row[:3]: dict(zip(names, row[3:], strict=True)) for row in rows}


def run(kern: Kern, **options: Any) -> bool:
    mark_behind([kern.pk])
    return recompute(kern.pk, **options)


def state(kern: Kern) -> SnapshotRun:
    return SnapshotRun.objects.get(pk=kern.pk)


@pytest.fixture
def computed() -> Iterator[Any]:
    """How often all figures were computed."""
    with mock.patch.object(computing, "figures_of", wraps=computing.figures_of) as made:
        yield made


def test_a_kern_gets_whole_snapshots_of_every_day_that_is_kept(village: Village) -> None:
    assert run(village.kern)
    stored = Snapshot.objects.filter(kern=village.kern)
    for audience in Audience.values:
        days = [one.day for one in stored.filter(audience=audience)]
        assert days[0] == date(2015, 6, 30)
        assert {date(2016, 12, 31), date(2018, 12, 31)} <= set(days)
        assert days[-1] == TODAY
    for snapshot in stored:
        assert list(snapshot.all_figures()) == list(FIGURE_IDS)
        assert snapshot.values == {
            key: [one.value, one.reason, one.without_coordinator]
            for key, one in snapshot.all_figures().items()
        }
    found = state(village.kern)
    assert (found.done, found.claim, found.reason, found.is_behind) == (1, None, "", False)
    assert found.step == found.steps > 20


def test_what_an_audience_may_not_see_is_not_in_its_snapshots(village: Village) -> None:
    run(village.kern)
    for snapshot in Snapshot.objects.filter(audience=Audience.PUBLIC):
        text = str(snapshot.figures)
        assert "zilverreiger" not in text
        assert "nachtegaal" not in text
        assert "stille-partner" not in text
    kern = Snapshot.objects.filter(audience=Audience.KERN, day=TODAY).get()
    assert "mw-zilverreiger" in str(kern.figures)


def test_nothing_asked_is_nothing_done(village: Village, computed: Any) -> None:
    assert not recompute(village.kern.pk)
    run(village.kern)
    computed.reset_mock()
    assert not recompute(village.kern.pk)
    assert not recompute(10**9)
    assert not computed.called


def test_the_same_input_is_not_computed_again(village: Village, computed: Any) -> None:
    run(village.kern)
    before = list(Snapshot.objects.order_by("pk").values())
    computed.reset_mock()
    assert run(village.kern)
    assert not computed.called
    assert list(Snapshot.objects.order_by("pk").values()) == before


def test_days_with_the_same_input_are_computed_once(village: Village, computed: Any) -> None:
    run(village.kern)
    days = Snapshot.objects.filter(kern=village.kern)
    distinct = days.values("audience", "fingerprint").distinct().count()
    assert computed.call_count == distinct < days.count()
    for snapshot in days:
        since = snapshot.figure("turnover").parts.get("since")
        assert since is None or date.fromisoformat(since) < snapshot.day
        assert since is None or (snapshot.day - date.fromisoformat(since)).days in range(180, 186)


def test_a_change_in_the_past_changes_the_days_since_then_only(village: Village) -> None:
    run(village.kern)
    before = content()
    Relation.objects.filter(kind="leent-uit").update(ended_on=20190000)
    run(village.kern)
    after = content()
    changed = {key[2] for key in before if before[key]["figures"] != after.get(key, {}).get("figures")}
    assert changed
    assert min(changed) > date(2019, 12, 31)
    assert before[(village.kern.pk, "public", date(2018, 12, 31))]["fingerprint"] in str(after)


def test_a_newer_day_takes_the_place_of_the_latest_but_not_of_a_half_year(village: Village) -> None:
    run(village.kern)
    Snapshot.objects.filter(day=TODAY).update(day=TODAY - timedelta(days=40), fingerprint="older")
    run(village.kern)
    days = set(Snapshot.objects.filter(kern=village.kern, audience="public").values_list("day", flat=True))
    assert TODAY in days
    assert TODAY - timedelta(days=40) not in days
    assert date(2016, 6, 30) in days


def test_when_nothing_changed_this_month_the_latest_stays(village: Village) -> None:
    run(village.empty)
    earlier = TODAY.replace(day=1)
    Snapshot.objects.filter(kern=village.empty).update(day=earlier)
    run(village.empty)
    assert set(Snapshot.objects.filter(kern=village.empty).values_list("day", flat=True)) == {earlier}


def test_an_empty_kern_has_figures_that_cannot_be_said(village: Village) -> None:
    run(village.empty)
    for audience in Audience.values:
        snapshot = Snapshot.objects.get(kern=village.empty, audience=audience)
        figures = snapshot.all_figures()
        assert all(figure.value is None and figure.reason for figure in figures.values()), figures


def test_many_changes_after_another_are_asked_for_once(village: Village) -> None:
    first, second = village.kern.pk, village.other.pk
    assert mark_behind([second, first]) == [first, second]
    assert mark_behind([first]) == []
    assert mark_behind([10**9]) == []
    recompute(first)
    assert mark_behind([first, second]) == [first]
    assert set(mark_all_behind()) == set(Kern.objects.values_list("pk", flat=True))
    assert SnapshotRun.objects.dirty().count() == Kern.objects.count()


def test_what_is_asked_while_somebody_is_at_it_is_done_after(village: Village) -> None:
    kern = village.kern
    mark_behind([kern.pk])
    real = computing.Walk.latest

    def asked_again(walk: Any) -> Any:
        mark_behind([kern.pk])
        assert not recompute(kern.pk)
        return real(walk)

    with mock.patch.object(computing.Walk, "latest", asked_again), mock.patch.object(asking, "send") as sent:
        assert work_on(kern.pk)
    sent.assert_called_once_with([kern.pk], wait=asking.DEBOUNCE)
    assert state(kern).is_behind
    with mock.patch.object(asking, "send") as sent:
        assert work_on(kern.pk)
    assert not sent.called
    assert not state(kern).is_behind


class Killed(BaseException):
    """What ends a process is no error that can be caught."""


def killed_after(steps: int) -> Any:
    real, count = running._Work._look, iter(range(steps))

    def look(work: Any, step: Any) -> None:
        real(work, step)
        if next(count, None) is None:
            raise Killed

    return mock.patch.object(running._Work, "_look", look)


@pytest.mark.parametrize("steps", [0, 1, 2, 7, 30])
def test_who_is_killed_half_way_leaves_whole_snapshots_and_is_taken_over(
    steps: int, village: Village
) -> None:
    run(village.kern)
    expected = content()
    Relation.objects.filter(kind="leent-uit").update(strength=1)
    Snapshot.objects.all().delete()
    with killed_after(steps), mock.patch.object(running, "BATCH", 0), pytest.raises(Killed):
        run(village.kern)
    assert all(set(one.figures) == set(FIGURE_IDS) for one in Snapshot.objects.all())
    assert not recompute(village.kern.pk)
    assert village.kern.pk not in left_behind()
    SnapshotRun.objects.update(heartbeat=timezone.now() - 2 * running.SILENT_AFTER)
    assert left_behind() == [village.kern.pk]
    Relation.objects.filter(kind="leent-uit").update(strength=3)
    assert recompute(village.kern.pk)
    assert content() == expected


def test_who_was_taken_over_stores_nothing_more(village: Village) -> None:
    kern = village.kern
    mark_behind([kern.pk])
    real = computing.Walk.latest

    def taken_over(walk: Any) -> Any:
        with mock.patch.object(computing.Walk, "latest", real):
            SnapshotRun.objects.update(heartbeat=timezone.now() - 2 * running.SILENT_AFTER)
            assert recompute(kern.pk)
        Snapshot.objects.all().delete()
        return real(walk)

    with mock.patch.object(computing.Walk, "latest", taken_over):
        assert not recompute(kern.pk)
    assert not Snapshot.objects.exists()
    assert (state(kern).done, state(kern).claim) == (1, None)


def test_a_failure_keeps_its_reason_and_the_old_snapshots(village: Village, caplog: Any) -> None:
    run(village.kern)
    before = content()
    broken = mock.patch.object(computing.Walk, "_figures", side_effect=ValueError("a figure went wrong"))
    Relation.objects.all().update(strength=2)
    with broken:
        for failures in (1, 2, 3):
            assert (run(village.kern) if failures == 1 else recompute(village.kern.pk)) is False
            found = state(village.kern)
            assert (found.failures, found.claim, found.is_behind) == (failures, None, True)
            assert found.reason.startswith("ValueError (")
            assert "a figure went wrong" not in found.reason
            SnapshotRun.objects.update(asked_at=timezone.now() - 2 * running.FORGOTTEN_AFTER)
            assert (left_behind() == [village.kern.pk]) is (failures < 3)
    assert content() == before
    assert mark_behind([village.kern.pk]) == [village.kern.pk]
    assert recompute(village.kern.pk)
    assert (state(village.kern).failures, state(village.kern).reason) == (0, "")
    assert content() != before


def test_time_that_is_up_leaves_the_latest_right_and_the_rest_for_the_next_turn(village: Village) -> None:
    run(village.kern)
    expected = content()
    Snapshot.objects.all().delete()
    assert not run(village.kern, within=0)
    latest = {key: one for key, one in expected.items() if key[2] == TODAY}
    assert latest.items() <= content().items()
    assert len(content()) < len(expected)
    found = state(village.kern)
    assert (found.is_behind, found.claim) == (True, None)
    turns = 1
    while not recompute(village.kern.pk, within=0):
        turns += 1
        assert turns < 200
    assert content() == expected
    assert turns > 10


def test_the_sweep_sends_a_few_helpers_for_what_was_forgotten(village: Village) -> None:
    kernen = [village.kern.pk, village.other.pk, village.empty.pk]
    mark_behind(kernen)
    with mock.patch("network.tasks.recompute_waiting.apply_async") as sent:
        assert sweep() == 0
        SnapshotRun.objects.update(asked_at=timezone.now() - 2 * running.FORGOTTEN_AFTER)
        assert sweep() == 3
        assert sent.call_count == 3
        with mock.patch.object(asking, "HELPERS", 2):
            sweep()
        assert sent.call_count == 5
    from network.tasks import recompute_waiting

    assert recompute_waiting() == 3
    assert not SnapshotRun.objects.dirty().exists()
    assert left_behind() == []


def test_a_broker_that_is_away_stops_nobody(village: Village, monkeypatch: Any) -> None:
    from kombu.exceptions import OperationalError

    monkeypatch.setattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    with mock.patch("network.tasks.recompute_kern.apply_async", side_effect=OperationalError):
        ask([village.kern.pk])
    assert state(village.kern).is_behind


@pytest.mark.django_db(transaction=True)
def test_a_change_is_written_down_when_the_broker_is_away(village: Village, monkeypatch: Any) -> None:
    from kombu.exceptions import OperationalError

    monkeypatch.setattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    run(village.kern)
    with (
        mock.patch("network.tasks.refresh_layouts.delay", side_effect=OperationalError),
        mock.patch("network.tasks.recompute_kern.apply_async", side_effect=OperationalError),
        recorded(Verb.CHANGED, acting_user=None, kern=village.kern),
    ):
        pass
    assert state(village.kern).is_behind


def test_the_number_of_queries_does_not_depend_on_the_number_of_partners(village: Village) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen, mock.patch.object(running, "BATCH", 1000):
            run(village.kern)
        return len(seen)

    queries()
    Relation.objects.update(strength=1)
    few = queries()
    fill_with(village.kern, 100, ["wonen", "onderwijs"])
    assert queries() == few
    assert few < 70


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time, so threads wait for each other"
)
def test_asked_twice_at_once_is_done_once() -> None:
    from tests.network.village import make_village

    village = make_village()
    mark_behind([village.kern.pk])
    outcomes = []
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        try:
            outcomes.append(recompute(village.kern.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]
    alone = content()
    Snapshot.objects.all().delete()
    run(village.kern)
    assert content() == alone


def test_partners_of_a_kern_that_is_gone(village: Village) -> None:
    mark_behind([village.empty.pk])
    Partner.objects.filter(kern=village.empty).delete()
    Kern.objects.filter(pk=village.empty.pk).delete()
    assert not recompute(village.empty.pk)
    assert not SnapshotRun.objects.filter(pk=village.empty.pk).exists()
