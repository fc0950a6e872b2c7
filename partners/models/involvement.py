"""What involvement a partner had before."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from partners.models.partner import Partner
from partners.models.words import Involvement


class PastInvolvement(models.Model):
    """An involvement that a partner had until a day; what it has now stands with the partner."""

    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="past_involvements", verbose_name=_("partner")
    )
    involvement = models.CharField(_("involvement"), max_length=20, choices=Involvement)
    ended_on = models.DateField(_("until"))
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("partner", "involvement")

    class Meta:
        verbose_name = _("past involvement")
        verbose_name_plural = _("past involvements")
        ordering = ["ended_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "ended_on"],
                name="one_past_involvement_a_day",
                violation_error_message=_("The involvement changed on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.involvement} {self.ended_on}"
