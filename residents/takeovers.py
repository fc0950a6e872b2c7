"""That a resident asked a neighbour to take over, and what came of it. Who that neighbour is stands apart, and goes first."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from initiatives.models import Initiative
from post.reachable import Reachable

TAKEOVER_DAYS = 7


class TakeoverState(models.TextChoices):
    ASKED = "gevraagd", _("asked")
    YES = "ja", _("said yes")
    NO = "nee", _("said no")
    TAKEN_BACK = "teruggenomen", _("taken back")
    EXPIRED = "verlopen", _("not answered in seven days")


class Takeover(models.Model):
    """A resident asked somebody without an account to take an initiative over. Nothing here says whom.

    successor: the registration of who said yes.
    """

    key = models.UUIDField(_("public number"), unique=True, default=uuid.uuid4, editable=False)
    token = models.UUIDField(_("token of the form"), unique=True, null=True, blank=True, editable=False)
    registration = models.ForeignKey(
        "residents.Registration", models.CASCADE, related_name="takeovers", verbose_name=_("registration")
    )
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="takeovers", verbose_name=_("initiative")
    )
    state = models.CharField(_("state"), max_length=20, choices=TakeoverState, default=TakeoverState.ASKED)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    successor = models.OneToOneField(
        "residents.Registration",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="took_over",
        verbose_name=_("registration of who took over"),
    )
    history = HistoricalRecords(excluded_fields=["token", "successor"], bases=[WithChange])

    title_fields = ("initiative", "state")

    class Meta:
        verbose_name = _("question to a neighbour to take over")
        verbose_name_plural = _("questions to neighbours to take over")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state=TakeoverState.ASKED),
                name="one_takeover_asked_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.state}"

    @property
    def until(self) -> datetime:
        return self.asked_at + timedelta(days=TAKEOVER_DAYS)

    @property
    def is_open(self) -> bool:
        """Whether it can be answered still, as far as time goes."""
        return self.state == TakeoverState.ASKED and self.until > timezone.now()

    @property
    def outcome(self) -> str:
        """In words, also of one whose time is over and that no night has closed yet."""
        is_late = self.state == TakeoverState.ASKED and not self.is_open
        return str(TakeoverState.EXPIRED.label if is_late else self.get_state_display())


class Neighbour(Reachable):
    """Who was asked to take over, as long as there is no answer."""

    SALT = "resident-neighbour"

    takeover = models.OneToOneField(
        Takeover, models.CASCADE, related_name="neighbour", verbose_name=_("question to take over")
    )

    class Meta:
        verbose_name = _("neighbour who was asked")
        verbose_name_plural = _("neighbours who were asked")

    def __str__(self) -> str:
        return str(self.takeover_id)
