"""From asking to back again. Nothing is lent twice: see `booking`.

A loan that a resident asks for waits until that is confirmed by mail; one that somebody signed in asks for waits for an
answer at once. Each step afterwards is one change that can be undone, and is told to the other side by mail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import recorded, taken_back
from initiatives.models import Offer
from partners.models import Partner
from sharing.models import LENT, Contact, Loan, LoanState, Message, MessageKind, Side
from sharing.services import mailing
from sharing.services.booking import CannotLend, Period, check, draft, occupy, occupy_or_refuse
from sharing.services.reminding import knows_begin

# --- asking -------------------------------------------------------------------------------------------------


def ask_as_resident(
    offer: Offer,
    period: Period | None,
    *,
    text: str,
    email: str,
    first_name: str = "",
    token: UUID | None = None,
    with_mail: bool = True,
) -> Loan:
    """Keep what a resident asks until it is confirmed by the link in a mail.

    with_mail: False when this address had its mails for now. A second one with the same token raises IntegrityError, so
    that a double click makes one.
    """
    with transaction.atomic():
        check(offer, period)
        loan = draft(offer, period, token=token)
        loan.save()
        Contact.objects.create(loan=loan, email=email, first_name=first_name)
        Message.objects.create(loan=loan, side=Side.BORROWER, kind=MessageKind.ASK, text=text)
        if with_mail:
            mailing.ask_to_confirm(loan)
    return loan


def confirm(loan: Loan) -> Loan:
    """The resident confirmed; the other side is asked. Nothing when that was done before."""
    with transaction.atomic():
        held = _held(loan)
        if held.state == LoanState.SENT:
            with _step(held, LoanState.ASKED, Verb.ADDED, None, _("asked by a resident")):
                pass
            mailing.tell(held, Side.LENDER, "asked")
    return held


def ask_for_partner(
    offer: Offer,
    period: Period | None,
    *,
    text: str,
    partner: Partner,
    acting_user: Any,
    is_agreed: bool = False,
    token: UUID | None = None,
) -> Loan:
    """A partner asks for something. is_agreed: the two agreed already, and this notes it down.

    Raises AlreadyTaken, CannotLend, or ValidationError by field.
    """
    subject = offer.get_absolute_url()
    with recorded(Verb.ADDED, acting_user=acting_user, kern=offer.place, token=token, subject=subject):
        held = Offer.objects.select_for_update(of=("self",)).with_partner().get(pk=offer.pk)
        check(held, period)
        state = LoanState.AGREED if is_agreed else LoanState.ASKED
        loan = draft(held, period, state=state, borrower=partner)
        if is_agreed and knows_begin(loan, timezone.localdate()):
            loan.begin_told_on = timezone.localdate()
        loan.full_clean()
        loan.save()
        if text:
            Message.objects.create(loan=loan, side=Side.BORROWER, kind=MessageKind.ASK, text=text)
        occupy_or_refuse(loan)
        mailing.tell(loan, Side.BORROWER if is_agreed else Side.LENDER, "agreed" if is_agreed else "asked")
    return loan


# --- steps --------------------------------------------------------------------------------------------------


def agree(loan: Loan, *, acting_user: Any = None) -> Loan:
    """The lender says yes. Of all who are told yes for the same days one gets it; the others raise AlreadyTaken."""
    with transaction.atomic():
        held = _held(loan)
        _must_be(held, LoanState.ASKED)
        if knows_begin(held, timezone.localdate()):
            held.begin_told_on = timezone.localdate()
        with _step(held, LoanState.AGREED, Verb.CHANGED, acting_user, _("agreed")):
            occupy_or_refuse(held)
        mailing.tell(held, Side.BORROWER, "agreed")
    return held


def decline(loan: Loan, *, acting_user: Any = None) -> Loan:
    """The lender says no."""
    with transaction.atomic():
        held = _held(loan)
        _must_be(held, LoanState.ASKED)
        with _step(held, LoanState.DECLINED, Verb.ENDED, acting_user, _("declined")):
            pass
        mailing.tell(held, Side.BORROWER, "declined")
    return held


def call_off(loan: Loan, *, by: Side, acting_user: Any = None, with_mail: bool = True) -> Loan:
    """One of the two does not go on with it; the days are free again."""
    with transaction.atomic():
        held = _held(loan)
        _must_be(held, LoanState.ASKED, LoanState.AGREED)
        note = _("called off by who lends") if by == Side.LENDER else _("called off by who borrows")
        with _step(held, LoanState.CANCELLED, Verb.ENDED, acting_user, note):
            occupy(held)
        if with_mail:
            mailing.tell(held, by.other, "cancelled")
    return held


def brought_back(loan: Loan, *, acting_user: Any = None) -> Loan:
    """The borrower says that it is back; the lender looks whether it is whole."""
    with transaction.atomic():
        held = _held(loan)
        _must_be(held, LoanState.AGREED)
        if held.brought_on is None:
            note = _("brought back, says the borrower")
            with _recorded(held, Verb.CHANGED, acting_user, note):
                held.brought_on = timezone.localdate()
                held.save()
            mailing.tell(held, Side.LENDER, "brought")
    return held


def receive(loan: Loan, *, damage: str = "", is_damaged: bool = False, acting_user: Any = None) -> Loan:
    """It is back with the lender: in order, or damaged, with what is the matter."""
    with transaction.atomic():
        held = _held(loan)
        _must_be(held, LoanState.AGREED)
        state = LoanState.DAMAGED if is_damaged else LoanState.BACK
        note = _("back, with damage") if is_damaged else _("back, in order")
        with _step(held, state, Verb.ENDED, acting_user, note):
            occupy(held)
        if is_damaged and damage:
            Message.objects.create(loan=held, side=Side.LENDER, kind=MessageKind.DAMAGE, text=damage)
        mailing.tell(held, Side.BORROWER, "damaged" if is_damaged else "back")
    return held


def decline_waiting(offer: Offer, *, acting_user: Any = None) -> None:
    """What is not offered any more cannot be agreed to either."""
    for loan in Loan.objects.filter(offer=offer, state=LoanState.ASKED):
        decline(loan, acting_user=acting_user)


# --- what each step does ---------------------------------------------------------------------------------------


def _held(loan: Loan) -> Loan:
    """The loan as it is now. Its offer is locked first, so that answers about one thing wait for each other."""
    Offer.objects.select_for_update().get(pk=loan.offer_id)
    rows = Loan.objects.select_for_update(of=("self",)).select_related(
        "offer__partner__kern", "offer__kern", "borrower"
    )
    return rows.get(pk=loan.pk)


def _must_be(loan: Loan, *states: LoanState) -> None:
    if loan.state not in states:
        text = _("Somebody was first: this is “%(state)s” by now. Nothing was changed.")
        raise CannotLend(text % {"state": loan.get_state_display()})


@contextmanager
def _recorded(loan: Loan, verb: Verb, acting_user: Any, note: str) -> Iterator[Change]:
    offer = loan.offer
    subject = offer.get_absolute_url()
    with recorded(verb, acting_user=acting_user, kern=offer.place, subject=subject, note=note) as change:
        yield change


@contextmanager
def _step(loan: Loan, state: LoanState, verb: Verb, acting_user: Any, note: str) -> Iterator[Change]:
    """One change that gives a loan its new state; what is done inside belongs to it."""
    with _recorded(loan, verb, acting_user, note) as change:
        loan.state = state
        if state in (LoanState.DECLINED, LoanState.CANCELLED, *LENT):
            loan.ended_on = timezone.localdate()
        loan.save()
        yield change


def _settle(sender: Any, change: Change, undoing: Change, **_kwargs: Any) -> None:
    """What is taken has no history: it follows the loans, also when they are put back. And who borrows is told."""
    touched = set(Loan.history.filter(change=undoing).values_list("id", flat=True))
    for loan in Loan.objects.filter(pk__in=touched).with_both():
        occupy(loan)
        if loan.erased_on is None:
            mailing.tell(loan, Side.BORROWER, "undone")


def connect() -> None:
    taken_back.connect(_settle, dispatch_uid="sharing.lending")
