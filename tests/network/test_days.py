"""On which days a kern has a snapshot."""

from datetime import date

import pytest

from network.days import days_to_keep, half_year_before, year_before

TODAY = date(2017, 3, 4)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-06-30", "2016-12-31"),
        ("2016-12-31", "2016-06-30"),
        ("2016-08-31", "2016-02-29"),
        ("2016-08-15", "2016-02-15"),
        ("2016-08-30", "2016-02-29"),
        ("2016-03-15", "2015-09-15"),
    ],
)
def test_half_a_year_before(day: str, expected: str) -> None:
    assert half_year_before(date.fromisoformat(day)) == date.fromisoformat(expected)


def test_twelve_months_end_on_the_day_and_begin_the_day_after_a_year_before() -> None:
    assert year_before(date(2017, 6, 30)) == date(2016, 7, 1)
    assert year_before(date(2017, 3, 4)) == date(2016, 3, 5)
    assert year_before(date(2016, 2, 29)) == date(2015, 3, 1)


def test_the_halves_since_the_first_change_and_the_days_of_changes() -> None:
    changes = [date(2015, 12, 31), date(2016, 9, 30), date(2030, 1, 1), date(2013, 1, 1)]
    assert days_to_keep(date(2015, 6, 30), changes, TODAY) == [
        date(2015, 6, 30),
        date(2015, 12, 31),
        date(2016, 6, 30),
        date(2016, 9, 30),
        date(2016, 12, 31),
    ]


def test_nothing_known_of_before_is_no_days() -> None:
    assert days_to_keep(None, [], TODAY) == []
    assert days_to_keep(TODAY, [TODAY], TODAY) == []
    assert days_to_keep(date(2018, 1, 1), [], TODAY) == []


def test_there_is_a_limit_to_what_is_kept() -> None:
    every_day = [date(year, month, 15) for year in range(1900, 2017) for month in range(1, 13)]
    days = days_to_keep(date(1621, 1, 1), every_day, TODAY)
    assert len(days) == 40 + 16
    assert days[0] == date(1997, 6, 30)
    assert days[-2:] == [date(2016, 12, 15), date(2016, 12, 31)]
    assert days == sorted(set(days))
