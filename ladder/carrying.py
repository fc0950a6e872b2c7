"""Reads who carries the initiatives of a kern, as far as a viewer may see it; draws where the carrying lies."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from accounts.access import Viewer, visible_records
from initiatives.models import Initiative, Participation, Phase
from ladder.layers import CARRIES, LAYERS, Carried, Carrier, Carrying, Span, carrying_over
from partners.models import Layer, PartnerKind

CITIZEN_KINDS = (PartnerKind.RESIDENT, PartnerKind.VOLUNTEER)
FULL = 240  # the width of a layer that carries everything, in the units of the drawing
TALL, BETWEEN = 44, 6
MOST_PICTURES = 4


@dataclass(frozen=True, slots=True)
class Band:
    """One layer in a drawing: its share, and the bar that stands for it."""

    layer: str
    label: str
    share: float
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The triangle on its point of one day."""

    carrying: Carrying
    bands: tuple[Band, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.bands)


@dataclass(frozen=True, slots=True)
class Move:
    """The share of a layer at first and at last."""

    label: str
    before: float
    now: float


@dataclass(frozen=True)
class Story:
    """How the carrying moved: every year for the table, a few of them as drawings, and what is not known about it.

    undated: initiatives and parts of which nobody knows since when; they count in every year.
    """

    rows: tuple[Picture, ...]
    undated: int
    dated: int

    @property
    def now(self) -> Picture:
        return self.rows[-1]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The first year, the last, and some between in which it moved; years of which nothing is known are left out."""
        known = [row for row in self.rows if row.is_known]
        moved = [row for before, row in pairwise(known) if row.bands != before.bands]
        known = list(dict.fromkeys([*known[:1], *moved, *known[-1:]]))
        if len(known) <= MOST_PICTURES:
            return tuple(known)
        step = (len(known) - 1) / (MOST_PICTURES - 1)
        return tuple(known[round(number * step)] for number in range(MOST_PICTURES))

    @property
    def moves(self) -> tuple[Move, ...]:
        """How the share of each layer went from the first picture to the last; none when there is one picture."""
        if len(self.pictures) < 2:
            return ()
        first, last = self.pictures[0], self.pictures[-1]
        pairs = zip(first.bands, last.bands, strict=True)
        return tuple(Move(before.label, before.share, now.share) for before, now in pairs)


def carrying_in(viewer: Viewer, which: Q) -> Story:
    """Where the carrying of these initiatives lies and lay, as far as `viewer` may see them and who is in them.

    which: a filter on initiatives. Two queries, however many there are. Of an initiative that has stopped nobody knows
    when, no day can be said; it is left out.
    """
    rows = Initiative.objects.visible_to_viewer(viewer).filter(which).order_by("slug")
    rows = rows.exclude(phase=Phase.STOPPED, ended_on__isnull=True)
    initiatives = [
        Carried(slug, _span(start, end))
        for slug, start, end in rows.values_list("slug", "started_on", "ended_on")
    ]
    carriers = _carriers(viewer, {one.id for one in initiatives}, which)
    story = carrying_over(initiatives, carriers, timezone.localdate())
    spans = [*(one.span for one in initiatives), *(one.span for one in carriers)]
    undated = sum(span.start is None for span in spans)
    pictures = tuple(Picture(one, _bands(one)) for one in story)
    return Story(pictures, undated, len(spans) - undated)


def _carriers(viewer: Viewer, initiatives: set[str], which: Q) -> list[Carrier]:
    wanted = Initiative.objects.visible_to_viewer(viewer).filter(which)
    rows = (
        Participation.objects.visible_to_viewer(viewer)
        .filter(initiative__in=wanted.order_by().values("pk"), role__in=sorted(CARRIES))
        .annotate(layer=_layer(viewer))
        .order_by("pk")
    )
    columns = ("initiative__slug", "partner__slug", "layer", "started_on", "ended_on", "partner__started_on", "partner__ended_on")  # fmt: skip
    return [
        Carrier(initiative, partner, layer, _overlap(_span(start, end), _span(since, until)))
        for initiative, partner, layer, start, end, since, until in rows.values_list(*columns)
        if initiative in initiatives
    ]


def _layer(viewer: Viewer) -> Case:
    """The layer of a party: its own; of a resident the citizens; of another person that of the organisation."""
    behind = visible_records(viewer, "partner__organisation__kern")
    return Case(
        When(~Q(partner__layer=""), then=F("partner__layer")),
        When(partner__kind__in=CITIZEN_KINDS, then=Value(Layer.CITIZENS.value)),
        When(behind, then=F("partner__organisation__layer")),
        default=Value(""),
    )


def _span(start: Any, end: Any) -> Span:
    return Span(start.first_day if start else None, end.last_day if end else None)


def _overlap(one: Span, other: Span) -> Span:
    starts = [day for day in (one.start, other.start) if day]
    ends = [day for day in (one.end, other.end) if day]
    return Span(max(starts, default=None), min(ends, default=None))


def _bands(carrying: Carrying) -> tuple[Band, ...]:
    """The bars of a drawing, the citizens on top; none when nothing is known."""
    if carrying.shares is None:
        return ()
    labels = dict(Layer.choices)
    return tuple(
        Band(
            layer=layer,
            label=str(labels[layer]),
            share=share,
            x=round((FULL - share * FULL) / 2, 1),
            y=float(place * (TALL + BETWEEN)),
            width=round(share * FULL, 1),
        )
        for place, (layer, share) in enumerate(zip(LAYERS, carrying.shares, strict=True))
    )
