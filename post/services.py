"""Putting mail in the outbox, and sending what lies there.

Sent at least once and at most twice: a try that ends in a clear refusal is repeated, with pauses of one minute up to
an hour, for a day. A try of which nobody knows the end (the worker died, the line broke after the text) is repeated once.
"""

import logging
import smtplib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Case, F, IntegerField, When
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from post.models import MailStatus, OutboxMail

logger = logging.getLogger(__name__)

SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)
MOST_UNSURE = 2
BODY_KEPT = timedelta(days=14)
ADDRESS_KEPT = timedelta(days=30)
LINK_KEPT = timedelta(days=1)
# After these, the mail server has surely not taken the mail.
REFUSED = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    ConnectionRefusedError,
)


class BadAddress(ValueError):
    """The text is not an e-mail address; trying again does not help."""


def absolute(path: str) -> str:
    """The whole address of a path of this site, for in a mail."""
    return settings.SITE_URL.rstrip("/") + path


def address_of(name: str, *args: Any) -> str:
    """The whole address of a page by its URL name; of a page with a link that works once, see `post.links.address`."""
    return absolute(reverse(name, args=args))


def enqueue(
    *,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    purpose: str,
    leaves_nothing: bool = False,
) -> OutboxMail:
    """Put one mail in the outbox, in the transaction that is open now; it goes out once that holds.

    subject: no name, address or other personal data; line breaks become blanks.
    template: without its ending; NAME.txt must exist, NAME.html may. leaves_nothing: the row goes once it was sent.
    Raises BadAddress when `to` is not one e-mail address.
    """
    content = {"site_url": settings.SITE_URL, "title": subject, **(context or {})}
    with override(settings.LANGUAGE_CODE):
        text, html = _rendered(template, content)
    return enqueue_text(
        to=to, subject=subject, text=text, html=html, purpose=purpose, leaves_nothing=leaves_nothing
    )


def enqueue_text(
    *, to: str, subject: str, text: str, html: str = "", purpose: str, leaves_nothing: bool = False
) -> OutboxMail:
    """The same, for a mail whose text is already there."""
    mail = OutboxMail.objects.create(
        purpose=purpose,
        to=_checked(to),
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        leaves_nothing=leaves_nothing,
        message_id=f"<{uuid.uuid4()}@{_own_domain()}>",
    )
    transaction.on_commit(lambda: _ask_to_send(mail.pk), robust=True)
    return mail


def _rendered(template: str, context: dict[str, Any]) -> tuple[str, str]:
    text, html = str(render_to_string(f"{template}.txt", context)), ""
    try:
        html = str(render_to_string(f"{template}.html", context))
    except TemplateDoesNotExist as missing:
        if str(missing) != f"{template}.html":
            raise
    return text.strip() + "\n", html


def _checked(address: str) -> str:
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadAddress("this is not an e-mail address") from error
    return address


def _own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _ask_to_send(pk: int) -> None:
    """Ask a worker; when there is no one to ask, the sweep of the next minute finds the row."""
    from post.tasks import send_one

    try:
        send_one.delay(pk)
    except Exception:
        logger.warning("mail %s waits: the queue cannot be reached", pk)


def deliver(pk: int) -> bool:
    """Send one mail of the outbox, unless it is not its time or another has it. True when it went out."""
    mail = _claim(pk, timezone.now())
    if mail is None:
        return False
    if mail.unsure >= MOST_UNSURE:
        _close(mail, MailStatus.FAILED)
        return False
    try:
        _send(mail)
    except REFUSED as error:
        _try_later(mail, error, unsure=0)
    except (Exception, SoftTimeLimitExceeded) as error:
        _try_later(mail, error, unsure=1)
    else:
        _close(mail, MailStatus.SENT)
        return True
    return False


def deliver_due(limit: int = 500) -> tuple[int, int]:
    """Send what is due, the oldest first. Returns how many went out and how many did not."""
    due = due_ids(limit)
    sent = sum(deliver(pk) for pk in due)
    return sent, len(due) - sent


def due_ids(limit: int = 500) -> list[int]:
    """The mails that may be sent now, the oldest first."""
    return list(OutboxMail.objects.due(timezone.now()).values_list("pk", flat=True)[:limit])


def _claim(pk: int, now: datetime) -> OutboxMail | None:
    """Take a mail in hand by one conditional update: of many who try, one gets it."""
    died_half_way = Case(
        When(claimed_at__isnull=False, then=F("unsure") + 1), default=F("unsure"), output_field=IntegerField()
    )
    mine = OutboxMail.objects.due(now).filter(pk=pk)
    if not mine.update(claimed_at=now, attempts=F("attempts") + 1, unsure=died_half_way):
        return None
    return OutboxMail.objects.get(pk=pk)


def _send(mail: OutboxMail) -> None:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()


def _try_later(mail: OutboxMail, error: BaseException, *, unsure: int) -> None:
    """Let it wait, longer each time; after a day, or after two tries of which the end is unknown, it has failed."""
    now = timezone.now()
    logger.warning("mail %s did not go out (try %d): %s", mail.pk, mail.attempts, type(error).__name__)
    pause = min(SHORTEST_PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
    total_unsure = mail.unsure + unsure
    gives_up = total_unsure >= MOST_UNSURE or now + pause > mail.created_at + GIVE_UP_AFTER
    OutboxMail.objects.filter(pk=mail.pk, claimed_at=mail.claimed_at).update(
        claimed_at=None,
        unsure=total_unsure,
        not_before=now + pause,
        status=MailStatus.FAILED if gives_up else MailStatus.WAITING,
    )
    if gives_up:
        logger.error("mail %s (%s) has failed", mail.pk, mail.purpose)
        OutboxMail.objects.filter(pk=mail.pk, leaves_nothing=True).delete()


def _close(mail: OutboxMail, status: MailStatus) -> None:
    if mail.leaves_nothing:
        OutboxMail.objects.filter(pk=mail.pk).delete()
        return
    moment = timezone.now() if status == MailStatus.SENT else None
    OutboxMail.objects.filter(pk=mail.pk).update(status=status, sent_at=moment, claimed_at=None)


def forget_old(now: datetime | None = None) -> dict[str, int]:
    """Blank texts after 14 days and addresses after 30, and drop links a day after their end."""
    from post import terms

    now = now or timezone.now()
    return {
        "texts": terms.old_texts(now).update(text="", html=""),
        "addresses": terms.old_addresses(now).update(to=""),
        "links": terms.old_links(now).delete()[0],
    }
