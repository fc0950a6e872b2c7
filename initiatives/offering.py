"""What partners offer and ask for. Only the first few fields are in the data package; the rest is entered here."""

import re
from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Viewer, viewer_of, visible_records
from changes.models import WithChange
from partners.models import Partner
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDateField, end_not_before_start, not_ended_before

MOST_SEATS = 5000
FIRST_WORDS = re.compile(r"[.,;(]")
LONGEST_TITLE, LONGEST_LABEL = 120, 80  # on the screen; in the field of the form


class OfferType(models.TextChoices):
    OFFER = "aanbod", _("offer")
    NEED = "vraag", _("need")


class OfferKind(models.TextChoices):
    SPACE = "ruimte", _("space")
    MATERIAL = "materiaal", _("material")
    TRANSPORT = "vervoer", _("transport")
    HANDS = "menskracht", _("hands")
    KNOWLEDGE = "kennis", _("knowledge")
    MONEY = "geld", _("money")


# What can be lent and comes back; the rest is given.
LENDABLE = (OfferKind.SPACE, OfferKind.MATERIAL, OfferKind.TRANSPORT)


class DayPart(models.TextChoices):
    MORNING = "ochtend", _("morning")
    AFTERNOON = "middag", _("afternoon")
    EVENING = "avond", _("evening")


class Known(models.TextChoices):
    """Yes and no, apart from not knowing."""

    YES = "ja", _("yes")
    NO = "nee", _("no")
    UNKNOWN = "onbekend", _("unknown")


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: Any) -> "OfferQuerySet":
        return self.visible_to_viewer(viewer_of(user))

    def visible_to_viewer(self, viewer: Viewer) -> "OfferQuerySet":
        """An offer is seen by who may see the partner that offers.

        What a resident offers or asks for is here once a coordinator has read it, and then it is for everybody; without
        words it was erased.
        """
        of_resident = Q(partner__isnull=True) & ~Q(description="")
        return self.filter(visible_records(viewer, "partner__kern") | of_resident)

    def in_kernen(self, kern_ids: list[int]) -> "OfferQuerySet":
        return self.filter(Q(partner__kern_id__in=kern_ids) | Q(kern_id__in=kern_ids))

    def not_ended(self, day: date) -> "OfferQuerySet":
        """What holds on `day` or begins later."""
        return self.filter(not_ended_before(day))

    def with_partner(self) -> "OfferQuerySet":
        return self.select_related("partner__kern", "kern")

    def in_order(self) -> "OfferQuerySet":
        """What can be borrowed first, then by kind; within a kind partners by name, and then residents."""
        by_name = F("partner__search_name").asc(nulls_last=True)
        return self.order_by("-is_lent", "kind", by_name, "pk")


def _known(label: Any) -> Any:
    return models.CharField(label, max_length=10, choices=Known, default=Known.UNKNOWN)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


class Offer(models.Model):
    """What a partner offers, or asks for: `type` tells which. Or a resident, who is no partner; then `kern` is filled.

    is_lent: others can borrow or book it here, for days or parts of days. The fields from `seats` on are about a space;
    what nobody knows stays empty or unknown.
    """

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    type = models.CharField(_("offer or need"), max_length=10, choices=OfferType)
    kind = models.CharField(_("kind"), max_length=20, choices=OfferKind)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name=_("partner")
    )
    kern = models.ForeignKey(
        Kern,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("kern of the resident"),
    )
    label = models.CharField(_("in a few words"), max_length=LONGEST_LABEL, blank=True)
    started_on = PartialDateField(_("since"), null=True, blank=True)
    ended_on = PartialDateField(_("until"), null=True, blank=True)
    description = models.TextField(_("description"))
    is_lent = models.BooleanField(_("can be borrowed or booked"), default=False)
    seats = models.PositiveIntegerField(
        _("room for how many people"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
    )
    day_parts = models.JSONField(_("parts of the day"), default=list, blank=True)
    lift = _known(_("lift or ground floor"))
    step_free = _known(_("without steps"))
    toilet = _known(_("accessible toilet"))
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("partner", "type", "description")
    shown_name = ""  # of a resident who lets it be shown; a room above fills it in

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")
        ordering = ["pk"]
        constraints = [
            end_not_before_start("offer_end_not_before_start", _("The end lies before the start.")),
            models.CheckConstraint(
                name="offer_of_partner_or_resident",
                condition=Q(partner__isnull=False, kern__isnull=True)
                | Q(partner__isnull=True, kern__isnull=False),
                violation_error_message=_("It belongs to a party or to a resident of a kern, not to both."),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        """Its own page in the kern of its partner; what belongs to no kern stands on the card of the partner."""
        place = (
            self.partner.kern if self.partner else self.kern
        )  # a line of history has no properties of its own
        if place is None:
            return self.partner.get_absolute_url() if self.partner else "/"
        return reverse("sharing_detail", args=[place.slug, self.slug])

    @property
    def place(self) -> Kern | None:
        """The kern in which it stands on the list."""
        return self.partner.kern if self.partner else self.kern

    @property
    def giver(self) -> str:
        """Who offers it or asks for it, as everybody may read it."""
        return self.partner.name if self.partner else (self.shown_name or gettext("a resident"))

    @property
    def title(self) -> str:
        """What it is in a few words: as entered, else the first words of the description."""
        words = self.label or FIRST_WORDS.split(self.description.strip(), maxsplit=1)[0] or self.description
        return _cut(words.strip(), LONGEST_TITLE)

    @property
    def suggested_label(self) -> str:
        """The title as far as it fits in the field where it can be entered."""
        return _cut(self.title, LONGEST_LABEL)

    @property
    def more(self) -> str:
        """What the description tells beside the title; not the same words twice."""
        words = self.description.strip()
        if not words.startswith(self.title):
            return words
        rest = words[len(self.title) :]
        if rest and not FIRST_WORDS.match(rest.lstrip()):
            return words
        return capfirst(rest.lstrip(".,; "))

    @property
    def is_need(self) -> bool:
        return self.type == OfferType.NEED

    @property
    def is_space(self) -> bool:
        return self.kind == OfferKind.SPACE

    @property
    def knows_nothing(self) -> bool:
        """Whether nobody said anything yet about a space."""
        access = {self.lift, self.step_free, self.toilet}
        return self.seats is None and not self.day_parts and access == {Known.UNKNOWN}

    @property
    def can_be_borrowed(self) -> bool:
        return self.is_lent and not self.is_need and self.kind in LENDABLE

    @property
    def day_part_labels(self) -> list[str]:
        known = dict(DayPart.choices)
        return [str(known.get(part, part)) for part in self.day_parts]

    def is_over_on(self, day: date) -> bool:
        return self.ended_on is not None and self.ended_on.last_day < day
