"""A link for who hung a wish and left an address: to see the answer, and to take the wish back.

The address is kept apart from the wish. The first mail, and each mail about an answer, holds a link; the page behind it shows
the wish and takes it back or forgets the address. Without an address nothing can be sent: then the coordinator erases.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from keeping import ledger
from post import links
from post.models import MailLink
from post.services import enqueue
from wishes.models import Hanger, Wish

MINE = "wish-mine"
LINK_DAYS, UNSURE_DAYS, KEPT_DAYS = 400, 7, 30


def keep_address(wish: Wish, email: str, *, with_mail: bool = True) -> None:
    """Keep the address of who hung this wish, and mail the link. with_mail: False when it had its mails for now."""
    with transaction.atomic():
        hanger = Hanger.objects.create(wish=wish, email=email)
        if with_mail:
            _mail(hanger, is_first=True)


def tell(wish: Wish) -> None:
    """There is an answer, or something came of it: who confirmed the address gets a mail, in the open transaction."""
    hanger = Hanger.objects.filter(wish=wish, confirmed_at__isnull=False).select_related("wish__kern").first()
    if hanger is not None:
        _mail(hanger)


def _about(hanger: Hanger) -> str:
    return f"wish-hanger {hanger.pk}"


def _purpose(hanger: Hanger) -> str:
    return f"{MINE}-{hanger.pk}"


def _mail(hanger: Hanger, *, is_first: bool = False) -> None:
    """Nothing that somebody typed is in it: the address is not known to be theirs."""
    token = links.issue(MINE, {"hanger": hanger.pk}, LINK_DAYS, about=_about(hanger))
    enqueue(
        to=hanger.email,
        subject=_("Your wish in Wijkweb"),
        template="wishes/mail/mine",
        context={
            "is_first": is_first,
            "kern": hanger.wish.kern,
            "url": links.address("wish_mine", token),
            "days": UNSURE_DAYS,
        },
        purpose=_purpose(hanger),
    )


def hanger_of(link: MailLink | None) -> Hanger | None:
    """Whose link this is, as long as the wish has its words."""
    if link is None:
        return None
    rows = Hanger.objects.filter(pk=link.payload.get("hanger"), wish__words__isnull=False)
    return rows.select_related("wish__kern", "wish__words", "wish__initiative").first()


def stay(hanger: Hanger) -> None:
    """Yes, that is my wish: tell me when there is an answer. A second time changes nothing."""
    Hanger.objects.filter(pk=hanger.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now())


def mark_text(hanger: Hanger) -> str:
    """What tells this address from all that ever were left."""
    return f"{hanger.pk} {hanger.made_at.timestamp():.6f}"


def forget(hanger: Hanger) -> None:
    """The address goes with its links and mails; the wish stays where it is."""
    with transaction.atomic():
        ledger.note("hanger", mark_text(hanger))
        links.forget(_about(hanger), mails=Q(purpose=_purpose(hanger)))
        hanger.delete()


def forget_of(wish: Wish) -> None:
    """The wish is erased: so is who hung it."""
    for hanger in Hanger.objects.filter(wish=wish):
        forget(hanger)


def addresses_over(now: datetime) -> "QuerySet[Any]":
    """Nobody confirmed it for a week, or the wish was settled a month ago."""
    unsure = Q(confirmed_at__isnull=True, made_at__lt=now - timedelta(days=UNSURE_DAYS))
    return Hanger.objects.filter(unsure | Q(wish__settled_at__lt=now - timedelta(days=KEPT_DAYS)))
