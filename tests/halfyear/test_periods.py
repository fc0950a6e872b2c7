"""Half-years, and what lies in one, on the page and in the database."""

from datetime import date

import pytest

from facts.models import Fact
from halfyear.periods import HalfYear, half_years_until
from tests.factories import make_kern
from wijkweb.kit.partial_dates import PartialDate, is_dated_within


def test_a_half_year_has_two_ends_and_one_before_it() -> None:
    first, second = HalfYear(2017, 1), HalfYear(2017, 2)
    assert (first.first, first.last, first.day_before) == (
        PartialDate(2017, 1),
        PartialDate(2017, 6, 30),
        date(2016, 12, 31),
    )
    assert (second.last, second.day_before, second.before()) == (
        PartialDate(2017, 12, 31),
        date(2017, 6, 30),
        first,
    )
    assert half_years_until(date(2017, 3, 1), 3) == [first, HalfYear(2016, 2), HalfYear(2016, 1)]
    assert HalfYear.parse(second.slug) == second


@pytest.mark.parametrize("slug", ["2017", "2017-3", "17-1", "1234-1", "2999-1", "２０１７-1", "-1", ""])
def test_anything_else_is_not_a_half_year(slug: str) -> None:
    with pytest.raises(ValueError, match=r"half-year|far away"):
        HalfYear.parse(slug)


@pytest.mark.parametrize(
    ("written", "is_in"),
    [
        ("2017", True),
        ("2016", False),
        ("2017-07", True),
        ("2017-06", False),
        ("2017-07-01", True),
        ("2017-06-30", False),
        ("2017-12", True),
        ("2017-12-31", True),
        ("2018", False),
        ("2018-01", False),
    ],
)
@pytest.mark.django_db
def test_database_and_program_agree_on_what_lies_in_it(written: str, is_in: bool) -> None:
    period, day = HalfYear(2017, 2), PartialDate.parse(written)
    Fact.objects.create(kern=make_kern(), dated_on=day, quantity="x", unit="y", value=1)
    assert is_dated_within(day, period.first, period.last) is is_in
    assert Fact.objects.measured_within(period.first, period.last).exists() is is_in


def test_no_date_lies_nowhere() -> None:
    assert not is_dated_within(None, PartialDate(2017, 1), PartialDate(2017, 6, 30))
