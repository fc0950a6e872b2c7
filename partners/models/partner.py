"""Partners: the one identity for everything that can be tied."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Viewer, Visibility, viewer_of, visible_records
from changes.models import WithChange
from partners.freshness import TERM_MONTHS, due_month, due_on, is_old, old_records
from partners.models.words import (
    PERSON_KINDS,
    TERM,
    Certainty,
    Involvement,
    Layer,
    LifeDomain,
    PartnerForm,
    PartnerKind,
)
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDateField, end_not_before_start, not_ended_before
from wijkweb.kit.text import SEARCH_LENGTH, fold

if TYPE_CHECKING:
    from partners.models.relation import RelationQuerySet


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: Any) -> "PartnerQuerySet":
        return self.visible_to_viewer(viewer_of(user))

    def visible_to_viewer(self, viewer: Viewer) -> "PartnerQuerySet":
        return self.filter(visible_records(viewer))

    def in_kernen(self, kern_ids: list[int]) -> "PartnerQuerySet":
        return self.filter(kern_id__in=kern_ids)

    def with_places(self) -> "PartnerQuerySet":
        return self.select_related("kern", "organisation", "parent")

    def active_on(self, day: date) -> "PartnerQuerySet":
        return self.filter(not_ended_before(day))

    def old_on(self, day: date) -> "PartnerQuerySet":
        """Those that were not confirmed within their term, or never."""
        return self.alias(due_month=due_month("kern__term_months")).filter(old_records(day))


AnyPartnerManager = models.Manager.from_queryset(PartnerQuerySet)


class PartnerManager(AnyPartnerManager):
    """The parties that stand on their own; one that was merged into another is found by `with_merged` only."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(merged_into__isnull=True)


class Partner(models.Model):
    """An organisation, an informal group or a person by role. A partner is not a login."""

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    name = models.CharField(_("name, or role of a person"), max_length=300)
    search_name = models.CharField(max_length=SEARCH_LENGTH, db_index=True, editable=False)
    form = models.CharField(_("sort of party"), max_length=20, choices=PartnerForm)
    kind = models.CharField(_("kind"), max_length=30, choices=PartnerKind)
    kern = models.ForeignKey(
        Kern, models.PROTECT, null=True, blank=True, related_name="partners", verbose_name=_("kern")
    )
    life_domain = models.CharField(_("life domain"), max_length=30, choices=LifeDomain, blank=True)
    layer = models.CharField(_("layer"), max_length=30, choices=Layer, blank=True)
    involvement = models.CharField(
        _("involvement"), max_length=20, choices=Involvement, default=Involvement.KNOWN
    )
    visibility = models.CharField(
        _("visible to"), max_length=20, choices=Visibility, default=Visibility.COORDINATORS
    )
    organisation = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("belongs to")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="departments", verbose_name=_("part of")
    )
    hangs_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carries", verbose_name=_("hangs on")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="succeeds", verbose_name=_("successor")
    )
    rhythm = models.CharField(_("how often it meets"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("how many take part"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    location = models.CharField(_("where it can be found"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    mailbox = models.EmailField(_("function mailbox"), blank=True)
    is_trusted = models.BooleanField(_("what it reports is taken over at once"), default=False)
    started_on = PartialDateField(_("since"), null=True, blank=True)
    ended_on = PartialDateField(_("until"), null=True, blank=True)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.LITERAL)
    source = models.CharField(_("source"), max_length=500, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(
        _("months until it is looked at again"), null=True, blank=True, validators=TERM
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_here",
        verbose_name=_("merged into"),
    )
    history = HistoricalRecords(excluded_fields=["search_name"], bases=[WithChange])

    objects = PartnerManager()
    with_merged = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["search_name", "pk"]
        constraints = [
            end_not_before_start("partner_end_not_before_start", _("The end lies before the start.")),
            models.CheckConstraint(
                name="partner_not_its_own_part",
                condition=(Q(parent__isnull=True) | ~Q(parent=F("pk")))
                & (Q(organisation__isnull=True) | ~Q(organisation=F("pk")))
                & (Q(hangs_on__isnull=True) | ~Q(hangs_on=F("pk")))
                & (Q(successor__isnull=True) | ~Q(successor=F("pk")))
                & (Q(merged_into__isnull=True) | ~Q(merged_into=F("pk"))),
                violation_error_message=_("A partner cannot be part of itself."),
            ),
            models.CheckConstraint(
                name="person_never_public",
                condition=~Q(form=PartnerForm.PERSON)
                | Q(visibility__in=[Visibility.COORDINATORS, Visibility.SELF]),
                violation_error_message=_("A person is shown to coordinators of the kern only."),
            ),
            models.CheckConstraint(
                name="kind_fits_form",
                condition=Q(form=PartnerForm.PERSON, kind__in=PERSON_KINDS)
                | (~Q(form=PartnerForm.PERSON) & ~Q(kind__in=PERSON_KINDS)),
                violation_error_message=_("This kind does not fit this sort of party."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = fold(self.name)[:SEARCH_LENGTH]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("partner_detail", args=[self.slug])

    @property
    def is_person(self) -> bool:
        return self.form == PartnerForm.PERSON

    @property
    def domain_from(self) -> "Partner | None":
        """The organisation in whose life domain a person without one of its own is shown."""
        behind = self.organisation if self.is_person and not self.life_domain else None
        return behind if behind and behind.life_domain else None

    @property
    def shown_domain(self) -> str:
        """The life domain in which the map and the pages show it; empty when nobody knows."""
        return self.domain_from.life_domain if self.domain_from else self.life_domain

    @property
    def shown_domain_label(self) -> str:
        return str(LifeDomain(self.shown_domain).label) if self.shown_domain else ""

    @property
    def term(self) -> int:
        """The months that a confirmation counts."""
        return self.term_months or (self.kern.term_months if self.kern else None) or TERM_MONTHS

    @property
    def due_on(self) -> date | None:
        """When it must be looked at again; None when nobody ever confirmed it."""
        return due_on(self.confirmed_on, self.term)

    def is_old_on(self, day: date) -> bool:
        return is_old(self.confirmed_on, self.term, day)

    def open_relations(self) -> "RelationQuerySet":
        """Its ties that have no end."""
        from partners.models.relation import Relation  # a tie knows its two ends, so this file comes first

        return Relation.objects.of(self).filter(ended_on__isnull=True).with_partners()


def stays_at(slug: str, user: Any) -> Partner | None:
    """The party that the one at this short name went up in, when this person may see it."""
    partner, steps = Partner.with_merged.filter(slug=slug).first(), 0
    while partner is not None and partner.merged_into_id and steps < 20:
        partner, steps = Partner.with_merged.filter(pk=partner.merged_into_id).first(), steps + 1
    if not steps or partner is None:
        return None
    return Partner.objects.visible_to(user).filter(pk=partner.pk).first()


def merged_partners() -> models.QuerySet[Partner, Any]:
    """The numbers of the parties that were merged into another, for use within another query."""
    return Partner.with_merged.filter(merged_into__isnull=False).order_by().values("pk")
