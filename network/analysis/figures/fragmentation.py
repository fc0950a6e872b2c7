"""What falls apart when somebody leaves: hub_dependence, and the what-if of the network page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from network.analysis.engines import FAST
from network.analysis.figures.centrality import TOP, centralisation
from network.analysis.figures.cohesion import average_degree, connectedness
from network.analysis.figures.cover import domain_pairs
from network.analysis.figures.reading import DRIVER, Reading, partner_components, ranked, web_without
from network.analysis.figures.shape import SHARE, Figure, Material

REMOVED_IN_TURN = 3


def hub_dependence(reading: Reading) -> Figure:
    """What if this one leaves: the largest of `F(G without i) - F(G)` over all partners i.

    F is Borgatti's fragmentation (2006, Identifying sets of key players in a social network): the share of the pairs of
    nodes that cannot reach each other, `1 - sum s(s-1) / (n(n-1))` over the components with s of the n nodes. Partners
    and initiatives are both nodes, as `G` has them; only a partner can leave. Without i there are n - 1 nodes, so the
    difference is below 0 for who was tied to nobody: then a loose end is gone.
    parts: `fragmentation` of `G`; `top`, the five largest as rows of id and value; `after`, the fragmentation when the first,
    the first two and the first three of those are gone, as long as two nodes are left, with `removed_ids`.
    Cannot be said: fewer than two partners, no ties, or fewer than three nodes.
    """
    reason = reading.too_small(reading.web.whole.number_of_edges())
    before = reading.whole.fragmentation()
    if reason or before is None or len(reading.web.whole) < 3:
        return reading.unknown("hub_dependence", SHARE, reason or "two_partners")
    top = ranked(losses(reading, before), TOP)
    after = []
    for count in range(1, REMOVED_IN_TURN + 1):
        gone = [row["id"] for row in top[:count]]
        value = reading.whole.fragmentation(gone) if len(gone) == count else None
        if value is not None:
            after.append({"removed_ids": gone, "value": value})
    parts = {"fragmentation": before, "top": top, "after": after}
    without = reading.without_coordinator
    other = hub_dependence(without).value if without else None
    return reading.figure("hub_dependence", top[0]["value"], SHARE, parts, other)


def losses(reading: Reading, before: float) -> dict[str, float]:
    """For each partner how much the fragmentation of `G` grows without that one."""
    without = reading.whole.fragmentation_without()
    return {key: without[key] - before for key in reading.ids}


@dataclass(frozen=True)
class WhatIf:
    """What happens when some partners leave at once.

    removed_ids: those that were in the web. fragmentation: of `G` before and after; None when fewer than two nodes are
    left. pieces: the partners of each component that is left, the largest first. loose: the pieces, other than the largest,
    that came from one component together with more partners. isolated_ids: who had a tie or initiative and has none
    now. driverless_ids: initiatives that had a driver and have none now. abandoned_ids: initiatives that nobody has a part
    in any more. before, after: figures by id.
    """

    removed_ids: tuple[str, ...]
    fragmentation: tuple[float | None, float | None]
    pieces: tuple[tuple[str, ...], ...]
    loose: tuple[tuple[str, ...], ...]
    isolated_ids: tuple[str, ...]
    driverless_ids: tuple[str, ...]
    abandoned_ids: tuple[str, ...]
    before: Mapping[str, Figure]
    after: Mapping[str, Figure]


def what_if(material: Material, removed_ids: Iterable[str], *, engine: str = FAST) -> WhatIf:
    """What falls apart when these partners leave; ids that are no partner in the web are passed over.

    Guests who came for one of them stay, as loose ends: whom one loses is what the question is about.
    Nobody removed: nothing changes.
    """
    gone = tuple(sorted(set(removed_ids) & set(material.web.partners)))
    before = Reading(material, engine)
    after = Reading(replace(material, web=web_without(material.web, gone)), engine) if gone else before
    pieces = partner_components(after)
    had, has = before.whole.degrees, after.whole.degrees
    drivers, still = before.drivers, after.with_roles(DRIVER)
    parts, left = {part.initiative for part in before.web.participations}, after.web.participations
    return WhatIf(
        gone,
        (before.whole.fragmentation(), after.whole.fragmentation()),
        tuple(map(tuple, pieces)),
        tuple(map(tuple, _loose(before, pieces))),
        tuple(key for key in after.ids if had[key] and not has[key]),
        tuple(key for key in drivers if key not in still),
        tuple(sorted(parts - {part.initiative for part in left})),
        _compared(before),
        _compared(after),
    )


def _loose(before: Reading, pieces: list[list[str]]) -> list[list[str]]:
    """Of the pieces of each former component all but the largest."""
    came_from = {key: number for number, ids in enumerate(partner_components(before)) for key in ids}
    seen: set[int] = set()
    loose = []
    for piece in pieces:
        origin = came_from[piece[0]]
        if origin in seen:
            loose.append(piece)
        seen.add(origin)
    return loose


def _compared(reading: Reading) -> dict[str, Figure]:
    figures = (connectedness, average_degree, domain_pairs, centralisation)
    return {figure.id: figure for figure in (make(reading) for make in figures)}
