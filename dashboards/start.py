"""What the start page of a coordinator gathers from the rooms: little, and only what asks for a deed."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from accounts.access import Viewer
from partners.models import LifeDomain, Partner
from places.models import Kern

THIN = 1  # a life domain with so few parties is a white spot


@dataclass(frozen=True, slots=True)
class WhiteSpot:
    """A life domain in which hardly anybody is known."""

    slug: str
    label: Any
    count: int


def white_spots(kern_ids: list[int], viewer: Viewer) -> list[WhiteSpot]:
    """The life domains with nobody or only one organisation or group, the emptiest first. One query.

    Persons do not count: a domain that hangs on one person is thin, too.
    """
    rows = Partner.objects.visible_to_viewer(viewer).in_kernen(kern_ids).filter(ended_on__isnull=True)
    found = Counter(rows.exclude(form="persoon").order_by().values_list("life_domain", flat=True))
    spots = [WhiteSpot(value, label, found[value]) for value, label in LifeDomain.choices]
    return sorted((spot for spot in spots if spot.count <= THIN), key=lambda spot: spot.count)


def kernen_of(viewer: Viewer) -> list[Kern]:
    """The kernen that this person looks after, by name."""
    return list(Kern.objects.filter(pk__in=viewer.kernen).select_related("municipality"))
