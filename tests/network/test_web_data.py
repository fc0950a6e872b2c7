"""The web as data: its shape, who is in it, and that the three views tell the same."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.models import Layout
from partners.models import LifeDomain, Partner
from tests.network.conftest import Ask
from tests.network.village import Village, fill_with, organisation, sign_in, tie

NODE_KEYS = {
    "id",
    "label",
    "soort",
    "levensgebied",
    "laag",
    "betrokkenheid",
    "gast",
    "x",
    "y",
    "nx",
    "ny",
    "url",
}


def pairs(data: Any) -> list[frozenset[str]]:
    return [frozenset((edge["van"], edge["naar"])) for edge in data["edges"]]


def ids(data: Any) -> set[str]:
    return {node["id"] for node in data["nodes"]}


def test_the_data_has_the_promised_shape(village: Village, web_of: Ask) -> None:
    data = web_of("dorp", dag="2017-06-01")
    assert set(data) == {"kern", "dag", "nodes", "edges", "initiatieven", "deelnames"}
    assert (data["kern"], data["dag"]) == ("dorp", "2017-06-01")
    assert all(set(node) == NODE_KEYS for node in data["nodes"])
    assert all(set(edge) == {"van", "naar", "soorten", "sterkte"} for edge in data["edges"])
    assert {"id", "label", "fase", "x", "y", "url"} <= set(data["initiatieven"][0])
    assert data["deelnames"] == [
        {"initiatief": "bij-de-omas", "partij": "dorpskerk", "rol": "trekker"},
        {"initiatief": "cafe-creme", "partij": "sportclub", "rol": "organisator"},
    ]
    church = next(node for node in data["nodes"] if node["id"] == "dorpskerk")
    assert church["label"] == "Dorpskerk"
    assert church["url"] == "/partners/dorpskerk/"
    assert (church["soort"], church["levensgebied"], church["betrokkenheid"]) == (
        "kerk",
        "levensbeschouwing",
        "keyspeler",
    )


def test_a_pair_is_one_edge_with_all_its_kinds_and_the_largest_strength(
    village: Village, web_of: Ask
) -> None:
    data = web_of("dorp", dag="2017-06-01")
    assert len(pairs(data)) == len(set(pairs(data)))
    both = next(edge for edge in data["edges"] if {edge["van"], edge["naar"]} == {"dorpskerk", "sportclub"})
    assert sorted(both["soorten"]) == ["leent-uit", "werkt-samen"]
    assert both["sterkte"] == 3


def test_belonging_to_an_organisation_is_an_edge_too(village: Village, client: Client, web_of: Ask) -> None:
    sign_in(client, village, "coordinator")
    edge = next(
        edge
        for edge in web_of("dorp")["edges"]
        if {edge["van"], edge["naar"]} == {"mw-zilverreiger", "sportclub"}
    )
    assert edge["soorten"] == ["hoort-bij"]


def test_guests_are_there_as_guests_with_the_ties_among_them(village: Village, web_of: Ask) -> None:
    data = web_of("dorp", dag="2017-06-01")
    assert {node["id"] for node in data["nodes"] if node["gast"]} == {"streekzorg", "landelijk-fonds"}
    assert frozenset(("streekzorg", "landelijk-fonds")) in pairs(data)
    assert "verre-club" not in ids(data)


def test_a_region_shows_its_kernen_together(village: Village, web_of: Ask) -> None:
    region = web_of("streek", dag="2017-06-01")
    assert ids(region) == ids(web_of("dorp", dag="2017-06-01")) | {"verre-club"}
    assert {node["id"] for node in region["nodes"] if node["gast"]} == {"landelijk-fonds"}


def test_an_empty_kern_is_an_empty_web_in_every_form(village: Village, client: Client, web_of: Ask) -> None:
    data = web_of("leeg")
    assert (data["nodes"], data["edges"], data["initiatieven"]) == ([], [], [])
    for path in ("/", "/?weergave=netwerk", "/?weergave=lijst", ".svg", "-los.html"):
        assert client.get(f"/kernen/leeg/wijkweb{path}").status_code == 200


@pytest.mark.parametrize("path", ["/", ".json", ".svg", "-los.html"])
def test_an_unknown_kern_is_a_calm_404(path: str, village: Village, client: Client) -> None:
    assert client.get(f"/kernen/nergens/wijkweb{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "dag=2016-06-01", "levensgebied=verenigingen", "zoek=oma", "focus=school"]
)
def test_list_map_and_data_hold_the_same(query: str, village: Village, client: Client) -> None:
    data = client.get(f"/kernen/dorp/wijkweb.json?{query}").json()
    listed = client.get(f"/kernen/dorp/wijkweb/?weergave=lijst&{query}").content.decode()
    drawn = client.get(f"/kernen/dorp/wijkweb/?{query}").content.decode()
    net = client.get(f"/kernen/dorp/wijkweb/?weergave=netwerk&{query}").content.decode()
    assert set(re.findall(r'data-party="([^"]+)"', listed)) == ids(data)
    assert set(re.findall(r'class="node[^"]*" id="p-([^"]+)"', drawn)) == ids(data)
    assert set(re.findall(r'class="node[^"]*" id="p-([^"]+)"', net)) == ids(data)
    assert listed.count("data-tie") == len(data["edges"])
    found = {item["id"] for item in data["initiatieven"]}
    assert set(re.findall(r'data-initiative="([^"]+)"', listed)) == found
    assert set(re.findall(r'class="diamond" id="i-([^"]+)"', net)) == found


@pytest.mark.parametrize(
    "path", ["/", "/?weergave=netwerk", "/?weergave=lijst", ".json", ".svg", "-los.html"]
)
def test_the_number_of_queries_does_not_grow(path: str, village: Village, client: Client) -> None:
    """Counted on the second visit: the first stores the layout and the drawing."""

    def count() -> int:
        client.get(f"/kernen/dorp/wijkweb{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/kernen/dorp/wijkweb{path}").status_code == 200
        return len(queries)

    fill_with(village.kern, 20, LifeDomain.values, "eerst")
    few = count()
    fill_with(village.kern, 180, LifeDomain.values, "later")
    Layout.objects.all().delete()  # how 180 newcomers find their place is another test
    assert count() == few


def test_positions_stay_from_one_visit_to_the_next(village: Village, web_of: Ask) -> None:
    assert web_of("dorp") == web_of("dorp")


def test_positions_do_not_depend_on_day_or_filter(village: Village, web_of: Ask) -> None:
    whole = {node["id"]: node for node in web_of("dorp")["nodes"]}
    for query in ({"dag": "2016-06-01"}, {"levensgebied": "onderwijs"}):
        both = [node for node in web_of("dorp", **query)["nodes"] if node["id"] in whole]
        assert both
        for node in both:
            assert [node[axis] for axis in ("x", "y", "nx", "ny")] == [
                whole[node["id"]][axis] for axis in ("x", "y", "nx", "ny")
            ]


@pytest.mark.parametrize("domain", ["verenigingen", "wonen", ""])
def test_adding_one_partner_to_a_web_of_200_moves_nobody_far(
    domain: str, village: Village, client: Client, web_of: Ask
) -> None:
    fill_with(village.empty, 200, LifeDomain.values)
    before = {node["id"]: node for node in web_of("leeg")["nodes"]}
    assert len(before) == 200
    new = organisation("nieuwkomer", village.empty, domain)
    for slug in ("club-0003", "club-0100"):
        tie(new, Partner.objects.get(slug=slug))
    after = {node["id"]: node for node in web_of("leeg")["nodes"]}
    assert len(after) == 201
    for view, axes in (("wijkweb", ("x", "y")), ("netwerk", ("nx", "ny"))):
        width = drawing_width(client, view)
        for slug, node in before.items():
            for axis in axes:
                assert abs(after[slug][axis] - node[axis]) <= 0.05 * width, (view, slug, axis)


def drawing_width(client: Client, view: str) -> float:
    svg = client.get(f"/kernen/leeg/wijkweb.svg?weergave={view}").content.decode()
    found = re.search(r'viewBox="0 0 (\d+)', svg)
    assert found
    return float(found[1])
