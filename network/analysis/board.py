"""A raster of places for boxes: which places are free for which box, and the best of them.

Each box blocks the places where another box would overlap it, once per class of boxes of about the same size. So to
place, lift or move one box costs a few small slices, however many boxes there are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GAP = 2.0
"""The room between two boxes, in drawing units."""

_MOST_CLASSES = 18
_MOST_PLACES = 250_000


class Board:
    """Places for boxes in a drawing.

    width, height: of the drawing. sizes: for each box its (width, height, left), as in `FigureNode`. margin: the room
    that stays free along the edges. xs, ys: the raster; a place is an index into the raster, row by row.
    """

    def __init__(
        self, width: float, height: float, sizes: Sequence[tuple[float, float, float]], margin: float = 4.0
    ) -> None:
        raw = np.array(sizes, dtype=float).reshape(-1, 3)
        self.left, self.right, self.half = raw[:, 2], raw[:, 0] - raw[:, 2], raw[:, 1] / 2
        self.kind, self._lefts, self._rights, self._halves = _classes(self.left, self.right, self.half)
        row = float(np.median(raw[:, 1])) + GAP if len(raw) else 30.0
        step_x, step_y = _steps(width, height, row)
        self.xs = np.round(np.arange(step_x / 2, width, step_x), 1)
        self.ys = np.round(np.arange(step_y / 2, height, step_y), 1)
        self.blocked = np.zeros((len(self._lefts), len(self.ys), len(self.xs)), dtype=np.int16)
        self._crowd = np.zeros((len(self.ys), len(self.xs)), dtype=np.float32)
        self._step = (step_x, step_y)
        self._typical = tuple(
            float(np.median(side)) if len(raw) else 20.0 for side in (self.left, self.right, self.half)
        )
        for kind in range(len(self._lefts)):
            outside_x = (self.xs < self._lefts[kind] + margin) | (
                self.xs > width - self._rights[kind] - margin
            )
            outside_y = (self.ys < self._halves[kind] + margin) | (
                self.ys > height - self._halves[kind] - margin
            )
            self.blocked[kind] += (outside_y[:, None] | outside_x[None, :]).astype(np.int16) * 4

    @property
    def points(self) -> tuple[Floats, Floats]:
        """x and y of every place."""
        x, y = np.meshgrid(self.xs, self.ys)
        return x.ravel(), y.ravel()

    def forbid(self, zones: Iterable[tuple[float, float, float, float]]) -> None:
        """Keep all boxes off these (left, top, right, bottom)."""
        for left, top, right, bottom in zones:
            self._block(left, top, right, bottom, 4)

    def forbid_ellipse(self, centre: tuple[float, float], axes: tuple[float, float]) -> None:
        """Keep all boxes off an ellipse."""
        for kind in range(len(self._lefts)):
            dx = np.clip(centre[0], self.xs - self._lefts[kind], self.xs + self._rights[kind]) - centre[0]
            dy = np.clip(centre[1], self.ys - self._halves[kind], self.ys + self._halves[kind]) - centre[1]
            inside = (dx[None, :] / axes[0]) ** 2 + (dy[:, None] / axes[1]) ** 2 < 1
            self.blocked[kind] += inside.astype(np.int16) * 4

    def put(self, box: int, x: float, y: float, sign: int = 1) -> None:
        """Lay a box with its marker at (x, y), or with sign -1 lift it from there."""
        left, right, half = self.left[box], self.right[box], self.half[box]
        self._block(x - left - GAP, y - half - GAP, x + right + GAP, y + half + GAP, sign)
        typical_left, typical_right, typical_half = self._typical
        for air, weight in ((8.0, 0.5), (22.0, 0.3), (44.0, 0.2)):
            rows = self._span(
                self.ys, y - half - typical_half - air * 0.7, y + half + typical_half + air * 0.7, 1
            )
            columns = self._span(self.xs, x - left - typical_right - air, x + right + typical_left + air, 0)
            self._crowd[rows, columns] += sign * weight

    def crowd(self, places: Ints) -> Floats:
        """How crowded each place is: 0 for far from every box."""
        crowd: Floats = self._crowd.ravel()[places].astype(float)
        return crowd

    def overlaps(self, box: int, places: Ints) -> NDArray[np.int16]:
        """How many boxes this box would overlap at each place; more than 3 where it may not be at all."""
        kind: NDArray[np.int16] = self.blocked[self.kind[box]].ravel()[places]
        return kind

    def _block(self, left: float, top: float, right: float, bottom: float, sign: int) -> None:
        first_x, first_y = float(self.xs[0]), float(self.ys[0])
        step_x, step_y = self._step
        starts_x = np.floor((left - self._rights - first_x) / step_x + 1e-6).astype(int) + 1
        starts_y = np.floor((top - self._halves - first_y) / step_y + 1e-6).astype(int) + 1
        ends_x = np.ceil((right + self._lefts - first_x) / step_x - 1e-6).astype(int)
        ends_y = np.ceil((bottom + self._halves - first_y) / step_y - 1e-6).astype(int)
        bounds = np.maximum(np.column_stack([starts_y, ends_y, starts_x, ends_x]), 0).tolist()
        for blocked, (y0, y1, x0, x1) in zip(self.blocked, bounds, strict=True):
            blocked[y0:y1, x0:x1] += sign

    def _span(self, raster: Floats, low: float, high: float, axis: int) -> slice:
        """The raster lines strictly between low and high."""
        step, first = self._step[axis], float(raster[0])
        begin = math.floor((low - first) / step + 1e-6) + 1
        end = math.ceil((high - first) / step - 1e-6)
        return slice(max(begin, 0), max(end, 0))


def _steps(width: float, height: float, row: float) -> tuple[float, float]:
    """The distance between raster lines; rows divide the height of a box, so that boxes stack without loss."""
    for step_x, parts in ((8.0, 4), (10.0, 4), (10.0, 3), (12.0, 2), (16.0, 2), (24.0, 1)):
        step_y = max(round(row / parts, 1), 4.0)
        if width / step_x * (height / step_y) <= _MOST_PLACES:
            break
    return step_x, step_y


def _classes(left: Floats, right: Floats, half: Floats) -> tuple[Ints, Floats, Floats, Floats]:
    """Boxes of about the same size together: the class of each box, and the size that holds all of a class."""
    unit = 4.0
    while True:
        rough = np.column_stack([np.ceil(right / (2 * unit)), np.ceil(left / unit), np.ceil(half / unit)])
        found, kind = np.unique(rough, axis=0, return_inverse=True)
        if len(found) <= _MOST_CLASSES:
            break
        unit *= 1.5
    kind = kind.ravel().astype(np.int64)
    sizes = [np.zeros(len(found)) for _ in range(3)]
    for size, values in zip(sizes, (left, right, half), strict=True):
        np.maximum.at(size, kind, values)
    return kind, sizes[0], sizes[1], sizes[2]
