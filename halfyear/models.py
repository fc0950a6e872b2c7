"""A half-year report: what was written, and each version of it that was published, with all that it showed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Viewer
from changes.models import WithChange
from halfyear.periods import HalfYear
from places.models import Kern


class Readers(models.TextChoices):
    """Who may read what was published. Closed until somebody opens it."""

    COORDINATORS = "coordinators", _("only who looks after the kern")
    NETWORK = "network", _("partners and the alderman, when they are signed in")
    PUBLIC = "public", _("everybody")


class HalfYearReport(models.Model):
    """What the writer says about one half-year of a kern, part by part, and who may read it once it is published."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="half_year_reports", verbose_name=_("kern"))
    year = models.PositiveSmallIntegerField(_("year"))
    half = models.PositiveSmallIntegerField(_("half of the year"))
    readers = models.CharField(
        _("who may read it"), max_length=20, choices=Readers, default=Readers.COORDINATORS
    )
    stories = models.JSONField(_("stories"), default=list, blank=True)
    about_opening = models.TextField(_("in brief"), blank=True)
    about_web = models.TextField(_("about the web"), blank=True)
    about_initiatives = models.TextField(_("about what began"), blank=True)
    about_activities = models.TextField(_("about the agenda"), blank=True)
    about_stories = models.TextField(_("about the stories"), blank=True)
    about_ladder = models.TextField(_("about the ladder"), blank=True)
    about_facts = models.TextField(_("about outcome and output"), blank=True)
    about_ahead = models.TextField(_("about what comes next"), blank=True)
    history = HistoricalRecords(bases=[WithChange])
    title_says_kind = True

    class Meta:
        verbose_name = _("half-year report")
        verbose_name_plural = _("half-year reports")
        ordering = ["-year", "-half"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "year", "half"],
                name="one_report_per_kern_half_year",
                violation_error_message=_("There is a report of this half-year already."),
            ),
            models.CheckConstraint(name="report_half_1_or_2", condition=Q(half__in=[1, 2])),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Also for a line of history, which has the fields of a report and nothing else of it."""
        return reverse("half_year_draft", args=[self.kern.slug, HalfYear(self.year, self.half).slug])

    def address(self, page: str, *more: Any) -> str:
        """The address of a page about this report."""
        return reverse(page, args=[self.kern.slug, self.period.slug, *more])

    @property
    def period(self) -> HalfYear:
        return HalfYear(self.year, self.half)

    @property
    def name(self) -> str:
        return period_in_words(self.period)

    def may_be_read_by(self, viewer: Viewer) -> bool:
        """Whether this viewer may read what was published; an alderman counts as somebody of the network."""
        if self.readers == Readers.PUBLIC or self.kern_id in viewer.kernen:
            return True
        is_near = viewer.level != "public" or self.kern_id in viewer.places
        return bool(self.readers == Readers.NETWORK and is_near)


class Edition(models.Model):
    """One published version, with everything that it shows: it reads the same for ever, whatever changes around it."""

    report = models.ForeignKey(
        HalfYearReport, models.CASCADE, related_name="editions", verbose_name=_("half-year report")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("published at"))
    content = models.JSONField(_("content"), editable=False)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("report", "number")
    title_says_kind = True

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="each_version_of_a_report_once")
        ]

    def __str__(self) -> str:
        return gettext("version %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return self.report.address("half_year_edition", self.number)

    def clean(self) -> None:
        """Raises ValidationError when something else would be written than was published."""
        stored: Any = Edition.objects.filter(pk=self.pk).values_list("content", flat=True).first()
        if stored is not None and stored != self.content:
            raise ValidationError(_("A published version stays as it was."))


def period_in_words(period: HalfYear) -> str:
    """ "first half of 2017"."""
    words = gettext("first half of %(year)d") if period.half == 1 else gettext("second half of %(year)d")
    return words % {"year": period.year}
