"""What is in each other's way is told with words and links, and never forbidden."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agenda.clashes import meet, sorted_clashes
from agenda.happenings import Moment
from changes.models import Change
from changes.services import undo
from initiatives.models import Activity
from partners.models import Partner
from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.factories import make_partner

DAY = date(2026, 12, 5)


def at(begin: str = "", end: str = "", **fields: Any) -> Moment:
    def clock(text: str) -> time | None:
        return time.fromisoformat(text) if text else None

    return Moment("x", fields.pop("day", DAY), clock(begin), clock(end), **fields)


@pytest.mark.parametrize(
    ("one", "other", "is_met"),
    [
        (at("10:00", "11:00"), at("10:30", "12:00"), True),
        (at("10:00", "11:00"), at("11:00", "12:00"), False),
        (at("10:00"), at("11:30", "12:00"), True),  # two hours when nobody said
        (at("10:00"), at("12:00"), False),
        (at(), at("23:00"), True),  # the time of day is not known
        (at("22:00", "01:00"), at("23:30"), True),
        (at("10:00", "11:00"), at("10:00", "11:00", day=date(2026, 12, 6)), False),
        (at(day=None), at(day=None), False),
    ],
)
def test_which_moments_meet(one: Moment, other: Moment, is_met: bool) -> None:
    assert meet(one, other) is is_met
    assert meet(other, one) is is_met


def test_meeting_alone_is_no_clash() -> None:
    assert (
        sorted_clashes([at("10:00", target_groups=("ouderen",))], [at("10:00", target_groups=("jongeren",))])
        == []
    )
    assert len(sorted_clashes([at("10:00", place="Het Plein")], [at("10:00", place="het plein")])) == 1
    assert sorted_clashes([at(place="Plein")], [at(place="Plein", is_cancelled=True)]) == []


@pytest.mark.django_db
def test_the_page_tells_it_to_the_coordinator_alone(signed_in: Client, kern: Kern, house: Partner) -> None:
    make_activity("Bingo", kern, "2026-12-05", house, begins_at=time(14), target_groups=["Ouderen"])
    tea = make_activity("Thee", kern, "2026-12-05", house, begins_at=time(15), target_groups=["ouderen"])
    body = signed_in.get(tea.get_absolute_url()).content.decode()
    for words in (
        "Er is tegelijk nog iets",
        "Beiden voor Ouderen",
        "Beide van Dorpshuis",
        "/activiteiten/bingo/",
    ):
        assert words in body
    assert "Er is tegelijk" not in Client().get(tea.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_clash_stops_nothing_and_is_told_while_typing(
    signed_in: Client, kern: Kern, house: Partner
) -> None:
    make_activity(
        "Bingo", kern, "2026-12-05", rule="FREQ=WEEKLY;BYDAY=SA", begins_at=time(14), location_partner=house
    )
    values = {
        "name": "Thee",
        "dated_on": "2026-12-12",
        "begins_at": "15:00",
        "place": "Dorpshuis",
        "repeat": "WEEKLY",
    }
    told = signed_in.post(reverse("activity_clashes", args=[kern.slug]), values).content.decode()
    assert "Bingo" in told
    assert "Beide bij Dorpshuis" in told
    assert "12 keer" in told  # from 12 December to the end of February
    assert Activity.objects.count() == 1
    assert signed_in.post(reverse("activity_add", args=[kern.slug]), values).status_code == 302
    free = signed_in.post(reverse("activity_clashes", args=[kern.slug]), {**values, "begins_at": "17:00"})
    assert "Bingo" not in free.content.decode()
    assert signed_in.post(reverse("activity_clashes", args=[kern.slug]), {"name": ""}).status_code == 200


@pytest.mark.django_db
def test_an_activity_does_not_clash_with_itself(signed_in: Client, kern: Kern, house: Partner) -> None:
    tea = make_activity("Thee", kern, "2026-12-05", house, begins_at=time(15))
    address = reverse("activity_clashes", args=[kern.slug]) + f"?activiteit={tea.slug}"
    values = {"name": "Thee", "dated_on": "2026-12-05", "begins_at": "15:00", "organiser_1": "Dorpshuis"}
    assert "Thee" not in signed_in.post(address, values).content.decode()


@pytest.mark.django_db
def test_two_become_one_and_two_again(signed_in: Client, kern: Kern, house: Partner) -> None:
    club = make_partner("Club", kern)
    bingo = make_activity("Bingo", kern, "2026-12-05", house, target_groups=["ouderen"])
    tea = make_activity(
        "Thee", kern, "2026-12-05", club, target_groups=["ouderen", "buren"], rule="FREQ=WEEKLY;BYDAY=SA"
    )
    address = reverse("activity_combine", args=[tea.slug])
    assert signed_in.post(address, {"met": "bingo"}).status_code == 404  # which time?
    assert signed_in.post(f"{address}?dag=2026-12-05", {"met": "bestaat-niet"}).status_code == 404
    answer = signed_in.post(f"{address}?dag=2026-12-05", {"met": "bingo"})
    assert answer["Location"] == bingo.get_absolute_url()
    bingo.refresh_from_db()
    assert {row.partner for row in bingo.organiser_rows.all()} == {house, club}
    assert bingo.target_groups == ["ouderen", "buren"]
    row = tea.occurrences.get()
    assert (row.day, row.is_cancelled, row.note) == (DAY, True, "Samen met “Bingo”.")
    undo(Change.objects.latest("pk"), acting_user=None)
    bingo.refresh_from_db()
    assert [row.partner for row in bingo.organiser_rows.all()] == [house]
    assert not tea.occurrences.exists()
