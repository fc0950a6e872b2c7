"""What an engine can tell of a graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

NORMAL = 1.959963984540054
"""So many standard errors lie on each side of a value with 95 % confidence."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value from a sample and its margin: with 95 % confidence the true value lies within value +- margin."""

    value: float
    margin: float


class Measures(Protocol):
    """Measures of one undirected graph without loops. Every answer covers all nodes; an empty graph gives empty answers."""

    @property
    def nodes(self) -> Sequence[str]:
        """The nodes, sorted."""

    @property
    def degrees(self) -> Mapping[str, int]:
        """For each node how many neighbours it has."""

    def components(self) -> list[list[str]]:
        """The connected components: each sorted, the largest first, of equal ones that with the smallest node."""

    def articulation_points(self) -> frozenset[str]:
        """The nodes without which their component falls apart."""

    def core_numbers(self) -> Mapping[str, int]:
        """For each node the largest k for which it lies in the k-core (Seidman 1983)."""

    def betweenness(self) -> Mapping[str, float]:
        """For each node the share of the shortest paths between all pairs of others that pass it (Freeman 1977).

        With fewer than three nodes nobody can stand between two others: 0 for each.
        """

    def sampled_betweenness(self, sources: Sequence[str]) -> Mapping[str, Estimate]:
        """The same from the shortest paths that leave `sources` only (Brandes & Pich 2007).

        sources: at least two different nodes, drawn by chance. Raises ValueError for fewer.
        """

    def fragmentation(self, removed: Collection[str] = ()) -> float | None:
        """The share of the pairs of nodes that cannot reach each other (Borgatti 2006), after `removed` are gone.

        From 0 (one piece) to 1 (nobody tied). None when fewer than two nodes are left.
        """

    def fragmentation_without(self) -> Mapping[str, float]:
        """For each node the fragmentation of the graph without it; empty when fewer than two others are left."""

    def within(self, starts: Iterable[str], steps: int) -> frozenset[str]:
        """The nodes at most `steps` edges away from one of `starts`; starts that are no node are passed over."""


def fragmentation_of(sizes: Iterable[int]) -> float | None:
    """Borgatti's F for components of these sizes: `1 - sum s(s-1) / (n(n-1))`; None for fewer than two nodes."""
    total = linked = 0
    for size in sizes:
        total += size
        linked += size * (size - 1)
    return 1 - linked / (total * (total - 1)) if total > 1 else None


def estimate(total: float, squares: float, count: int, nodes: int) -> Estimate:
    """From the sum of `count` dependencies of a node, and of their squares, its betweenness.

    A dependency is the sum over all targets of the share of shortest paths that pass the node, for one source other than
    the node; divided by `nodes - 2` it lies between 0 and 1, and betweenness is its mean over all `nodes - 1` sources.
    The margin is that of a mean of a sample without putting back.
    """
    if count < 2 or nodes < 3:
        return Estimate(0.0, 0.0)
    mean = total / count
    variance = max(squares / count - mean * mean, 0.0) * count / (count - 1)
    left = max(1 - count / (nodes - 1), 0.0)
    return Estimate(mean / (nodes - 2), NORMAL * float((variance / count * left) ** 0.5) / (nodes - 2))
