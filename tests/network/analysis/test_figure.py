"""The wijkweb figure: everyone in the right place, readable, and where people remember it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.analysis import seats
from network.analysis.body import CITIZEN, HEIGHT, WIDTH
from network.analysis.figure import RINGS, SECTORS, FigureLayout, FigureNode, figure_layout, initiative_points
from tests.network.analysis.webs import overlaps, skewed_web


def sizes(nodes: list[FigureNode]) -> dict[str, tuple[float, float, float]]:
    return {node.id: (node.width, node.height, node.left) for node in nodes}


def place(layout: FigureLayout, key: str) -> tuple[float, float]:
    """Share of the axes and angle of a marker, worked out apart from the code under test."""
    x, y = layout.positions[key]
    across, down = (x - layout.centre[0]) / layout.axes[0], (y - layout.centre[1]) / layout.axes[1]
    return math.hypot(across, down), math.degrees(math.atan2(across, -down)) % 360


def assert_in_its_place(layout: FigureLayout, node: FigureNode) -> None:
    share, angle = place(layout, node.id)
    if node.life_domain not in SECTORS:
        assert layout.band[0] - 0.003 <= share <= layout.band[1] + 0.003
        return
    inner, outer = layout.rings[node.involvement if node.involvement in RINGS else "bekend"]
    start, end = layout.sectors[node.life_domain]
    assert inner - 0.003 <= share <= outer + 0.003
    assert (angle - start) % 360 <= end - start + 0.5 or (angle - start) % 360 >= 359.5


@pytest.fixture(scope="module")
def web_200() -> tuple[list[FigureNode], list[tuple[str, str]], FigureLayout]:
    nodes, ties = skewed_web(200)
    return nodes, ties, figure_layout(nodes, ties)


def test_an_empty_web_has_the_figure_and_nobody_in_it() -> None:
    layout = figure_layout([], [])
    assert (layout.width, layout.height) == (WIDTH, HEIGHT)
    assert layout.positions == {}
    assert set(layout.sectors) == set(layout.titles) == set(SECTORS)
    assert layout.made_for == 0


def test_the_body_has_its_places() -> None:
    layout = figure_layout([], [])
    assert layout.sectors["verenigingen"] == (-18.0, 18.0)
    middles = {name: sum(angles) / 2 for name, angles in layout.sectors.items()}
    assert middles["gemeente"] == 180.0
    assert list(middles) == sorted(middles, key=middles.__getitem__)
    x = {name: layout.body.point(angle, 1)[0] for name, angle in middles.items()}
    y = {name: layout.body.point(angle, 1)[1] for name, angle in middles.items()}
    assert x["levensbeschouwing"] < x["verenigingen"] < x["kunst-en-cultuur"]
    assert x["wonen"] < x["gemeente"] < x["veiligheid"]
    assert x["onderwijs"] < layout.centre[0] < x["eerstelijnszorg"]
    assert y["onderwijs"] < y["ondernemers"]
    assert y["eerstelijnszorg"] < y["tweedelijnszorg"]


def test_a_single_party_stands_in_its_place() -> None:
    node = FigureNode("een", "onderwijs", "keyspeler", 100, 28, 10)
    assert_in_its_place(figure_layout([node], [("een", "een"), ("een", "weg")]), node)


def test_one_id_for_two_parties_is_refused() -> None:
    node = FigureNode("een", "wonen", "bekend", 100, 28, 10)
    with pytest.raises(ValueError, match="same id"):
        figure_layout([node, node], [])


@pytest.mark.parametrize("seed", range(3))
def test_at_120_no_two_boxes_overlap_and_all_lie_inside(seed: int) -> None:
    nodes, ties = skewed_web(120, seed)
    layout = figure_layout(nodes, ties)
    assert overlaps(layout.positions, sizes(nodes)) == []
    assert layout.width <= 1.2 * WIDTH
    zones = layout.body.title_zones()
    for node in nodes:
        assert_in_its_place(layout, node)
        x, y = layout.positions[node.id]
        left, right, top, bottom = x - node.left, x - node.left + node.width, y - 14, y + 14
        assert left >= 0
        assert right <= layout.width
        assert top >= 0
        assert bottom <= layout.height
        assert not any(
            left < zone[2] and zone[0] < right and top < zone[3] and zone[1] < bottom for zone in zones
        )


def test_titles_stand_outside_the_band_and_inside_the_drawing() -> None:
    for count in (0, 60, 300):
        layout = figure_layout(*skewed_web(count))
        for left, top, right, bottom in layout.body.title_zones():
            assert left >= 0
            assert right <= layout.width
            assert top >= 0
            assert bottom <= layout.height
            x, y = min(max(layout.centre[0], left), right), min(max(layout.centre[1], top), bottom)
            reach = math.hypot(
                (x - layout.centre[0]) / layout.axes[0], (y - layout.centre[1]) / layout.axes[1]
            )
            assert reach >= layout.band[1] - 0.01


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*SECTORS, "", "anders"]),
            st.sampled_from([*RINGS, "", "anders"]),
            st.floats(30, 140),
            st.sampled_from([20.0, 28.0, 42.0]),
        ),
        max_size=30,
    )
)
def test_every_marker_stands_in_its_own_sector_and_ring(rows: list[tuple[str, str, float, float]]) -> None:
    nodes = [
        FigureNode(f"p{i}", domain, ring, wide, high, 10) for i, (domain, ring, wide, high) in enumerate(rows)
    ]
    layout = figure_layout(nodes, [(f"p{i}", f"p{i // 2}") for i in range(len(rows))])
    assert set(layout.positions) == {node.id for node in nodes}
    for node in nodes:
        assert_in_its_place(layout, node)
    assert all(end - start >= 21.9 for start, end in layout.sectors.values())
    assert all(outer - inner >= 0.09 for inner, outer in layout.rings.values())
    assert layout.rings["trekker"][0] == CITIZEN
    assert layout.rings["bekend"][1] == 1.0


def test_the_order_of_the_input_makes_no_difference() -> None:
    nodes, ties = skewed_web(60)
    reverse = figure_layout(nodes[::-1], [(b, a) for a, b in ties[::-1]] + ties[:5])
    assert figure_layout(nodes, ties) == reverse


def test_short_ties_beat_chance() -> None:
    nodes, ties = skewed_web(120)
    tied, alone = figure_layout(nodes, ties), figure_layout(nodes, [])

    def total(layout: FigureLayout) -> float:
        return sum(math.dist(layout.positions[a], layout.positions[b]) for a, b in ties)

    assert total(tied) < 0.97 * total(alone)


def test_a_stored_layout_comes_back_as_it_was() -> None:
    layout = figure_layout(*skewed_web(40))
    assert FigureLayout.from_dict(json.loads(json.dumps(layout.to_dict()))) == layout
    with pytest.raises(KeyError):
        FigureLayout.from_dict({})


def test_one_more_in_a_web_of_200_moves_nobody(
    web_200: tuple[list[FigureNode], list[tuple[str, str]], FigureLayout],
) -> None:
    nodes, ties, layout = web_200
    for domain, ring in [("verenigingen", "bekend"), ("veiligheid", "trekker"), ("", "partner")]:
        newcomer = FigureNode("p0100-nieuw", domain, ring, 110, 28, 10)
        stored = FigureLayout.from_dict(layout.to_dict())
        grown = figure_layout([*nodes, newcomer], [*ties, ("p0100-nieuw", "p0001")], stored)
        assert {key: grown.positions[key] for key in layout.positions} == layout.positions
        assert_in_its_place(grown, newcomer)
        assert (grown.axes, grown.sectors, grown.rings, grown.made_for) == (
            layout.axes,
            layout.sectors,
            layout.rings,
            200,
        )


def test_one_less_in_a_web_of_200_moves_nobody(
    web_200: tuple[list[FigureNode], list[tuple[str, str]], FigureLayout],
) -> None:
    nodes, ties, layout = web_200
    shrunk = figure_layout(nodes[1:], ties, layout)
    assert shrunk.positions == {node.id: layout.positions[node.id] for node in nodes[1:]}


def test_who_becomes_more_involved_moves_alone(
    web_200: tuple[list[FigureNode], list[tuple[str, str]], FigureLayout],
) -> None:
    nodes, ties, layout = web_200
    mover = next(node for node in nodes if node.involvement == "bekend" and node.life_domain == "wonen")
    moved = replace(mover, involvement="partner")
    after = figure_layout([moved if node is mover else node for node in nodes], ties, layout)
    assert_in_its_place(after, moved)
    assert [key for key in after.positions if after.positions[key] != layout.positions[key]] == [mover.id]


def test_the_figure_is_made_anew_when_the_web_has_doubled() -> None:
    nodes, ties = skewed_web(100)
    small = figure_layout(nodes[:50], ties)
    assert figure_layout(nodes[:99], ties, small).made_for == 50
    assert figure_layout(nodes, ties, small).made_for == 100
    tiny = figure_layout(nodes[:10], ties)
    assert figure_layout(nodes[:14], ties, tiny).made_for == 10
    assert figure_layout(nodes[:15], ties, tiny).made_for == 15
    assert figure_layout(nodes[:1], ties, figure_layout([], [])).made_for == 1


def test_a_large_web_gets_a_larger_drawing(
    web_200: tuple[list[FigureNode], list[tuple[str, str]], FigureLayout],
) -> None:
    nodes, _, layout = web_200
    assert 1.25 * WIDTH < layout.width < 1.5 * WIDTH
    assert layout.scale == layout.width / WIDTH
    assert overlaps(layout.positions, sizes(nodes)) == []


def test_initiatives_lie_among_those_who_take_part() -> None:
    nodes, ties = skewed_web(60)
    layout = figure_layout(nodes, ties)
    parts = {f"i{i:02d}": ["p0001", "p0002", "p0003"] for i in range(12)} | {"leeg": [], "vreemd": ["weg"]}
    points = initiative_points(layout, parts)
    assert set(points) == set(parts)
    assert points == initiative_points(layout, dict(reversed(parts.items())))
    spots = [*points.values(), *layout.positions.values()]
    assert min(math.dist(a, b) for i, a in enumerate(points.values()) for b in spots[i + 1 :]) > 20
    middle = tuple(sum(layout.positions[f"p000{i}"][axis] for i in (1, 2, 3)) / 3 for axis in (0, 1))
    assert all(math.dist(points[f"i{i:02d}"], middle) < 200 for i in range(12))
    assert math.dist(points["leeg"], layout.centre) < 200


def test_a_cell_that_cannot_hold_its_parties_does_not_keep_the_reader_waiting() -> None:
    """Twenty in the innermost ring of one sector: shifting them does not help, so it is not tried over and over."""
    nodes = [FigureNode(f"p{rank}", "wonen", "trekker", 120.0, 30.0, 8.0) for rank in range(20)]
    repack = seats._Search._repack
    with mock.patch.object(seats._Search, "_repack", autospec=True, side_effect=repack) as repacked:
        layout = figure_layout(nodes, [])
    assert len(layout.positions) == 20
    assert repacked.call_count <= 200  # it was 750
