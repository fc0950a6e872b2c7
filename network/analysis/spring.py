"""The shape of a connected web: distances in ties first, springs and repulsion after."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PIVOTS = 50
ROUNDS = 60
ASPECT = 4 / 3


def shape(count: int, ties: Ints, seed: int = 0) -> Floats:
    """Places for `count` connected nodes, in units of the ideal length of a tie; shape (count, 2), around (0, 0).

    ties: pairs of node numbers, shape (m, 2), each pair once. seed: of the small noise that parts nodes with the same
    ties. The drawing lies on its side and is about 4 wide for 3 high.
    """
    if count < 2:
        return np.zeros((count, 2))
    rows, columns = np.concatenate([ties, ties[:, ::-1]]).T
    near = csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    at = _pivot_mds(near, count) + np.random.default_rng(seed).normal(0, 0.03, (count, 2))
    at = _springs(_laid_down(at), ties)
    return _laid_down(at)


def _pivot_mds(near: csr_array, count: int) -> Floats:
    """Places whose distances resemble the number of ties between nodes, seen from a few far-apart pivots."""
    degrees = np.diff(near.indptr)
    pivot = int(np.argmax(degrees))
    least = np.full(count, np.inf)
    columns = []
    for _ in range(min(PIVOTS, count)):
        distance = dijkstra(near, indices=pivot, unweighted=True)
        columns.append(distance)
        least = np.minimum(least, distance)
        pivot = int(np.argmax(least))
        if least[pivot] == 0:
            break
    squared = np.column_stack(columns) ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    values, vectors = np.linalg.eigh(centred.T @ centred)
    vectors = vectors[:, ::-1][:, :2]
    vectors = vectors * np.sign(vectors[np.argmax(np.abs(vectors), axis=0), np.arange(vectors.shape[1])])
    at = -0.5 * centred @ vectors
    at = at / np.maximum(np.sqrt(np.maximum(values[::-1][:2], 1e-12)) ** 0.5, 1e-6)
    if at.shape[1] < 2:
        at = np.column_stack([at[:, 0], np.zeros(count)])
    spread = np.sqrt((at**2).sum(axis=1).mean())
    scaled: Floats = at / max(float(spread), 1e-9) * np.sqrt(count) * 0.6
    return scaled


def _springs(at: Floats, ties: Ints) -> Floats:
    """Sixty rounds of attraction along ties and repulsion between all, cooling down."""
    count = len(at)
    x, y = at[:, 0].astype(np.float32), at[:, 1].astype(np.float32)
    one, other = ties.T
    for turn in range(ROUNDS):
        heat = 0.12 * np.sqrt(count) * (1 - turn / ROUNDS) + 0.01
        push_x, push_y = _repulsion(x, y)
        dx, dy = x[other] - x[one], y[other] - y[one]
        pull = np.hypot(dx, dy)
        force_x = push_x + np.bincount(one, pull * dx, count) - np.bincount(other, pull * dx, count)
        force_y = push_y + np.bincount(one, pull * dy, count) - np.bincount(other, pull * dy, count)
        length = np.maximum(np.hypot(force_x, force_y), 1e-9)
        step = np.minimum(length * 0.1, heat) / length
        x = (x + force_x * step).astype(np.float32)
        y = (y + force_y * step).astype(np.float32)
    return np.column_stack([x, y]).astype(float)


def _repulsion(x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """The push of all others on each node, 1 / distance, a block of rows at a time to stay small."""
    push_x, push_y = np.empty(len(x)), np.empty(len(x))
    for start in range(0, len(x), 512):
        rows = slice(start, start + 512)
        dx, dy = x[rows, None] - x, y[rows, None] - y
        weight = 1 / (dx * dx + dy * dy + np.float32(1e-4))
        push_x[rows] = np.einsum("ij,ij->i", dx, weight)
        push_y[rows] = np.einsum("ij,ij->i", dy, weight)
    return push_x, push_y


def _laid_down(at: Floats) -> Floats:
    """The same drawing with its longest side level, no more than a little wider than the page."""
    at = at - at.mean(axis=0)
    _, axes = np.linalg.eigh(at.T @ at)
    axes = axes[:, ::-1] * np.sign(axes[0, ::-1] + 1e-12)
    turned: Floats = at @ axes
    return turned
