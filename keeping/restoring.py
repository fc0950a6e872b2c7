"""Putting a backup back: what holds before the site opens again (safety W-46 and table 5).

Erased again what was erased since; nobody signed in; no link from before works; no mail goes out until somebody releases it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from keeping import ledger
from post.models import MailLink, MailStatus, OutboxMail


@dataclass(frozen=True)
class Restored:
    caught_up: ledger.CaughtUp
    sessions: int
    links: int
    mails: int


def bring_up_to_date() -> Restored:
    """All of it in one transaction: a database that is half up to date never opens."""
    with transaction.atomic():
        caught_up = ledger.catch_up()
        open_links = MailLink.objects.filter(used_at__isnull=True)
        return Restored(
            caught_up,
            sessions=Session.objects.all().delete()[0],
            links=open_links.update(used_at=timezone.now()),
            mails=OutboxMail.objects.filter(status=MailStatus.WAITING).update(
                status=MailStatus.PARKED, claimed_at=None
            ),
        )


def stay_closed_when_behind() -> None:
    """Asked before the site opens (settings.OPENS_WHEN): raises ImproperlyConfigured on a backup that was put back as it was."""
    missing = len(ledger.missing_lines())
    if missing:
        raise ImproperlyConfigured(
            f"This database is an older copy: {missing} erasures of {settings.ERASURE_LEDGER} are not in it, so people who were erased "
            "are in it again. Run manage.py after_restore, and start once more."
        )


def release_mail() -> int:
    """Let the mail go that waited since a restore. How many there were."""
    parked = OutboxMail.objects.filter(status=MailStatus.PARKED)
    return parked.update(status=MailStatus.WAITING, not_before=timezone.now(), created_at=timezone.now())
