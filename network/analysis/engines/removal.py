"""What falls apart without each node, for all nodes from one depth-first search.

In a depth-first tree no edge runs between two branches. So when a node leaves, a branch below it comes loose exactly when
nothing in that branch is tied to a place above the node (Hopcroft & Tarjan 1973, Algorithm 447). With the sizes of the
branches the sizes of all pieces are known: O(n + m) for all nodes together, where removing them one by one takes O(n(n + m)).
"""

from __future__ import annotations

from collections.abc import Sequence


def linked_pairs_without(neighbours: Sequence[Sequence[int]]) -> tuple[int, list[int]]:
    """How many ordered pairs of nodes can reach each other: with all nodes, and without each of them.

    neighbours: for each node, a number from 0, its neighbours in any order.
    """
    search = _Search(neighbours)
    for start in range(len(neighbours)):
        if search.found_at[start] < 0:
            search.walk(start)
    everything = sum(size * (size - 1) for size in search.sizes)
    without = []
    for node, component in enumerate(search.component):
        size = search.sizes[component]
        rest = size - 1 - search.loose[node]
        pieces = search.loose_pairs[node] + rest * (rest - 1)
        without.append(everything - size * (size - 1) + pieces)
    return everything, without


class _Search:
    """Depth-first, without recursion, so that a chain of any length fits.

    found_at: in which turn each node was found. loose: how many nodes lie in branches below a node that come loose without
    it. loose_pairs: how many ordered pairs within those branches. component, sizes: the component of each node, its size.
    """

    def __init__(self, neighbours: Sequence[Sequence[int]]) -> None:
        count = len(neighbours)
        self.neighbours = neighbours
        self.found_at = [-1] * count
        self.loose = [0] * count
        self.loose_pairs = [0] * count
        self.component = [0] * count
        self.sizes: list[int] = []
        self._lowest = [0] * count
        self._below = [1] * count
        self._turn = 0

    def walk(self, start: int) -> None:
        """Go through the component of `start`."""
        found_at, lowest, neighbours = self.found_at, self._lowest, self.neighbours
        path = [start]
        coming = [iter(neighbours[start])]
        self._enter(start)
        while path:
            node = path[-1]
            for other in coming[-1]:
                if found_at[other] < 0:
                    self._enter(other)
                    path.append(other)
                    coming.append(iter(neighbours[other]))
                    break
                if found_at[other] < lowest[node]:
                    # Also the tie back to the parent: it cannot bring `lowest` above the parent, so it does no harm.
                    lowest[node] = found_at[other]
            else:
                path.pop()
                coming.pop()
                if path:
                    self._leave(node, path[-1])
        self.sizes.append(self._below[start])

    def _enter(self, node: int) -> None:
        self.found_at[node] = self._lowest[node] = self._turn
        self.component[node] = len(self.sizes)
        self._turn += 1

    def _leave(self, node: int, parent: int) -> None:
        size = self._below[node]
        self._below[parent] += size
        if self._lowest[node] >= self.found_at[parent]:
            self.loose[parent] += size
            self.loose_pairs[parent] += size * (size - 1)
        self._lowest[parent] = min(self._lowest[parent], self._lowest[node])
