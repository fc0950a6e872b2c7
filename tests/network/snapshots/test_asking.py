"""After a change: which kernen are asked for, and what a reader gets where there are no workers."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.utils import timezone

from changes.models import Change, Verb
from changes.services import change_made, recorded
from initiatives.models import Activity, Organiser, Participation
from network.models import Audience, Snapshot, SnapshotRun
from network.snapshots import asking, latest_snapshot, reading, snapshots_over_time
from network.snapshots.affected import affected_by
from network.snapshots.running import mark_behind, recompute
from partners.models import Partner, Relation
from places.models import Kern
from tests.network.village import Village, organisation, tie, when

TODAY = timezone.localdate()


def change_of(village: Village, *records: Any, kern: Kern | None = None) -> Change:
    """A change in which these were saved."""
    with recorded(Verb.CHANGED, acting_user=None, kern=kern) as change:
        for record in records:
            record.save()
    return change


def names(change: Change) -> set[str]:
    return set(Kern.objects.filter(pk__in=affected_by(change)).values_list("slug", flat=True))


@pytest.fixture
def far(village: Village) -> Kern:
    """A kern of its own, with a club that has nothing to do with the others yet."""
    kern = Kern.objects.create(slug="verweg", name="Verweg", kind="dorp")
    organisation("verre-vereniging", kern, "verenigingen")
    return kern


def test_a_partner_touches_its_kern_and_what_that_lies_in(village: Village) -> None:
    partner = Partner.objects.get(slug="zonder-gebied")
    assert names(change_of(village, partner)) == {"dorp", "streek"}
    assert names(change_of(village)) == set()
    assert names(change_of(village, kern=village.empty)) == {"leeg"}


def test_a_partner_touches_the_kernen_in_which_it_is_a_guest(village: Village, far: Kern) -> None:
    club = Partner.objects.get(slug="verre-vereniging")
    assert names(change_of(village, club)) == {"verweg"}
    tie(club, Partner.objects.get(slug="dorpskerk"))
    assert names(change_of(village, club)) == {"verweg", "dorp", "streek"}


def test_a_partner_without_a_kern_touches_where_it_is_tied(village: Village) -> None:
    assert names(change_of(village, Partner.objects.get(slug="landelijk-fonds"))) == {
        "dorp",
        "buurdorp",
        "streek",
    }


def test_a_tie_touches_the_kernen_of_both_ends_also_when_it_is_gone(village: Village, far: Kern) -> None:
    made = tie(Partner.objects.get(slug="verre-vereniging"), Partner.objects.get(slug="dorpskerk"))
    assert names(change_of(village, made)) == {"verweg", "dorp", "streek"}
    with recorded(Verb.UNDONE, acting_user=None) as change:
        made.delete()
    assert names(change) == {"verweg", "dorp", "streek"}


def test_a_part_touches_the_kern_of_its_initiative(village: Village, far: Kern) -> None:
    club = Partner.objects.get(slug="verre-vereniging")
    part = Participation(initiative=village_initiative(), partner=club, role="doet-mee")
    assert names(change_of(village, part)) == {"verweg", "dorp", "streek"}
    assert names(change_of(village, village_initiative())) == {"dorp", "streek"}


def village_initiative() -> Any:
    from initiatives.models import Initiative

    return Initiative.objects.get(slug="bij-de-omas")


def test_an_activity_touches_its_kern_and_an_organiser_too(village: Village, far: Kern) -> None:
    activity = Activity(
        slug="feest", name="Feest", kern=village.kern, visibility="public", dated_on=when("2020")
    )
    assert names(change_of(village, activity)) == {"dorp", "streek"}
    club = Partner.objects.get(slug="verre-vereniging")
    assert names(change_of(village, Organiser(activity=activity, partner=club))) == {"dorp", "streek"}
    assert names(change_of(village, club)) == {"verweg", "dorp", "streek"}


def test_a_past_involvement_touches_the_kern_of_its_partner(village: Village) -> None:
    past = Partner.objects.get(slug="dorpskerk").past_involvements.model(
        partner=Partner.objects.get(slug="dorpskerk"), involvement="bekend", ended_on=date(2016, 1, 1)
    )
    assert names(change_of(village, past)) == {"dorp", "streek", "buurdorp"} - {"buurdorp"}


def test_the_number_of_queries_for_that_does_not_grow(
    village: Village, django_assert_max_num_queries: Any
) -> None:
    many = [organisation(f"nieuw-{number}", village.kern) for number in range(40)]
    ties = [tie(one, many[0]) for one in many[1:]]
    change = change_of(village, *many, *ties)
    with django_assert_max_num_queries(24):
        affected_by(change)


def test_a_change_marks_and_asks_once_for_many_after_another(village: Village, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    monkeypatch.setattr("network.tasks.refresh_layouts.delay", lambda _pk: None)
    change = change_of(village, Partner.objects.get(slug="zonder-gebied"))
    with mock.patch("network.tasks.recompute_kern.apply_async") as sent:
        for _ in range(3):
            change_made.send(sender=Change, change=change)
    assert sorted(call.args[0] for call in sent.call_args_list) == sorted(
        [(village.kern.pk,), (village.region.pk,)]
    )
    assert {call.kwargs["countdown"] for call in sent.call_args_list} == {asking.DEBOUNCE}
    run = SnapshotRun.objects.get(pk=village.kern.pk)
    assert (run.asked, run.done) == (3, 0)


# --- reading ------------------------------------------------------------------------------------------


@pytest.fixture
def without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CELERY_TASK_ALWAYS_EAGER", True)
    monkeypatch.setattr(reading, "WITHIN", 600)  # so that it does not matter how busy this machine is


@pytest.fixture
def with_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    monkeypatch.setattr(asking, "send", lambda _ids, wait=0: None)


def test_the_first_reader_makes_the_latest_and_workers_the_rest(village: Village, with_workers: None) -> None:
    found = latest_snapshot(village.kern, Audience.KERN)
    assert (found.day, found.is_behind) == (TODAY, True)
    assert found.figure("average_degree").value is not None
    assert list(Snapshot.objects.values_list("audience", "day")) == [("kern", TODAY)]
    recompute(village.kern.pk)
    found = latest_snapshot(village.kern, Audience.KERN)
    assert not found.is_behind
    assert found.looked_at is not None


def test_a_reader_with_workers_does_not_wait_for_a_change(village: Village, with_workers: None) -> None:
    old = latest_snapshot(village.kern, Audience.PUBLIC)
    Relation.objects.all().delete()
    mark_behind([village.kern.pk])
    found = latest_snapshot(village.kern, Audience.PUBLIC)
    assert (found.pk, found.figures, found.is_behind) == (old.pk, old.figures, True)


def test_without_workers_the_reader_brings_it_up_to_date(village: Village, without_workers: None) -> None:
    old = latest_snapshot(village.kern, Audience.PUBLIC)
    assert Snapshot.objects.filter(kern=village.kern).count() > 10
    Relation.objects.filter(kind="leent-uit").delete()
    assert latest_snapshot(village.kern, Audience.PUBLIC).figures == old.figures
    mark_behind([village.kern.pk])
    assert latest_snapshot(village.kern, Audience.PUBLIC).figures != old.figures


def test_without_workers_the_first_reader_of_a_day_looks_again(
    village: Village, without_workers: None
) -> None:
    latest_snapshot(village.kern, Audience.PUBLIC)
    long_ago = timezone.now() - timedelta(days=2)
    SnapshotRun.objects.update(finished_at=long_ago)
    found = latest_snapshot(village.kern, Audience.PUBLIC)
    assert found.looked_at is not None
    assert found.looked_at > long_ago


@pytest.mark.parametrize("workers", ["with_workers", "without_workers"])
def test_reading_what_is_stored_is_one_query(
    workers: str, village: Village, request: Any, django_assert_num_queries: Any
) -> None:
    request.getfixturevalue(workers)
    kernen = [village.kern.pk, village.other.pk, village.empty.pk]
    snapshots_over_time(kernen, Audience.PUBLIC)
    mark_behind(kernen)
    for pk in kernen:
        recompute(pk)
    with django_assert_num_queries(1):
        latest_snapshot(village.kern, Audience.PUBLIC)
    with django_assert_num_queries(1):
        lines = snapshots_over_time(kernen, Audience.PUBLIC)
    assert all(lines[pk] for pk in kernen)


def test_a_database_that_cannot_write_does_not_stop_a_reader(village: Village, with_workers: None) -> None:
    from django.db import DatabaseError

    with mock.patch.object(asking, "store_when_missing", side_effect=DatabaseError):
        found = latest_snapshot(village.kern, Audience.PUBLIC)
    assert found._state.adding
    assert found.figure("average_degree").value is not None
    assert not Snapshot.objects.exists()


def test_who_stored_one_meanwhile_wins(village: Village, with_workers: None) -> None:
    from network.snapshots.running import made_now, store_when_missing

    first = latest_snapshot(village.kern, Audience.PUBLIC)
    store_when_missing(made_now(village.kern, Audience.PUBLIC))
    assert latest_snapshot(village.kern, Audience.PUBLIC).computed_at == first.computed_at
