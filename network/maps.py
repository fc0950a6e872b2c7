"""From a picture to the drawing library: the only place that knows pyvis.

pyvis' own `from_nx` is quadratic and its pages load from elsewhere, so its lists are filled here and
its library text is put into a page of our own.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from pyvis.edge import Edge as VisEdge
from pyvis.network import Network
from pyvis.node import Node as VisNode

from network.palette import INITIATIVE_COLOUR
from network.picture import Picture, shape_of
from network.services import DIAMOND_RADIUS

SHAPES = {"circle": "dot", "square": "square", "person": "triangle"}
PALE = "73"  # the opacity of 45 % that ends a colour
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "dragNodes": False, "keyboard": False, "hideEdgesOnDrag": True, "hideEdgesOnZoom": True},
    "edges": {"smooth": False, "color": {"color": "#9aa5b1", "highlight": "#1b1b1b", "hover": "#1b1b1b"}, "width": 1},
    "nodes": {"font": {"size": 12, "face": "sans-serif", "color": "#1b1b1b"}, "borderWidth": 1.5, "fixed": True},
}  # fmt: skip


def network_data(picture: Picture) -> dict[str, Any]:
    """Nodes, edges and options for vis-network: positions fixed, nothing moves by itself.

    Every node carries both positions: x, y of the network and fx, fy of the figure.
    """
    network = Network(cdn_resources="in_line")
    network.set_options(json.dumps(OPTIONS))
    network.nodes = [_party(node) for node in picture.nodes] + [
        _initiative(item) for item in picture.diamonds
    ]
    network.node_ids = [node["id"] for node in network.nodes]
    network.edges = [
        VisEdge(
            edge.source.party.id,
            edge.target.party.id,
            False,
            width=0.6 + 0.9 * (edge.strength - 1),
            dashes=edge.is_formal,
            title=edge.kind_labels,
        ).options
        for edge in picture.edges
    ] + [
        VisEdge(f"initiatief:{initiative}", partner, False, width=0.6, color="#b39a2d", title=role).options
        for initiative, partner, role in picture.participations
    ]
    nodes, edges, _heading, _height, _width, _options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": OPTIONS}


def _party(node: Any) -> dict[str, Any]:
    fill = "#ffffff" if node.is_guest else f"{node.colour}{PALE}" if node.unconfirmed else node.colour
    options: dict[str, Any] = VisNode(
        node.party.id,
        SHAPES[shape_of(node.party.form)],
        "\n".join(node.lines),
        title=node.description,
        x=node.nx,
        y=node.ny,
        size=node.radius,
        color={"background": fill, "border": node.colour},
        url=node.url,
        fx=node.x,
        fy=node.y,
    ).options
    if node.is_guest:
        options["shapeProperties"] = {"borderDashes": [4, 3]}
    if (
        node.unconfirmed
    ):  # the page draws a dotted ring around it: vis would thin a dashed border out of sight
        options["isOld"] = True
    return options


def _initiative(diamond: Any) -> dict[str, Any]:
    options: dict[str, Any] = VisNode(
        f"initiatief:{diamond.undertaking.id}",
        "diamond",
        "\n".join(diamond.lines),
        title=diamond.undertaking.label,
        x=diamond.nx,
        y=diamond.ny,
        size=DIAMOND_RADIUS,
        color={"background": "#f2d95c", "border": INITIATIVE_COLOUR},
        url=diamond.url,
        fx=diamond.x,
        fy=diamond.y,
    ).options
    return options


@cache
def library_text() -> tuple[str, str]:
    """The script and the style of vis-network, as pyvis brings them along."""
    folder = files("pyvis") / "templates/lib/vis-9.1.2"
    return (folder / "vis-network.min.js").read_text("utf-8"), (folder / "vis-network.css").read_text("utf-8")
