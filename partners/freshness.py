"""When a record is old: it was not confirmed within its term, or never.

One rule in two forms: `is_old` for one record in memory, `old_records` for many in the database. The term is that of
the record, else that of its kern, else twelve months. Only months are counted, so that both databases say the same.
"""

from calendar import monthrange
from datetime import date

from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

TERM_MONTHS = 12  # unless the record or its kern says otherwise


def due_on(confirmed_on: date | None, term_months: int = TERM_MONTHS) -> date | None:
    """The day on which a record becomes old; None when it was never confirmed, and so is old already.

    The same day of the month `term_months` later, or the last day of that month when it is shorter.
    """
    if confirmed_on is None:
        return None
    year, month = divmod(_months(confirmed_on) + term_months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(confirmed_on.day, last))


def is_old(confirmed_on: date | None, term_months: int, today: date) -> bool:
    """Whether a record is old today."""
    due = due_on(confirmed_on, term_months)
    return due is None or due <= today


def old_records(today: date) -> Q:
    """The records that are old today, for a queryset with the column of `due_month`."""
    last = monthrange(today.year, today.month)[1]
    counts_until = 31 if today.day == last else today.day
    now = _months(today)
    return (
        Q(confirmed_on__isnull=True)
        | Q(due_month__lt=now)
        | Q(due_month=now, confirmed_on__day__lte=counts_until)
    )


def due_month(*kern_terms: str) -> Combinable:
    """The month in which a record becomes old, as a number; kern_terms: where the term of its kern stands."""
    term = Coalesce(F("term_months"), *(F(path) for path in kern_terms), Value(TERM_MONTHS))
    return ExtractYear("confirmed_on") * 12 + ExtractMonth("confirmed_on") - 1 + term


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1
