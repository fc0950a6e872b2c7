"""Small line charts: values on days become points in a drawing. Pure; a template draws them as SVG.

Every chart stands beside the same numbers in words or in a table: a line is never the only way to know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

Value = tuple[date, float | None]


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing, with the day and the value that it stands for."""

    x: float
    y: float
    day: date
    value: float


@dataclass(frozen=True, slots=True)
class LineChart:
    """What a template needs to draw a line: the size, the points, and the unbroken stretches between them.

    paths: one SVG path for each stretch; where a value cannot be said the line is broken, never drawn as zero.
    low, high: the values at the bottom and the top. first, last: the days at the left and the right. scale: those two
    values in words, the top first; one when they are the same, none when nobody asked for words.
    """

    width: int
    height: int
    points: tuple[Point, ...]
    paths: tuple[str, ...]
    low: float
    high: float
    first: date
    last: date
    scale: tuple[str, ...] = ()

    def height_of(self, value: float) -> float:
        """How far from the top a value lies, for who draws a line at it."""
        return _y(value, self.low, self.high, self.height)

    @property
    def edges(self) -> tuple[str, ...]:
        """The lines at the top and the bottom of the scale as SVG paths; one in the middle when it has one value."""
        heights = dict.fromkeys((self.height_of(self.high), self.height_of(self.low)))
        return tuple(f"M{_x(0, self.width):g} {y:g} H{_x(1, self.width):g}" for y in heights)

    @property
    def years(self) -> tuple[tuple[float, int], ...]:
        """Where each first of January lies, for who wants marks on the axis of time."""
        span = (self.last - self.first).days or 1
        days = [date(year, 1, 1) for year in range(self.first.year, self.last.year + 1)]
        inside = [day for day in days if self.first <= day <= self.last]
        return tuple((round(_x((day - self.first).days / span, self.width), 1), day.year) for day in inside)


MARGIN = 4


def nice_top(value: float) -> float:
    """The first round number from `value` on (1, 2, 2.5, 5, 10, 20 ...), as the top of a scale; 1 when there is nothing."""
    size = 1.0
    while size < value:
        size *= 10
    while size > 1 and size / 10 >= value:
        size /= 10
    return next(
        size * part for part in (0.1, 0.2, 0.25, 0.5, 1.0) if size * part >= value and size * part >= 1
    )


def line_chart(
    values: Sequence[Value],
    *,
    width: int = 160,
    height: int = 40,
    low: float | None = None,
    high: float | None = None,
    stepped: bool = False,
    since: date | None = None,
    until: date | None = None,
    words: Callable[[float], str] | None = None,
) -> LineChart | None:
    """A line through values on days; None when there is no value to draw.

    values: day and value, the earliest first; None is a day on which it cannot be said. low, high: the ends of the scale;
    without them the values themselves decide, and a line that never moves lies in the middle. stepped: a value holds
    until the next one (a rung), instead of sloping towards it. since, until: the days at the left and the right end, when
    the values themselves begin later or end earlier; a stepped line runs on to the right end. Charts with the same low, high,
    since and until can be compared by eye. words: how a value is written beside the scale.
    """
    known = [(day, value) for day, value in values if value is not None]
    if not known:
        return None
    first, last = min(known[0][0], since or known[0][0]), max(known[-1][0], until or known[-1][0])
    bottom = min(value for _day, value in known) if low is None else low
    top = max(value for _day, value in known) if high is None else high

    def place(day: date, value: float) -> Point:
        along = (day - first).days / ((last - first).days or 1)
        return Point(round(_x(along, width), 1), _y(value, bottom, top, height), day, value)

    points = tuple(place(day, value) for day, value in known)
    paths = tuple(_path(stretch, stepped) for stretch in _stretches(values, points))
    if stepped and last > points[-1].day:
        paths = (*paths[:-1], f"{paths[-1]} H{_x(1, width):g}")
    scale = tuple(dict.fromkeys((words(top), words(bottom)))) if words else ()
    return LineChart(width, height, points, paths, bottom, top, first, last, scale)


def _x(along: float, width: int) -> float:
    return MARGIN + along * (width - 2 * MARGIN)


def _y(value: float, low: float, high: float, height: int) -> float:
    up = (value - low) / (high - low) if high > low else 0.5
    return round(height - MARGIN - up * (height - 2 * MARGIN), 1)


def _stretches(values: Sequence[Value], points: Sequence[Point]) -> list[list[Point]]:
    """The points that follow each other without a day between them of which the value is unknown."""
    found: list[list[Point]] = []
    rest, is_broken = iter(points), True
    for _day, value in values:
        if value is None:
            is_broken = True
            continue
        if is_broken:
            found.append([])
        found[-1].append(next(rest))
        is_broken = False
    return found


def _path(points: Sequence[Point], stepped: bool) -> str:
    first, *others = points
    steps = [f"H{one.x:g} V{one.y:g}" if stepped else f"L{one.x:g} {one.y:g}" for one in others]
    return " ".join([f"M{first.x:g} {first.y:g}", *steps])
