"""The force-directed view: who is tied lies together, and stays where it was."""

from __future__ import annotations

import json
import math
import random

import networkx as nx
import pytest

from network.analysis.force import ForceLayout, force_layout
from tests.network.analysis.webs import overlaps

Boxes = dict[str, tuple[float, float, float]]


def web(count: int, ties: int, seed: int = 1) -> tuple[nx.Graph[str], Boxes]:
    graph = nx.relabel_nodes(
        nx.gnm_random_graph(count, ties, seed=seed), {i: f"p{i:04d}" for i in range(count)}
    )
    chance = random.Random(seed)
    return graph, {node: (chance.uniform(40, 135), 28.0, 10.0) for node in sorted(graph)}


def assert_inside(layout: ForceLayout, boxes: Boxes) -> None:
    for node, (x, y) in layout.positions.items():
        width, height, left = boxes[node]
        assert x - left >= 0
        assert x - left + width <= layout.width
        assert y - height / 2 >= 0
        assert y + height / 2 <= layout.height


def test_nobody_and_one() -> None:
    assert force_layout(nx.Graph(), {}).positions == {}
    one = nx.Graph()
    one.add_node("een")
    one.add_edge("een", "een")
    layout = force_layout(one, {"een": (100.0, 28.0, 10.0)})
    assert_inside(layout, {"een": (100.0, 28.0, 10.0)})
    assert layout.made_for == 1


@pytest.mark.parametrize(("count", "ties"), [(2, 1), (160, 420), (160, 90), (160, 130), (120, 40), (40, 0)])
def test_no_two_boxes_overlap(count: int, ties: int) -> None:
    graph, boxes = web(count, ties)
    layout = force_layout(graph, boxes)
    assert overlaps(layout.positions, boxes) == []
    assert_inside(layout, boxes)
    assert set(layout.positions) == set(graph)


def test_tied_nodes_lie_together() -> None:
    graph = nx.Graph()
    for side in "ab":
        graph.add_edges_from((f"{side}{i}", f"{side}{j}") for i in range(8) for j in range(i))
    graph.add_edge("a0", "b0")
    boxes = dict.fromkeys(graph, (30.0, 20.0, 10.0))
    at = force_layout(graph, boxes).positions
    inside = [math.dist(at[a], at[b]) for a, b in graph.edges if a[0] == b[0]]
    between = [math.dist(at[f"a{i}"], at[f"b{j}"]) for i in range(8) for j in range(8)]
    assert sum(inside) / len(inside) < 0.6 * sum(between) / len(between)


def test_the_order_of_the_graph_makes_no_difference() -> None:
    graph, boxes = web(80, 150)
    other = nx.Graph()
    other.add_nodes_from(reversed(list(graph)))
    other.add_edges_from((b, a) for a, b in reversed(list(graph.edges)))
    assert force_layout(graph, boxes) == force_layout(other, dict(reversed(boxes.items())))


def test_a_stored_layout_comes_back_as_it_was() -> None:
    layout = force_layout(*web(30, 50))
    assert ForceLayout.from_dict(json.loads(json.dumps(layout.to_dict()))) == layout


def test_one_more_or_one_less_in_a_web_of_200_moves_nobody() -> None:
    graph, boxes = web(200, 600)
    layout = force_layout(graph, boxes)
    grown = graph.copy()
    grown.add_edges_from([("nieuw", "p0001"), ("nieuw", "p0002")])
    grown.add_node("los")
    more = boxes | {"nieuw": (120.0, 28.0, 10.0), "los": (90.0, 28.0, 10.0)}
    after = force_layout(grown, more, ForceLayout.from_dict(layout.to_dict()))
    assert {node: after.positions[node] for node in graph} == layout.positions
    assert overlaps(after.positions, more) == []
    assert_inside(after, more)
    assert after.width == layout.width

    graph.remove_node("p0000")
    fewer = force_layout(graph, boxes, layout)
    assert fewer.positions == {node: layout.positions[node] for node in graph}


def test_the_drawing_is_made_anew_when_the_web_has_doubled() -> None:
    graph, boxes = web(100, 200)
    small = force_layout(graph.subgraph(sorted(graph)[:50]), boxes)
    assert force_layout(graph.subgraph(sorted(graph)[:99]), boxes, small).made_for == 50
    assert force_layout(graph, boxes, small).made_for == 100


def test_who_had_no_ties_goes_to_those_it_is_tied_to_and_nobody_else_moves() -> None:
    graph, boxes = web(60, 120)
    for node in ("los", "losser", "losst"):
        graph.add_node(node)
        boxes[node] = (90.0, 28.0, 10.0)
    layout = ForceLayout.from_dict(force_layout(graph, boxes).to_dict())
    graph.add_edge("los", "p0001")
    after = force_layout(graph, boxes, layout)
    assert after.positions["los"] != layout.positions["los"]
    far, near = (math.dist(one.positions["los"], one.positions["p0001"]) for one in (layout, after))
    assert near < far
    assert {**after.positions, "los": None} == {**layout.positions, "los": None}
    assert overlaps(after.positions, boxes) == []
    assert {"losser", "losst"} <= after.loose == layout.loose - {"los"}

    graph.remove_edge("los", "p0001")  # who loses its ties stays, and has a place near its friends already
    again = force_layout(graph, boxes, ForceLayout.from_dict(after.to_dict()))
    assert again.positions == after.positions


def test_a_layout_of_before_does_not_know_who_was_loose_and_moves_nobody() -> None:
    graph, boxes = web(20, 30)
    graph.add_node("los")
    boxes["los"] = (90.0, 28.0, 10.0)
    stored = force_layout(graph, boxes).to_dict()
    del stored["loose"]
    graph.add_edge("los", "p0001")
    after = force_layout(graph, boxes, ForceLayout.from_dict(stored))
    assert after.positions["los"] == tuple(stored["positions"]["los"])
