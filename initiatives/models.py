"""Initiatives and what belongs to them: who takes part, activities, offers and needs, stories."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Viewer, Visibility, viewer_of, visible_records
from changes.models import WithChange
from initiatives.happening import Repeating
from initiatives.offering import DayPart as DayPart
from initiatives.offering import Known as Known
from initiatives.offering import Offer as Offer
from initiatives.offering import OfferKind as OfferKind
from initiatives.offering import OfferType as OfferType
from partners.models import Certainty, LifeDomain, Partner, merged_partners
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDateField, end_not_before_start
from wijkweb.kit.text import SEARCH_LENGTH, fold


class Phase(models.TextChoices):
    DREAM = "droom", _("dream")
    SHARED = "gedeeld", _("shared")
    STARTED = "gestart", _("started")
    RUNNING = "draait", _("running")
    HANDED_OVER = "overgedragen", _("handed over")
    STOPPED = "gestopt", _("stopped")
    PAUSED = "gepauzeerd", _("paused")


class Origin(models.TextChoices):
    CITIZEN = "burger", _("residents")
    CIVIL_SOCIETY = "maatschappelijk-middenveld", _("civil society")
    PROFESSIONAL = "professional", _("professionals")
    MUNICIPALITY = "gemeente", _("municipality")
    JOINT = "gezamenlijk", _("together")


class ParticipationRole(models.TextChoices):
    DRIVER = "trekker", _("driver")
    ORGANISER = "organisator", _("organiser")
    FACILITATES = "faciliteert", _("facilitates")
    FUNDS = "financiert", _("funds")
    JOINS = "doet-mee", _("joins in")
    GIVES_VOLUNTEERS = "levert-vrijwilligers", _("gives volunteers")
    LENDS = "leent-uit", _("lends")
    DECIDES = "besluit", _("decides")


class VisibleQuerySet(models.QuerySet[Any]):
    """Rows with a kern and a visibility of their own."""

    def visible_to(self, user: Any) -> "VisibleQuerySet":
        return self.visible_to_viewer(viewer_of(user))

    def visible_to_viewer(self, viewer: Viewer) -> "VisibleQuerySet":
        return self.filter(visible_records(viewer))

    def in_kernen(self, kern_ids: list[int]) -> "VisibleQuerySet":
        return self.filter(kern_id__in=kern_ids)


class Initiative(models.Model):
    """Something people do together. To stop or to hand over is not to fail."""

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=300)
    search_name = models.CharField(max_length=SEARCH_LENGTH, db_index=True, editable=False)
    kern = models.ForeignKey(Kern, models.PROTECT, related_name="initiatives", verbose_name=_("kern"))
    phase = models.CharField(_("phase"), max_length=20, choices=Phase, default=Phase.DREAM)
    origin = models.CharField(_("origin"), max_length=30, choices=Origin, blank=True)
    started_on = PartialDateField(_("start"), null=True, blank=True)
    ended_on = PartialDateField(_("end"), null=True, blank=True)
    target_groups = models.JSONField(_("target groups"), default=list, blank=True)
    life_domains = models.JSONField(_("life domains"), default=list, blank=True)
    description = models.TextField(_("description"), blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=20, choices=Visibility, default=Visibility.COORDINATORS
    )
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords(excluded_fields=["search_name"], bases=[WithChange])

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["search_name", "pk"]
        constraints = [
            end_not_before_start("initiative_end_not_before_start", _("The end lies before the start."))
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = fold(self.name)[:SEARCH_LENGTH]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("initiative_detail", args=[self.slug])

    @property
    def life_domain_labels(self) -> list[str]:
        known = dict(LifeDomain.choices)
        return [str(known.get(value, value)) for value in self.life_domains]


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, user: Any) -> "ParticipationQuerySet":
        return self.visible_to_viewer(viewer_of(user))

    def visible_to_viewer(self, viewer: Viewer) -> "ParticipationQuerySet":
        return self.filter(
            visible_records(viewer, "partner__kern"), visible_records(viewer, "initiative__kern")
        )


class OfMergedManager(models.Manager[Any]):
    """Without what stayed behind with a party that was merged into another."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().exclude(partner__in=merged_partners())


AnyParticipationManager = models.Manager.from_queryset(ParticipationQuerySet)


class ParticipationManager(AnyParticipationManager):
    """Without the parts that stayed behind with a party that was merged into another."""

    def get_queryset(self) -> Any:
        return super().get_queryset().exclude(partner__in=merged_partners())


class Participation(models.Model):
    """A partner's role in an initiative, for a time."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="participations", verbose_name=_("initiative")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="participations", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=30, choices=ParticipationRole)
    started_on = PartialDateField(_("since"), null=True, blank=True)
    ended_on = PartialDateField(_("until"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.LITERAL)
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("partner", "role", "initiative")

    objects = ParticipationManager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["pk"]
        constraints = [
            end_not_before_start("participation_end_not_before_start", _("The end lies before the start.")),
            models.UniqueConstraint(
                fields=["initiative", "partner", "role"],
                name="one_open_participation",
                condition=Q(ended_on__isnull=True),
                violation_error_message=_("This partner already has this role in this initiative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.role} {self.initiative_id}"


class OpenToAll(models.TextChoices):
    YES = "ja", _("yes")
    NO = "nee", _("no")
    UNKNOWN = "onbekend", _("unknown")


class Activity(Repeating):
    """Something that happened or will happen on a date, or again and again."""

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kern = models.ForeignKey(Kern, models.PROTECT, related_name="activities", verbose_name=_("kern"))
    dated_on = PartialDateField(_("date"), null=True, blank=True)
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("initiative"),
    )
    location = models.CharField(_("place"), max_length=500, blank=True)
    location_partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_activities",
        verbose_name=_("host"),
    )
    organisers = models.ManyToManyField(
        Partner, through="Organiser", related_name="activities", verbose_name=_("organisers")
    )
    target_groups = models.JSONField(_("target groups"), default=list, blank=True)
    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    open_to_all = models.CharField(
        _("open to all"), max_length=10, choices=OpenToAll, default=OpenToAll.UNKNOWN
    )
    description = models.TextField(_("description"), blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=20, choices=Visibility, default=Visibility.COORDINATORS
    )
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords(bases=[WithChange])

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["dated_on", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activity_detail", args=[self.slug])


class Organiser(models.Model):
    """A partner that organises an activity, in the order of the source."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="organiser_rows")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="organiser_rows")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("partner", "activity")
    objects = OfMergedManager()

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "partner"], name="organiser_once")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.activity_id}"


class Story(models.Model):
    """What people tell; the figures stand beside it, never instead of it."""

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    kern = models.ForeignKey(Kern, models.PROTECT, related_name="stories", verbose_name=_("kern"))
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("initiative"),
    )
    rung = models.PositiveSmallIntegerField(_("rung"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("story"))
    voice = models.CharField(_("told by, as a role"), max_length=120, blank=True)
    picture = models.UUIDField(_("picture"), null=True, blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    place_in_booklet = models.PositiveSmallIntegerField(_("place in the booklet"), null=True, blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=20, choices=Visibility, default=Visibility.COORDINATORS
    )
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords(bases=[WithChange])

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="story_rung_1_to_5",
                condition=Q(rung__isnull=True) | Q(rung__gte=1, rung__lte=5),
                violation_error_message=_("A rung is a number from 1 to 5."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story_detail", args=[self.slug])
