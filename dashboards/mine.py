"""The personal wijkweb: an empty figure to fill in, and what a kern has in each life domain.

What somebody fills in stays in the browser; the server gives the same page to everybody.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import ANYBODY
from initiatives.models import Initiative, Phase
from network.analysis.body import SECTORS
from partners.models import LifeDomain, Partner, PartnerForm
from places.models import Kern

WIDTH, HEIGHT = 1000.0, 800.0
CENTRE = (500.0, 400.0)
AXES = (322.0, 300.0)
CITIZEN = 0.14
RINGS = (("dichtbij", _("very near")), ("geregeld", _("regularly")), ("soms", _("now and then")))
RIMS = (0.48, 0.75, 1.0)
ANGLE = 360.0 / len(SECTORS)
BROKEN_TITLES = {
    "kunst-en-cultuur": ("Kunst en", "cultuur"),
    "eerstelijnszorg": ("Eerste-", "lijnszorg"),
    "tweedelijnszorg": ("Tweede-", "lijnszorg"),
    "ondernemers": ("Onder-", "nemers"),
    "levensbeschouwing": ("Levens-", "beschouwing"),
}
ENDED = (Phase.STOPPED,)


@dataclass(frozen=True, slots=True)
class Sector:
    """One life domain in the empty figure; angles in degrees clockwise from 12 o'clock."""

    slug: str
    label: str
    path: str
    title: tuple[tuple[str, float], ...]
    title_x: float
    anchor: str


def point(angle: float, share: float) -> tuple[float, float]:
    """The point at an angle (degrees clockwise from 12 o'clock) and a share of the axes, in drawing units."""
    turn = math.radians(angle)
    return (
        round(CENTRE[0] + share * AXES[0] * math.sin(turn), 1),
        round(CENTRE[1] - share * AXES[1] * math.cos(turn), 1),
    )


def empty_figure() -> list[Sector]:
    """The ten life domains in the places of the body, all of the same size."""
    return [_sector(place, slug) for place, slug in enumerate(SECTORS)]


def _sector(place: int, slug: str) -> Sector:
    middle = place * ANGLE
    start, end = middle - ANGLE / 2, middle + ANGLE / 2
    inner, outer = point(start, CITIZEN), point(start, 1.0)
    farther, nearer = point(end, 1.0), point(end, CITIZEN)
    path = (
        f"M{inner[0]} {inner[1]}L{outer[0]} {outer[1]}A{AXES[0]} {AXES[1]} 0 0 1 {farther[0]} {farther[1]}"
        f"L{nearer[0]} {nearer[1]}A{CITIZEN * AXES[0]:.1f} {CITIZEN * AXES[1]:.1f} 0 0 0 {inner[0]} {inner[1]}Z"
    )
    side = math.sin(math.radians(middle))
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    x, y = point(middle, 1.06)
    label = str(LifeDomain(slug).label).capitalize()
    lines = BROKEN_TITLES.get(slug, (label,))
    top = y - 15.0 * (len(lines) - 1) if anchor != "middle" else y - 30.0 * (len(lines) - 1) * (y < CENTRE[1])
    shift = 22.0 if anchor == "middle" and y > CENTRE[1] else 0.0
    title = tuple((line, round(top + shift + 31.0 * row, 1)) for row, line in enumerate(lines))
    return Sector(slug, label, path, title, x, anchor)


def rims() -> list[tuple[float, float]]:
    """The half-axes of the rings, from the citizen outwards."""
    return [(round(share * AXES[0], 1), round(share * AXES[1], 1)) for share in RIMS]


def what_is_there(kern: Kern) -> dict[str, dict[str, Any]]:
    """Per life domain the public parties and running initiatives of `kern`, by name; no people, in two queries."""
    found: dict[str, dict[str, Any]] = {slug: {"parties": [], "initiatives": []} for slug in SECTORS}
    kern_ids = Kern.objects.ids_below(kern.pk)
    partners = Partner.objects.visible_to_viewer(ANYBODY).in_kernen(kern_ids).active_on(timezone.localdate())
    for partner in partners.exclude(form=PartnerForm.PERSON).exclude(life_domain="").order_by("search_name"):
        found[partner.life_domain]["parties"].append(partner)
    initiatives = Initiative.objects.visible_to_viewer(ANYBODY).in_kernen(kern_ids).exclude(phase__in=ENDED)
    for initiative in initiatives.order_by("search_name"):
        for slug in initiative.life_domains:
            if slug in found:
                found[slug]["initiatives"].append(initiative)
    return found
