"""What the two sides of a loan say to each other, through the app until both agree to share their address."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sharing.models import Loan, Message, MessageKind, SharesAddress, Side
from sharing.services import mailing


def write(
    loan: Loan, side: Side, text: str, *, kind: MessageKind = MessageKind.WORD, token: UUID | None = None
) -> None:
    """A message to the other side, who reads it behind a link. The same token twice is one message."""
    given = {} if token is None else {"token": token}
    if token is not None and Message.objects.filter(token=token).exists():
        return
    with transaction.atomic():
        Message.objects.create(loan=loan, side=side, kind=kind, text=text, **given)
        mailing.tell(loan, side.other, "thanked" if kind == MessageKind.THANKS else "message")


def thank(loan: Loan, text: str, *, token: UUID | None = None) -> None:
    """The borrower thanks; the day is counted, the words go with the rest."""
    with transaction.atomic():
        Loan.objects.filter(pk=loan.pk, thanked_on__isnull=True).update(thanked_on=timezone.localdate())
        write(loan, Side.BORROWER, text, kind=MessageKind.THANKS, token=token)


def share_address(loan: Loan, side: Side) -> bool:
    """This side agrees that the other sees its address. True when both did, now or before."""
    with transaction.atomic():
        Loan.objects.select_for_update(of=("self",)).get(
            pk=loan.pk
        )  # both at once: one of them is the second
        _row, is_new = SharesAddress.objects.get_or_create(loan=loan, side=side)
        both = SharesAddress.objects.filter(loan=loan).count() == len(Side)
        if is_new:
            mailing.tell(loan, side.other, "addresses" if both else "wants_address")
    return both


def withdraw_address(loan: Loan, side: Side) -> None:
    """As easy as giving: from now on neither side sees the address of the other here."""
    SharesAddress.objects.filter(loan=loan, side=side).delete()
