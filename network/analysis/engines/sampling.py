"""Betweenness from some sources only.

Brandes' two sweeps (2001, A Faster Algorithm for Betweenness Centrality), a whole layer at a time: out from the source,
counting the shortest paths; and back, handing every node its share of what lies behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def dependency_sums(
    neighbours: Sequence[Sequence[int]], sources: Sequence[int]
) -> tuple[Floats, Floats, Ints]:
    """For each node the sum of its dependencies over the sources, the sum of their squares, and over how many sources.

    neighbours: for each node, a number from 0, its neighbours. A node's own dependency as a source does not count.
    """
    size = len(neighbours)
    degrees = np.array([len(others) for others in neighbours], np.int64)
    ends = np.concatenate([[0], np.cumsum(degrees)])
    others = np.fromiter((other for row in neighbours for other in row), np.int64, int(ends[-1]))
    total, squares = np.zeros(size), np.zeros(size)
    count = np.full(size, len(sources), np.int64)
    for source in sources:
        found = _dependencies(source, ends, others, degrees)
        found[source] = 0.0
        count[source] -= 1
        total += found
        squares += found * found
    return total, squares, count


def _dependencies(source: int, ends: Ints, others: Ints, degrees: Ints) -> Floats:
    """For one source the dependency of each node: `sum over targets of (shortest paths that pass it / shortest paths)`."""
    size = len(degrees)
    paths = np.zeros(size)
    paths[source] = 1.0
    front = np.array([source], np.int64)
    steps: list[tuple[Ints, Ints]] = []
    while True:
        here, there = _ties_of(front, ends, others, degrees)
        is_new = paths[there] == 0
        here, there = here[is_new], there[is_new]
        if not len(there):
            break
        reached = np.bincount(there, paths[here], size)
        front = np.flatnonzero(reached)
        paths[front] = reached[front]
        steps.append((here, there))
    dependencies = np.zeros(size)
    for here, there in reversed(steps):
        behind = (1.0 + dependencies[there]) / paths[there]
        dependencies += paths * np.bincount(here, behind, size)
    return dependencies


def _ties_of(front: Ints, ends: Ints, others: Ints, degrees: Ints) -> tuple[Ints, Ints]:
    """The ties of the nodes in `front`: at the same place in both answers the node and its neighbour."""
    many = degrees[front]
    first = ends[front] - np.concatenate([[0], np.cumsum(many)[:-1]])
    return np.repeat(front, many), others[np.repeat(first, many) + np.arange(int(many.sum()))]
