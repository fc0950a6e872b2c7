"""When a check-up is due: never late because something exists for long, and never while it rests."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from checkups.dates import add_months, first_date, next_date
from checkups.models import CheckUp, KernCheckups, Plan
from checkups.rows import row_of, rows_of
from checkups.services.planning import settings_of
from initiatives.models import Initiative
from tests.checkups.conftest import Place
from tests.factories import make_initiative, make_kern
from wijkweb.kit.partial_dates import PartialDate

SINCE = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 25), 3, date(2027, 2, 25)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(9999, 11, 25), 3, date.max),  # the calendar ends; a typing error brings no page down
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2014-12", date(2026, 12, 1)),  # its anniversary
        ("2014-03", date(2027, 3, 1)),  # the one of this year lies before the kern began
        ("2014-03-10", date(2026, 3, 10)),
        ("2026-05-04", date(2027, 5, 4)),  # it began afterwards: one whole interval
        ("2027", date(2028, 1, 1)),
    ],
)
def test_the_first_date_follows_from_the_start_and_lies_after_the_kern_began(
    start: str, expected: date
) -> None:
    assert first_date(PartialDate.parse(start), SINCE, 12, "x") == expected


def test_without_a_month_the_first_dates_are_spread_over_the_first_interval() -> None:
    days = [first_date(PartialDate(2015), SINCE, 12, f"initiatief-{number}") for number in range(400)]
    assert min(days) >= SINCE + timedelta(days=30)
    assert max(days) < add_months(SINCE, 12)
    assert len({(day.year, day.month) for day in days}) >= 11
    assert days[7] == first_date(None, SINCE, 12, "initiatief-7")


def test_a_short_interval_has_a_first_date_too() -> None:
    assert SINCE < first_date(None, SINCE, 3, "x") < add_months(SINCE, 3)
    assert first_date(PartialDate(2014, 12), SINCE, 5, "x") >= SINCE


def test_the_next_one_comes_an_interval_later_but_not_before_the_kern_goes_on() -> None:
    assert next_date(date(2026, 1, 5), SINCE, 12) == date(2027, 1, 5)
    assert next_date(date(2020, 1, 5), SINCE, 12) == SINCE


def due(initiative: Initiative) -> date | None:
    return row_of(Initiative.objects.select_related("kern").get(pk=initiative.pk)).due


def test_what_rests_has_no_date(place: Place) -> None:
    assert due(place.table) == date(2026, 11, 20)
    for phase in ("gepauzeerd", "gestopt", "overgedragen"):
        place.table.phase = phase
        place.table.save()
        assert due(place.table) is None
    for phase in ("droom", "gedeeld", "gestart", "draait"):
        Initiative.objects.filter(pk=place.table.pk).update(phase=phase)
        assert due(place.table), phase


def test_what_goes_on_after_years_of_rest_is_not_late(place: Place, today: time_machine.Traveller) -> None:
    CheckUp.objects.create(initiative=place.table, done_on=date(2026, 11, 24), needs="niets")
    Plan.objects.all().delete()
    place.table.phase = "gepauzeerd"
    place.table.save()
    today.move_to(datetime(2030, 5, 5, 12, tzinfo=UTC))
    place.table.phase = "draait"
    place.table.save()
    assert due(place.table) == date(2031, 5, 5)


def test_what_was_added_lately_is_not_late(place: Place, today: time_machine.Traveller) -> None:
    today.move_to(datetime(2029, 5, 5, 12, tzinfo=UTC))
    new = make_initiative("Nieuw", place.kern, started_on=PartialDate(2014, 12))
    assert due(new) == date(2029, 12, 1)


def test_no_date_where_the_kern_does_none_or_the_initiative_needs_none(place: Place) -> None:
    assert due(make_initiative("Elders", make_kern("Westerdorp"))) is None
    Plan.objects.update(is_off=True)
    assert due(place.table) is None


def test_an_interval_of_its_own_and_a_date_that_was_agreed(place: Place) -> None:
    Plan.objects.update(next_on=None, months=6)
    checkup = CheckUp.objects.create(initiative=place.table, done_on=date(2026, 11, 1), needs="niets")
    assert due(place.table) == date(2027, 5, 1)
    checkup.next_on = date(2027, 2, 2)
    checkup.save()
    assert due(place.table) == date(2027, 2, 2)


def test_a_kern_that_was_off_begins_anew(place: Place) -> None:
    CheckUp.objects.create(initiative=place.table, done_on=date(2019, 1, 1), needs="niets")
    Plan.objects.all().delete()
    KernCheckups.objects.update(since=date(2026, 11, 25))
    assert due(place.table) == date(2026, 11, 25)
    assert settings_of(place.kern).months == 12


def test_many_cost_as_many_queries_as_two(place: Place, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    def rows() -> list[Initiative]:
        return list(Initiative.objects.select_related("kern"))

    make_initiative("Zonder postbus", place.kern)
    two = rows()
    with django_assert_num_queries(7):
        assert len(rows_of(two)) == 2
    for number in range(20):
        made = make_initiative(f"Nog een {number}", place.kern, drivers=[place.bridge])
        CheckUp.objects.create(initiative=made, done_on=date(2026, 5, 1), needs="niets")
        make_initiative(f"Zonder {number}", place.kern)
    many = rows()
    with django_assert_num_queries(7):
        assert len(rows_of(many)) == 42
