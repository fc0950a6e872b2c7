"""What a kern says about where it stands: on the ladder, and on the way to shared ownership."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from initiatives.models import Initiative, Story
from ladder.rungs import RULES, rung
from partners.models import Certainty
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDateField


class Assessment(models.Model):
    """The rung that a kern says it stands on, on a date, with the reason. Never set by the computer.

    Without a rung the kern says that it is too early to tell. `signals` is what the figures said when it was
    entered, for each audience; it is never written again.
    """

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="assessments", verbose_name=_("kern"))
    assessed_on = PartialDateField(_("date"))
    rung = models.PositiveSmallIntegerField(_("rung"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    agreed = models.TextField(_("who agreed"), blank=True)
    dissent = models.TextField(_("who saw it otherwise"), blank=True)
    signals = models.JSONField(_("signals of that day"), default=dict, blank=True, editable=False)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.LITERAL)
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("kern", "assessed_on", "rung")
    title_says_kind = True

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["assessed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "assessed_on"],
                name="one_assessment_per_kern_date",
                violation_error_message=_(
                    "There is an assessment of this date already. Correct that one, or choose another date."
                ),
            ),
            models.CheckConstraint(
                name="assessment_rung_1_to_5",
                condition=Q(rung__isnull=True) | Q(rung__gte=1, rung__lte=5),
                violation_error_message=_("A rung is a number from 1 to 5."),
            ),
            models.CheckConstraint(
                name="assessment_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("An assessment needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessed_on}: {self.rung or '?'}"

    def get_absolute_url(self) -> str:
        return reverse("assessment_detail", args=[self.id])  # not pk: a line of history has another

    def clean(self) -> None:
        """Raises ValidationError when other signals would be written than were stored."""
        stored: Any = Assessment.objects.filter(pk=self.pk).values_list("signals", flat=True).first()
        if stored is not None and stored != self.signals:
            raise ValidationError(_("The signals of an assessment stay as they were."))

    @property
    def is_too_early(self) -> bool:
        """Whether the kern said that it is too early to tell."""
        return self.rung is None

    @property
    def rung_name(self) -> str:
        """The English message id of what its rung is called."""
        return rung(self.rung).name if self.rung else ""


def signal_choices() -> list[tuple[str, Any]]:
    """The signals by id, with what they are called."""
    return [(rule.id, _(rule.name)) for rule in RULES]


class Evidence(models.Model):
    """What an assessment leans on: one signal (by its id), one story or one initiative."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence")
    signal = models.CharField(_("signal"), max_length=40, blank=True, choices=signal_choices)
    story = models.ForeignKey(
        Story, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("story")
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("initiative")
    )
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("assessment", "signal", "story", "initiative")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_one_thing",
                condition=Q(story__isnull=False, initiative__isnull=True, signal="")
                | Q(story__isnull=True, initiative__isnull=False, signal="")
                | (Q(story__isnull=True, initiative__isnull=True) & ~Q(signal="")),
                violation_error_message=_("Evidence is one signal, one story or one initiative."),
            ),
            models.UniqueConstraint(
                fields=["assessment", "story"],
                name="story_once_as_evidence",
                condition=Q(story__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["assessment", "initiative"],
                name="initiative_once_as_evidence",
                condition=Q(initiative__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["assessment", "signal"], name="signal_once_as_evidence", condition=~Q(signal="")
            ),
        ]

    def __str__(self) -> str:
        return self.signal or str(self.story or self.initiative)


class OwnershipStep(models.Model):
    """One of the six steps to shared ownership that a kern says it is taking, since when, and what it notes."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="ownership_steps", verbose_name=_("kern"))
    step = models.PositiveSmallIntegerField(
        _("step"), validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    started_on = PartialDateField(_("since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("kern", "step")

    class Meta:
        verbose_name = _("step to shared ownership")
        verbose_name_plural = _("steps to shared ownership")
        ordering = ["kern", "step"]
        constraints = [
            models.UniqueConstraint(fields=["kern", "step"], name="each_ownership_step_once"),
            models.CheckConstraint(
                name="ownership_step_1_to_6",
                condition=Q(step__gte=1, step__lte=6),
                violation_error_message=_("A step is a number from 1 to 6."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kern_id} {self.step}"

    def get_absolute_url(self) -> str:
        return f"{reverse('ladder', args=[self.kern.slug])}#stap-{self.step}"
