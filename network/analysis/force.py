"""The force-directed view of the whole web: who is tied lies together, and stays where people remember it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from network.analysis.packing import Size, free_place, pack, pull_apart
from network.analysis.spring import shape

Floats = NDArray[np.float64]

MARGIN = 24.0
_ROUND_LABELS = 600
_SMALL = 40
_DEFAULT_BOX: Size = (24.0, 24.0, 12.0)


@dataclass(frozen=True)
class ForceLayout:
    """A place for each node, in drawing units from the upper left corner.

    made_for: the number of nodes when the layout was made as a whole; whoever came later was fitted in. loose: who had no
    tie when it got its place, and so stands aside until it has one.
    """

    width: float
    height: float
    positions: dict[str, tuple[float, float]]
    made_for: int
    loose: frozenset[str] = frozenset()

    def to_dict(self) -> dict[str, Any]:
        """The layout as JSON-safe values, positions rounded to one decimal."""
        places = {node: [round(x, 1), round(y, 1)] for node, (x, y) in self.positions.items()}
        return {
            "width": self.width,
            "height": self.height,
            "positions": places,
            "made_for": self.made_for,
            "loose": sorted(self.loose),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The layout that `to_dict` wrote. Raises KeyError or TypeError when it is something else."""
        places = {node: (place[0], place[1]) for node, place in values["positions"].items()}
        loose = frozenset(values.get("loose", ()))  # a layout of before does not say
        return cls(values["width"], values["height"], places, values["made_for"], loose)


def force_layout(
    graph: nx.Graph[str], boxes: Mapping[str, Size], previous: ForceLayout | None = None, seed: int = 0
) -> ForceLayout:
    """Place the nodes of a graph so that who is tied lies together.

    graph: undirected, as `Web.whole`. boxes: per node the (width, height, left) of marker and label in drawing units; the
    box spans x from `-left` to `width - left` around the marker. A node without a box gets a small one.
    previous: the layout as people know it: all who are in it stay exactly where they are, newcomers and who stood aside
    for want of a tie go near those they are tied to; only when the number of nodes has doubled (in a small web: grown by
    half) is it made anew.
    Parts of the web that do not hang together lie beside each other, nodes without ties in rows below. Up to
    600 nodes no two boxes overlap; beyond that the boxes are pulled apart as far as a few rounds allow.
    An empty graph gives an empty drawing. The same graph, boxes and seed give the same layout.
    Source: U. Brandes and C. Pich, Eigensolver methods for progressive multidimensional scaling (2007), for the start;
    T. Fruchterman and E. Reingold, Graph drawing by force-directed placement (1991), for the refinement.
    """
    nodes = sorted(graph)
    sizes = [boxes.get(node, _DEFAULT_BOX) for node in nodes]
    if previous is not None and not _outgrown(len(nodes), previous.made_for):
        return _fit_in(graph, nodes, sizes, previous)

    groups = [sorted(group) for group in nx.connected_components(graph)]
    groups = sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), group[0]))
    index = {node: rank for rank, node in enumerate(nodes)}
    parts: list[tuple[list[int], Floats]] = []
    for group in groups:
        own = [index[node] for node in group]
        parts.append((own, _component(graph, group, [sizes[rank] for rank in own], seed)))
    loose = [index[node] for node in nodes if not _has_ties(graph, node)]
    at, width, height = pack(parts, loose, sizes, MARGIN)
    positions = {
        node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, at, strict=True)
    }
    return ForceLayout(width, height, positions, len(nodes), frozenset(nodes[rank] for rank in loose))


def _has_ties(graph: nx.Graph[str], node: str) -> bool:
    """Whether a node is tied to another one."""
    return any(other != node for other in graph[node])


def _outgrown(count: int, made_for: int) -> bool:
    """Whether so many joined that the drawing is better made anew."""
    return count >= (2 if made_for >= _SMALL else 1.5) * max(made_for, 0.5)


def _component(graph: nx.Graph[str], group: Sequence[str], sizes: Sequence[Size], seed: int) -> Floats:
    """The places of nodes that hang together, around (0, 0), with room for their boxes."""
    index = {node: rank for rank, node in enumerate(group)}
    ties = sorted((min(index[a], index[b]), max(index[a], index[b])) for a, b in graph.edges(group) if a != b)
    at = shape(len(group), np.array(ties, dtype=np.int64).reshape(-1, 2), seed)
    room = sum((width + 6) * (height + 6) for width, height, _ in sizes)
    extent = np.ptp(at, axis=0)
    extent = np.maximum(extent, 0.25 * extent.max())  # a chain lies on a line, which has no area of its own
    area = max(float(extent[0] * extent[1]), 1e-9)
    at = at * math.sqrt(2.6 * room / area)
    return pull_apart(at, sizes, rounds=400 if len(group) <= _ROUND_LABELS else 12)


def _fit_in(
    graph: nx.Graph[str], nodes: Sequence[str], sizes: Sequence[Size], previous: ForceLayout
) -> ForceLayout:
    """The previous layout with the newcomers in it and those who left gone."""
    width, height = previous.width, previous.height
    found = {node for node in previous.loose if node in graph and _has_ties(graph, node)}
    stay = previous.positions.keys() - found
    positions = {node: previous.positions[node] for node in nodes if node in stay}
    box = dict(zip(nodes, sizes, strict=True))
    newcomers = [node for node in nodes if node not in positions]
    aside = (previous.loose - found) | {node for node in newcomers if not _has_ties(graph, node)}
    loose = frozenset(node for node in nodes if node in aside)
    while newcomers:
        node = max(newcomers, key=lambda one: sum(other in positions for other in graph[one]))
        newcomers.remove(node)
        friends = [positions[other] for other in graph[node] if other in positions]
        near = tuple(np.mean(friends, axis=0)) if friends else (MARGIN, height - MARGIN)
        x, y = free_place(
            near, box[node], [(*positions[k], *box[k]) for k in positions], (width, height), MARGIN
        )
        positions[node] = x, y
        width = max(width, math.ceil(x + box[node][0] - box[node][2] + MARGIN))
        height = max(height, math.ceil(y + box[node][1] / 2 + MARGIN))
    return ForceLayout(width, height, {node: positions[node] for node in nodes}, previous.made_for, loose)
