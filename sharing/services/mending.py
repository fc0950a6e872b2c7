"""A question that a resident sends once more from the same form: a double click, or other words after going back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from initiatives.models import Offer
from post.reachable import plain_address
from sharing.models import Contact, Loan, LoanState, MessageKind
from sharing.services.booking import Period, draft
from sharing.services.erasing import remove
from sharing.services.lending import ask_as_resident

DAYS = ("first_day", "first_part", "last_day", "last_part")


def is_the_same(earlier: Loan, offer: Offer, period: Period | None, values: Mapping[str, Any]) -> bool:
    """Whether it says what it said before; the address, as long as it was not confirmed from there.

    values: text, email and first_name, as `ask_as_resident` takes them.
    """
    contact = Contact.objects.filter(loan=earlier).first()
    asked = earlier.messages.filter(kind=MessageKind.ASK).first()
    if contact is None or asked is None or earlier.offer_id != offer.pk:
        return False
    again = draft(offer, period)
    if any(getattr(earlier, name) != getattr(again, name) for name in DAYS):
        return False
    if earlier.state == LoanState.SENT and contact.email != plain_address(values["email"]):
        return False
    return (contact.first_name, asked.text) == (values["first_name"], values["text"])


def corrected(earlier: Loan, offer: Offer, period: Period | None, **values: Any) -> Loan:
    """Keep what came from the same form with other words, another day or address. values: as `ask_as_resident` takes them.

    What was sent before goes, with its mail. When it was confirmed meanwhile, this is another question.
    """
    with transaction.atomic():
        held = Loan.objects.select_for_update(of=("self",)).filter(pk=earlier.pk).first()
        if held is not None and held.state == LoanState.SENT:
            remove(held)
        elif held is not None:
            values["token"] = None
        return ask_as_resident(offer, period, **values)
