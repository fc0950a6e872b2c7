"""What is derived from the other rooms and kept: places on the map, figures. Throw it away and nothing is lost, but for the
names that people gave to groups.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from places.models import Kern

if TYPE_CHECKING:
    from network.analysis.figures import Figure


class Layout(models.Model):
    """Where everything stands on a kern's map, for everybody who sees the same."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    audience = models.TextField(_("who sees this"))
    fingerprint = models.CharField(_("fingerprint of what was laid out"), max_length=64)
    figure = models.JSONField(_("positions in the figure"))
    force = models.JSONField(_("positions in the network"))
    engine = models.CharField(_("engine"), max_length=40)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    computed_at = models.DateTimeField(_("computed at"), auto_now=True)

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        constraints = [
            models.UniqueConstraint(fields=["kern", "audience"], name="one_layout_per_kern_audience")
        ]

    def __str__(self) -> str:
        return f"{self.kern_id} {self.audience}"


class Audience(models.TextChoices):
    """For whom figures are made: of what everybody may see, or of all that who looks after the kern may see."""

    PUBLIC = "public", _("everybody")
    KERN = "kern", _("who looks after the kern")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def with_state(self) -> "SnapshotQuerySet":
        """Each with `is_behind`: whether fresh ones were asked for, and `looked_at`: when it was last found right."""
        runs = SnapshotRun.objects.filter(kern=OuterRef("kern"))
        return self.annotate(is_behind=Exists(runs.dirty()), looked_at=Subquery(runs.values("finished_at")))


class Snapshot(models.Model):
    """All figures of a kern on one day, made of what one audience may see; whole or not there at all.

    `values` holds of each figure [value, reason, value without the coordinator], for lines over time without reading
    `figures`, which has everything. `fingerprint` is that of the input of this day: the same input is not computed twice.
    `mark` is that of all rows of the kern, of all days, for which the snapshot was last found right.
    """

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    audience = models.CharField(_("who sees this"), max_length=10, choices=Audience)
    day = models.DateField(_("day"))
    fingerprint = models.CharField(_("fingerprint of the input"), max_length=64)
    mark = models.CharField(_("fingerprint of all that was read"), max_length=64, blank=True)
    engine = models.CharField(_("engine"), max_length=40)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    duration_ms = models.PositiveIntegerField(_("duration in milliseconds"))
    values = models.JSONField(_("values"))
    figures = models.JSONField(_("figures"))
    computed_at = models.DateTimeField(_("computed at"))
    is_behind = False  # these two are known when it was read with its state
    looked_at: datetime | None = None

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "audience", "day"], name="one_snapshot_per_kern_audience_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kern_id} {self.audience} {self.day}"

    def figure(self, figure_id: str) -> "Figure":
        """One figure with all that it is made of. Raises KeyError for an id that is not there."""
        from network.analysis.figures import Figure  # graphs are slow to load, and models always are

        return Figure.from_dict(self.figures[figure_id])

    def all_figures(self) -> dict[str, "Figure"]:
        """Every figure by id, in the order of the design."""
        from network.analysis.figures import FIGURE_IDS, Figure

        return {key: Figure.from_dict(self.figures[key]) for key in FIGURE_IDS if key in self.figures}

    def value(self, figure_id: str) -> float | None:
        """The value alone; None when it cannot be said."""
        found: Any = self.values.get(figure_id)
        return found[0] if found else None


class SnapshotRunQuerySet(models.QuerySet["SnapshotRun"]):
    def dirty(self) -> "SnapshotRunQuerySet":
        """The kernen whose figures are behind."""
        return self.filter(asked__gt=F("done"))


class SnapshotRun(models.Model):
    """How far the snapshots of a kern are: how often they were asked for, and up to which of these they are done.

    Somebody who works on it holds the `claim` and gives signs of life; a claim that fell silent may be taken over.
    """

    kern = models.OneToOneField(
        Kern, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("kern")
    )
    asked = models.PositiveIntegerField(_("asked for"), default=0)
    done = models.PositiveIntegerField(_("done up to"), default=0)
    asked_at = models.DateTimeField(_("asked for at"), null=True, blank=True)
    claim = models.UUIDField(_("who is at work"), null=True, blank=True, editable=False)
    heartbeat = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    step = models.PositiveIntegerField(_("snapshots looked at"), default=0)
    steps = models.PositiveIntegerField(_("snapshots to look at"), default=0)
    failures = models.PositiveSmallIntegerField(_("failures after another"), default=0)
    reason = models.TextField(_("why it failed"), blank=True)
    finished_at = models.DateTimeField(_("brought up to date at"), null=True, blank=True)

    objects = SnapshotRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of snapshots")
        verbose_name_plural = _("runs of snapshots")
        constraints = [
            models.CheckConstraint(name="no_more_done_than_asked", condition=Q(done__lte=F("asked")))
        ]
        indexes = [models.Index(name="runs_behind", fields=["asked_at"], condition=Q(asked__gt=F("done")))]

    def __str__(self) -> str:
        return f"{self.kern_id} {self.done}/{self.asked}"

    @property
    def is_behind(self) -> bool:
        return self.asked > self.done


class GroupName(models.Model):
    """What a kern calls a group that belongs together by its ties.

    `core` holds the nodes by which the group is known again after its figures are made anew: parties and initiatives that had
    the most ties in it when it got its name, never a person.
    """

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="group_names", verbose_name=_("kern"))
    name = models.CharField(_("name of the group"), max_length=80)
    core = models.JSONField(_("known by"), default=list)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("name",)

    class Meta:
        verbose_name = _("name of a group")
        verbose_name_plural = _("names of groups")
        ordering = ["kern", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "name"],
                name="group_name_once_per_kern",
                violation_error_message=_("Another group has this name already. Choose another one."),
            ),
            models.CheckConstraint(
                name="group_name_is_not_empty",
                condition=~Q(name=""),
                violation_error_message=_("A group needs a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
