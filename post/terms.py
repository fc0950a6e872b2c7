"""What of the outbox need not be kept any longer, at a moment."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from post.models import MailLink, MailStatus, OutboxMail
from post.services import ADDRESS_KEPT, BODY_KEPT, LINK_KEPT


def _done() -> "QuerySet[OutboxMail]":
    return OutboxMail.objects.filter(status__in=(MailStatus.SENT, MailStatus.FAILED))


def old_texts(now: datetime) -> "QuerySet[Any]":
    return _done().filter(created_at__lt=now - BODY_KEPT).exclude(text="", html="")


def old_addresses(now: datetime) -> "QuerySet[Any]":
    return _done().filter(created_at__lt=now - ADDRESS_KEPT).exclude(to="")


def old_links(now: datetime) -> "QuerySet[Any]":
    end = now - LINK_KEPT
    return MailLink.objects.filter(Q(expires_at__lt=end) | Q(used_at__lt=end))
