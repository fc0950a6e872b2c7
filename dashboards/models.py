"""What a kern decided to share with the municipality, and the counts of people that are published each week."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from places.models import Kern, Municipality


class Shared(models.TextChoices):
    """What a kern may put on the overview of the municipality, beyond what is always there."""

    LADDER = "ladder", _("where we stand on the ladder, with the reason")
    SIGNALS = "signalen", _("the signals of the ladder")
    FIGURES = "cijfers", _("the figures of our web over time, and what asks for attention")
    LAYERS = "lagen", _("who carries the initiatives: residents, civil society or professionals")
    PEOPLE = "mensen", _("how many people are in our web, rounded and only from ten")


class SharingQuerySet(models.QuerySet["SharingDecision"]):
    def latest_first(self) -> "SharingQuerySet":
        return self.order_by("-decided_on", "-pk")

    def in_force(self, kern_ids: Any) -> dict[int, "SharingDecision"]:
        """The decision that holds now, by kern; a kern that never decided is not in it. One query."""
        rows = self.filter(kern_id__in=kern_ids, decided_on__lte=timezone.localdate())
        return {row.kern_id: row for row in rows.order_by("decided_on", "pk")}


class SharingDecision(models.Model):
    """What a kern decided in a meeting to share with the municipality. It holds until a later decision."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="sharing_decisions", verbose_name=_("kern"))
    decided_on = models.DateField(_("decided on"))
    parts = models.JSONField(_("what is shared"), default=list, blank=True)
    agreed = models.TextField(_("who agreed"))
    place = models.CharField(_("where it was decided"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("kern", "decided_on")
    title_says_kind = True

    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about sharing")
        verbose_name_plural = _("decisions about sharing")
        ordering = ["decided_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "decided_on"],
                name="one_sharing_decision_per_kern_day",
                violation_error_message=_(
                    "There is a decision of this day already. Undo that one, or fill in another day."
                ),
            ),
            models.CheckConstraint(
                name="sharing_decision_has_who_agreed",
                condition=~Q(agreed=""),
                violation_error_message=_("Write down who agreed."),
            ),
        ]

    def __str__(self) -> str:
        return date_format(self.decided_on, "j F Y")

    def get_absolute_url(self) -> str:
        return reverse("sharing", args=[self.kern.slug])

    @property
    def labels(self) -> list[str]:
        """What is shared, in words, in a fixed order."""
        return [str(part.label) for part in Shared if part in self.parts]


class Measure(models.TextChoices):
    """What is counted of people. No two of these are ever added up on a page: then one could be taken from the sum."""

    RESIDENTS = "inwoners", _("residents and volunteers")
    WORKERS = "professionals", _("professionals, administrators and entrepreneurs")


class WeekOfCounts(models.Model):
    """That the counts of a municipality were published for a week; `day` is the Sunday on which they were counted."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality")
    )
    day = models.DateField(_("day"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)

    class Meta:
        verbose_name = _("week of counts")
        verbose_name_plural = _("weeks of counts")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "day"], name="one_week_of_counts_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.day}"


class PublishedCount(models.Model):
    """One count as it is shown, for ever: rounded, or None when it is hidden. Without a kern it is the total."""

    week = models.ForeignKey(WeekOfCounts, models.CASCADE, related_name="shown", verbose_name=_("week"))
    kern = models.ForeignKey(
        Kern, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kern")
    )
    measure = models.CharField(_("what is counted"), max_length=20, choices=Measure)
    value = models.PositiveIntegerField(_("shown as"), null=True, blank=True)

    class Meta:
        verbose_name = _("published count")
        verbose_name_plural = _("published counts")
        constraints = [
            models.UniqueConstraint(
                fields=["week", "kern", "measure"],
                name="one_published_count_per_kern",
                condition=Q(kern__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["week", "measure"], name="one_published_total", condition=Q(kern__isnull=True)
            ),
            models.CheckConstraint(
                name="published_count_is_ten_or_more", condition=Q(value__isnull=True) | Q(value__gte=10)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_id} {self.kern_id} {self.measure}"


class ExactCount(models.Model):
    """What was counted, before anything was rounded or hidden. Only the publishing of later weeks reads it; no page does."""

    week = models.ForeignKey(WeekOfCounts, models.CASCADE, related_name="exact", verbose_name=_("week"))
    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    measure = models.CharField(_("what is counted"), max_length=20, choices=Measure)
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("exact count")
        verbose_name_plural = _("exact counts")
        constraints = [
            models.UniqueConstraint(fields=["week", "kern", "measure"], name="one_exact_count_per_kern")
        ]

    def __str__(self) -> str:
        return f"{self.week_id} {self.kern_id} {self.measure}"
