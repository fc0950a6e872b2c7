"""What is kept of a calendar file: one change writes one event anew, and the file is as if it was made from nothing."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from agenda import feeds
from agenda.models import Occurrence
from agenda.services import cancel, change_activity, change_once
from changes.models import Change
from changes.services import undo
from initiatives.models import Activity, Organiser
from partners.models import Partner
from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.factories import make_partner

pytestmark = pytest.mark.django_db
TUESDAY = "FREQ=WEEKLY;BYDAY=TU"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the activities that were written, in order; empty it to begin anew."""
    names: list[str] = []
    real = feeds.events_of

    def events_of(activity: Activity, *version: Any) -> Any:
        names.append(activity.name)
        return real(activity, *version)

    monkeypatch.setattr(feeds, "events_of", events_of)
    return names


def content(client: Client, kern: Kern) -> bytes:
    return bytes(client.get(reverse("agenda_feed", args=[kern.slug])).content)


Deed = Callable[[Activity, Partner, Any], Any]
DEEDS: dict[str, Deed] = {
    "a word": lambda one, _house, anna: change_activity(one, {"note": "Buiten"}, acting_user=anna),
    "one time": lambda one, _house, anna: change_once(
        one, date(2026, 12, 8), {"begins_at": time(15)}, acting_user=anna
    ),
    "cancelled": lambda one, _house, anna: cancel(
        one, scope="alle", day=None, note="Zaal dicht", acting_user=anna
    ),
    "an organiser": lambda one, house, anna: change_activity(one, {}, acting_user=anna, joining=[house]),
    "a place": lambda one, house, anna: change_activity(one, {"location_partner": house}, acting_user=anna),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_one_change_writes_one_event_anew_and_so_does_its_undo(
    deed: str, client: Client, kern: Kern, house: Partner, anna: Any, written: list[str]
) -> None:
    club = make_partner("Club", kern)
    series = [
        make_activity(f"Sporten {number}", kern, "2026-12-01", club, rule=TUESDAY, begins_at=time(10))
        for number in range(5)
    ]
    before = content(client, kern)
    assert len(written) == 5
    written.clear()
    DEEDS[deed](series[2], house, anna)
    after = content(client, kern)
    assert written == ["Sporten 2"]
    assert after != before
    caches["drawings"].clear()
    assert content(client, kern) == after
    written.clear()
    undo(Change.objects.latest("pk"), acting_user=anna)
    content(client, kern)
    assert written == ["Sporten 2"]


def test_another_name_of_a_partner_is_written_where_it_stands(
    client: Client, kern: Kern, house: Partner, written: list[str]
) -> None:
    make_activity("Bij hen", kern, "2026-12-05", location_partner=house)
    make_activity("Van hen", kern, "2026-12-05", house)
    make_activity("Van niemand", kern, "2026-12-05")
    content(client, kern)
    written.clear()
    house.name = "Kulturhus"
    house.save()
    told = content(client, kern).decode()
    assert written == ["Bij hen", "Van hen"]
    assert "Dorpshuis" not in told
    written.clear()
    house.visibility = "network"
    house.save()
    assert "Kulturhus" not in content(client, kern).decode()
    assert written == ["Bij hen", "Van hen"]


def test_what_goes_and_comes_is_left_out_and_put_in(client: Client, kern: Kern, written: list[str]) -> None:
    first = make_activity("Eerste", kern, "2026-12-05")
    make_activity("Tweede", kern, "2026-12-06")
    content(client, kern)
    written.clear()
    first.visibility = "coordinators"
    first.save()
    make_activity("Derde", kern, "2026-12-07")
    told = content(client, kern).decode()
    assert written == ["Derde"]
    assert [line for line in told.splitlines() if line.startswith("SUMMARY")] == ["SUMMARY:Tweede", "SUMMARY:Derde"]  # fmt: skip


def test_the_file_costs_the_same_number_of_queries_for_one_and_for_many(
    client: Client, kern: Kern, house: Partner, django_assert_num_queries: Any
) -> None:
    def fill(name: str, count: int) -> None:
        for number in range(count):
            one = make_activity(f"{name} {number}", kern, "2026-12-01", house, rule=TUESDAY)
            Occurrence.objects.create(activity=one, day=date(2026, 12, 8), note="x")

    fill("Eerst", 1)
    content(client, kern)
    fill("Dan", 1)
    with django_assert_num_queries(21) as few:
        content(client, kern)
    fill("Later", 30)
    with django_assert_num_queries(len(few)):
        content(client, kern)
    assert Organiser.objects.count() == 32
