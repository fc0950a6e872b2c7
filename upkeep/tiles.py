"""With whom a partner could work: the organisations and groups of its kern that everybody may see, as tiles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.access import ANYBODY
from partners.models import LifeDomain, Partner, PartnerForm
from places.models import Kern
from upkeep.services.reporting import public_ties
from wijkweb.kit.text import fold

MOST_TILES = 400
MOST_CHOSEN = 60


@dataclass(frozen=True, slots=True)
class Tile:
    partner: Partner
    is_chosen: bool
    is_known: bool


@dataclass(slots=True)
class Section:
    """The tiles of one life domain; `slug` is empty when it is not known."""

    slug: str
    label: Any
    tiles: list[Tile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Board:
    """What is shown: the chosen ones first, and the rest by life domain; `left_off` did not fit."""

    chosen: list[Tile]
    sections: list[Section]
    left_off: int

    @property
    def is_empty(self) -> bool:
        return not self.sections


def others_of(partner: Partner) -> list[Partner]:
    """Everybody that this partner may choose, by name; three queries with the tree of kernen."""
    ids = Kern.objects.ids_below(partner.kern_id) if partner.kern_id else []
    rows = Partner.objects.visible_to_viewer(ANYBODY).active_on(timezone.localdate())
    beside = [relation.other_end(partner).pk for relation in public_ties(partner)]
    here = rows.filter(kern_id__in=ids) | rows.filter(pk__in=beside)
    return list(here.exclude(form=PartnerForm.PERSON).exclude(pk=partner.pk).distinct())


def chosen_from(others: Iterable[Partner], slugs: Iterable[str]) -> list[Partner]:
    """Those that were chosen, as far as they may be; a slug that is not among them is left out."""
    wanted = set(list(slugs)[:MOST_CHOSEN])
    return [other for other in others if other.slug in wanted]


def board_of(partner: Partner, slugs: Iterable[str], wanted: str = "") -> Board:
    """The tiles for a partner; `wanted` narrows them to names that hold these letters."""
    others = others_of(partner)
    known = {relation.other_end(partner).pk for relation in public_ties(partner)}
    picked = {other.pk for other in chosen_from(others, slugs)}
    tiles = [Tile(other, other.pk in picked, other.pk in known) for other in others]
    letters = fold(wanted)
    rest = [tile for tile in tiles if not tile.is_chosen and letters in tile.partner.search_name]
    shown = rest[:MOST_TILES]
    sections = {value: Section(value, label) for value, label in LifeDomain.choices}
    unknown = Section("", "")
    for tile in shown:
        sections.get(tile.partner.life_domain, unknown).tiles.append(tile)
    filled = [section for section in (*sections.values(), unknown) if section.tiles]
    return Board([tile for tile in tiles if tile.is_chosen], filled, len(rest) - len(shown))
