"""Users and what they may, where and how long."""

import re
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from places.models import Kern, Municipality


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in. Not a partner: people act on behalf of a partner."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        """What others read: never the address."""
        return self.name or self.initials

    @property
    def initials(self) -> str:
        """Of the address, for who gave no name: "anna.de.vries@…" is "A.D.V."."""
        words = re.findall(r"[^\W\d_]+", self.email.split("@")[0])
        return "".join(f"{word[0].upper()}." for word in words) or "?"


class SignedIn(models.Model):
    """That somebody is signed in somewhere; without network address."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions", verbose_name=_("user"))
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField(_("device"), max_length=60, blank=True)
    started_at = models.DateTimeField(_("from"), default=timezone.now)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.device


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("welfare coordinator")
    MUNICIPAL_COORDINATOR = "municipal-coordinator", _("municipal coordinator")
    ALDERMAN = "alderman", _("alderman")
    PARTNER_CONTACT = "partner-contact", _("partner contact")
    ADMINISTRATOR = "administrator", _("administrator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active_at(self, moment: Any) -> "MembershipQuerySet":
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), started_at__lte=moment)

    def active(self) -> "MembershipQuerySet":
        return self.active_at(timezone.now())


class Membership(models.Model):
    """A role in a kern (and what lies below it) or in a municipality, for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    kern = models.ForeignKey(
        Kern, models.CASCADE, null=True, blank=True, related_name="memberships", verbose_name=_("kern")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("municipality"),
    )
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )
    started_at = models.DateTimeField(_("from"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_has_one_place",
                condition=Q(kern__isnull=False, municipality__isnull=True)
                | Q(kern__isnull=True, municipality__isnull=False)
                | Q(kern__isnull=True, municipality__isnull=True, role="administrator"),
                violation_error_message=_("A role belongs to one kern or to one municipality."),
            ),
            models.CheckConstraint(
                name="membership_end_not_before_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.UniqueConstraint(
                name="one_open_role_in_a_kern",
                fields=["user", "role", "kern"],
                condition=Q(ended_at__isnull=True, kern__isnull=False),
                violation_error_message=_("This person already has this role here."),
            ),
            models.UniqueConstraint(
                name="one_open_role_in_a_municipality",
                fields=["user", "role", "municipality"],
                condition=Q(ended_at__isnull=True, municipality__isnull=False),
                violation_error_message=_("This person already has this role here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.place or ''}".strip()

    @property
    def place(self) -> Kern | Municipality | None:
        return self.kern or self.municipality

    @property
    def is_active(self) -> bool:
        now = timezone.now()
        return self.started_at <= now and (self.ended_at is None or self.ended_at > now)
