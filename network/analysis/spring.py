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
_GRAVITY = 0.15


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
    return _gathered(_laid_down(_springs(_laid_down(at), ties)))


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
    """Sixty rounds of attraction along ties, repulsion between all and a light pull to the middle, cooling down."""
    count = len(at)
    one, other = ties.T
    for turn in range(ROUNDS):
        heat = 0.12 * np.sqrt(count) * (1 - turn / ROUNDS) + 0.01
        apart = at[other] - at[one]
        pull = apart * np.hypot(apart[:, 0], apart[:, 1])[:, None]
        force = _repulsion(at) - _GRAVITY * at
        for axis in (0, 1):
            force[:, axis] += np.bincount(one, pull[:, axis], count) - np.bincount(
                other, pull[:, axis], count
            )
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        at = at + force * (np.minimum(length * 0.1, heat) / length)[:, None]
        at = at - at.mean(axis=0)
    return at


def _repulsion(at: Floats) -> Floats:
    """The push of all others on each node, 1 / distance.

    A few rows at a time, to stay in the processor's cache, and without matrix products: those start threads that wait
    for each other on a busy machine.
    """
    x, y = at.astype(np.float32).T
    push = np.empty((len(at), 2))
    block = max(1, 65536 // len(at))
    for start in range(0, len(at), block):
        rows = slice(start, start + block)
        across, down = x[rows, None] - x, y[rows, None] - y
        weight = across * across
        weight += down * down
        np.maximum(weight, np.float32(0.01), out=weight)
        np.reciprocal(weight, out=weight)
        across *= weight
        down *= weight
        push[rows, 0], push[rows, 1] = across.sum(axis=1), down.sum(axis=1)
    return push


def _laid_down(at: Floats) -> Floats:
    """The same drawing with its longest side level, no more than a little wider than the page."""
    at = at - at.mean(axis=0)
    _, axes = np.linalg.eigh(at.T @ at)
    axes = axes[:, ::-1] * np.sign(axes[0, ::-1] + 1e-12)
    turned: Floats = at @ axes
    return turned


def _gathered(at: Floats) -> Floats:
    """The same drawing with its far ends drawn in, and on a page of about 4 by 3."""
    wide, high = np.maximum(np.percentile(np.abs(at), 85, axis=0), 1e-9)
    far = np.abs(at) / np.array([wide, high])
    drawn_in = np.where(far > 1, 1 + 0.5 * np.log(np.maximum(far, 1)), far)
    stretch = np.clip(np.sqrt(high * 4 / 3 / wide), 0.8, 1.25)
    gathered: Floats = np.sign(at) * drawn_in * np.array([wide * stretch, high / stretch])
    return gathered
