"""What a kern says about where it stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partners.models import Certainty
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDateField


class Assessment(models.Model):
    """The rung that a kern says it stands on, on a date, with the reason. Never set by the computer."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="assessments", verbose_name=_("kern"))
    assessed_on = PartialDateField(_("date"))
    rung = models.PositiveSmallIntegerField(_("rung"))
    reason = models.TextField(_("reason"))
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.LITERAL)
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["assessed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kern", "assessed_on"], name="one_assessment_per_kern_date"),
            models.CheckConstraint(
                name="assessment_rung_1_to_5",
                condition=Q(rung__gte=1, rung__lte=5),
                violation_error_message=_("A rung is a number from 1 to 5."),
            ),
            models.CheckConstraint(
                name="assessment_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("An assessment needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessed_on}: {self.rung}"
