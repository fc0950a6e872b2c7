"""What holds for every web, on webs made up at random."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.analysis.engines import fragmentation_of, measures_of
from network.analysis.figures import Figure, Material, communities, figures_of, what_if
from network.analysis.web import Web
from tests.network.analysis.figures.webs import material, materials, renamed

MANY = settings(max_examples=60, deadline=None)


def same(one: Any, other: Any) -> bool:
    """Equal, and numbers equal to 1e-9."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and one == pytest.approx(other, abs=1e-9)
    return bool(one == other)


def told(figures: dict[str, Figure]) -> dict[str, Any]:
    return {key: figure.to_dict() for key, figure in figures.items()}


@MANY
@given(materials(), st.sampled_from([None, False]))
def test_the_engines_agree(some: Material, exact: bool | None) -> None:
    fast = told(figures_of(some, exact=exact, samples=5, seed=3))
    assert same(fast, told(figures_of(some, exact=exact, samples=5, seed=3, engine="reference")))
    assert same(json.loads(json.dumps(fast)), fast)


@MANY
@given(materials(), st.randoms(use_true_random=False))
def test_other_names_change_no_value(some: Material, chance: random.Random) -> None:
    ids = sorted(some.partners)
    names = dict(
        zip(ids, chance.sample([f"n{number:02d}" for number in range(len(ids))], len(ids)), strict=True)
    )
    before, after = figures_of(some), figures_of(renamed(some, names))
    for key, figure in before.items():
        assert same(figure.value, after[key].value), key
        assert same(figure.without_coordinator, after[key].without_coordinator), key
        assert (figure.reason, figure.basis) == (after[key].reason, after[key].basis), key


@MANY
@given(materials(), st.data())
def test_a_tie_more_never_lowers_the_average_degree_or_what_hangs_together(
    some: Material, data: st.DataObject
) -> None:
    missing = sorted(map(sorted, nx.non_edges(some.web.partners)))
    if not missing:
        return
    pair = data.draw(st.sampled_from(missing))
    partners, whole = some.web.partners.copy(), some.web.whole.copy()
    for graph in (partners, whole):
        graph.add_edge(*pair, kinds=("kent",), strength=1)
    more = replace(some, web=replace(some.web, partners=partners, whole=whole))
    before, after = figures_of(some), figures_of(more)
    for key in ("average_degree", "connectedness"):
        assert after[key].value is not None
        assert (before[key].value or 0) <= (after[key].value or 0) + 1e-12
    assert (after["average_degree"].value or 0) > (before["average_degree"].value or 0)


@MANY
@given(materials())
def test_without_each_by_one_search_equals_removing_one_by_one(some: Material) -> None:
    graph = some.web.whole
    fast = measures_of(graph).fragmentation_without()
    assert same(fast, measures_of(graph, "reference").fragmentation_without())
    for node, value in fast.items():
        left = nx.Graph(graph)
        left.remove_node(node)
        assert value == pytest.approx(fragmentation_of(map(len, nx.connected_components(left))), abs=1e-12)


@MANY
@given(materials(), st.sampled_from(["fast", "reference"]))
def test_nobody_removed_changes_nothing(some: Material, engine: str) -> None:
    found = what_if(some, ["nobody"], engine=engine)
    assert found.removed_ids == found.isolated_ids == found.loose == ()
    assert found.driverless_ids == found.abandoned_ids == ()
    assert found.fragmentation[0] == found.fragmentation[1]
    assert told(dict(found.before)) == told(dict(found.after))


@MANY
@given(materials(), st.data())
def test_what_if_tells_where_everybody_is_left(some: Material, data: st.DataObject) -> None:
    ids = sorted(some.web.partners)
    gone = data.draw(st.lists(st.sampled_from(ids), max_size=3)) if ids else []
    found = what_if(some, gone)
    assert sorted(key for piece in found.pieces for key in piece) == sorted(set(ids) - set(gone))
    assert same(found.fragmentation[1], measures_of(some.web.whole, "reference").fragmentation(gone))
    assert set(found.loose) <= set(found.pieces)


@MANY
@given(materials())
def test_figures_leave_the_web_as_it_was(some: Material) -> None:
    before = _content(some.web)
    figures_of(some)
    what_if(some, sorted(some.partners)[:2])
    communities(some)
    assert _content(some.web) == before


def _content(web: Web) -> Any:
    return [
        (sorted(graph.nodes), sorted(map(str, graph.edges(data=True)))) for graph in (web.partners, web.whole)
    ]


@MANY
@given(materials(), st.randoms(use_true_random=False))
def test_communities_do_not_hang_on_the_order(some: Material, chance: random.Random) -> None:
    edges = list(some.web.whole.edges(data=True))
    nodes = list(some.web.whole.nodes)
    chance.shuffle(edges)
    chance.shuffle(nodes)
    whole: nx.Graph = nx.Graph()
    whole.add_nodes_from(nodes)
    whole.add_edges_from((other, one, data) for one, other, data in edges)
    shuffled = replace(some, web=replace(some.web, whole=whole))
    found = communities(some, seed=5)
    assert found == communities(shuffled, seed=5)
    members = [key for one in found for key in one.partner_ids]
    assert len(members) == len(set(members))
    assert all(one.central_id in one.partner_ids for one in found)


def test_two_triangles_are_two_communities() -> None:
    from tests.network.analysis.figures.webs import partner

    people = (
        [partner(key, "wonen") for key in "ab"]
        + [partner("c", "gemeente")]
        + [partner(key) for key in "defg"]
    )
    found = communities(material(people, "a-b b-c a-c c-d d-e e-f d-f", "feest:d feest:e feest:f"))
    assert [one.partner_ids for one in found] == [("a", "b", "c"), ("d", "e", "f")]
    assert [(one.central_id, one.life_domain, one.of_domain) for one in found] == [
        ("a", "wonen", 2),
        ("d", "", 0),
    ]
    assert found[1].initiative_ids == ("feest",)
    assert communities(material("a b")) == ()
