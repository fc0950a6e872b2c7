"""The selection of a web as plain values for a template, JSON or the drawing library."""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from math import cos, radians, sin
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from initiatives.models import Phase
from network.analysis.figure import initiative_points
from network.analysis.labels import Box, label_levels, wrap_label
from network.analysis.web import Web, initiative_node
from network.filters import WebFilter
from network.palette import DOMAIN_COLOURS, FORMAL_KINDS, LEVEL_AT_FULL_SIZE, SCALES
from network.services import GAP, Drawing, label_box, marker_radius
from network.source import Party, Undertaking
from partners.models import Involvement, Layer, LifeDomain, PartnerForm, PartnerKind, RelationKind

KIND_LABELS = {**dict(RelationKind.choices), "hoort-bij": gettext_lazy("belongs to")}
MEMBERSHIP = "hoort-bij"
Point = tuple[float, float]


@cache
def _words(_language: str | None, choices: Any) -> dict[str, str]:
    """The labels of choices as plain text: a map asks for them thousands of times."""
    return {value: str(label) for value, label in choices.choices}


def words(choices: Any) -> dict[str, str]:
    return _words(get_language(), choices)


@cache
def _address(name: str) -> tuple[str, str]:
    before, _slug, after = reverse(name, args=["_"]).rpartition("_")
    return before, after


def address(name: str, slug: str) -> str:
    """What `reverse` gives for a short name, looked up once: a short name needs no escaping."""
    before, after = _address(name)
    return f"{before}{slug}{after}"


@dataclass(frozen=True)
class Node:
    """A party on the map. `unconfirmed` says how old its record is, when it is old and that may be shown."""

    index: int
    party: Party
    x: float
    y: float
    nx: float
    ny: float
    radius: float
    degree: int
    is_guest: bool
    neighbours: tuple[int, ...]
    lines: tuple[str, ...]
    level: int
    unconfirmed: str = ""

    @property
    def url(self) -> str:
        return address("partner_detail", self.party.id)

    @property
    def colour(self) -> str:
        return DOMAIN_COLOURS.get(self.party.life_domain, DOMAIN_COLOURS[""])

    @property
    def label_x(self) -> float:
        return round(self.radius + GAP, 1)

    @property
    def size(self) -> float:
        return round(self.radius * 0.9, 1)

    @property
    def side(self) -> float:
        return round(2 * self.size, 1)

    @property
    def scale(self) -> float:
        return round(self.radius / 8, 2)

    @property
    def kind_label(self) -> str:
        return words(PartnerKind)[self.party.kind]

    @property
    def domain_label(self) -> str:
        return words(LifeDomain).get(self.party.life_domain) or _("unknown")

    @property
    def layer_label(self) -> str:
        return words(Layer).get(self.party.layer) or _("unknown")

    @property
    def involvement_label(self) -> str:
        return words(Involvement)[self.party.involvement]

    @property
    def is_hidden_at_full_size(self) -> bool:
        return self.level > LEVEL_AT_FULL_SIZE

    @property
    def description(self) -> str:
        """What a screen reader says: the name and what colour, ring, dashes and lines tell the eye."""
        parts = [
            self.party.label,
            words(LifeDomain).get(self.party.life_domain) or _("life domain unknown"),
            self.involvement_label,
            ngettext("%(count)d tie", "%(count)d ties", self.degree) % {"count": self.degree},
        ]
        if self.is_guest:
            parts.append(_("guest from elsewhere"))
        if self.unconfirmed:
            parts.append(self.unconfirmed)
        return ", ".join(parts)


@dataclass(frozen=True)
class Edge:
    """A related pair."""

    source: Node
    target: Node
    kinds: tuple[str, ...]
    strength: int

    @property
    def is_formal(self) -> bool:
        return set(self.kinds) <= FORMAL_KINDS

    @property
    def kind_labels(self) -> str:
        return ", ".join(str(KIND_LABELS[kind]) for kind in self.kinds)


@dataclass(frozen=True)
class Diamond:
    """An initiative on the map."""

    undertaking: Undertaking
    x: float
    y: float
    nx: float
    ny: float
    lines: tuple[str, ...]
    level: int

    @property
    def url(self) -> str:
        return address("initiative_detail", self.undertaking.id)

    @property
    def is_hidden_at_full_size(self) -> bool:
        return self.level > LEVEL_AT_FULL_SIZE

    @property
    def phase_label(self) -> str:
        return str(Phase(self.undertaking.phase).label)


@dataclass(frozen=True)
class Picture:
    """Everything that is shown of a kern's web for one selection."""

    drawing: Drawing
    web: Web
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    initiatives: tuple[str, ...]
    levels: dict[str, int]
    participations: tuple[tuple[str, str, str], ...]

    @cached_property
    def diamonds(self) -> tuple[Diamond, ...]:
        """The initiatives with their spots; the figure does not show them unasked, so they are found when asked for."""
        return _diamonds(self.drawing, self.web, self.initiatives, self.levels)

    @property
    def guest_count(self) -> int:
        return sum(node.is_guest for node in self.nodes)

    @property
    def old_count(self) -> int:
        return sum(bool(node.unconfirmed) for node in self.nodes)


def picture_of(drawing: Drawing, form: WebFilter, *, shows_age: bool = False) -> Picture:
    """Take from a drawing what the selection asks for; shows_age: mark the parties whose record is old today."""
    web = drawing.web_on(form.day)
    shown = form.partners_in(web)
    initiatives = form.initiatives_in(web, set(shown))
    levels = _levels(drawing, web, shown, initiatives, form.view)
    nodes = _nodes(drawing, web, shown, levels, _ages(drawing) if shows_age else {})
    by_id = {node.party.id: node for node in nodes}
    edges = tuple(
        Edge(by_id[one], by_id[other], data["kinds"], data["strength"])
        for one, other, data in web.partners.edges(data=True)
        if one in by_id and other in by_id
    )
    asked_for = set(initiatives)
    participations = tuple(
        (item.initiative, item.partner, item.role)
        for item in web.participations
        if item.partner in by_id and item.initiative in asked_for
    )
    return Picture(drawing, web, nodes, edges, tuple(initiatives), levels, participations)


def _ages(drawing: Drawing) -> dict[str, str]:
    """In words how long each party whose record is old was not confirmed."""
    never = _("never confirmed yet")
    return {
        slug: _("not confirmed since %(day)s") % {"day": date_format(day, "j F Y")} if day else never
        for slug, day in drawing.source.old.items()
    }


def _levels(
    drawing: Drawing, web: Web, shown: list[str], initiatives: list[str], view: str
) -> dict[str, int]:
    """From which zoom step each label has room, per node of the view."""
    parties = drawing.source.parties_on(web.day)
    degree = dict(web.partners.degree())
    if view == "netwerk":
        place, box_of = drawing.force.positions, label_box
        labels = {
            initiative_node(slug): (drawing.source.undertakings[slug].label, 8.0) for slug in initiatives
        }
    else:
        place = {node: place_on(drawing, parties[node]) for node in shown}
        box_of, labels = label_box, {}
    labels |= {node: (parties[node].label, marker_radius(degree[node])) for node in shown}
    boxes = {node: Box(*place[node], *box_of(label, radius)) for node, (label, radius) in labels.items()}
    return label_levels(boxes, {node: float(degree.get(node, 0)) for node in boxes}, SCALES)


def _nodes(
    drawing: Drawing, web: Web, shown: list[str], levels: dict[str, int], ages: dict[str, str]
) -> tuple[Node, ...]:
    present, force = drawing.source.parties_on(web.day), drawing.force.positions
    order = {domain: place for place, domain in enumerate(LifeDomain.values)}
    rings = {ring: place for place, ring in enumerate(reversed(Involvement.values))}
    parties = sorted(
        (present[node] for node in shown),
        key=lambda party: (
            order.get(party.life_domain, 99),
            rings[party.involvement],
            party.search_name,
            party.id,
        ),
    )
    index = {party.id: place for place, party in enumerate(parties)}
    spots = {party.id: place_on(drawing, party) for party in parties}
    degree = dict(web.partners.degree())
    return tuple(
        Node(
            index=index[party.id],
            party=party,
            x=spots[party.id][0],
            y=spots[party.id][1],
            nx=force[party.id][0],
            ny=force[party.id][1],
            radius=round(marker_radius(degree[party.id]), 1),
            degree=degree[party.id],
            is_guest=party.id in web.guests,
            neighbours=tuple(sorted(index[other] for other in web.partners[party.id] if other in index)),
            lines=wrap_label(party.label),
            level=levels[party.id],
            unconfirmed=ages.get(party.id, ""),
        )
        for party in parties
    )


def _diamonds(
    drawing: Drawing, web: Web, initiatives: tuple[str, ...], levels: dict[str, int]
) -> tuple[Diamond, ...]:
    taking_part: dict[str, list[str]] = {slug: [] for slug in web.initiatives}
    for item in web.participations:
        if item.initiative in taking_part and item.partner in drawing.figure.positions:
            taking_part[item.initiative].append(item.partner)
    spots = initiative_points(drawing.figure, taking_part)
    return tuple(
        Diamond(
            drawing.source.undertakings[slug],
            *spots[slug],
            *drawing.force.positions[initiative_node(slug)],
            lines=wrap_label(drawing.source.undertakings[slug].label),
            level=levels.get(initiative_node(slug), 0),
        )
        for slug in initiatives
    )


def as_data(picture: Picture, day: str) -> dict[str, Any]:
    """The web as plain data, ids as in the package."""
    return {
        "kern": picture.drawing.kern.slug,
        "dag": day,
        "nodes": [
            {
                "id": node.party.id,
                "label": node.party.label,
                "soort": node.party.kind,
                "levensgebied": node.party.life_domain or None,
                "laag": node.party.layer or None,
                "betrokkenheid": node.party.involvement,
                "gast": node.is_guest,
                "x": node.x,
                "y": node.y,
                "nx": node.nx,
                "ny": node.ny,
                "url": node.url,
            }
            for node in picture.nodes
        ],
        "edges": [
            {
                "van": edge.source.party.id,
                "naar": edge.target.party.id,
                "soorten": list(edge.kinds),
                "sterkte": edge.strength,
            }
            for edge in picture.edges
        ],
        "initiatieven": [
            {
                "id": diamond.undertaking.id,
                "label": diamond.undertaking.label,
                "fase": diamond.undertaking.phase,
                "x": diamond.x,
                "y": diamond.y,
                "nx": diamond.nx,
                "ny": diamond.ny,
                "url": diamond.url,
            }
            for diamond in picture.diamonds
        ],
        "deelnames": [
            {"initiatief": initiative, "partij": partner, "rol": role}
            for initiative, partner, role in picture.participations
        ],
    }


# --- what the drawing in SVG needs besides the nodes ------------------------------------------------


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
    labels = dict(LifeDomain.choices)
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
                "d": _wedge(layout.centre, layout.axes, start, end),
                "x": round(x, 1),
                "y": round(y, 1),
                "anchor": anchor,
            }
        )
    return found


def _point(centre: Point, axes: Point, angle: float, share: float = 1.0) -> Point:
    """The point at `angle` degrees clockwise from twelve o'clock."""
    return (
        centre[0] + share * axes[0] * sin(radians(angle)),
        centre[1] - share * axes[1] * cos(radians(angle)),
    )


def _wedge(centre: Point, axes: Point, start: float, end: float) -> str:
    steps = 12
    rim = [_point(centre, axes, start + (end - start) * step / steps) for step in range(steps + 1)]
    corners = "L".join(f"{x:.0f} {y:.0f}" for x, y in rim)
    return f"M{centre[0]:.0f} {centre[1]:.0f}L{corners}Z"


def rings(picture: Picture) -> list[dict[str, Any]]:
    """The five rings from the rim to the centre, each with its half-axes and the spot of its name."""
    layout = picture.drawing.figure
    angle = layout.sectors["eerstelijnszorg"][0]
    found = []
    for ring, (inner, outer) in sorted(layout.rings.items(), key=lambda item: -item[1][1]):
        x, y = _point(layout.centre, layout.axes, angle, (inner + outer) / 2)
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


def place_on(drawing: Drawing, party: Party) -> Point:
    """Where a party stands with the involvement that it has here.

    The layout knows today's ring. With another one, on a day in the past, the party stands in that ring, at its own
    angle and as deep in it; all others keep their places, so two may then lie on each other.
    """
    place, now = drawing.figure.positions[party.id], drawing.source.parties[party.id]
    if party.involvement == now.involvement or not now.life_domain:
        return place
    return drawing.figure.body.to_ring(place, now.involvement, party.involvement)


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


def shape_of(form: str) -> str:
    """The name of the marker for a sort of party."""
    return {PartnerForm.GROUP: "square", PartnerForm.PERSON: "person"}.get(PartnerForm(form), "circle")
