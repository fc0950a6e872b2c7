"""On which days something that repeats falls, compared with dateutil counting from the very start."""

from datetime import date, datetime, timedelta

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.recurrence import DAYS, LAST, Rule, Series

weekdays = st.integers(0, 6)
rules = st.one_of(
    st.builds(Rule, st.just("DAILY"), st.integers(1, 52)),
    st.builds(
        Rule,
        st.just("WEEKLY"),
        st.integers(1, 52),
        st.sets(weekdays, min_size=1).map(lambda days: tuple(sorted(days))),
    ),
    st.builds(
        Rule, st.just("MONTHLY"), st.integers(1, 24), st.tuples(weekdays), st.sampled_from([1, 2, 3, 4, LAST])
    ),
    st.builds(
        Rule, st.just("MONTHLY"), st.integers(1, 24), st.just(()), st.just(0), st.integers(1, 31)
    ),
    st.builds(Rule, st.just("YEARLY"), st.integers(1, 5)),
)  # fmt: skip
dates = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def as_dateutil_reads_it(rule: Rule, start: date, first: date, last: date) -> list[date]:
    midnight = datetime(start.year, start.month, start.day)  # noqa: DTZ001
    found = rrule.rrulestr(str(rule), dtstart=midnight).between(
        datetime(first.year, first.month, first.day),  # noqa: DTZ001
        datetime(last.year, last.month, last.day),  # noqa: DTZ001
        inc=True,
    )
    return [moment.date() for moment in found]


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(rule=rules, start=dates, first=dates, length=st.integers(0, 400))
def test_a_window_far_from_the_start_gives_the_same_days(
    rule: Rule, start: date, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    assert rule.days(start, first, last) == as_dateutil_reads_it(rule, start, first, last)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(rule=rules)
def test_a_rule_reads_as_it_was_written(rule: Rule) -> None:
    assert Rule.parse(str(rule)) == rule


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=1", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20200101", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU,WE",
        "FREQ=MONTHLY;BYDAY=TU", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;INTERVAL=99", "FREQ=DAILY\n", "elke dinsdag",
        "FREQ=YEARLY;BYMONTHDAY=3", "FREQ=DAILY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=5TU",
    ],
)  # fmt: skip
def test_other_rules_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rule"):
        Rule.parse(text)


def test_each_second_tuesday_and_the_last_friday() -> None:
    tuesday = Rule("MONTHLY", 1, (1,), 2)
    friday = Rule("MONTHLY", 1, (4,), LAST)
    start = date(2026, 1, 1)
    assert tuesday.days(start, date(2026, 12, 1), date(2026, 12, 31)) == [date(2026, 12, 8)]
    assert friday.days(start, date(2026, 12, 1), date(2026, 12, 31)) == [date(2026, 12, 25)]
    assert str(tuesday) == "FREQ=MONTHLY;BYDAY=2TU"
    assert str(friday) == "FREQ=MONTHLY;BYDAY=-1FR"


def test_a_series_ends_skips_and_knows_its_first_day() -> None:
    rule = Rule("WEEKLY", 2, (DAYS.index("TU"),))
    series = Series(rule, date(2026, 12, 2), date(2027, 1, 31), {date(2026, 12, 29)})
    assert series.first_day == date(
        2026, 12, 15
    )  # the Tuesday of the week after next: that of 2 December is over
    assert series.days(date(2026, 11, 1), date(2027, 12, 31)) == [
        date(2026, 12, 15), date(2027, 1, 12), date(2027, 1, 26),
    ]  # fmt: skip
    assert not series.falls_on(date(2026, 12, 29))
    assert Series(rule, date(2026, 12, 2), date(2026, 12, 3)).first_day is None


def test_a_leap_day_comes_back_in_leap_years_only() -> None:
    rule = Rule("YEARLY")
    assert rule.days(date(2016, 2, 29), date(2017, 1, 1), date(2024, 12, 31)) == [
        date(2020, 2, 29), date(2024, 2, 29),
    ]  # fmt: skip
