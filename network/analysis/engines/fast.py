"""The same measures by rustworkx and by algorithms that pass the graph once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import cast

import networkx as nx
import rustworkx as rx

from network.analysis.engines.measures import Estimate, estimate, fragmentation_of
from network.analysis.engines.removal import linked_pairs_without
from network.analysis.engines.sampling import dependency_sums


class FastMeasures:
    """See `Measures`. Nodes become numbers in the order of their names, so the answers do not hang on how it was built."""

    def __init__(self, graph: nx.Graph[str]) -> None:
        self.nodes: Sequence[str] = sorted(graph)
        self._number = {node: number for number, node in enumerate(self.nodes)}
        number = self._number
        self._neighbours = [[number[other] for other in graph.adj[node]] for node in self.nodes]

    @cached_property
    def degrees(self) -> Mapping[str, int]:
        return {node: len(others) for node, others in zip(self.nodes, self._neighbours, strict=True)}

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        return [
            (one, other) for one, others in enumerate(self._neighbours) for other in others if one < other
        ]

    @cached_property
    def _graph(self) -> rx.PyGraph:
        graph = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(self.nodes)))
        graph.extend_from_edge_list(self._pairs)
        return graph

    def components(self) -> list[list[str]]:
        return self._named(rx.connected_components(self._graph))

    def _named(self, components: Iterable[Iterable[int]]) -> list[list[str]]:
        found = [[self.nodes[number] for number in sorted(component)] for component in components]
        return sorted(found, key=lambda component: (-len(component), component[0]))

    def articulation_points(self) -> frozenset[str]:
        return frozenset(self.nodes[number] for number in rx.articulation_points(self._graph))

    def core_numbers(self) -> Mapping[str, int]:
        cores = cast("Mapping[int, int]", rx.core_number(self._graph))  # its type hints say a number
        return {self.nodes[number]: core for number, core in cores.items()}

    def betweenness(self) -> Mapping[str, float]:
        if len(self.nodes) < 3:
            return dict.fromkeys(self.nodes, 0.0)
        found = rx.betweenness_centrality(self._graph)
        return {self.nodes[number]: float(value) for number, value in found.items()}

    def sampled_betweenness(self, sources: Sequence[str]) -> Mapping[str, Estimate]:
        if len(sources) < 2:
            raise ValueError("a sample has at least two sources")
        size = len(self.nodes)
        sums = dependency_sums(self._neighbours, [self._number[source] for source in sources])
        return {
            node: estimate(float(total), float(squares), int(count), size)
            for node, total, squares, count in zip(self.nodes, *sums, strict=True)
        }

    def fragmentation(self, removed: Collection[str] = ()) -> float | None:
        left = self._graph
        if gone := [self._number[node] for node in set(removed) if node in self._number]:
            left = left.copy()
            left.remove_nodes_from(gone)
        return fragmentation_of(len(component) for component in rx.connected_components(left))

    def fragmentation_without(self) -> Mapping[str, float]:
        others = len(self.nodes) - 1
        if others < 2:
            return {}
        _, linked = linked_pairs_without(self._neighbours)
        pairs = others * (others - 1)
        return {node: 1 - left / pairs for node, left in zip(self.nodes, linked, strict=True)}

    def within(self, starts: Iterable[str], steps: int) -> frozenset[str]:
        if steps < 0:
            raise ValueError("steps must not be negative")
        front = {self._number[start] for start in starts if start in self._number}
        seen = set(front)
        for _ in range(steps):
            front = {other for node in front for other in self._neighbours[node]} - seen
            seen |= front
        return frozenset(self.nodes[number] for number in seen)
