"""What goes by itself: who a resident is, what was written, what nobody confirmed. What was lent when stays, to count."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from initiatives.models import OfferKind
from keeping import ledger
from partners.models import PartnerForm
from post import links
from sharing.models import Contact, Loan, LoanState, Message, SharesAddress, Side
from sharing.services import lending, mailing
from sharing.services.booking import CannotLend
from sharing.services.reminding import remind

UNCONFIRMED_KEPT = timedelta(days=7)
TRACES_KEPT = timedelta(days=30)
LOOKED_AT_WITHIN = timedelta(days=14)  # after the borrower said that it is back
TALK_LASTS = timedelta(days=60)  # of what is about no days


def tidy(today: date | None = None) -> dict[str, int]:
    """All that is due on this day. It may run twice: the second time there is nothing to do."""
    day = today or timezone.localdate()
    return {"ended": end_by_itself(day), **remind(day)}


def unconfirmed(now: datetime) -> "QuerySet[Loan]":
    """What nobody confirmed within a week never was."""
    return Loan.objects.filter(state=LoanState.SENT, asked_at__lt=now - UNCONFIRMED_KEPT)


def mark_text(loan: Loan) -> str:
    """What tells this loan from all that ever were."""
    return f"{loan.pk} {loan.asked_at.timestamp():.6f}"


def remove(loan: Loan) -> int:
    """Take away a loan that was not confirmed, with its mail and its lines of history."""
    with transaction.atomic():
        _forget_mail(loan)
        ledger.note("loan-removed", mark_text(loan))
        pk = loan.pk
        loan.delete()
        Loan.history.filter(id=pk).delete()
    return 1


def end_by_itself(day: date) -> int:
    """A space is left, what nobody answered is past, what is back was looked at: nobody has to press a button for it."""
    agreed = Loan.objects.filter(state=LoanState.AGREED)
    left = agreed.filter(last_day__lt=day, offer__kind=OfferKind.SPACE)
    looked_at = agreed.filter(brought_on__lt=day - LOOKED_AT_WITHIN)
    talked = agreed.filter(first_day__isnull=True, asked_at__date__lt=day - TALK_LASTS)
    silent = Loan.objects.filter(state=LoanState.ASKED).filter(
        Q(first_day__lt=day) | Q(first_day__isnull=True, asked_at__date__lt=day - TALK_LASTS)
    )
    count = 0
    for rows, deed in ((left | looked_at | talked, lending.receive), (silent, lending.decline)):
        for loan in rows:
            try:
                deed(loan)
                count += 1
            except CannotLend:
                continue  # somebody did it meanwhile
    return count


def ended_long_ago(now: datetime) -> "QuerySet[Loan]":
    """Thirty days after its end a loan says nothing about people any more."""
    limit = timezone.localdate(now) - TRACES_KEPT
    return Loan.objects.filter(ended_on__lt=limit, erased_on__isnull=True).select_related("borrower")


def erase(loan: Loan) -> int:
    """Take away who asked, what was written and the mails; a person that borrowed for itself goes from the history too."""
    with transaction.atomic():
        ledger.note("loan", mark_text(loan))
        Contact.objects.filter(loan=loan).delete()
        Message.objects.filter(loan=loan).delete()
        SharesAddress.objects.filter(loan=loan).delete()
        _forget_mail(loan)
        if loan.borrower is not None and loan.borrower.form == PartnerForm.PERSON:
            Loan.objects.filter(pk=loan.pk).update(borrower=None)
            Loan.history.filter(id=loan.pk).update(borrower=None)
        Loan.objects.filter(pk=loan.pk).update(erased_on=timezone.localdate())
    return 1


def _forget_mail(loan: Loan) -> None:
    about = [f"loan {loan.pk}", *(mailing.about(loan, side) for side in Side)]
    links.forget(*about, mails=Q(purpose=loan.mail_purpose))  # in the links stands a mark of an address
