"""Who belongs together by their ties: the communities of a web, each with a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx

from network.analysis.body import SECTORS
from network.analysis.figures.shape import PERSON_KINDS, Material
from network.analysis.web import INITIATIVE_PREFIX, Web, initiative_node

CORE = 12
"""By so many nodes a community is known again: enough to bear some coming and going, few enough to be read."""

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Community:
    """Partners with more ties among each other than with the rest.

    central_id: the partner with the most ties and initiatives within it, of equal ones the first id; it gives the
    community its name. life_domain: the domain that most of them share, of equal ones the first of the ten; empty
    when none is known. of_domain: how many are in it. initiative_ids: the initiatives that lie among them. core: the nodes of
    `G` by which it is known again, at most twelve: those with the most ties within it, persons left out.
    """

    partner_ids: tuple[str, ...]
    initiative_ids: tuple[str, ...]
    central_id: str
    life_domain: str
    of_domain: int
    core: tuple[str, ...] = ()


def communities(material: Material, *, seed: int = 0, resolution: float = 1.0) -> tuple[Community, ...]:
    """The communities of `G` with at least two partners, the largest first, of equal ones that with the smallest id.

    By the method of Louvain (Blondel e.a. 2008), with the strength of a tie as its weight; a part in an initiative weighs
    1. The same web and seed give the same communities, in whatever order the web was built. resolution: above 1 gives more
    and smaller ones. A web without ties has none.
    Source: V.D. Blondel e.a., Fast unfolding of communities in large networks (2008).
    """
    whole = material.web.whole
    if not whole.number_of_edges():
        return ()
    names = sorted(whole)
    number = {node: place for place, node in enumerate(names)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    # Numbers in a fixed order: the method shuffles the nodes in the order in which it finds them.
    edges = (sorted((number[one], number[other])) for one, other in whole.edges)
    for one, other in sorted(edges):
        graph.add_edge(one, other, weight=whole.edges[names[one], names[other]].get("strength", 1))
    found = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    made = [_community(material, sorted(names[place] for place in places)) for places in found]
    kept = [one for one in made if one is not None]
    return tuple(sorted(kept, key=lambda one: (-len(one.partner_ids), one.partner_ids[0])))


def _community(material: Material, nodes: list[str]) -> Community | None:
    ids = tuple(node for node in nodes if not node.startswith(INITIATIVE_PREFIX))
    if len(ids) < 2:
        return None
    initiatives = [node for node in nodes if node.startswith(INITIATIVE_PREFIX)]
    domain, count = _common_domain(material, ids)
    return Community(
        ids,
        tuple(node.removeprefix(INITIATIVE_PREFIX) for node in initiatives),
        _central(material.web, ids, frozenset(nodes)),
        domain,
        count,
        _core(material, nodes),
    )


def _central(web: Web, ids: Iterable[str], nodes: frozenset[str]) -> str:
    inside = {key: sum(other in nodes for other in web.whole.adj[key]) for key in ids}
    return min(inside, key=lambda key: (-inside[key], key))


def _core(material: Material, nodes: list[str]) -> tuple[str, ...]:
    inside, partners = frozenset(nodes), material.partners
    lasting = [node for node in nodes if node not in partners or partners[node].kind not in PERSON_KINDS]
    ties = {node: sum(other in inside for other in material.web.whole.adj[node]) for node in lasting}
    return tuple(sorted(lasting, key=lambda node: (-ties[node], node))[:CORE])


def known_again(
    found: Sequence[Community], cores: Mapping[Name, Collection[str]], web: Web
) -> dict[Name, Community]:
    """Which of these communities each name was given to, from the core that the community had then.

    A name goes to the community that holds more than half of the core, as far as it is still in `web`; what this viewer does
    not see, or what has gone, has no say. A community has one name: that with the most of its core there, of equal ones the
    first in order. A name whose core fell apart goes to none.
    """
    place = {
        node: one for one in found for node in (*one.partner_ids, *map(initiative_node, one.initiative_ids))
    }
    claims: list[tuple[int, Name, Community]] = []
    for name, core in cores.items():
        there = [node for node in core if node in web.whole]
        counts = Counter(place[node].partner_ids for node in there if node in place)
        for ids, count in counts.items():
            if 2 * count > len(there):
                claims.append((count, name, next(one for one in found if one.partner_ids == ids)))
    given: dict[Name, Community] = {}
    for _count, name, one in sorted(claims, key=lambda claim: -claim[0]):
        if one not in given.values():
            given[name] = one
    return given


def _common_domain(material: Material, ids: Iterable[str]) -> tuple[str, int]:
    domains = [material.partners[key].life_domain for key in ids if key in material.partners]
    counts = Counter(domain for domain in domains if domain in SECTORS)
    if not counts:
        return "", 0
    first = min(counts, key=lambda domain: (-counts[domain], SECTORS.index(domain)))
    return first, counts[first]
