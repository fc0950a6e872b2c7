"""What pages get of the stored snapshots, and whose figures somebody sees."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.access import viewer_of
from accounts.models import Membership, Role
from network.models import Audience, Snapshot
from network.snapshots import audience_of, latest_snapshot, snapshot_on, snapshots_over_time
from places.models import Kern
from tests.network.village import ROLES, Village


def store(kern: Kern, day: date, value: float | None = 1.5, audience: str = Audience.PUBLIC) -> Snapshot:
    figure = {
        "id": "average_degree",
        "value": value,
        "unit": "number",
        "reason": "" if value else "no_partners",
    }
    return Snapshot.objects.create(
        kern=kern, audience=audience, day=day, fingerprint="x", engine="x", duration_ms=1, computed_at=timezone.now(),
        values={"average_degree": [value, figure["reason"], None]}, figures={"average_degree": figure},
    )  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_only_who_looks_after_the_kern_gets_figures_of_all_records(role: str, village: Village) -> None:
    viewer = viewer_of(village.people[role])
    found = {kern: audience_of(viewer, kern) for kern in (village.kern, village.other, village.region)}
    closed = {"coordinator": village.kern, "coordinator_elsewhere": village.other}.get(role)
    assert found == {kern: Audience.KERN if kern == closed else Audience.PUBLIC for kern in found}


def test_who_looks_after_a_region_but_not_all_of_it_gets_the_public_figures(village: Village) -> None:
    """A municipal coordinator does not look after a kern of another municipality that lies in the region."""
    user: Any = village.people["without_role"]
    Membership.objects.create(user=user, role=Role.MUNICIPAL_COORDINATOR, municipality=village.municipality)
    assert audience_of(viewer_of(user), village.region) == Audience.KERN
    Kern.objects.create(slug="over-de-grens", name="Over de grens", kind="dorp", parent=village.region)
    del user._viewer
    assert audience_of(viewer_of(user), village.region) == Audience.PUBLIC


def test_the_latest_and_the_one_of_a_day(village: Village, django_assert_num_queries: Any) -> None:
    kern = village.kern
    old, new = store(kern, date(2015, 6, 30)), store(kern, date(2016, 6, 30))
    store(kern, date(2017, 1, 1), audience=Audience.KERN)
    store(village.other, date(2018, 1, 1))
    with django_assert_num_queries(1):
        assert latest_snapshot(kern, Audience.PUBLIC) == new
    with django_assert_num_queries(1):
        assert snapshot_on(kern, Audience.PUBLIC, date(2016, 6, 29)) == old
    assert snapshot_on(kern, Audience.PUBLIC, date(2016, 6, 30)) == new
    assert snapshot_on(kern, Audience.PUBLIC, date(2015, 6, 29)) is None


def test_lines_over_time_of_several_kernen_are_one_query(
    village: Village, django_assert_num_queries: Any
) -> None:
    for year in (2016, 2015, 2017):
        store(village.kern, date(year, 6, 30), value=float(year))
    store(village.other, date(2015, 6, 30), value=None)
    store(village.kern, date(2015, 6, 30), audience=Audience.KERN)
    kernen = [village.kern.pk, village.other.pk]
    with django_assert_num_queries(1):
        found = snapshots_over_time(kernen, Audience.PUBLIC)
        lines = {pk: [one.value("average_degree") for one in line] for pk, line in found.items()}
    assert lines == {kernen[0]: [2015.0, 2016.0, 2017.0], kernen[1]: [None]}
    assert found[kernen[0]][0].value("bridges") is None


def test_a_snapshot_gives_its_figures(village: Village) -> None:
    stored = store(village.kern, date(2015, 6, 30))
    figure = Snapshot.objects.get(pk=stored.pk).figure("average_degree")
    assert (figure.value, figure.unit, figure.reason) == (1.5, "number", "")
    assert list(stored.all_figures()) == ["average_degree"]
    with pytest.raises(KeyError):
        stored.figure("density")
