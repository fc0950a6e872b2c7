"""Where everyone stands in the wijkweb figure: by life domain and involvement, without overlap, near their ties."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

from network.analysis.body import CITIZEN, RINGS, ROOMY, SECTORS, TITLE_SIZE, Body, Demand, make_body
from network.analysis.seats import Seating, seat

__all__ = [
    "RINGS",
    "SECTORS",
    "TITLE_SIZE",
    "FigureLayout",
    "FigureNode",
    "figure_layout",
    "initiative_points",
]

_TRIES, _SHIFTS = 12, 2
_GROWTH = 1.04
_SMALL = 40
_APART, _LABEL = 22.0, 110.0


@dataclass(frozen=True, slots=True)
class FigureNode:
    """A party to be placed, with the box of its marker and label in drawing units.

    With the marker's centre at (0, 0) the box spans x from `-left` to `width - left`, y from `-height / 2` to
    `height / 2`. A life domain that is not one of SECTORS waits in the band; an involvement that is not one of RINGS
    stands in the outermost ring.
    """

    id: str
    life_domain: str
    involvement: str
    width: float
    height: float
    left: float


@dataclass(frozen=True)
class FigureLayout:
    """A figure with everyone in it, in drawing units from the upper left corner.

    centre, axes: the ellipse. sectors: start and end angle per life domain, clockwise from 12 o'clock on the circle that
    the ellipse is stretched from (see `body`). rings: inner and outer share of the axes. band: where parties without
    life domain wait, likewise. titles: x, vertical middle and SVG text-anchor of each sector's title; its font size is
    `TITLE_SIZE * scale`. positions: each party's marker. made_for: the number of parties when the geometry was made.
    """

    width: float
    height: float
    centre: tuple[float, float]
    axes: tuple[float, float]
    sectors: dict[str, tuple[float, float]]
    rings: dict[str, tuple[float, float]]
    band: tuple[float, float]
    titles: dict[str, tuple[float, float, str]]
    positions: dict[str, tuple[float, float]]
    made_for: int

    @property
    def scale(self) -> float:
        """How much larger the drawing is than the smallest one; titles and rims grow with it, labels do not."""
        return self.body.scale

    @property
    def body(self) -> Body:
        """The geometry alone."""
        return Body(**{field.name: getattr(self, field.name) for field in fields(Body)})

    def to_dict(self) -> dict[str, Any]:
        """The layout as JSON-safe values, positions rounded to one decimal."""
        values: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        for name, value in values.items():
            if isinstance(value, tuple):
                values[name] = list(value)
            elif isinstance(value, dict):
                values[name] = {key: list(item) for key, item in value.items()}
        values["positions"] = {key: [round(x, 1), round(y, 1)] for key, (x, y) in self.positions.items()}
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The layout that `to_dict` wrote. Raises KeyError or TypeError when it is something else."""
        read: dict[str, Any] = {field.name: values[field.name] for field in fields(cls)}
        for name in ("centre", "axes", "band"):
            read[name] = tuple(read[name])
        for name in ("sectors", "rings", "titles", "positions"):
            read[name] = {key: tuple(item) for key, item in read[name].items()}
        return cls(**read)


def figure_layout(
    nodes: Sequence[FigureNode], ties: Sequence[tuple[str, str]], previous: FigureLayout | None = None
) -> FigureLayout:
    """Place everyone in the figure.

    nodes: the parties, in any order. ties: pairs of their ids; ties to oneself or to others than `nodes` are ignored.
    previous: the figure as people know it. Whoever was in it and is still in the same sector and ring keeps that very
    place, newcomers and those who changed get the best free one. Only when the number of parties has doubled since the
    geometry was made (in a small web: grown by half) is the figure made anew.
    Each marker stands in its own sector and ring; boxes do not overlap as long as there is room, and a new figure for up
    to a few hundred parties is made large enough. No parties: the figure alone. The same parties and ties give the same
    layout. Raises ValueError when two nodes have the same id.
    """
    ordered = sorted(nodes, key=lambda node: node.id)
    if len({node.id for node in ordered}) < len(ordered):
        raise ValueError("two nodes have the same id")
    index = {node.id: rank for rank, node in enumerate(ordered)}
    pairs = sorted({(min(a, b), max(a, b)) for a, b in ties if a != b and a in index and b in index})
    links = [(index[a], index[b]) for a, b in pairs]
    sizes = [(node.width, node.height, node.left) for node in ordered]
    cells = [cell_of(node) for node in ordered]

    if previous is not None and not _outgrown(len(ordered), previous.made_for):
        body, made_for = previous.body, previous.made_for
        known = [previous.positions.get(node.id) for node in ordered]
        seating = seat(body, sizes, cells, links, known)
    else:
        made_for = len(ordered)
        body, seating = _make(ordered, sizes, cells, links)
    positions = {node.id: seating.points[rank] for rank, node in enumerate(ordered)}
    return FigureLayout(
        **{field.name: getattr(body, field.name) for field in fields(Body)},
        positions=positions,
        made_for=made_for,
    )


_TURN = 64


def cell_of(node: FigureNode) -> tuple[int, int]:
    """The sector and ring a node belongs in, as indexes in SECTORS and RINGS; (-1, 0) is the band."""
    if node.life_domain not in SECTORS:
        return -1, 0
    ring = RINGS.index(node.involvement) if node.involvement in RINGS else len(RINGS) - 1
    return SECTORS.index(node.life_domain), ring


def initiative_points(
    layout: FigureLayout, participations: Mapping[str, Sequence[str]]
) -> dict[str, tuple[float, float]]:
    """A spot for each initiative, in the middle of those who take part.

    participations: the partner ids per initiative; partners that are not in the layout are passed over, and an
    initiative without any stands near the citizen. No two spots are the same, and none hides a marker or the citizen.
    """
    markers = list(layout.positions.values())
    spots: list[tuple[float, float]] = []
    points: dict[str, tuple[float, float]] = {}
    for initiative in sorted(participations):
        known = [
            layout.positions[partner] for partner in participations[initiative] if partner in layout.positions
        ]
        middle = layout.centre
        if known:
            middle = sum(x for x, _ in known) / len(known), sum(y for _, y in known) / len(known)
        points[initiative] = _free_spot(middle, markers, spots, layout.body)
        spots.append(points[initiative])
    return points


def _free_spot(
    middle: tuple[float, float],
    markers: Sequence[tuple[float, float]],
    spots: Sequence[tuple[float, float]],
    body: Body,
) -> tuple[float, float]:
    """The first point of a spiral around `middle` clear of the citizen, markers and spots, preferably of labels too."""
    across, down = np.array([*markers, *spots], dtype=float).reshape(-1, 2).T
    reach = np.where(np.arange(len(across)) < len(markers), _LABEL, _APART)
    least, spot = math.inf, middle
    last = 4 * len(across) + 80
    # A spiral costs more the farther out, so it may end at the first good find.
    for begin in range(0, last, _TURN):
        steps = np.arange(begin, min(begin + _TURN, last))
        radius, turn = _APART * 0.45 * np.sqrt(steps), steps * math.pi * (3 - math.sqrt(5))
        if radius[0] / 160.0 >= least:
            break
        x = np.clip(middle[0] + radius * np.cos(turn), _APART, body.width - _APART)
        y = np.clip(middle[1] + radius * np.sin(turn), _APART, body.height - _APART)
        near = (
            (across > x.min() - _LABEL)
            & (across < x.max() + _APART)
            & (np.abs(down - (y.min() + y.max()) / 2) < (y.max() - y.min()) / 2 + _APART)
        )
        right, off = x[:, None] - across[near], np.abs(y[:, None] - down[near])
        on_label = ((right > -_APART) & (right < reach[near]) & (off < _APART)).any(axis=1)
        on_marker = (np.hypot(right, off) < _APART).any(axis=1) | (body.polar(x, y)[0] < CITIZEN)
        cost = on_marker * 4.0 + on_label * 0.999 + radius / 160.0
        best = int(np.argmin(cost))
        if cost[best] < least:
            least, spot = float(cost[best]), (round(float(x[best]), 1), round(float(y[best]), 1))
    return spot


def _outgrown(count: int, made_for: int) -> bool:
    """Whether so many joined that the figure is better made anew."""
    return count >= (2 if made_for >= _SMALL else 1.5) * max(made_for, 0.5)


def _make(
    nodes: Sequence[FigureNode],
    sizes: Sequence[tuple[float, float, float]],
    cells: Sequence[tuple[int, int]],
    links: Sequence[tuple[int, int]],
) -> tuple[Body, Seating]:
    """A new figure: as long as boxes overlap, more room for their sectors and rings, and in the end a larger drawing."""
    demand = Demand(len(nodes))
    for node, cell in zip(nodes, cells, strict=True):
        demand.add(*cell, (node.width + 4) * (node.height + 4))
    best: tuple[Body, Seating] | None = None
    tries = _TRIES if len(nodes) <= 3 * ROOMY else 2
    for attempt in range(tries):
        body = make_body(demand, _GROWTH ** max(0, attempt - _SHIFTS))
        seating = seat(body, sizes, cells, links, [None] * len(nodes), hurry=attempt < tries - 1)
        if best is None or len(seating.overlapping) < len(best[1].overlapping):
            best = body, seating
        if not seating.overlapping:
            break
        for cell in {cells[box] for box in seating.overlapping}:
            demand.strain(*cell)
    assert best is not None  # noqa: S101 - there is always a first try
    return best
