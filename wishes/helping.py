"""Who helps with a wish: saying so, confirming it from the mail, hearing of it, and being forgotten."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from keeping import ledger
from post import links
from post.models import MailLink
from post.services import address_of, enqueue
from wijkweb.kit.sealed import mark_of
from wishes.models import ADDRESS, Helper, Wish

CONFIRM, STOP = "wish-confirm", "wish-stop"
CONFIRM_DAYS, STOP_DAYS, KEPT_DAYS = 7, 400, 30


def help_signed_in(wish: Wish, user: Any) -> Helper:
    """Somebody with an account helps, at once; a second time changes nothing."""
    now = timezone.now()
    helper, _made = Helper.objects.get_or_create(
        wish=wish,
        address_mark=mark_of(f"user {user.pk}", ADDRESS),
        defaults={"user": user, "first_name": "", "confirmed_at": now},
    )
    return helper


def offer_help(
    wish: Wish, *, first_name: str, email: str, token: UUID | None = None, with_mail: bool = True
) -> None:
    """Somebody without an account wants to help: a mail asks whether that is so. The same answer for every address.

    A second time with the same token and address sends no second mail. The same token with another address is somebody
    who mended a typing mistake: what was offered with the first goes, unless it was confirmed.
    """
    with transaction.atomic():
        held = Wish.objects.select_for_update().get(pk=wish.pk)  # the second half of a double click waits
        helper = held.helpers.of_address(email).first() or Helper(wish=wish, email=email)
        for mistyped in held.helpers.filter(pk__in=_offered_with(token), confirmed_at=None).exclude(
            pk=helper.pk
        ):
            stop_helping(mistyped)
        if helper.confirmed_at is None:
            helper.first_name = first_name
            helper.save()
        if with_mail and helper.pk not in _offered_with(token):
            mail_helper(helper, "helps" if helper.confirmed_at else "confirm", token=token)


def was_offered(wish: Wish, email: str, token: UUID) -> bool:
    """Whether a mail went out already for this form and this address: the second press of a double click."""
    return wish.helpers.of_address(email).filter(pk__in=_offered_with(token)).exists()


def _offered_with(token: UUID | None) -> set[int]:
    """For whom a form with this token sent a mail: the link in it remembers the form, also when it was used."""
    if token is None:
        return set()
    found = MailLink.objects.filter(purpose__in=(CONFIRM, STOP), payload__form=token.hex)
    return {link.payload["helper"] for link in found}


def mail_helper(
    helper: Helper, sort: str, more: dict[str, Any] | None = None, *, token: UUID | None = None
) -> None:
    """A mail to who helps: "confirm", "helps", "made" or "note". All but the first have the link with which one stops.

    The link with which one stops works in each of those mails until its term; of those to confirm only the last does.
    token: of the form that this mail answers.
    """
    email = helper.email or (helper.user.email if helper.user else "")
    purpose, days, page = (
        (CONFIRM, CONFIRM_DAYS, "wish_help_confirm")
        if sort == "confirm"
        else (STOP, STOP_DAYS, "wish_help_stop")
    )
    key = links.issue(
        purpose,
        {"helper": helper.pk} | ({"form": token.hex} if token else {}),
        days,
        about=f"wish-helper {helper.pk}",
        replaces=sort == "confirm",
    )
    context = {
        "sort": sort,
        "kern": helper.wish.kern,
        "url": links.address(page, key),
        "wish_url": address_of("wish_detail", helper.wish.key),
        **(more or {}),
    }
    if initiative := context.get("initiative"):
        context["initiative_url"] = address_of("initiative_detail", initiative.slug)
    enqueue(
        to=email,
        subject=_("About a wish in Wijkweb"),
        template="wishes/mail/helper",
        context=context,
        purpose=f"wish-{sort}-{helper.pk}",
    )


def helper_of(link: MailLink | None) -> Helper | None:
    if link is None:
        return None
    rows = Helper.objects.filter(pk=link.payload.get("helper"), wish__words__isnull=False)
    return rows.select_related("wish__kern", "wish__words", "user").first()


def helps_by(link: MailLink | None) -> bool:
    """Whether somebody confirmed with this link, which is used by now, and still helps."""
    helper = helper_of(link)
    return helper is not None and helper.confirmed_at is not None


def confirm_help(link: MailLink) -> bool:
    """True for the one who pressed first."""
    with transaction.atomic():
        helper = helper_of(link)
        if helper is None or helper.confirmed_at is not None or not links.use(link):
            return False
        helper.confirmed_at = timezone.now()
        helper.save()
        mail_helper(helper, "helps")
    return True


def helper_text(helper: Helper) -> str:
    """What tells this offer to help from all that ever were."""
    return f"{helper.pk} {helper.made_at.timestamp():.6f}"


def stop_helping(helper: Helper) -> None:
    """Everything about somebody who helped goes, at once and for good."""
    with transaction.atomic():
        ledger.note("helper", helper_text(helper))
        purposes = [f"wish-{sort}-{helper.pk}" for sort in ("confirm", "helps", "made", "note")]
        links.forget(f"wish-helper {helper.pk}", mails=Q(purpose__in=purposes))
        helper.delete()


def write_helpers(wish: Wish, text: str, *, acting_user: Any) -> int:
    """A message of the coordinator to each who helps, one by one; nobody sees another's address."""
    helpers = list(wish.helpers.sure().select_related("user", "wish__kern"))
    with transaction.atomic():
        for helper in helpers:
            mail_helper(helper, "note", {"text": text, "writer": acting_user, "reply": acting_user.email})
    return len(helpers)


def helpers_over(now: datetime) -> "QuerySet[Helper]":
    """Help that nobody confirmed, and who helped with what was settled a month ago."""
    unsure = Q(confirmed_at__isnull=True, made_at__lt=now - timedelta(days=CONFIRM_DAYS))
    return Helper.objects.filter(unsure | Q(wish__settled_at__lt=now - timedelta(days=KEPT_DAYS)))
