"""The mails about a loan. Nothing in them was typed by a stranger: they say what is new, and the page behind the link
tells the rest. Who has no mailbox here is answered for by the coordinators, who go to the page of the loan.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Role
from initiatives.models import Offer
from partners.models import Partner, PartnerForm
from places.models import Kern
from post import links
from post.models import MailLink
from post.reachable import plain_address
from post.services import BadAddress, address_of, enqueue
from sharing.models import Contact, Loan, LoanState, Posting, PostingState, PostingWords, Side
from sharing.reachable import marks_of_address
from sharing.services import posting as posts

CONFIRM, SIDE = "loan-confirm", "loan-side"
DAYS = 7  # that a link holds; one to a loan until so many days after its end
MOST_COORDINATORS = MOST_LINKS = 5

NEWS: dict[str, Any] = {
    "asked": gettext_lazy("Somebody asks you for something"),
    "agreed": gettext_lazy("The answer is yes"),
    "declined": gettext_lazy("The answer is no"),
    "cancelled": gettext_lazy("It is called off"),
    "brought": gettext_lazy("It was brought back. Is it in order?"),
    "back": gettext_lazy("It is back and in order"),
    "damaged": gettext_lazy("It is back, with damage"),
    "message": gettext_lazy("There is a message for you"),
    "thanked": gettext_lazy("Somebody thanks you"),
    "wants_address": gettext_lazy("The other one would like to share addresses"),
    "addresses": gettext_lazy("You can reach each other now"),
    "begins_tomorrow": gettext_lazy("Tomorrow is the day"),
    "begins_today": gettext_lazy("Today is the day"),
    "due_tomorrow": gettext_lazy("Tomorrow it goes back"),
    "due_today": gettext_lazy("Today it goes back"),
    "late": gettext_lazy("Is it back again?"),
    "undone": gettext_lazy("A step was taken back"),
    "link": gettext_lazy("Here is your new link"),
}
# What each side may do about it, by the first word of the news.
HINTS: dict[tuple[str, Side], Any] = {
    ("begins", Side.LENDER): gettext_lazy("Have you agreed where and at what time? If not, write a message."),
    ("begins", Side.BORROWER): gettext_lazy(
        "Have you agreed where and at what time? If not, write a message. Do you not need it after all? Call it off, so that somebody else can have it."
    ),
    ("due", Side.LENDER): gettext_lazy(
        "Look whether everything is in order when you have it back, and say so behind this link."
    ),
    ("due", Side.BORROWER): gettext_lazy(
        "Press “I brought it back” when you have done so. Does it take longer, or did something break? Write a message."
    ),
}


def about(loan: Loan, side: Side) -> str:
    """By this the links of one side of a loan are known."""
    return f"loan {loan.pk} {side.value}"


def address_of_side(loan: Loan, side: Side) -> str:
    """The address of a side, never to be shown unless both agreed; empty when nobody reads mail for it."""
    partner = partner_of_side(loan, side)
    if partner is not None:
        is_person = partner.form == PartnerForm.PERSON
        return "" if is_person or partner.ended_on is not None else partner.mailbox
    if side == Side.BORROWER:
        found: Contact | PostingWords | None = Contact.objects.filter(loan=loan).first()
    else:
        found = PostingWords.objects.filter(posting__offer=loan.offer_id).first()
    return found.email if found else ""


def partner_of_side(loan: Loan, side: Side) -> Partner | None:
    """Of a need the one who asks is its partner, and who answers it is the other side. None for a resident."""
    return loan.offer.partner if side == Side.LENDER else loan.borrower


def side_link(loan: Loan, side: Side) -> str:
    """A new token for the page of one side; it holds for the address that it goes to."""
    payload = {"loan": loan.pk, "side": side.value, "mark": _mark(address_of_side(loan, side))}
    return links.issue(SIDE, payload, days_of(loan), about=about(loan, side))


def days_of(loan: Loan) -> int:
    """How many days a link to a loan holds: a week, and while it is open until a week after its last day."""
    ahead = (loan.last_day - timezone.localdate()).days if loan.last_day and loan.is_open else 0
    return DAYS + max(ahead, 0)


def _mark(address: str) -> str:
    return links.hash_of(plain_address(address))


def opened(link: MailLink | None) -> tuple[Loan, Side] | None:
    """What a link is about, while its address still is the address of that side and nothing was erased."""
    if link is None or link.payload.get("side") not in Side.values:
        return None
    rows = Loan.objects.confirmed().filter(pk=link.payload.get("loan"), erased_on__isnull=True)
    loan, side = rows.with_both().first(), Side(link.payload["side"])
    if loan is None or link.payload.get("mark") != _mark(address_of_side(loan, side)):
        return None
    return loan, side


def ask_to_confirm(loan: Loan) -> None:
    """The link with which it becomes real. Of what was typed only the days are in it: the address may be anybody's."""
    token = links.issue(CONFIRM, {"loan": loan.pk}, DAYS, about=f"loan {loan.pk}")
    _put(loan, loan.contact.email, _("Confirm your question in Wijkweb"), "sharing/mail/confirm", links.address("loan_confirm", token), "")  # fmt: skip


def tell(loan: Loan, side: Side, what: str) -> None:
    """Mail one side what is new, with a link to its page."""
    subject = str(NEWS[what])
    address = address_of_side(loan, side)
    if address:
        url = links.address("loan_side", side_link(loan, side))
        _put(loan, address, subject, "sharing/mail/news", url, what, side)
        return
    partner, place = partner_of_side(loan, side), loan.offer.place
    if partner is None or place is None:
        return
    kern = partner.kern or place
    url = address_of("loan_detail", place.slug, loan.pk)
    for email in coordinators_of(kern):
        _put(loan, email, subject, "sharing/mail/news", url, what, side, partner)


def tell_both(loan: Loan, what: str) -> None:
    """Tell both sides; coordinators who read for both get one mail, as they go to one page."""
    without = [side for side in Side if not address_of_side(loan, side)]
    for side in Side:
        if len(without) < len(Side) or side == Side.LENDER:
            tell(loan, side, what)


def coordinators_of(kern: Kern) -> list[str]:
    """The addresses of who looks after a kern or one in which it lies."""
    above = Kern.objects.ids_around(kern.pk)
    below = set(Kern.objects.ids_below(kern.pk)) - {kern.pk}
    roles = Membership.objects.active_at(timezone.now()).filter(
        role=Role.COORDINATOR, kern_id__in=set(above) - below, user__is_active=True
    )
    found = roles.order_by("pk").values_list("user__email", flat=True)
    return list(dict.fromkeys(found))[:MOST_COORDINATORS]


def _put(
    loan: Loan, to: str, subject: str, template: str, url: str, what: str, side: Side | None = None, instead_of: Partner | None = None
) -> None:  # fmt: skip
    context = {
        "loan": loan,
        "offer": loan.offer,
        "kern": loan.offer.place,
        "giver": loan.offer.giver,
        "what": what,
        "news": subject,
        "is_lender": side == Side.LENDER,
        "instead_of": instead_of,
        "url": url,
        "hint": HINTS.get((what.partition("_")[0], side), "") if side else "",
        "until": timezone.localdate() + timedelta(days=days_of(loan)),
    }
    try:
        enqueue(
            to=to,
            subject=subject,
            template=template,
            context=context,
            purpose=loan.mail_purpose,
        )
    except BadAddress:
        return


def send_new_links(email: str) -> int:
    """A new link to each running loan, and each card, of who reads this mailbox. Says nothing about whether it is known.

    Returns how many mails there were: at most five.
    """
    own = Loan.objects.filter(erased_on__isnull=True).with_both()
    mailbox = email.strip()
    asked = [(loan, Side.BORROWER) for loan in own.of_address(mailbox)[:MOST_LINKS]]
    of_cards = Q(offer__posting__words__address_mark__in=marks_of_address(mailbox))
    lent = own.confirmed().filter(
        Q(offer__partner__mailbox__iexact=mailbox) | of_cards, ended_on__isnull=True
    )
    borrowed = own.filter(borrower__mailbox__iexact=mailbox, ended_on__isnull=True)
    found = (
        asked
        + [(loan, Side.LENDER) for loan in lent[:MOST_LINKS]]
        + [(loan, Side.BORROWER) for loan in borrowed[:MOST_LINKS]]
    )
    sent = 0
    for loan, side in found[:MOST_LINKS]:
        if loan.state == LoanState.SENT:
            ask_to_confirm(loan)
        elif address_of_side(loan, side):
            tell(loan, side, "link")
        sent += 1
    for posting in Posting.objects.with_words().of_address(mailbox)[: MOST_LINKS - sent]:
        if posting.state == PostingState.SENT:
            posts.ask_to_confirm(posting)
        else:
            posts.tell(posting, "link")
        sent += 1
    for _link in range(MOST_LINKS - sent):
        _take_as_long(mailbox)
    return sent


def _take_as_long(email: str) -> None:
    """The work of a mail that is not sent, so that the time of an answer says nothing about who has how many loans."""
    kern = Kern(name="-", slug="-")
    nothing = Loan(pk=0, offer=Offer(partner=Partner(name="-", mailbox=email, kern=kern), description="-"))
    with transaction.atomic():
        url = links.address("loan_side", side_link(nothing, Side.LENDER))
        _put(nothing, email, str(NEWS["link"]), "sharing/mail/news", url, "link", Side.LENDER)
        transaction.set_rollback(True)
