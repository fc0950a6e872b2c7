"""Municipalities and kernen."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from wijkweb.kit.partial_dates import PartialDateField
from wijkweb.kit.text import fold


class Municipality(models.Model):
    """A gemeente. Municipalities merge: the successor keeps the old name findable."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("merged into"),
    )
    started_on = PartialDateField(_("since"), null=True, blank=True)
    ended_on = PartialDateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="municipality_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                violation_error_message=_("A municipality cannot be merged into itself."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("municipality", args=[self.name])


class KernKind(models.TextChoices):
    VILLAGE = "dorp", _("village")
    NEIGHBOURHOOD = "wijk", _("neighbourhood")
    TOWN = "stad", _("town")
    HAMLET = "buurtschap", _("hamlet")
    REGION = "regio", _("region")


# The tree is walked by the database: with fifteen thousand kernen, reading them all to find three is most of the work. UNION
# passes over what was found before, so that a circle ends.
WALK_DOWN = """WITH RECURSIVE below(id) AS (
        SELECT id FROM places_kern WHERE id = %s
        UNION SELECT kern.id FROM places_kern kern JOIN below ON kern.parent_id = below.id)
    SELECT id FROM below ORDER BY id"""
WALK_BOTH_WAYS = """WITH RECURSIVE below(id) AS (
        SELECT id FROM places_kern WHERE id = %s
        UNION SELECT kern.id FROM places_kern kern JOIN below ON kern.parent_id = below.id),
    above(id, parent_id) AS (
        SELECT id, parent_id FROM places_kern WHERE id = %s
        UNION SELECT kern.id, kern.parent_id FROM places_kern kern JOIN above ON kern.id = above.parent_id)
    SELECT id FROM below UNION SELECT id FROM above ORDER BY id"""


class KernQuerySet(models.QuerySet["Kern"]):
    def with_places(self) -> "KernQuerySet":
        return self.select_related("municipality", "parent")

    def ids_below(self, kern_id: int) -> list[int]:
        """The id of a kern and of all kernen below it, in one query however deep the tree is, that reads no other kern."""
        return self._ids(WALK_DOWN, kern_id) or [kern_id]

    def below(self, kern_id: int) -> RawSQL:
        """The same ids inside another query: `filter(kern_id__in=Kern.objects.below(pk))` asks nothing extra."""
        return RawSQL(WALK_DOWN, [kern_id])  # noqa: S611  the text is ours, the id a parameter

    def ids_around(self, kern_id: int) -> list[int]:
        """The id of a kern, of all kernen below it and of those it lies in, in one query that reads no other kern."""
        return self._ids(WALK_BOTH_WAYS, kern_id, kern_id) or [kern_id]

    def _ids(self, sql: str, *kern_ids: int) -> list[int]:
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql, kern_ids)
            return [pk for (pk,) in cursor.fetchall()]


class Kern(models.Model):
    """A village, neighbourhood, town, hamlet or region; kernen form a tree."""

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200, db_index=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=KernKind)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kernen",
        verbose_name=_("municipality"),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    description = models.TextField(_("description"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    term_months = models.PositiveSmallIntegerField(
        _("months until a record is looked at again"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    history = HistoricalRecords(excluded_fields=["sort_name"])

    objects = KernQuerySet.as_manager()

    class Meta:
        verbose_name = _("kern")
        verbose_name_plural = _("kernen")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="kern_not_in_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A kern cannot lie in itself."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_name = fold(self.name)[:200]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("kern_detail", args=[self.slug])


class FormerName(models.Model):
    """A name and short name that a kern had before: an old address still finds its kern."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="former_names", verbose_name=_("kern"))
    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    ended_on = PartialDateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self) -> str:
        return self.name
