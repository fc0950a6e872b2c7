"""What each side of a loan may do now, and the doing of it: the same behind a link in a mail and for who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sharing.forms import WordsForm
from sharing.models import LENT, Loan, LoanState, Message, Side
from sharing.services import lending, mailing, talking
from sharing.services.booking import CannotLend

YES, NO, OFF, BROUGHT, BACK, DAMAGED, WORDS, THANKS, SHARE, HIDE = (
    "ja", "nee", "afzeggen", "teruggebracht", "in-orde", "schade", "bericht", "dank", "adres", "adres-niet",
)  # fmt: skip


@dataclass
class Counter:
    """One side of the desk: what it may do, its forms, and what it may know of the other."""

    side: Side
    deeds: frozenset[str]
    words: WordsForm
    damage: WordsForm
    thanks: WordsForm
    own_shared: bool
    other_shared: bool
    other_address: str

    @property
    def is_lender(self) -> bool:
        return self.side == Side.LENDER

    def may(self, deed: str) -> bool:
        return deed in self.deeds

    @property
    def has_buttons(self) -> bool:
        """Whether there is anything to press that asks for no words."""
        return bool(self.deeds & {YES, NO, OFF, BROUGHT, BACK})

    @property
    def buttons(self) -> dict[str, bool]:
        """By name, for the template."""
        return {name.replace("-", "_"): True for name in self.deeds}


@dataclass
class Desk:
    """A loan as its page shows it, for one side or for both."""

    loan: Loan
    sides: list[Side]
    by_mail: bool
    counters: list[Counter] = field(default_factory=list)
    is_change: bool = False
    is_refused: bool = False

    def __post_init__(self) -> None:
        shared = set(self.loan.shared_by.values_list("side", flat=True))
        self.counters = [self._counter(side, shared) for side in self.sides]

    def _counter(self, side: Side, shared: set[str]) -> Counter:
        other = mailing.address_of_side(self.loan, side.other) if set(Side.values) <= shared else ""
        return Counter(
            side=side,
            deeds=deeds_of(self.loan, side),
            words=WordsForm(prefix=f"bericht-{side.value}"),
            damage=WordsForm(label=_("What is the matter?"), prefix=f"schade-{side.value}", required=False),
            thanks=WordsForm(label=_("Your thanks"), prefix=f"dank-{side.value}"),
            own_shared=side in shared,
            other_shared=side.other in shared,
            other_address=other,
        )

    def counter(self, side: Side) -> Counter:
        return next(counter for counter in self.counters if counter.side == side)

    @property
    def messages(self) -> list[Message]:
        return list(self.loan.messages.all())

    def _is_read_by(self, side: Side) -> bool:
        """Whether this is the page behind the link of one resident; two who gave no name are told apart by it."""
        return self.by_mail and self.sides == [side]

    @property
    def lender_name(self) -> str:
        """Who offers or asks, as the other side may know it: a partner, a first name, or a resident."""
        offer = self.loan.offer
        if offer.partner is not None:
            return offer.partner.name
        if self._is_read_by(Side.LENDER):
            return _("you")
        words = getattr(getattr(offer, "posting", None), "words", None)
        return (words.first_name if words else "") or _("a resident")

    @property
    def borrower_name(self) -> str:
        """Who asks: a partner, a first name, or a resident."""
        if self.loan.borrower is not None:
            return self.loan.borrower.name
        if self._is_read_by(Side.BORROWER):
            return _("you")
        contact = getattr(self.loan, "contact", None)
        return (contact.first_name if contact else "") or _("a resident")

    @property
    def is_late(self) -> bool:
        loan = self.loan
        is_due = loan.last_day is not None and loan.last_day < timezone.localdate()
        return loan.state == LoanState.AGREED and is_due and not loan.brought_on and not loan.offer.is_space

    @property
    def is_over(self) -> bool:
        return not self.loan.is_open


def deeds_of(loan: Loan, side: Side) -> frozenset[str]:
    """What this side may do with a loan as it is now."""
    if loan.erased_on is not None:
        return frozenset()
    today = timezone.localdate()
    has_begun = loan.first_day is None or loan.first_day <= today
    found = {WORDS, HIDE}
    if mailing.address_of_side(loan, side) and loan.is_open:
        found.add(SHARE)
    if side == Side.LENDER:
        found |= {YES, NO} if loan.state == LoanState.ASKED else set()
        if loan.state == LoanState.AGREED:
            over = {BACK, DAMAGED} if loan.is_lent else {BACK}  # a lift or an hour of help does not break
            found |= over if has_begun else {OFF}
    else:
        is_ahead = loan.first_day is None or loan.first_day >= today
        if loan.state == LoanState.ASKED or (
            loan.state == LoanState.AGREED and is_ahead and not loan.brought_on
        ):
            found.add(OFF)
        if loan.state == LoanState.AGREED and loan.is_lent and has_begun and not loan.offer.is_space:
            found |= set() if loan.brought_on else {BROUGHT}
        if loan.thanked_on is None and (loan.state in LENT or (loan.state == LoanState.AGREED and has_begun)):
            found.add(THANKS)
    return frozenset(found)


def do(desk: Desk, side: Side, data: Mapping[str, Any], *, acting_user: Any) -> str:
    """Do what was pressed. Returns what to say; empty when a text was refused, which is then in the form of the desk.

    Raises CannotLend when it may not be done now. Nothing is changed then.
    """
    loan, deed = desk.loan, data.get("doe", "")
    if deed not in deeds_of(loan, side):
        raise CannotLend(_("This cannot be done now. Look at how it stands and choose again."))
    if deed in (WORDS, THANKS, DAMAGED):
        return _with_words(desk, side, deed, data, acting_user)
    if deed in (SHARE, HIDE):
        return _address(loan, side, deed)
    steps: dict[str, tuple[Any, str]] = {
        YES: (lending.agree, _("You said yes. The other one hears it by mail.")),
        NO: (lending.decline, _("You said no. The other one hears it by mail.")),
        BROUGHT: (lending.brought_back, _("Noted. The other one looks whether all is in order.")),
        BACK: (lending.receive, _("It is back and in order. Thank you.")),
    }
    desk.is_change = True
    if deed == OFF:
        lending.call_off(loan, by=side, acting_user=acting_user)
        return _("It is called off. The other one hears it by mail.")
    step, text = steps[deed]
    step(loan, acting_user=acting_user)
    return text


def _with_words(desk: Desk, side: Side, deed: str, data: Mapping[str, Any], acting_user: Any) -> str:
    counter = desk.counter(side)
    names = {WORDS: "words", THANKS: "thanks", DAMAGED: "damage"}
    empty: WordsForm = getattr(counter, names[deed])
    form = WordsForm(
        data,
        label=empty.fields["text"].label,
        prefix=str(empty.auto_id).removesuffix("-%s"),
        required=empty.fields["text"].required,
    )
    setattr(counter, names[deed], form)
    if not form.is_valid():
        desk.is_refused = True
        return ""
    text, token = form.cleaned_data["text"], form.cleaned_data["token"]
    if deed == DAMAGED:
        desk.is_change = True
        lending.receive(desk.loan, damage=text, is_damaged=True, acting_user=acting_user)
        return _("It is back, with damage. The other one hears it by mail.")
    if deed == THANKS:
        talking.thank(desk.loan, text, token=token)
        return _("Your thanks are on their way.")
    talking.write(desk.loan, side, text, token=token)
    return _("Your message is on its way.")


def _address(loan: Loan, side: Side, deed: str) -> str:
    if deed == HIDE:
        talking.withdraw_address(loan, side)
        return _("Your address is not shown.")
    if talking.share_address(loan, side):
        return _("You both agreed. You see the address of the other one below.")
    return _("Noted. As soon as the other one agrees too, you see each other's address.")
