"""Measures of a graph, by two engines that give the same values: networkx as it stands in the books, and a fast one.

`measures_of(graph, engine)` gives the measures of an undirected graph without loops whose nodes are texts. Both engines
answer the same questions (`Measures`); what they share in code is only the names.
"""

from __future__ import annotations

import networkx as nx

from network.analysis.engines.fast import FastMeasures
from network.analysis.engines.measures import Estimate, Measures, fragmentation_of
from network.analysis.engines.reference import ReferenceMeasures

FAST, REFERENCE = "fast", "reference"
ENGINES: dict[str, type[FastMeasures] | type[ReferenceMeasures]] = {
    FAST: FastMeasures,
    REFERENCE: ReferenceMeasures,
}

__all__ = ["ENGINES", "FAST", "REFERENCE", "Estimate", "Measures", "fragmentation_of", "measures_of"]


def measures_of(graph: nx.Graph[str], engine: str = FAST) -> Measures:
    """The measures of a graph by one of ENGINES; raises ValueError for another name. The graph is not changed."""
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    return ENGINES[engine](graph)
