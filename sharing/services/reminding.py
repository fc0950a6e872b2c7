"""The mails that come by themselves: the day before a loan begins, the day before it is due, and when it is late.

Each is sent once. What was missed the day before, because nothing ran, is still said on the day itself.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from initiatives.models import OfferKind
from sharing.models import Loan, LoanState
from sharing.services import mailing

DAY = timedelta(days=1)


def remind(day: date) -> dict[str, int]:
    """All mails that are due on this day; how many loans each kind was about. The second time there are none."""
    return {"begins": tell_begin(day), "due": tell_due(day), "reminded": tell_late(day)}


def tell_begin(day: date) -> int:
    """To both, for what begins tomorrow or today."""
    begins = _agreed().filter(first_day__range=(day, day + DAY), begin_told_on__isnull=True)
    return _tell_both(begins, "begin_told_on", day, lambda loan: _when("begins", loan.first_day, day))


def tell_due(day: date) -> int:
    """To both, for what has to be back tomorrow or today. A space is left, and one day was told with its begin."""
    due = _agreed().filter(
        last_day__range=(day, day + DAY), due_told_on__isnull=True, brought_on__isnull=True
    )
    due = due.exclude(offer__kind=OfferKind.SPACE).exclude(last_day=F("first_day"))
    return _tell_both(due, "due_told_on", day, lambda loan: _when("due", loan.last_day, day))


def tell_late(day: date) -> int:
    """To both, the day after it should have been back."""
    late = Loan.objects.late_on(day).filter(reminded_on__isnull=True).exclude(offer__kind=OfferKind.SPACE)
    return _tell_both(late, "reminded_on", day, lambda _loan: "late")


def knows_begin(loan: Loan, day: date) -> bool:
    """Whether who hears today that it is agreed need not hear once more that it begins."""
    return loan.first_day is not None and loan.first_day <= day + DAY


def _agreed() -> QuerySet[Loan]:
    return Loan.objects.filter(state=LoanState.AGREED)


def _when(what: str, then: date | None, day: date) -> str:
    return f"{what}_{'today' if then == day else 'tomorrow'}"


def _tell_both(rows: QuerySet[Loan], field: str, day: date, what: Callable[[Loan], str]) -> int:
    """Of two sweeps at once one gets each loan: the mark and the mails are one transaction."""
    count = 0
    for loan in rows.select_related("offer__partner__kern", "offer__kern", "borrower"):
        with transaction.atomic():
            if rows.filter(pk=loan.pk).update(**{field: day}):
                mailing.tell_both(loan, what(loan))
                count += 1
    return count
