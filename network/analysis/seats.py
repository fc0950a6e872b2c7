"""Who sits where: each box on a free place in its own cell, short ties, air around it.

Places come from a raster (`Board`). Boxes are laid one by one, the fullest cells first, on the free place that costs
least; then each box in turn may move to a better place, and where boxes
found no free place, they and their neighbours are laid anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.analysis.board import Board
from network.analysis.body import CITIZEN, RINGS, SECTORS, Body

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Point = tuple[float, float]

_BORDER = 9.0
_OVERLAP = 1000.0
_TIE, _CROWD, _EDGE = 2.0, 0.35, 0.5
_EDGE_AIR = 22.0
_HOPELESS = 0.6


@dataclass(frozen=True)
class Seating:
    """A place for each box, in the order given, and the boxes that overlap another."""

    points: list[Point]
    overlapping: list[int]


def seat(
    body: Body,
    sizes: Sequence[tuple[float, float, float]],
    cells: Sequence[tuple[int, int]],
    links: Sequence[tuple[int, int]],
    known: Sequence[Point | None],
    hurry: bool = False,
) -> Seating:
    """Find each box a place.

    sizes: (width, height, left) per box. cells: sector and ring per box, (-1, 0) for the band. links: pairs of boxes
    that are tied, each pair once. known: the place a box has, or None; it keeps it if it lies in its cell.
    hurry: stop early when not everyone finds a free place, because another try follows.
    """
    if not sizes:
        return Seating([], [])
    search = _Search(body, sizes, cells, links)
    fixed = [
        point if point is not None and in_cell(body, point, cell) else None
        for point, cell in zip(known, cells, strict=True)
    ]
    for box, point in enumerate(fixed):
        if point is not None:
            search.lay(box, point)
    free = [box for box, point in enumerate(fixed) if point is None]
    for box in search.by_need(free):
        search.lay(box, search.best(box))
    if hurry and search.is_hopeless():
        return search.outcome()
    search.repair(free)
    if hurry and search.overlapping():
        return search.outcome()
    search.improve(free)
    search.repair(free)
    return search.outcome()


def in_cell(body: Body, point: Point, cell: tuple[int, int], slack: float = 0.002) -> bool:
    """Whether a marker stands in its own sector and ring, up to `slack` as a share of the axes."""
    share, angle = (float(value[0]) for value in body.polar(np.array([point[0]]), np.array([point[1]])))
    sector, ring = cell
    inner, outer = body.band if sector < 0 else body.rings[RINGS[ring]]
    if not inner - slack <= share <= outer + slack:
        return False
    if sector < 0:
        return True
    start, end = body.sectors[SECTORS[sector]]
    turn = (angle - start + 180.0) % 360.0 - 180.0
    slack_angle = float(np.degrees(slack / max(share, CITIZEN)))
    return -slack_angle <= turn <= end - start + slack_angle or turn + 360.0 <= end - start + slack_angle


class _Search:
    """The boxes on their board, and the steps that improve their places."""

    def __init__(
        self,
        body: Body,
        sizes: Sequence[tuple[float, float, float]],
        cells: Sequence[tuple[int, int]],
        links: Sequence[tuple[int, int]],
    ) -> None:
        self.board = Board(body.width, body.height, sizes)
        self.board.forbid(body.title_zones())
        self.board.forbid_ellipse(body.centre, (body.axes[0] * CITIZEN, body.axes[1] * CITIZEN))
        self.cells = [sector * len(RINGS) + ring if sector >= 0 else -1 for sector, ring in cells]
        self.at = np.full((len(sizes), 2), np.nan)
        self.tied: list[list[int]] = [[] for _ in sizes]
        for one, other in links:
            self.tied[one].append(other)
            self.tied[other].append(one)
        self._reach = float(np.hypot(*body.axes))
        self._x, self._y = self.board.points
        self._places = _places_in(body, self.board, sorted(set(self.cells)))

    def lay(self, box: int, point: Point) -> None:
        """Lay a box at a point."""
        self.at[box] = point
        self.board.put(box, *point)

    def lift(self, box: int) -> Point:
        """Lift a box; the point where it lay."""
        point = float(self.at[box, 0]), float(self.at[box, 1])
        self.board.put(box, *point, sign=-1)
        self.at[box] = np.nan
        return point

    def by_need(self, boxes: Sequence[int]) -> list[int]:
        """The order of laying: the fullest cells first, in a cell those with most ties."""
        asked: dict[int, float] = {}
        for box in boxes:
            asked[self.cells[box]] = asked.get(self.cells[box], 0.0) + float(
                self.board.left[box] + self.board.right[box]
            )
        fullness = {cell: room / len(self._places[cell][0]) for cell, room in asked.items()}
        return sorted(
            boxes, key=lambda box: (-round(fullness[self.cells[box]], 6), -len(self.tied[box]), box)
        )

    def best(self, box: int, crowd: float = _CROWD) -> Point:
        """The best point in the box's own cell, given all boxes that lie; `crowd` is what it costs to be crowded."""
        places, edge = self._places[self.cells[box]]
        cost = _EDGE * edge + crowd * self.board.crowd(places) + _OVERLAP * self.board.overlaps(box, places)
        others = self.at[self.tied[box]]
        others = others[~np.isnan(others[:, 0])]
        if len(others):
            x, y = others.mean(axis=0)
            weight = _TIE * len(others) / (len(others) + 1.5) / self._reach
            cost = cost + weight * np.hypot(self._x[places] - x, self._y[places] - y)
        place = places[int(np.argmin(cost))]
        return float(self._x[place]), float(self._y[place])

    def outcome(self) -> Seating:
        """Where the boxes lie now."""
        return Seating([(float(x), float(y)) for x, y in self.at], self.overlapping())

    def overlapping(self) -> list[int]:
        """The boxes that overlap another, or lie where none may."""
        return [box for box in range(len(self.at)) if self._clashes(box)]

    def is_hopeless(self) -> bool:
        """Whether in some cell so many boxes overlap that shifting them does not help: it must become larger."""
        clashing = Counter(self.cells[box] for box in self.overlapping())
        whole = Counter(self.cells)
        return any(count >= 8 and count > _HOPELESS * whole[cell] for cell, count in clashing.items())

    def improve(self, boxes: Sequence[int]) -> None:
        """Let each of `boxes` move to its best place, a few times; nobody comes to overlap by it."""
        for _ in range(3 if len(boxes) <= 400 else 1):
            for box in boxes:
                self.lift(box)
                self.lay(box, self.best(box))

    def repair(self, boxes: Sequence[int]) -> None:
        """Free those of `boxes` that overlap."""
        movable = set(boxes)
        for size in (8, 14, 24) if len(boxes) <= 400 else (8,):
            for box in self.overlapping():
                if box in movable and self._clashes(box):
                    self._repack(box, size, movable)

    def _clashes(self, box: int) -> int:
        """How many boxes this one overlaps."""
        left, right, half = self.board.left, self.board.right, self.board.half
        x, y = self.at[:, 0], self.at[:, 1]
        apart_x = (x - left >= x[box] + right[box] - 1e-6) | (x + right <= x[box] - left[box] + 1e-6)
        return int((~(apart_x | (np.abs(y - y[box]) >= half + half[box] - 1e-6))).sum()) - 1

    def _repack(self, box: int, size: int, movable: set[int]) -> None:
        """Lift a box that overlaps with its neighbours and lay them anew, close together, if that leaves less overlap."""
        away = np.hypot(self.at[:, 0] - self.at[box, 0], (self.at[:, 1] - self.at[box, 1]) * 2)
        near = [int(one) for one in np.argsort(away, kind="stable")[: 2 * size] if int(one) in movable][:size]
        before = sum(self._clashes(one) for one in near)
        points = {one: self.lift(one) for one in near}
        left = dict.fromkeys(near, 0)
        while left:
            one = min(left, key=lambda other: (self._choice(other), other))
            del left[one]
            self.lay(one, self.best(one, crowd=-0.02))
        if sum(self._clashes(one) for one in near) >= before:
            for one in near:
                self.lift(one)
            for one, point in points.items():
                self.lay(one, point)

    def _choice(self, box: int) -> float:
        """How many free places a box has in its cell, narrower boxes counting as if they had more."""
        free = int((self.board.overlaps(box, self._places[self.cells[box]][0]) == 0).sum())
        return free / float(self.board.left[box] + self.board.right[box])


def _cells(body: Body, x: Floats, y: Floats) -> tuple[Ints, Floats]:
    """The cell of each point (-1 the band, -2 none) and how deep it lies in there, in drawing units."""
    share, angle = body.polar(x, y)
    rims = np.array([inner for inner, _ in body.rings.values()] + list(body.band))
    lap = np.searchsorted(rims, share, side="right") - 1
    starts = np.array([start for start, _ in body.sectors.values()])
    turned = (angle - starts[0]) % 360.0
    sector = np.searchsorted(starts - starts[0], turned, side="right") - 1
    cell = np.where(lap < len(RINGS), sector * len(RINGS) + lap, -1)
    cell = np.where((lap < 0) | (lap > len(RINGS)), -2, cell)

    lap = np.clip(lap, 0, len(RINGS))
    unit = np.hypot(x - body.centre[0], y - body.centre[1]) / np.maximum(share, 1e-9)
    depth = np.minimum(share - rims[lap], rims[lap + 1] - share) * unit
    ends = np.append(starts[1:], starts[0] + 360.0) - starts[0]
    aside = np.minimum(turned - (starts - starts[0])[sector], ends[sector] - turned)
    aside = np.radians(aside) * share * min(body.axes)
    return cell.astype(np.int64), np.where(cell >= 0, np.minimum(depth, aside), depth)


def _places_in(body: Body, board: Board, wanted: Sequence[int]) -> dict[int, tuple[Ints, Floats]]:
    """Per cell the raster places, clear of its borders, and how near to a border each is: 0 far to 1 near."""
    x, y = board.points
    cells, depth = _cells(body, x, y)
    order = np.argsort(cells, kind="stable")
    found: dict[int, tuple[Ints, Floats]] = {}
    for cell in wanted:
        begin, end = np.searchsorted(cells[order], [cell, cell + 1])
        members = order[begin:end]
        for border in (_BORDER, 5.0, 2.0, 0.5):
            places = members[depth[members] >= border]
            if len(places) >= 12:
                break
        if not len(places):
            middle = body.middle(cell // len(RINGS), cell % len(RINGS))
            places = np.array([int(np.argmin(np.hypot(x - middle[0], y - middle[1])))])
        edge = np.clip(1 - (depth[places] - _BORDER) / _EDGE_AIR, 0, 1) ** 2
        found[cell] = places.astype(np.int64), edge
    return found
