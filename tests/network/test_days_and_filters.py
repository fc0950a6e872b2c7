"""The web on a day, and every question that its address can ask."""

import pytest
from django.test import Client
from django.utils.html import escape

from tests.network.conftest import Ask
from tests.network.test_web_data import ids, pairs
from tests.network.village import Village, fill_with, organisation, sign_in, tie

HOME = {"dorpskerk", "zonder-gebied"}  # there on every day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1900-01-01", HOME | {"oude-winkel", "streekzorg"} - {"streekzorg"}),
        ("2014-12-31", HOME | {"oude-winkel"}),
        ("2015-01-01", HOME | {"oude-winkel", "sportclub"}),
        ("2016-01-14", HOME | {"oude-winkel", "sportclub"}),
        ("2016-01-15", HOME | {"oude-winkel", "sportclub", "landelijk-fonds"}),
        ("2016-02-29", HOME | {"oude-winkel", "sportclub", "landelijk-fonds"}),
        ("2016-03-01", HOME | {"oude-winkel", "sportclub", "landelijk-fonds", "school", "streekzorg"}),
        ("2016-12-31", HOME | {"oude-winkel", "sportclub", "landelijk-fonds", "school", "streekzorg"}),
        ("2017-01-01", HOME | {"sportclub", "landelijk-fonds", "school", "streekzorg"}),
        ("2018-12-31", HOME | {"sportclub", "landelijk-fonds", "school", "streekzorg"}),
        ("2019-01-01", HOME | {"sportclub", "school", "streekzorg"}),
    ],
)
def test_who_is_there_on_a_day(day: str, expected: set[str], village: Village, web_of: Ask) -> None:
    """A start counts from its first day, an end until its last; an unknown start is always."""
    assert ids(web_of("dorp", dag=day)) == expected


def test_a_tie_has_a_period_of_its_own(village: Village, web_of: Ask) -> None:
    both = frozenset(("dorpskerk", "sportclub"))
    assert both not in pairs(web_of("dorp", dag="2015-05-31"))
    data = web_of("dorp", dag="2015-06-01")
    assert both in pairs(data)
    assert next(edge for edge in data["edges"] if both == {edge["van"], edge["naar"]})["soorten"] == [
        "werkt-samen"
    ]


def test_an_initiative_and_its_participants_appear_on_its_first_day(village: Village, web_of: Ask) -> None:
    assert [item["id"] for item in web_of("dorp", dag="2017-04-30")["initiatieven"]] == ["bij-de-omas"]
    assert len(web_of("dorp", dag="2017-05-01")["initiatieven"]) == 2


def test_before_everything_the_web_is_empty_and_the_page_calm(
    village: Village, client: Client, web_of: Ask
) -> None:
    organisation("laat", village.empty, "wonen", started_on="2020")
    assert web_of("leeg", dag="1990-01-01")["nodes"] == []
    for view in ("wijkweb", "netwerk", "lijst"):
        assert client.get("/kernen/leeg/wijkweb/", {"dag": "1990-01-01", "weergave": view}).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"levensgebied": "verenigingen"}, {"sportclub"}),
        ({"levensgebied": "onbekend"}, {"zonder-gebied"}),
        ({"levensgebied": "gemeente"}, set()),
        ({"laag": "professionals"}, {"school"}),
        ({"laag": "onbekend", "levensgebied": "wonen"}, {"landelijk-fonds"}),
        ({"betrokkenheid": "keyspeler"}, {"dorpskerk"}),
        ({"soort": "zorginstelling"}, {"streekzorg"}),
        ({"zekerheid": "afgeleid"}, {"oude-winkel"}),
        ({"doelgroep": "ouderen"}, {"dorpskerk"}),
        ({"initiatief": "cafe-creme", "dag": "2017-06-01"}, {"sportclub"}),
        ({"zoek": "SPORT"}, {"sportclub"}),
        ({"zoek": "  sport  "}, {"sportclub"}),
        ({"zoek": "bestaat niet"}, set()),
        ({"focus": "school"}, {"school", "streekzorg"}),
        ({"focus": "school", "stappen": "2"}, {"school", "streekzorg", "landelijk-fonds"}),
        (
            {"focus": "school", "stappen": "9"},
            {"school", "streekzorg", "landelijk-fonds", "sportclub", "dorpskerk"},
        ),
        ({"focus": "school", "levensgebied": "onderwijs"}, {"school"}),
    ],
    ids=lambda value: (
        "&".join(f"{name}={text}" for name, text in value.items()) if isinstance(value, dict) else ""
    ),
)
def test_every_filter_lets_through_what_it_says(
    query: dict[str, str], expected: set[str], village: Village, web_of: Ask
) -> None:
    data = web_of("dorp", **{"dag": "2016-06-01"} | query)
    assert ids(data) == expected
    assert {end for pair in pairs(data) for end in pair} <= expected


@pytest.mark.parametrize(
    ("text", "slug"),
    [("omas", "bij-de-omas"), ("oma's", "bij-de-omas"), ("oma’s", "bij-de-omas"), ("BIJ DE", "bij-de-omas"),
     ("creme", "cafe-creme"), ("Café", "cafe-creme"), ("cafe cr", "cafe-creme")],
)  # fmt: skip
def test_search_finds_initiatives_without_accents_and_apostrophes(
    text: str, slug: str, village: Village, web_of: Ask
) -> None:
    assert [item["id"] for item in web_of("dorp", zoek=text)["initiatieven"]] == [slug]


def test_a_found_initiative_stands_on_the_page(village: Village, client: Client) -> None:
    page = client.get("/kernen/dorp/wijkweb/?zoek=omas").content.decode()
    assert escape("Bij de oma's") in page
    assert 'id="i-bij-de-omas"' in page


@pytest.mark.parametrize(
    "name",
    [
        "weergave",
        "levensgebied",
        "laag",
        "betrokkenheid",
        "soort",
        "doelgroep",
        "initiatief",
        "zekerheid",
        "dag",
        "focus",
        "stappen",
    ],
)
def test_an_unknown_value_is_a_message_at_its_field(name: str, village: Village, client: Client) -> None:
    answer = client.get("/kernen/dorp/wijkweb/", {name: "bestaatniet"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#filter-{name}"' in page
    assert 'id="p-dorpskerk"' in page  # and the web is there to go on with
    data = client.get("/kernen/dorp/wijkweb.json", {name: "bestaatniet"})
    assert data.status_code == 422
    assert list(data.json()["fouten"]) == [name]
    assert client.get("/kernen/dorp/wijkweb.svg", {name: "bestaatniet"}).status_code == 422
    assert client.get("/kernen/dorp/wijkweb-los.html", {name: "bestaatniet"}).status_code == 422


def test_a_search_that_is_too_long_is_a_message(village: Village, client: Client) -> None:
    assert client.get("/kernen/dorp/wijkweb/", {"zoek": "a" * 201}).status_code == 422


def test_filters_stay_in_the_links_to_the_other_views(village: Village, client: Client) -> None:
    page = client.get("/kernen/dorp/wijkweb/?levensgebied=verenigingen&dag=2017-06-01").content.decode()
    for view in ("netwerk", "lijst"):
        link = next(part for part in page.split('href="') if f"weergave={view}" in part.split('"')[0]).split(
            '"'
        )[0]
        assert "levensgebied=verenigingen" in link
        assert "dag=2017-06-01" in link


def test_a_fragment_is_the_same_web_as_the_page(village: Village, client: Client) -> None:
    path = "/kernen/dorp/wijkweb/?levensgebied=verenigingen"
    fragment = client.get(path, headers={"HX-Request": "true"}).content.decode().strip()
    assert fragment.startswith('<section id="web"')
    stands_in_page = fragment in client.get(path).content.decode()
    assert stands_in_page  # a name, since comparing two long pages letter by letter takes minutes


def test_the_file_to_mail_holds_all_and_loads_nothing(village: Village, client: Client) -> None:
    answer = client.get("/kernen/dorp/wijkweb-los.html")
    page = answer.content.decode()
    assert 'filename="wijkweb-dorp.html"' in answer["Content-Disposition"]
    assert "<link" not in page
    assert 'src="' not in page.replace('src="data:', "")
    assert "dorpskerk" in page


def test_a_coordinator_filters_persons_by_layer_of_their_organisation(
    village: Village, client: Client, web_of: Ask
) -> None:
    sign_in(client, village, "coordinator")
    assert ids(web_of("dorp", laag="burgers")) == {"mw-zilverreiger"}
    assert "mw-zilverreiger" in ids(web_of("dorp", levensgebied="verenigingen"))


def test_names_with_signs_do_no_harm(village: Village, client: Client) -> None:
    nasty = organisation("naar", village.kern, "wonen", name="</script><b>\" onload='x' {{ 7*7 }}")
    tie(nasty, fill_with(village.kern, 1, ["wonen"])[0])
    for path in ("/", "/?weergave=netwerk", "/?weergave=lijst", ".svg", "-los.html"):
        page = client.get(f"/kernen/dorp/wijkweb{path}").content.decode()
        assert "</script><b>" not in page
        assert '<b>" onload' not in page


def test_from_a_party_in_focus_one_looks_further_step_by_step(village: Village, client: Client) -> None:
    one = client.get("/kernen/dorp/wijkweb/", {"focus": "dorpskerk", "weergave": "lijst"}).content.decode()
    assert "<strong>1 stap</strong>" in one
    further = escape("?weergave=lijst&focus=dorpskerk&stappen=2")
    assert f'<a href="{further}">2 stappen</a>' in one
    two = client.get("/kernen/dorp/wijkweb/?weergave=lijst&focus=dorpskerk&stappen=2").content.decode()
    assert "<strong>2 stappen</strong>" in two
    assert "Hoe ver:" not in client.get("/kernen/dorp/wijkweb/").content.decode()


def test_who_is_still_shown_when_the_address_asks_for_more_steps(village: Village, client: Client) -> None:
    page = client.get("/kernen/dorp/wijkweb/?focus=dorpskerk&stappen=7").content.decode()
    assert "<strong>7 stappen</strong>" in page
