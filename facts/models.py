"""Dated figures about a kern, of which people say what they are: output, outcome or background."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from facts.judging import (
    COUNTS_DOING,
    NO_BEGINNING,
    counts_people,
    doubts_about_outcome,
    rounded_people,
)
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate, PartialDateField, dated_within

# What is asked of who calls a figure an outcome that may not be one.
ASKED = {
    COUNTS_DOING: _(
        "You call this an outcome, but it counts what was done: activities, visits or contacts. That is output. "
        "Choose output, or write down what changed for people and how this figure tells so."
    ),
    NO_BEGINNING: _(
        "You call this an outcome, but it does not say how it was before. Without that nobody can see a change. "
        "Fill in how it was before, or write down how you know that something changed."
    ),
}
# The same for who reads it later.
KNOWN_DOUBTS = {
    COUNTS_DOING: _("It counts what was done."),
    NO_BEGINNING: _("How it was before is unknown."),
}


class FactKind(models.TextChoices):
    """What a figure is about. A figure that was brought in from elsewhere has none until somebody says so."""

    OUTPUT = "output", _("output: what was done")
    OUTCOME = "uitkomst", _("outcome: what changed for people")
    BACKGROUND = "achtergrond", _("background: what the kern is like")


class FactQuerySet(models.QuerySet["Fact"]):
    def running(self) -> "FactQuerySet":
        """Those that are still kept up."""
        return self.filter(ended_on__isnull=True)

    def measured_within(self, first: PartialDate, last: PartialDate) -> "FactQuerySet":
        """Those that were measured in this period."""
        return self.filter(dated_within(first, last, "dated_on"))


class Fact(models.Model):
    """A dated figure about a kern, with its unit and source.

    `value` was measured on `dated_on`; `base_value` is how it was on `started_on`. For a count these two days are the
    period over which was counted. `outcome_reason` is what somebody answered when asked why this is an outcome.
    """

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="facts", verbose_name=_("kern"))
    kind = models.CharField(_("what this figure is"), max_length=20, choices=FactKind, blank=True)
    quantity = models.CharField(_("quantity"), max_length=200)
    unit = models.CharField(_("unit"), max_length=100)
    base_value = models.DecimalField(
        _("how it was before"),
        max_digits=24,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    started_on = PartialDateField(_("from"), null=True, blank=True)
    value = models.DecimalField(
        _("value"), max_digits=24, decimal_places=8, validators=[MinValueValidator(0)]
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals as given"), default=0, validators=[MaxValueValidator(8)]
    )
    dated_on = PartialDateField(_("date"))
    description = models.TextField(_("description"), blank=True)
    doubt = models.TextField(_("doubt"), blank=True)
    outcome_reason = models.TextField(_("why this is an outcome"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    ended_on = PartialDateField(_("no longer kept up since"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("quantity", "dated_on")

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["dated_on", "quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "dated_on", "quantity"],
                name="one_fact_per_kern_date_quantity",
                violation_error_message=_("This kern already has this figure on this date."),
            ),
            models.CheckConstraint(
                name="fact_base_value_has_a_day",
                condition=Q(base_value__isnull=True) | Q(started_on__isnull=False),
                violation_error_message=_("How it was before needs a date: when was it so?"),
            ),
            models.CheckConstraint(
                name="fact_not_measured_before_it_began",
                condition=Q(started_on__isnull=True)
                | Q(dated_on__gte=F("started_on"))
                | Q(dated_on=F("started_on") - F("started_on") % 100)
                | Q(dated_on=F("started_on") - F("started_on") % 10_000),
                violation_error_message=_("It was measured before the period began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity}: {self.written_value} {self.unit}"

    def get_absolute_url(self) -> str:
        return f"{reverse('fact_list', args=[self.kern.slug])}#feit-{self.id}"  # not pk: a line of history has another

    def clean(self) -> None:
        """Raises ValidationError when it is called an outcome, may not be one, and nobody said why it is."""
        doubts = self.doubts_about_outcome
        if doubts and not self.outcome_reason.strip():
            raise ValidationError({"outcome_reason": [str(ASKED[code]) for code in doubts]})

    @property
    def doubts_about_outcome(self) -> list[str]:
        """Why it may not be the outcome that it is called; codes of facts.judging."""
        if self.kind != FactKind.OUTCOME:
            return []
        return doubts_about_outcome(self.quantity, self.unit, has_beginning=self.base_value is not None)

    @property
    def written_value(self) -> str:
        """The number with as many decimals as its source gave."""
        return f"{self.value:.{self.decimals}f}"

    @property
    def counts_people(self) -> bool:
        return counts_people(self.quantity, self.unit)

    def number(self, *, exactly: bool) -> str:
        """The value as it is read. exactly: for who looks after the kern; others never see fewer than ten persons."""
        return self._said(self.value, self.decimals, exactly)

    def number_before(self, *, exactly: bool) -> str:
        """How it was before, in the same way; empty when nobody said."""
        if self.base_value is None:
            return ""
        return self._said(self.base_value, decimals_of(self.base_value), exactly)

    def _said(self, value: Decimal, decimals: int, exactly: bool) -> str:
        if exactly or not self.counts_people:
            return number_format(value, decimals, force_grouping=True)
        rounded = rounded_people(float(value))
        return gettext("fewer than 10") if rounded is None else number_format(rounded, force_grouping=True)


def decimals_of(value: Any) -> int:
    """How many decimals a number needs: 2.50000000 needs one."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
