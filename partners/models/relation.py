"""Relations: the ties between two partners."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Viewer, viewer_of, visible_records
from changes.models import WithChange
from partners.freshness import TERM_MONTHS, due_month, is_old, old_records
from partners.models.partner import Partner, merged_partners
from partners.models.words import TERM, Certainty, RelationKind, Strength
from wijkweb.kit.partial_dates import PartialDateField, end_not_before_start, not_ended_before


class RelationQuerySet(models.QuerySet["Relation"]):
    def visible_to(self, user: Any) -> "RelationQuerySet":
        return self.visible_to_viewer(viewer_of(user))

    def visible_to_viewer(self, viewer: Viewer) -> "RelationQuerySet":
        """A tie is visible to who may see both its ends: so a tie of a person is never wider than the person."""
        return self.filter(visible_records(viewer, "source__kern"), visible_records(viewer, "target__kern"))

    def of(self, partner: Partner) -> "RelationQuerySet":
        return self.filter(Q(source=partner) | Q(target=partner))

    def with_partners(self) -> "RelationQuerySet":
        return self.select_related("source", "target")

    def active_on(self, day: date) -> "RelationQuerySet":
        return self.filter(not_ended_before(day))

    def old_on(self, day: date) -> "RelationQuerySet":
        """Those that were not confirmed within their term, or never."""
        term = due_month("source__kern__term_months", "target__kern__term_months")
        return self.alias(due_month=term).filter(old_records(day))


AnyRelationManager = models.Manager.from_queryset(RelationQuerySet)


class RelationManager(AnyRelationManager):
    """Without the ties that stayed behind with a party that was merged into another."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.exclude(source__in=merged_partners()).exclude(target__in=merged_partners())


class Relation(models.Model):
    """A tie between two partners, for a time. Ended, never deleted."""

    source = models.ForeignKey(Partner, models.PROTECT, related_name="relations_out", verbose_name=_("from"))
    target = models.ForeignKey(Partner, models.PROTECT, related_name="relations_in", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=20, choices=RelationKind)
    is_directed = models.BooleanField(_("runs from the first to the second"), default=False)
    strength = models.PositiveSmallIntegerField(
        _("strength"),
        choices=Strength,
        default=Strength.LOOSE,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    started_on = PartialDateField(_("since"), null=True, blank=True)
    ended_on = PartialDateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.LITERAL)
    source_text = models.CharField(_("source"), max_length=500, blank=True)
    reported_by = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    is_confirmed = models.BooleanField(_("confirmed by the other side"), default=False)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(
        _("months until it is looked at again"), null=True, blank=True, validators=TERM
    )
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("source", "kind", "target")

    objects = RelationManager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["pk"]
        constraints = [
            end_not_before_start("relation_end_not_before_start", _("The end lies before the start.")),
            models.CheckConstraint(
                name="relation_not_to_oneself",
                condition=~Q(source=F("target")),
                violation_error_message=_("A partner cannot have a tie to itself."),
            ),
            models.CheckConstraint(
                name="relation_strength_1_to_3",
                condition=Q(strength__gte=1, strength__lte=3),
                violation_error_message=_("The strength is 1, 2 or 3."),
            ),
            models.UniqueConstraint(
                F("source"),
                F("target"),
                F("kind"),
                name="one_open_directed_relation",
                condition=Q(ended_on__isnull=True, is_directed=True),
                violation_error_message=_("These two already have an open tie of this kind."),
            ),
            models.UniqueConstraint(
                Least("source", "target"),
                Greatest("source", "target"),
                F("kind"),
                name="one_open_mutual_relation",
                condition=Q(ended_on__isnull=True, is_directed=False),
                violation_error_message=_("These two already have an open tie of this kind."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"

    @property
    def term(self) -> int:
        """The months that a confirmation counts: its own, else those of the kern of its first end that says so."""
        kernen = [end.kern for end in (self.source, self.target) if end.kern]
        return self.term_months or next((k.term_months for k in kernen if k.term_months), TERM_MONTHS)

    def is_old_on(self, day: date) -> bool:
        return is_old(self.confirmed_on, self.term, day)

    def other_end(self, partner: Partner) -> Partner:
        return self.target if self.source_id == partner.pk else self.source
