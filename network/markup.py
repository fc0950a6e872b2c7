"""The drawing and the list as markup: what a page shows of a picture, and nothing about who looks.

The templates here get a picture only, no request: so the outcome may be kept for everybody who sees the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from network.filters import WebFilter
from network.maps import network_data
from network.palette import DOMAIN_COLOURS
from network.picture import Edge, Node, Picture
from network.stencil import filled
from network.svg import drawing_geometry, part_paths, rings, sectors, tie_paths
from network.wording import words
from partners.models import LifeDomain

FEW = 12
"""A list of so many parties, or fewer, is not folded."""


@dataclass(frozen=True)
class Shown:
    """What a page shows of a picture: the drawing or the tables ready to send, and what stands around it."""

    title: str
    body: SafeString
    network_data: dict[str, Any] | None
    party_count: int
    tie_count: int
    guest_count: int
    old_count: int
    initiative_count: int
    initiatives: tuple[tuple[str, str], ...]
    sectors: tuple[tuple[str, str], ...]
    geometry: str


def shown_of(picture: Picture, form: WebFilter) -> Shown:
    """The page's part of a picture, in the view that is asked for."""
    view, day = form.view, form.day.isoformat()
    is_asked_for = bool(form.chosen("zoek") or form.chosen("initiatief"))
    body = (
        list_markup(picture, is_open=form.is_narrowed) if view == "lijst" else drawing_markup(picture, form)
    )
    return Shown(
        title=title_of(picture, day),
        body=body,
        network_data=network_data(picture) if view == "netwerk" else None,
        party_count=len(picture.nodes),
        tie_count=len(picture.edges),
        guest_count=picture.guest_count,
        old_count=picture.old_count,
        initiative_count=len(picture.initiatives),
        initiatives=tuple((item.undertaking.label, item.url) for item in picture.diamonds)
        if is_asked_for
        else (),
        sectors=tuple((words(LifeDomain)[domain], DOMAIN_COLOURS[domain]) for domain in LifeDomain.values),
        geometry=drawing_geometry(picture.drawing),
    )


def drawing_markup(picture: Picture, form: WebFilter, *, is_file: bool = False) -> SafeString:
    """The SVG of the figure or the network; the figure shows initiatives only when they are asked for."""
    view = form.view
    shows_initiatives = view != "wijkweb" or form.chosen("zoek") or form.chosen("initiatief")
    layout = picture.drawing.force if view == "netwerk" else picture.drawing.figure
    context = {
        "view": view,
        "width": round(layout.width),
        "height": round(layout.height),
        "fit": _extent(picture, view),
        "centre": picture.drawing.figure.centre,
        "sectors": sectors(picture),
        "rings": rings(picture),
        "ties": tie_paths(picture, view),
        "parts": part_paths(picture) if view == "netwerk" else "",
        "diamonds": picture.diamonds if shows_initiatives else (),
        "nodes": _joined(_node(node, view) for node in picture.nodes),
        "title": title_of(picture, form.day.isoformat()),
        "is_file": is_file,
    }
    return render_to_string("network/_drawing.html", context)


def list_markup(picture: Picture, *, is_open: bool = False) -> SafeString:
    """The tables of parties per life domain, of ties and of initiatives; folded, unless few are left or it is asked."""
    context = {
        "is_open": is_open or len(picture.nodes) <= FEW,
        "domains": list(_domains(picture)),
        "ties": _joined(map(_tie_row, picture.edges)),
        "tie_count": len(picture.edges),
        "initiatives": picture.diamonds,
    }
    return render_to_string("network/_list.html", context)


def _domains(picture: Picture) -> Iterator[dict[str, Any]]:
    """Each life domain in which somebody is, with its rows; the parties stand in that order."""
    for label, group in groupby(picture.nodes, key=lambda node: node.domain_label):
        nodes = list(group)
        yield {
            "slug": nodes[0].party.life_domain or "unknown",
            "label": label,
            "count": len(nodes),
            "rows": _joined(map(_party_row, nodes)),
        }


def title_of(picture: Picture, day: str) -> str:
    return _("Wijkweb of %(kern)s on %(day)s") % {"kern": picture.drawing.kern, "day": day}


def _joined(parts: Any) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - made by templates


def _node(node: Node, view: str) -> SafeString:
    x, y = (node.nx, node.ny) if view == "netwerk" else (node.x, node.y)
    values = {
        "id": node.party.id,
        "url": node.url,
        "near": " ".join(map(str, node.neighbours)),
        "description": node.description,
        "x": x,
        "y": y,
        "colour": node.colour,
        "scale": node.scale,
        "size": node.size,
        "side": node.side,
        "radius": node.radius,
        "label_x": node.label_x,
        "age_radius": round(node.radius + 3.5, 1),
        "first": node.lines[0] if node.lines else "",
        "second": node.lines[1] if len(node.lines) > 1 else "",
    }
    return filled(
        "network/_node.html",
        values,
        form=node.party.form,
        is_guest=node.is_guest,
        is_old=bool(node.unconfirmed),
        is_off=not node.has_room,
        line_count=len(node.lines),
    )


def _party_row(node: Node) -> SafeString:
    values = {
        "id": node.party.id,
        "url": node.url,
        "label": node.party.label,
        "kind": node.kind_label,
        "layer": node.layer_label,
        "involvement": node.involvement_label,
        "kern": node.party.kern_name,
        "degree": node.degree,
        "unconfirmed": node.unconfirmed,
    }
    return filled("network/_list_party.html", values, is_guest=node.is_guest, is_old=bool(node.unconfirmed))


def _tie_row(edge: Edge) -> SafeString:
    values = {
        "one": edge.source.party.label,
        "other": edge.target.party.label,
        "kinds": edge.kind_labels,
        "strength": edge.strength,
    }
    return filled("network/_list_tie.html", values)


def _extent(picture: Picture, view: str) -> list[int]:
    """The part of the drawing that must be in sight: left, top, width, height."""
    if view == "netwerk":
        return [0, 0, round(picture.drawing.force.width), round(picture.drawing.force.height)]
    layout = picture.drawing.figure
    half_width, half_height = layout.axes[0] * layout.band[1], layout.axes[1] * layout.band[1]
    left, top = layout.centre[0] - half_width, layout.centre[1] - half_height
    return [round(left), round(top), round(2 * half_width), round(2 * half_height)]
