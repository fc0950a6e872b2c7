"""Municipalities and kernen, and the dated figures about a kern."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
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


class KernKind(models.TextChoices):
    VILLAGE = "dorp", _("village")
    NEIGHBOURHOOD = "wijk", _("neighbourhood")
    TOWN = "stad", _("town")
    HAMLET = "buurtschap", _("hamlet")
    REGION = "regio", _("region")


class KernQuerySet(models.QuerySet["Kern"]):
    def with_places(self) -> "KernQuerySet":
        return self.select_related("municipality", "parent")

    def ids_below(self, kern_id: int) -> list[int]:
        """The id of a kern and of all kernen below it, in one query however deep the tree is."""
        return self._below(kern_id, list(self.order_by("pk").values_list("pk", "parent_id")))

    def ids_around(self, kern_id: int) -> list[int]:
        """The id of a kern, of all kernen below it and of those it lies in, in one query."""
        rows = list(self.order_by("pk").values_list("pk", "parent_id"))
        parents = dict(rows)
        found, above = set(self._below(kern_id, rows)), parents.get(kern_id)
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
        return sorted(found)

    @staticmethod
    def _below(kern_id: int, rows: list[tuple[int, int | None]]) -> list[int]:
        children: dict[int | None, list[int]] = {}
        for pk, parent in rows:
            children.setdefault(parent, []).append(pk)
        found, waiting = [], [kern_id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.append(current)
                waiting.extend(children.get(current, ()))
        return sorted(found)


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


class Fact(models.Model):
    """A dated figure about a kern, with its unit and source."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="facts", verbose_name=_("kern"))
    dated_on = PartialDateField(_("date"))
    quantity = models.CharField(_("quantity"), max_length=200)
    value = models.DecimalField(
        _("value"), max_digits=24, decimal_places=8, validators=[MinValueValidator(0)]
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals as given"), default=0, validators=[MaxValueValidator(8)]
    )
    unit = models.CharField(_("unit"), max_length=100)
    description = models.TextField(_("description"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["dated_on", "quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["kern", "dated_on", "quantity"],
                name="one_fact_per_kern_date_quantity",
                violation_error_message=_("This kern already has this figure on this date."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity}: {self.written_value} {self.unit}"

    @property
    def written_value(self) -> str:
        """The number with as many decimals as its source gave."""
        return f"{self.value:.{self.decimals}f}"
