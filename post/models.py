"""The outbox, and the links that mail carries."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A try that has not ended by now has died half way: sending one mail takes two minutes at most.
CLAIM_LASTS = timedelta(minutes=5)


class MailStatus(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    PARKED = "parked", _("waits for somebody since a restore")


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    def due(self, moment: Any) -> "OutboxQuerySet":
        """What may be sent now: waiting, not too early, and in nobody's hands."""
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=moment - CLAIM_LASTS)
        return self.filter(free, status=MailStatus.WAITING, not_before__lte=moment)


class OutboxMail(models.Model):
    """A mail to one person. Written with what it is about, in the same transaction; sent afterwards.

    `leaves_nothing`: the row goes once it was sent, or cannot be: a last word to somebody who was erased just now.

    `unsure` counts the tries of which nobody knows whether the mail went out; after the second it is not tried again.
    """

    purpose = models.SlugField(_("purpose"), max_length=60)
    to = models.EmailField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text with layout"), blank=True)
    message_id = models.CharField(_("mark of the message"), max_length=200, unique=True, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=MailStatus, default=MailStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    unsure = models.PositiveSmallIntegerField(_("tries with an unknown end"), default=0)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    claimed_at = models.DateTimeField(_("being sent since"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    leaves_nothing = models.BooleanField(_("goes as soon as it was sent"), default=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["not_before"], name="mail_that_waits", condition=Q(status="waiting")),
            models.Index(fields=["created_at"], name="mail_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class MailLink(models.Model):
    """A link that was mailed: for one purpose, about one thing, to be used once, and known by its hash only."""

    purpose = models.SlugField(_("purpose"), max_length=60)
    about = models.CharField(_("about"), max_length=200)
    payload = models.JSONField(_("content"), default=dict)
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("mail link")
        verbose_name_plural = _("mail links")
        indexes = [
            models.Index(
                fields=["purpose", "about"], name="mail_link_open", condition=Q(used_at__isnull=True)
            ),
            models.Index(fields=["expires_at"], name="mail_link_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.expires_at > timezone.now()
