"""The selection of a web as plain values for a template, JSON or the drawing library."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.models import Phase
from network.analysis.figure import initiative_points
from network.analysis.labels import Box, labels_with_room, wrap_label
from network.analysis.web import BELONGS_TO, Web, initiative_node
from network.filters import WebFilter
from network.palette import DOMAIN_COLOURS, FORMAL_KINDS
from network.services import DIAMOND_RADIUS, GAP, Drawing, label_box, marker_radius
from network.source import Party, Undertaking
from network.wording import address, words
from partners.models import Involvement, Layer, LifeDomain, PartnerForm, PartnerKind, RelationKind

KIND_LABELS = {**dict(RelationKind.choices), BELONGS_TO: gettext_lazy("belongs to")}
OTHER_DOMAIN = len(LifeDomain)  # after all domains: who has none
Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A party on the map.

    x, y: its place in the figure, nx, ny: in the network, both in drawing units; `radius` is half its marker's size.
    neighbours: the `index` of each party that it is tied to. lines: its name as it is broken. has_room: whether the
    name can stand beside it on paper. unconfirmed: how old its record is, in words, when it is old and that may be shown.
    """

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
    has_room: bool
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
    has_room: bool

    @property
    def url(self) -> str:
        return address("initiative_detail", self.undertaking.id)

    @property
    def phase_label(self) -> str:
        return str(Phase(self.undertaking.phase).label)


@dataclass(frozen=True)
class Picture:
    """Everything that is shown of a kern's web for one selection.

    participations: initiative, partner and role of each part between what is shown. readable: the nodes whose names
    have room beside them on paper.
    """

    drawing: Drawing
    web: Web
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    initiatives: tuple[str, ...]
    readable: frozenset[str]
    participations: tuple[tuple[str, str, str], ...]

    @cached_property
    def diamonds(self) -> tuple[Diamond, ...]:
        """The initiatives with their spots; the figure does not show them unasked, so they are found when asked for."""
        return _diamonds(self.drawing, self.web, self.initiatives, self.readable)

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
    readable = _readable(drawing, web, shown, initiatives, form.view)
    nodes = _nodes(drawing, web, shown, readable, _ages(drawing) if shows_age else {})
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
    return Picture(drawing, web, nodes, edges, tuple(initiatives), readable, participations)


def _ages(drawing: Drawing) -> dict[str, str]:
    """In words how long each party whose record is old was not confirmed."""
    never = _("never confirmed yet")
    return {
        slug: _("not confirmed since %(day)s") % {"day": date_format(day, "j F Y")} if day else never
        for slug, day in drawing.source.old.items()
    }


def _readable(
    drawing: Drawing, web: Web, shown: list[str], initiatives: list[str], view: str
) -> frozenset[str]:
    """The nodes of this view whose names have room beside them on paper; on a screen a script places the names."""
    if view == "lijst":
        return frozenset()
    parties = drawing.source.parties_on(web.day)
    degree = dict(web.partners.degree())
    if view == "netwerk":
        place = drawing.force.positions
        labels = {
            initiative_node(slug): (drawing.source.undertakings[slug].label, DIAMOND_RADIUS)
            for slug in initiatives
        }
    else:
        place = {node: place_on(drawing, parties[node]) for node in shown}
        labels = {}
    labels |= {node: (parties[node].label, marker_radius(degree[node])) for node in shown}
    boxes = {node: Box(*place[node], *label_box(label, radius)) for node, (label, radius) in labels.items()}
    return labels_with_room(boxes, {node: float(degree.get(node, 0)) for node in boxes})


def _nodes(
    drawing: Drawing, web: Web, shown: list[str], readable: frozenset[str], ages: dict[str, str]
) -> tuple[Node, ...]:
    present, force = drawing.source.parties_on(web.day), drawing.force.positions
    order = {domain: place for place, domain in enumerate(LifeDomain.values)}
    rings = {ring: place for place, ring in enumerate(reversed(Involvement.values))}
    parties = sorted(
        (present[node] for node in shown),
        key=lambda party: (
            order.get(party.life_domain, OTHER_DOMAIN),
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
            has_room=party.id in readable,
            unconfirmed=ages.get(party.id, ""),
        )
        for party in parties
    )


def _diamonds(
    drawing: Drawing, web: Web, initiatives: tuple[str, ...], readable: frozenset[str]
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
            has_room=initiative_node(slug) in readable,
        )
        for slug in initiatives
    )


def place_on(drawing: Drawing, party: Party) -> Point:
    """Where a party stands with the involvement that it has here.

    The layout knows today's ring. With another one, on a day in the past, the party stands in that ring, at its own
    angle and as deep in it; all others keep their places, so two may then lie on each other.
    """
    place, now = drawing.figure.positions[party.id], drawing.source.parties[party.id]
    if party.involvement == now.involvement or not now.life_domain:
        return place
    return drawing.figure.body.to_ring(place, now.involvement, party.involvement)


def shape_of(form: str) -> str:
    """The name of the marker for a sort of party."""
    return {PartnerForm.GROUP: "square", PartnerForm.PERSON: "person"}.get(PartnerForm(form), "circle")
