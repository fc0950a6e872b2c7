"""The measures by networkx, each in the plainest way: slow, and easy to check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import networkx as nx

from network.analysis.engines.measures import Estimate, estimate, fragmentation_of
from network.analysis.web import within_steps


class ReferenceMeasures:
    """See `Measures`."""

    def __init__(self, graph: nx.Graph[str]) -> None:
        self._graph = graph

    @cached_property
    def nodes(self) -> Sequence[str]:
        return sorted(self._graph)

    @cached_property
    def degrees(self) -> Mapping[str, int]:
        return {node: self._graph.degree[node] for node in self.nodes}

    def components(self) -> list[list[str]]:
        found = [sorted(component) for component in nx.connected_components(self._graph)]
        return sorted(found, key=lambda component: (-len(component), component[0]))

    def articulation_points(self) -> frozenset[str]:
        return frozenset(nx.articulation_points(self._graph))

    def core_numbers(self) -> Mapping[str, int]:
        return dict(nx.core_number(self._graph))

    def betweenness(self) -> Mapping[str, float]:
        return dict(nx.betweenness_centrality(self._graph))

    def sampled_betweenness(self, sources: Sequence[str]) -> Mapping[str, Estimate]:
        if len(sources) < 2:
            raise ValueError("a sample has at least two sources")
        found: dict[str, list[float]] = {node: [] for node in self.nodes}
        for source in sources:
            # networkx halves what it finds, because in an undirected graph it expects each pair from both sides.
            paths = nx.betweenness_centrality_subset(self._graph, [source], self.nodes)
            for node, half in paths.items():
                if node != source:
                    found[node].append(2 * half)
        return {
            node: estimate(sum(values), sum(value * value for value in values), len(values), len(found))
            for node, values in found.items()
        }

    def fragmentation(self, removed: Collection[str] = ()) -> float | None:
        left = self._graph.subgraph(set(self._graph) - set(removed))
        return fragmentation_of(len(component) for component in nx.connected_components(left))

    def fragmentation_without(self) -> Mapping[str, float]:
        found: dict[str, float] = {}
        work = self._graph.copy()
        for node in self.nodes:
            ties = list(work.edges(node))
            work.remove_node(node)
            value = fragmentation_of(len(component) for component in nx.connected_components(work))
            work.add_node(node)
            work.add_edges_from(ties)
            if value is not None:
                found[node] = value
        return found

    def within(self, starts: Iterable[str], steps: int) -> frozenset[str]:
        return frozenset(node for start in starts for node in within_steps(self._graph, start, steps))
