"""What the drawing in SVG needs besides the parties: ties, sectors, rings, and the figure in numbers."""

import json
from typing import Any

from network.analysis.body import Body
from network.analysis.figure import FigureLayout
from network.analysis.labels import text_width
from network.palette import DOMAIN_COLOURS
from network.picture import Edge, Picture
from network.services import Drawing
from partners.models import Involvement, LifeDomain

Point = tuple[float, float]
SMALL_SCREEN_TITLE = 52.0
"""The font size of a sector's title where a narrow screen without scripts shows the whole drawing, in units of WIDTH."""


def tie_paths(picture: Picture, view: str) -> list[dict[str, Any]]:
    """The ties gathered in a path per strength and sort of line: few elements, quickly drawn."""
    centre = picture.drawing.figure.centre
    gathered: dict[tuple[int, bool], list[str]] = {}
    for edge in picture.edges:
        one, other = _ends(edge, view)
        gathered.setdefault((edge.strength, edge.is_formal), []).append(_line(one, other, centre, view))
    return [
        {
            "strength": strength,
            "is_formal": is_formal,
            "width": 0.6 + 0.7 * (strength - 1),
            "d": "".join(lines),
        }
        for (strength, is_formal), lines in sorted(gathered.items())
    ]


def part_paths(picture: Picture) -> str:
    """The lines of the network view from initiatives to who takes part in them."""
    spots = {node.party.id: (node.nx, node.ny) for node in picture.nodes}
    centres = {item.undertaking.id: (item.nx, item.ny) for item in picture.diamonds}
    return "".join(
        _line(centres[initiative], spots[partner], (0.0, 0.0), "netwerk")
        for initiative, partner, _role in picture.participations
    )


def _ends(edge: Edge, view: str) -> tuple[Point, Point]:
    if view == "netwerk":
        return (edge.source.nx, edge.source.ny), (edge.target.nx, edge.target.ny)
    return (edge.source.x, edge.source.y), (edge.target.x, edge.target.y)


def _line(one: Point, other: Point, centre: Point, view: str) -> str:
    """A straight line in the network; in the figure bent a little towards the citizen in the middle."""
    if view == "netwerk":
        return f"M{one[0]:.0f} {one[1]:.0f}L{other[0]:.0f} {other[1]:.0f}"
    bend = [0.8 * (a + b) / 2 + 0.2 * c for a, b, c in zip(one, other, centre, strict=True)]
    return f"M{one[0]:.0f} {one[1]:.0f}Q{bend[0]:.0f} {bend[1]:.0f} {other[0]:.0f} {other[1]:.0f}"


def sectors(picture: Picture) -> list[dict[str, Any]]:
    """The ten sectors with their outline, title, colour and number of parties; an empty one stays."""
    layout = picture.drawing.figure
    counts: dict[str, int] = {}
    for node in picture.nodes:
        counts[node.party.life_domain] = counts.get(node.party.life_domain, 0) + 1
    present = {picture.drawing.source.parties[node].life_domain for node in picture.web.partners}
    labels, body = dict(LifeDomain.choices), layout.body
    found = []
    for domain in LifeDomain.values:  # a database may give the stored sectors back in another order
        start, end = layout.sectors[domain]
        x, y, anchor = layout.titles[domain]
        found.append(
            {
                "slug": domain,
                "label": labels[domain],
                "count": counts.get(domain, 0),
                "is_empty": domain not in present,
                "colour": DOMAIN_COLOURS[domain],
                "d": _wedge(body, start, end),
                "x": round(x, 1),
                "y": round(y, 1),
                "anchor": anchor,
                "small": _small_screen_title(layout, str(labels[domain]), x, y, anchor),
            }
        )
    return found


def _small_screen_title(
    layout: FigureLayout, label: str, x: float, y: float, anchor: str
) -> dict[str, float]:
    """Where a title begins that is large against the drawing: as near its own spot as the edges allow."""
    size = SMALL_SCREEN_TITLE * layout.body.scale
    width = text_width(label, size)
    left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    edge = size / 5
    return {
        "x": round(min(max(left, edge), layout.width - width - edge), 1),
        "y": round(min(max(y, size), layout.height - size / 2), 1),
        "size": round(size, 1),
    }


def _wedge(body: Body, start: float, end: float) -> str:
    """A sector as a path: from the centre along the rim in twelve straight pieces."""
    steps = 12
    rim = [body.point(start + (end - start) * step / steps, 1.0) for step in range(steps + 1)]
    corners = "L".join(f"{x:.0f} {y:.0f}" for x, y in rim)
    return f"M{body.centre[0]:.0f} {body.centre[1]:.0f}L{corners}Z"


def rings(picture: Picture) -> list[dict[str, Any]]:
    """The five rings from the rim to the centre, each with its half-axes and the spot of its name."""
    layout = picture.drawing.figure
    body, angle = layout.body, layout.sectors["eerstelijnszorg"][0]
    found = []
    for ring, (inner, outer) in sorted(layout.rings.items(), key=lambda item: -item[1][1]):
        x, y = body.point(angle, (inner + outer) / 2)
        found.append(
            {
                "label": Involvement(ring).label,
                "rx": round(layout.axes[0] * outer, 1),
                "ry": round(layout.axes[1] * outer, 1),
                "x": round(x, 1),
                "y": round(y, 1),
            }
        )
    return found


def drawing_geometry(drawing: Drawing) -> str:
    """The figure in numbers, for the script that turns a point into a sector and a ring: JSON."""
    layout = drawing.figure
    return json.dumps(
        {
            "centre": layout.centre,
            "axes": layout.axes,
            "sectors": {name: layout.sectors[name] for name in LifeDomain.values},
            "rings": {name: layout.rings[name] for name in reversed(Involvement.values)},
            "band": layout.band,
        }
    )
