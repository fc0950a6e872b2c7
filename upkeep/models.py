"""What upkeep remembers: how a kern wants it, whom it asked, and what partners said."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import Change, WithChange
from partners.models import Partner, Relation, RelationKind
from places.models import Kern


class KernUpkeep(models.Model):
    """Whether a kern asks its partners each year by itself. How long a confirmation counts stands with the kern."""

    kern = models.OneToOneField(
        Kern, models.CASCADE, related_name="upkeep", verbose_name=_("kern"), primary_key=True
    )
    mails_on = models.BooleanField(_("asks its partners each year by mail"), default=False)

    class Meta:
        verbose_name = _("upkeep of a kern")
        verbose_name_plural = _("upkeep of kernen")

    def __str__(self) -> str:
        return str(self.kern_id)


class Reason(models.TextChoices):
    """Why a partner got a mail."""

    COORDINATOR = "gevraagd", _("asked by the coordinator")
    YEARLY = "jaarlijks", _("asked because a year went by")
    OWN = "zelf", _("asked for by the partner")


class Question(models.Model):
    """A mail to a partner that asks whether its card is still right."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="questions", verbose_name=_("partner"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)

    class Meta:
        verbose_name = _("question to a partner")
        verbose_name_plural = _("questions to partners")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["partner", "asked_at"], name="question_by_partner")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.reason}"


class ReportKind(models.TextChoices):
    CONFIRM = "klopt", _("it is still right")
    CHANGE = "aanpassen", _("something is different")
    STOP = "gestopt", _("it has stopped")
    TIE = "band", _("works together with")
    TIE_ENDED = "band-gestopt", _("no longer works together with")


class ReportState(models.TextChoices):
    NEW = "nieuw", _("new")
    ACCEPTED = "overgenomen", _("taken over")
    REJECTED = "afgewezen", _("not taken over")


class Direction(models.TextChoices):
    """Who gives in a reported tie, seen from the partner that reports it."""

    MUTUAL = "samen", _("both")
    GIVES = "geeft", _("the partner itself")
    GETS = "krijgt", _("the other one")


class ReportQuerySet(models.QuerySet["Report"]):
    def new(self) -> "ReportQuerySet":
        return self.filter(state=ReportState.NEW)

    def in_kernen(self, kern_ids: list[int]) -> "ReportQuerySet":
        return self.filter(partner__kern_id__in=kern_ids)

    def with_partners(self) -> "ReportQuerySet":
        return self.select_related(
            "partner__kern", "other", "relation__source", "relation__target", "handled_by", "change"
        )


class Report(models.Model):
    """One thing that a partner said about itself or its ties. It changes nothing before it is taken over.

    payload: for CHANGE {field: {"van": old, "naar": new}}, for CONFIRM {"banden": [ids of the ties that were shown]}.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="reports", verbose_name=_("partner"))
    kind = models.CharField(_("what it says"), max_length=20, choices=ReportKind)
    other = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about")
    )
    relation = models.ForeignKey(
        Relation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("relation")
    )
    tie_kind = models.CharField(_("kind of tie"), max_length=20, choices=RelationKind, blank=True)
    direction = models.CharField(_("who gives"), max_length=10, choices=Direction, blank=True)
    payload = models.JSONField(_("content"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ReportState, default=ReportState.NEW)
    made_at = models.DateTimeField(_("said at"), default=timezone.now)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    change = models.ForeignKey(
        Change, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("change")
    )
    history = HistoricalRecords(bases=[WithChange])

    title_fields = ("partner", "kind")
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a partner")
        verbose_name_plural = _("reports of partners")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["partner", "state"], name="report_by_partner")]
        constraints = [
            models.CheckConstraint(
                name="report_of_a_tie_names_it",
                condition=~Q(kind=ReportKind.TIE) | (Q(other__isnull=False) & ~Q(tie_kind="")),
                violation_error_message=_("A reported tie names the other one and its kind."),
            ),
            models.UniqueConstraint(
                fields=["partner", "other", "tie_kind", "direction"],
                name="one_new_report_of_a_tie",
                condition=Q(state=ReportState.NEW, kind=ReportKind.TIE),
                violation_error_message=_("This tie was reported already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.kind}"

    @property
    def is_new(self) -> bool:
        return self.state == ReportState.NEW

    @property
    def ends(self) -> tuple[Any, Any]:
        """The two ends of a reported tie, the one that gives first."""
        if self.direction == Direction.GETS:
            return self.other, self.partner
        return self.partner, self.other
