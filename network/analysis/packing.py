"""Boxes in a drawing: pulled apart where they overlap, groups side by side, a free place for one more."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Size = tuple[float, float, float]
"""The width and height of a box and how far it reaches left of its marker."""

GAP = 3.0
ASPECT = 4 / 3
_CORNERS = 12


def pull_apart(at: Floats, sizes: Sequence[Size], rounds: int) -> Floats:
    """Move boxes as little as it takes until none overlap, or the rounds are over.

    at: the markers, shape (n, 2). Boxes that overlap part along the shorter way, half each; every tenth round the whole
    drawing grows a little, so that a dense one comes loose.
    """
    raw = np.array(sizes, dtype=float).reshape(-1, 3)
    half = (raw[:, :2] + GAP) / 2
    shift = np.column_stack([raw[:, 0] / 2 - raw[:, 2], np.zeros(len(raw))])
    centres: Floats = at + shift
    for turn in range(rounds):
        pairs = _overlapping(centres, half)
        if not len(pairs):
            break
        one, other = pairs.T
        apart = centres[other] - centres[one]
        room = half[one] + half[other] - np.abs(apart) + 0.05
        axis = (room[:, 1] * 1.2 < room[:, 0]).astype(int)
        which = np.arange(len(pairs))
        sign = np.where(apart[which, axis] == 0, np.where(which % 2, 1.0, -1.0), np.sign(apart[which, axis]))
        move = np.zeros((len(pairs), 2))
        move[which, axis] = sign * room[which, axis] / 2
        np.add.at(centres, one, -move)
        np.add.at(centres, other, move)
        if turn % 10 == 9:
            centres *= 1.015
    moved: Floats = centres - shift
    return moved


def _overlapping(centres: Floats, half: Floats) -> NDArray[np.int64]:
    """Pairs of boxes that overlap, sorted."""
    if len(centres) < 2:
        return np.zeros((0, 2), dtype=np.int64)
    reach = 2 * half.max(axis=0)
    pairs = cKDTree(centres / reach).query_pairs(1.0, p=np.inf, output_type="ndarray").astype(np.int64)
    apart = np.abs(centres[pairs[:, 0]] - centres[pairs[:, 1]])
    pairs = pairs[(apart < half[pairs[:, 0]] + half[pairs[:, 1]] - 1e-9).all(axis=1)]
    ordered: NDArray[np.int64] = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return ordered


def pack(
    parts: Sequence[tuple[list[int], Floats]], loose: Sequence[int], sizes: Sequence[Size], margin: float
) -> tuple[Floats, float, float]:
    """Lay groups side by side, the largest first, and loose boxes in rows below them.

    parts: per group the numbers of its boxes and their places. loose: the numbers of boxes that hang on nothing.
    Returns the places of all, shape (n, 2), and the width and height of the drawing.
    """
    at = np.zeros((len(sizes), 2))
    raw = np.array(sizes, dtype=float).reshape(-1, 3)
    room = [_extent(places, raw[own]) for own, places in parts]
    area = sum((right - left + margin) * (bottom - top + margin) for left, top, right, bottom in room)
    area += float(((raw[loose, 0] + 16) * (raw[loose, 1] + 12)).sum()) if loose else 0.0
    widest = max([right - left for left, _, right, _ in room], default=0.0)
    tallest = max([bottom - top for _, top, _, bottom in room], default=0.0)
    line = max([widest, math.sqrt(area * ASPECT), tallest * ASPECT, *raw[:, 0]])

    x, y, deep, width = 0.0, 0.0, 0.0, 0.0
    lying: list[tuple[float, float, float, float, float]] = []
    for turn, ((own, places), (left, top, right, bottom)) in enumerate(zip(parts, room, strict=True)):
        wide, tall = right - left, bottom - top
        corner = (
            _corner((wide + margin, tall + margin), lying, room[0])
            if y == 0 and 0 < turn < _CORNERS
            else None
        )
        if corner is None and x > 0 and x + wide > line:
            x, y, deep = 0.0, y + deep + 2 * margin, 0.0
        at[own] = places - np.array([left, top]) + np.array(corner or (x, y))
        lying += [(*at[box], *sizes[box]) for box in own]
        if corner is not None:
            deep = max(deep, corner[1] + tall - y)
        else:
            x, deep, width = x + wide + 2 * margin, max(deep, tall), max(width, x + wide)
    y += deep + (2 * margin if parts and loose else 0.0)
    width, height = _rows(at, raw, list(loose), y, max(line if loose else 0.0, width))
    return at + margin, math.ceil(width + 2 * margin), math.ceil(height + 2 * margin)


def _corner(
    size: tuple[float, float],
    lying: Sequence[tuple[float, float, float, float, float]],
    first: tuple[float, float, float, float],
) -> tuple[float, float] | None:
    """The upper left of a free place for a small group in a corner of the first group's drawing, if there is one.

    It may stick out below by half its own height.
    """
    width, height = first[2] - first[0], first[3] - first[1]
    found = []
    for corner_x, corner_y in ((width, height), (0.0, height), (width, 0.0), (0.0, 0.0)):
        near = abs(corner_x - size[0] / 2), abs(corner_y - size[1] / 2)
        x, y = free_place(near, (*size, size[0] / 2), lying, (width, height + size[1] / 2), 0.0)
        away = math.hypot(x - near[0], y - near[1])
        below = max(y + size[1] / 2 - height, 0.0)
        if away < 0.15 * (width + height) and below <= size[1] / 2:
            found.append((below + 0.2 * away, x - size[0] / 2, y - size[1] / 2))
    return min(found)[1:] if found else None


def _extent(places: Floats, raw: Floats) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a group with its boxes."""
    left = float((places[:, 0] - raw[:, 2]).min())
    right = float((places[:, 0] - raw[:, 2] + raw[:, 0]).max())
    return (
        left,
        float((places[:, 1] - raw[:, 1] / 2).min()),
        right,
        float((places[:, 1] + raw[:, 1] / 2).max()),
    )


def _rows(at: Floats, raw: Floats, loose: list[int], top: float, line: float) -> tuple[float, float]:
    """Lay loose boxes in even columns, row by row, from `top` down; the width used and the bottom."""
    if not loose:
        return line, top
    cell_x, cell_y = float(raw[loose, 0].max()) + 16, float(raw[loose, 1].max()) + 12
    columns = max(1, int((line + 16) // cell_x))
    for turn, box in enumerate(loose):
        row, column = divmod(turn, columns)
        at[box] = column * cell_x + raw[box, 2], top + row * cell_y + cell_y / 2
    return max(line, cell_x - 16), top + math.ceil(len(loose) / columns) * cell_y


def free_place(
    near: tuple[float, float],
    size: Size,
    others: Sequence[tuple[float, float, float, float, float]],
    drawing: tuple[float, float],
    margin: float,
) -> tuple[float, float]:
    """The free place nearest to a point, for one box more.

    others: x, y, width, height, left of every box that lies. drawing: its width and height; when it is full the place
    lies below, and the drawing must grow. The place is never left of or above the drawing.
    """
    width, height, left = size
    x = np.arange(margin + left, max(drawing[0] - margin - width + left, margin + left) + 8, 8.0)
    y = np.arange(margin + height / 2, drawing[1] + 2 * height + margin, 6.0)
    blocked = np.zeros((len(y), len(x)), dtype=bool)
    for other_x, other_y, other_width, other_height, other_left in others:
        rows = np.abs(y - other_y) < (height + other_height) / 2 + GAP
        columns = (x - left < other_x - other_left + other_width + GAP) & (
            x - left + width + GAP > other_x - other_left
        )
        blocked[np.flatnonzero(rows)[:, None], np.flatnonzero(columns)] = True
    away = np.hypot(x[None, :] - near[0], y[:, None] - near[1])
    below = np.where(y + height / 2 > drawing[1] - margin, 1e6, 0.0)[:, None]
    best = int(np.argmin(np.where(blocked, 1e12, away + below)))
    return round(float(x[best % len(x)]), 1), round(float(y[best // len(x)]), 1)
