"""The wijkweb figure itself: ten sectors in the places of a human body, five rings, the citizen in the middle.

Angles are in degrees clockwise from 12 o'clock, measured on the circle of which the ellipse is a stretched copy: a point
at angle `t` and share `r` lies at `(x + r * a * sin t, y - r * b * cos t)`, with `a` and `b` the half-axes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from network.analysis.labels import text_width

Floats = NDArray[np.float64]

SECTORS = (
    "verenigingen",
    "kunst-en-cultuur",
    "eerstelijnszorg",
    "tweedelijnszorg",
    "veiligheid",
    "gemeente",
    "wonen",
    "ondernemers",
    "onderwijs",
    "levensbeschouwing",
)
"""The life domains clockwise from the one at 12 o'clock: head and heart, right hand, feet, left hand."""

RINGS = ("trekker", "keyspeler", "partner", "deelnemer", "bekend")
"""The degrees of involvement from the centre outwards."""

WIDTH, HEIGHT = 1600.0, 1130.0
ROOMY = 120
"""So many partners fit at ease in a drawing of WIDTH by HEIGHT; for more it grows with them."""

TITLE_SIZE = 18.0
"""The font size of a sector's title in a drawing of WIDTH by HEIGHT."""

MARGIN = 10.0
CITIZEN = 0.09
"""The share of the axes that stays free for the citizen in the middle."""

_LEAST_ANGLE, _MOST_ANGLE = 22.0, 105.0
_LEAST_RINGS = (0.15, 0.13, 0.12, 0.115, 0.115)
_MOST_TURN = 14.0


@dataclass(frozen=True)
class Body:
    """The geometry of a figure, in drawing units; the fields are those of `FigureLayout`."""

    width: float
    height: float
    centre: tuple[float, float]
    axes: tuple[float, float]
    sectors: dict[str, tuple[float, float]]
    rings: dict[str, tuple[float, float]]
    band: tuple[float, float]
    titles: dict[str, tuple[float, float, str]]

    @property
    def scale(self) -> float:
        """How much larger the drawing is than the smallest one."""
        return self.width / WIDTH

    def polar(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Share of the axes and angle in degrees (0 to 360) of points."""
        across, down = (x - self.centre[0]) / self.axes[0], (y - self.centre[1]) / self.axes[1]
        return np.hypot(across, down), np.degrees(np.arctan2(across, -down)) % 360.0

    def point(self, angle: float, share: float) -> tuple[float, float]:
        """The point at an angle and a share of the axes."""
        turn = math.radians(angle)
        return (
            self.centre[0] + share * self.axes[0] * math.sin(turn),
            self.centre[1] - share * self.axes[1] * math.cos(turn),
        )

    def to_ring(self, place: tuple[float, float], ring: str, other: str) -> tuple[float, float]:
        """The place as deep in another ring, at the same angle."""
        across, down = (place[0] - self.centre[0]) / self.axes[0], (place[1] - self.centre[1]) / self.axes[1]
        share = math.hypot(across, down)
        (inner, outer), (nearer, farther) = self.rings[ring], self.rings[other]
        depth = min(max((share - inner) / (outer - inner), 0.0), 1.0)
        grown = (nearer + depth * (farther - nearer)) / max(share, 1e-9)
        return (
            round(self.centre[0] + grown * across * self.axes[0], 1),
            round(self.centre[1] + grown * down * self.axes[1], 1),
        )

    def middle(self, sector: int, ring: int) -> tuple[float, float]:
        """The middle of a cell, by the indexes in SECTORS and RINGS; a negative sector is the top of the band."""
        if sector < 0:
            return self.point(0.0, sum(self.band) / 2)
        return self.point(sum(self.sectors[SECTORS[sector]]) / 2, sum(self.rings[RINGS[ring]]) / 2)

    def title_zones(self) -> list[tuple[float, float, float, float]]:
        """Left, top, right and bottom of the room kept for each title."""
        return [_title_zone(name, x, y, anchor, self.scale) for name, (x, y, anchor) in self.titles.items()]


@dataclass
class Demand:
    """The room that the parties in a figure ask, in square drawing units, per sector and ring in their order.

    waiting: what those without life domain ask. count: all parties. least_angles, least_rings: what every sector (in
    degrees) and ring (as a share of the axes) gets at the least.
    """

    count: int
    sectors: list[float] = field(default_factory=lambda: [0.0] * len(SECTORS))
    rings: list[float] = field(default_factory=lambda: [0.0] * len(RINGS))
    waiting: float = 0.0
    least_angles: list[float] = field(default_factory=lambda: [_LEAST_ANGLE] * len(SECTORS))
    least_rings: list[float] = field(default_factory=lambda: list(_LEAST_RINGS))

    def add(self, sector: int, ring: int, room: float) -> None:
        """One party more; a negative sector is the band."""
        if sector < 0:
            self.waiting += room
        else:
            self.sectors[sector] += room
            self.rings[ring] += room

    def strain(self, sector: int, ring: int) -> None:
        """A cell turned out too small: its sector and ring ask more."""
        if sector < 0:
            self.waiting *= 1.3
            return
        self.sectors[sector] *= 1.08
        self.rings[ring] *= 1.1
        if sum(self.least_angles) < 280.0:
            self.least_angles[sector] += 3.0
        if sum(self.least_rings) < 0.8:
            self.least_rings[ring] += 0.02


def make_body(demand: Demand, grow: float = 1.0) -> Body:
    """The figure that suits the parties in it; `grow` is extra size, 1 is none.

    A sector or ring where more is asked gets more, an empty one keeps a fair part; the body's places stay.
    """
    count, waiting = demand.count, demand.waiting
    scale = max(1.0, math.sqrt(count / ROOMY)) * grow
    width, height = round(WIDTH * scale), round(HEIGHT * scale)
    trust = min(1.0, count / 80)
    asked = sum(demand.sectors)
    thick = (
        1.05 if waiting <= 0 else min(1.4, max(1.13, math.sqrt(1 + 1.5 * waiting / max(asked, waiting, 1.0))))
    )
    sides = max(_title_width(name) for name in (*SECTORS[2:4], *SECTORS[7:9])) + 12 + MARGIN
    across, down = width / 2 - sides * scale, height / 2 - (TITLE_SIZE + 8 + 2 * MARGIN) * scale
    body = Body(
        width=width,
        height=height,
        centre=(width / 2, height / 2),
        axes=(round(across / thick, 1), round(down / thick, 1)),
        sectors=_sectors(np.array(demand.sectors), np.array(demand.least_angles), trust),
        rings=_rings(np.array(demand.rings), demand.least_rings, trust),
        band=(1.0, round(thick, 4)),
        titles={},
    )
    body.titles.update({name: _title(body, name) for name in SECTORS})
    return body


def _sectors(demand: Floats, least: Floats, trust: float) -> dict[str, tuple[float, float]]:
    """Start and end of each sector: by demand, as far as the body keeps its places."""
    even = np.full(len(SECTORS), 360.0 / len(SECTORS))
    ideal = _fill(demand, 360.0, least)
    for share in np.arange(trust, -0.01, -0.05):
        angles = share * ideal + (1 - share) * even
        middles = np.cumsum(angles) - angles / 2 - angles[0] / 2
        turn = (180.0 - middles[5]) / 2
        right, left = middles[3] - angles[3] / 2 + turn, middles[8] - angles[8] / 2 + turn
        hands = max(abs(right - 90.0), abs(left - 270.0))
        if abs(turn) <= _MOST_TURN and hands <= 2 * _MOST_TURN and angles.max() <= _MOST_ANGLE:
            break
    else:  # pragma: no cover - even sectors always pass
        turn = 0.0
    starts = np.round(np.cumsum(angles) - angles - angles[0] / 2 + turn, 2)
    ends = [*starts[1:], round(starts[0] + 360.0, 2)]
    return {name: (float(starts[i]), float(ends[i])) for i, name in enumerate(SECTORS)}


def _fill(demand: Floats, total: float, least: Floats) -> Floats:
    """Divide `total` in proportion to `demand`, with at least `least` for each."""
    if demand.sum() <= 0:
        return np.full(len(demand), total / len(demand))
    floor = np.zeros(len(demand), dtype=bool)
    while True:
        rest = total - least[floor].sum()
        parts = np.where(floor, least, rest * demand / max(demand[~floor].sum(), 1e-9))
        short = (parts < least) & ~floor
        if not short.any():
            return parts
        floor |= short


def _rings(demand: Floats, least: Sequence[float], trust: float) -> dict[str, tuple[float, float]]:
    """Inner and outer share of each ring: area by demand, never thinner than a marker with its name."""
    even = np.full(len(RINGS), (1 - CITIZEN) / len(RINGS))
    low, high = 0.0, 1.0 / max(float(demand.sum()), 1e-9) * 4
    thickness = even
    if demand.sum() > 0:
        for _ in range(60):
            middle = (low + high) / 2
            thickness = _thickness(demand * middle, least)
            low, high = (low, middle) if thickness.sum() > 1 - CITIZEN else (middle, high)
        thickness = thickness * (1 - CITIZEN) / thickness.sum()
    rims = np.round(CITIZEN + np.cumsum(trust * thickness + (1 - trust) * even), 4)
    rims[-1] = 1.0
    inner = [CITIZEN, *rims[:-1]]
    return {name: (float(inner[i]), float(rims[i])) for i, name in enumerate(RINGS)}


def _thickness(areas: Floats, least: Sequence[float]) -> Floats:
    """How thick rings of these areas are, from the citizen outwards."""
    inner, thickness = CITIZEN, []
    for area, thinnest in zip(areas, least, strict=True):
        thickness.append(max(thinnest, math.sqrt(inner * inner + float(area)) - inner))
        inner += thickness[-1]
    return np.array(thickness)


def _title_width(name: str) -> float:
    return text_width(name.replace("-", " ").capitalize(), TITLE_SIZE) * 1.06


def _title_zone(
    name: str, x: float, y: float, anchor: str, scale: float
) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the room of a title at (x, y), its vertical middle."""
    width, half = _title_width(name) * scale, TITLE_SIZE * 0.75 * scale
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return left, y - half, left + width, y + half


def _title(body: Body, name: str) -> tuple[float, float, str]:
    """Where the title of a sector stands: beside the middle of its rim, clear of the band, inside the drawing."""
    middle = sum(body.sectors[name]) / 2
    side = math.sin(math.radians(middle))
    anchor = "middle" if abs(side) < 0.25 else "start" if side > 0 else "end"
    share = body.band[1]
    for _ in range(200):
        x, y = body.point(middle, share)
        left, top, right, bottom = _title_zone(name, x, y, anchor, body.scale)
        near_x = min(max(body.centre[0], left - 6), right + 6)
        near_y = min(max(body.centre[1], top - 3), bottom + 3)
        reach, _angle = body.polar(np.array([near_x]), np.array([near_y]))
        if reach[0] >= body.band[1]:
            break
        share += 0.004
    x += max(MARGIN - left, 0.0) - max(right - (body.width - MARGIN), 0.0)
    y += max(MARGIN / 2 - top, 0.0) - max(bottom - (body.height - MARGIN / 2), 0.0)
    return round(x, 1), round(y, 1), anchor
