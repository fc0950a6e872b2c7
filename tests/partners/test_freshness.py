"""A record is old after its term; memory and database say the same."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from partners.freshness import due_on, is_old
from partners.models import Partner, Relation
from tests.factories import make_kern, make_partner, make_relation

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("confirmed", "term", "due"),
    [
        (date(2025, 11, 24), 12, date(2026, 11, 24)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 8, 31), 120, date(2036, 8, 31)),
        (None, 12, None),
    ],
)
def test_a_term_ends_on_the_same_day_of_the_month_or_its_last(
    confirmed: date | None, term: int, due: date | None
) -> None:
    assert due_on(confirmed, term) == due


@given(confirmed=DAYS, term=st.integers(1, 120))
def test_what_is_old_stays_old_until_it_is_confirmed(confirmed: date, term: int) -> None:
    due = due_on(confirmed, term)
    assert due is not None
    assert is_old(confirmed, term, due)
    assert not is_old(confirmed, term, due - timedelta(days=1))


@pytest.mark.django_db
def test_the_database_says_the_same_as_the_rule() -> None:
    kern, quick = make_kern(), make_kern("Snel", term_months=1)
    days = [None, *(date(2025, month, day) for month in (1, 2, 11, 12) for day in (1, 27, 28, 29, 30, 31)
                    if not (month == 2 and day > 28) and not (month == 11 and day > 30)), date(2024, 2, 29)]  # fmt: skip
    hub = make_partner("Middelpunt", None, confirmed_on=date(2030, 1, 1))
    for place in (kern, quick, None):
        for term in (None, 1, 3, 12):
            for day in days:
                partner = make_partner("", place, confirmed_on=day, term_months=term)
                make_relation(partner, hub, confirmed_on=day, term_months=term)
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # tables that grew in this very transaction, among rows of tests before, mislead a planner
    for today in (
        date(2025, 2, 28),
        date(2025, 2, 27),
        date(2026, 2, 28),
        date(2025, 12, 31),
        date(2025, 3, 1),
    ):
        for model, related in ((Partner, ("kern",)), (Relation, ("source__kern", "target__kern"))):
            rows = model.objects.select_related(*related)
            expected = {row.pk for row in rows if row.is_old_on(today)}
            assert set(model.objects.old_on(today).values_list("pk", flat=True)) == expected
            assert expected
