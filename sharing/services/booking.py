"""When something is free, and taking it so that nobody else can: see `occupy`."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Offer
from sharing.models import Loan, LoanState, Taken
from sharing.slots import LAST_PART

AHEAD = timedelta(days=366)
LONGEST = 92  # days


class CannotLend(Exception):
    """It does not go now; the text says why. Nothing was changed."""


class AlreadyTaken(CannotLend):
    """Somebody else has it on (some of) these days."""

    def __init__(self) -> None:
        super().__init__(_("It is taken on these days. Look in the calendar when it is free."))


@dataclass(frozen=True)
class Period:
    """From the first part of the first day to the last part of the last day, both included."""

    first_day: date
    last_day: date
    first_part: int = 0
    last_part: int = LAST_PART


def problems_with(offer: Offer, period: Period | None) -> dict[str, str]:
    """What is wrong with a period for this offer, by field; nothing when it may be asked for."""
    if period is None:
        return {"first_day": _("Choose from when.")} if offer.can_be_borrowed else {}
    today = timezone.localdate()
    backwards = (period.last_day, period.last_part) < (period.first_day, period.first_part)
    starts = offer.started_on.first_day if offer.started_on else None
    ends = offer.ended_on.last_day if offer.ended_on else None
    checks = (
        (backwards, "last_day", _("The end lies before the start. Change one of the two.")),
        (period.first_day < today, "first_day", _("This day is past. Choose another one.")),
        (
            period.last_day > today + AHEAD,
            "last_day",
            _("This is more than a year from now. Choose an earlier day."),
        ),
        (
            (period.last_day - period.first_day).days >= LONGEST,
            "last_day",
            _("Something is lent for at most three months. Choose an earlier day."),
        ),
        (
            starts is not None and period.first_day < starts,
            "first_day",
            _("It is not offered yet on this day."),
        ),
        (
            ends is not None and period.last_day > ends,
            "last_day",
            _("It is not offered any more on this day."),
        ),
    )
    return {name: text for is_wrong, name, text in reversed(checks) if is_wrong}


def is_free(offer: Offer, period: Period) -> bool:
    """Whether nobody has it in this period."""
    slots = draft(offer, period).slots
    return not Taken.objects.filter(offer=offer, slot__gte=slots.start, slot__lt=slots.stop).exists()


def draft(offer: Offer, period: Period | None, **values: Any) -> Loan:
    """A loan for this period that is not stored yet; without a period it is about no days."""
    days = {} if period is None else vars(period)
    return Loan(offer=offer, **days, **values)


def check(offer: Offer, period: Period | None) -> None:
    """Raises ValidationError for a period that makes no sense, CannotLend for what is taken or gone by now."""
    if offer.is_over_on(timezone.localdate()):
        raise CannotLend(_("This is not offered any more."))
    if problems := problems_with(offer, period):
        raise ValidationError(problems)  # type: ignore[arg-type]
    if period is not None and not is_free(offer, period):
        raise AlreadyTaken


def occupy(loan: Loan) -> None:
    """Take the parts of days of a loan that is agreed, or let them go. Raises IntegrityError when one is taken.

    One row for each part of a day, unique in the database: that holds on every database, whoever writes.
    """
    Taken.objects.filter(loan=loan).delete()
    if loan.state == LoanState.AGREED:
        Taken.objects.bulk_create(Taken(offer_id=loan.offer_id, loan=loan, slot=slot) for slot in loan.slots)


def occupy_or_refuse(loan: Loan) -> None:
    """The same for a person. Raises AlreadyTaken; the rest of the transaction still holds."""
    try:
        with transaction.atomic():
            occupy(loan)
    except IntegrityError as error:
        raise AlreadyTaken from error
