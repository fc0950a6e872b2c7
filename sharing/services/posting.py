"""A card of a resident, until the coordinator has it: filled in, confirmed by a mail link, or taken away."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keeping import ledger
from places.models import Kern
from post import links
from post.models import MailLink
from post.reachable import plain_address
from post.services import BadAddress, enqueue
from sharing import consents
from sharing.models import Posting, PostingState, PostingWords
from sharing.postings import OPEN_POSTINGS

CONFIRM, OWN = "posting-confirm", "posting-own"
DAYS = 7
UNCONFIRMED_KEPT = timedelta(days=DAYS)
MOST_OPEN = 5  # cards of one address at a time
ON_CARD, WRITTEN = ("kern", "type", "kind"), ("label", "description", "first_day", "last_day", "first_name")

NEWS: dict[str, Any] = {
    "placed": gettext_lazy("Your card stands on the list"),
    "renewed": gettext_lazy("Your new words stand on the list"),
    "declined": gettext_lazy("About your card under Sharing"),
    "kept": gettext_lazy("About the new words of your card"),
    "match": gettext_lazy("There is something that goes with your card"),
    "ends": gettext_lazy("Your card ends in a week"),
    "ended": gettext_lazy("Your card has ended"),
    "link": gettext_lazy("Here is your new link"),
}


def post_as_resident(
    *,
    kern: Kern,
    type: str,
    kind: str,
    label: str,
    last_day: date,
    email: str,
    description: str = "",
    first_day: date | None = None,
    first_name: str = "",
    shows_name: bool = False,
    token: UUID | None = None,
    with_mail: bool = True,
) -> Posting:
    """Keep what a resident filled in until it is confirmed, and send the mail with which that is done.

    with_mail: False when this address had its mails for now. A second one with the same token raises IntegrityError, so
    that a double click makes one.
    """
    with transaction.atomic():
        posting = Posting.objects.create(kern=kern, type=type, kind=kind, token=token)
        PostingWords.objects.create(
            posting=posting,
            email=email,
            first_name=first_name,
            label=label,
            description=description,
            first_day=first_day,
            last_day=last_day,
        )
        consents.record(posting, shows_name and bool(first_name))
        if with_mail:
            ask_to_confirm(posting)
    return posting


def ask_to_confirm(posting: Posting) -> None:
    """The link with which it becomes real. Nothing that somebody typed is in it: the address may be anybody's."""
    token = links.issue(CONFIRM, {"posting": posting.pk}, DAYS, about=posting.about)
    url = links.address("posting_confirm", token)
    _put(posting, _("Confirm your card in Wijkweb"), "sharing/mail/posting_confirm", url, "")


def posting_of(link: MailLink | None) -> Posting | None:
    """The card that a link is about, as long as somebody is behind it."""
    if link is None:
        return None
    return Posting.objects.with_words().filter(pk=link.payload.get("posting")).first()


def own_link(posting: Posting) -> str:
    """A new token for the page of who put up a card."""
    return links.issue(OWN, {"posting": posting.pk}, DAYS, about=posting.about)


def is_the_same(earlier: Posting, values: Mapping[str, Any]) -> bool:
    """Whether a form that is sent once more says what it said before: a double click. values: of `post_as_resident`."""
    words = PostingWords.objects.filter(posting=earlier).first()
    if words is None or _shows_name(values) != consents.may_show_name(earlier):
        return False
    now = {name: getattr(earlier, name) for name in ON_CARD} | {
        name: getattr(words, name) for name in WRITTEN
    }
    return now == _kept(values) and words.email == plain_address(values["email"])


def corrected(earlier: Posting, *, with_mail: bool = True, **values: Any) -> Posting:
    """Keep what came from the same form with other words: somebody went back and mended something.

    As long as it was not confirmed, the mail that lies in the mailbox is about the new words. With another address it is sent
    there, and what was sent before goes. When it was confirmed meanwhile, this is another card.
    """
    with transaction.atomic():
        held = Posting.objects.select_for_update(of=("self",)).filter(pk=earlier.pk).first()
        words = PostingWords.objects.filter(posting=held).first()
        if held is None or words is None or held.state != PostingState.SENT:
            return post_as_resident(**values | {"token": None}, with_mail=with_mail)
        if words.email != plain_address(values["email"]):
            remove(held)
            return post_as_resident(**values, with_mail=with_mail)
        for name, value in _kept(values).items():
            setattr(held if name in ON_CARD else words, name, value)
        held.save()
        words.save()
        consents.record(held, _shows_name(values))
    return held


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in (*ON_CARD, *WRITTEN)}


def _shows_name(values: Mapping[str, Any]) -> bool:
    return bool(values["shows_name"] and values["first_name"])


def has_room(posting: Posting) -> bool:
    """Whether this address has not too many cards already. Only said to who reads the mail of that address."""
    own = Posting.objects.of_address(posting.words.email).filter(state__in=OPEN_POSTINGS)
    return own.exclude(pk=posting.pk).count() < MOST_OPEN


def confirm(link: MailLink) -> Posting | None:
    """Let it go to the coordinator. None when the link was used by now: of many who press, one confirms."""
    with transaction.atomic():
        if not links.use(link):
            return None
        posting = posting_of(link)
        if posting is None or posting.state != PostingState.SENT:
            return None
        posting.state = PostingState.NEW
        posting.confirmed_at = timezone.now()
        posting.save()
    return posting


def confirmed_by(link: MailLink | None) -> bool:
    """Whether this used link is the one with which a card was confirmed, to tell who opens it once more."""
    posting = posting_of(link)
    return posting is not None and posting.state != PostingState.SENT


def refuse(link: MailLink) -> bool:
    """Whoever reads this mail did not fill it in: it goes at once, with its mail."""
    with transaction.atomic():
        posting = posting_of(link)
        if not links.use(link) or posting is None or posting.state != PostingState.SENT:
            return False
        remove(posting)
    return True


def remove(posting: Posting) -> bool:
    """Take away a card that was never confirmed, wholly. Always True, to be counted."""
    with transaction.atomic():
        ledger.note("card-unconfirmed", posting.key.hex)
        consents.record(posting, wanted=False)
        forget_mail(posting)
        pk = posting.pk
        posting.delete()
        Posting.history.filter(id=pk).delete()
    return True


def forget_mail(posting: Posting) -> None:
    """The mails about it, sent or not, and its links."""
    links.forget(posting.about, mails=Q(purpose=posting.mail_purpose))


def unconfirmed(now: datetime) -> "QuerySet[Posting]":
    """What nobody confirmed within a week never was."""
    return Posting.objects.filter(state=PostingState.SENT, sent_at__lt=now - UNCONFIRMED_KEPT)


def tell(posting: Posting, what: str, **more: Any) -> None:
    """Mail who put it up what is new, with a link to the own page. Nothing that was typed is in it."""
    url = links.address("posting_own", own_link(posting))
    _put(posting, str(NEWS[what]), "sharing/mail/posting_news", url, what, **more)


def _put(posting: Posting, subject: str, template: str, url: str, what: str, **more: Any) -> None:
    context = {
        "posting": posting,
        "kern": posting.kern,
        "what": what,
        "news": subject,
        "url": url,
        "until": timezone.localdate() + timedelta(days=DAYS),
        **more,
    }
    try:
        enqueue(
            to=posting.words.email,
            subject=subject,
            template=template,
            context=context,
            purpose=posting.mail_purpose,
        )
    except BadAddress:
        return
