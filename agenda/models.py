"""One time of what repeats, and the calendars of partners that are read in."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Viewer, Visibility, viewer_of, visible_records
from changes.models import WithChange
from initiatives.happening import Happening
from initiatives.models import Activity
from partners.models import Partner
from places.models import Kern


class Occurrence(Happening):
    """What is different, or known afterwards, of one day of an activity that repeats.

    An empty field means: as the series says. `day` is the day on which the series falls, also when this time was moved.
    """

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="occurrences", verbose_name=_("activity")
    )
    day = models.DateField(_("day"))
    moved_to = models.DateField(_("moved to"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    location = models.CharField(_("place"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("activity", "day")

    class Meta:
        verbose_name = _("one time of an activity")
        verbose_name_plural = _("times of activities")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "day"],
                name="one_occurrence_a_day",
                violation_error_message=_("Of this day there is something written down already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.day}"

    @property
    def is_different(self) -> bool:
        """Whether this time is told apart from the series; a number of visitors alone does not do that."""
        return bool(
            self.is_cancelled
            or self.moved_to
            or self.begins_at
            or self.ends_at
            or self.name
            or self.location
            or self.description
            or self.note
        )


class OutsideQuerySet(models.QuerySet["OutsideCalendar"]):
    def visible_to(self, user: Any) -> "OutsideQuerySet":
        return self.visible_to_viewer(viewer_of(user))

    def visible_to_viewer(self, viewer: Viewer) -> "OutsideQuerySet":
        return self.filter(visible_records(viewer))

    def in_kernen(self, kern_ids: list[int]) -> "OutsideQuerySet":
        return self.filter(kern_id__in=kern_ids)


class OutsideCalendar(models.Model):
    """The calendar of a partner at an address of its own. It is shown as theirs and never edited here."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="outside_calendars", verbose_name=_("kern"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="outside_calendars", verbose_name=_("partner")
    )
    address = models.CharField(_("address of the calendar"), max_length=500)
    visibility = models.CharField(
        _("visible to"), max_length=20, choices=Visibility, default=Visibility.PUBLIC
    )
    # What the last visit said. It is no deed of a person: no history, written with update().
    asked_at = models.DateTimeField(_("last asked at"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failed times in a row"), default=0, editable=False)
    problem = models.CharField(
        max_length=40, blank=True, editable=False
    )  # a code: agenda.problems has the words
    left_out = models.PositiveIntegerField(default=0, editable=False)  # too many, or too often to show
    etag = models.CharField(max_length=200, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    read_on = models.DateField(null=True, blank=True, editable=False)  # the day from which was counted
    history = HistoricalRecords(
        bases=[WithChange],
        excluded_fields=[
            "asked_at", "read_at", "failures", "problem", "left_out", "etag", "fingerprint", "read_on"
        ],
    )  # fmt: skip
    title_fields = ("partner", "address")

    objects = OutsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar of a partner")
        verbose_name_plural = _("calendars of partners")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "address"],
                name="calendar_once_in_a_kern",
                violation_error_message=_("This calendar is read here already."),
            ),
            models.CheckConstraint(
                name="calendar_not_for_one_person",
                condition=~Q(visibility=Visibility.SELF),
                violation_error_message=_("A calendar is for more than one person."),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class OutsideEvent(models.Model):
    """One time of something in a calendar that was read. Each reading puts right what is different from the one before."""

    calendar = models.ForeignKey(
        OutsideCalendar, models.CASCADE, related_name="events", verbose_name=_("calendar of a partner")
    )
    # What it is known by in calendars on phones: of their UID only a mark, since some write a name or an address in it.
    key = models.CharField(max_length=40, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # how often it became different
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    day = models.DateField(_("day"), db_index=True)
    last_day = models.DateField(_("last day"))
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    location = models.CharField(_("place"), max_length=300, blank=True)
    description = models.CharField(_("description"), max_length=1000, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        verbose_name = _("something in a calendar of a partner")
        verbose_name_plural = _("what stands in calendars of partners")
        ordering = ["day", "begins_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "key"], condition=~Q(key=""), name="one_of_each_in_a_calendar"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told(self) -> tuple[Any, ...]:
        """Everything that the calendar says of it."""
        return tuple(getattr(self, name) for name in self.TOLD)

    TOLD = ("day", "last_day", "begins_at", "ends_at", "name", "location", "description", "is_cancelled")
