"""Figures of the web as a whole, worked out by hand, once per engine."""

from __future__ import annotations

import pytest

from network.analysis.body import SECTORS
from network.analysis.figures import white_spots
from tests.network.analysis.figures.conftest import Make
from tests.network.analysis.figures.webs import CITIZENS, CIVIL, PROFESSIONALS, material, partner

# Two triangles that hang together by one tie, and somebody alone:   a   d
#                                                                    |\ /|     b-c, e-f
#                                                                    b c-d e f,  g
TWO_TRIANGLES = ("a b c d e f g", "a-b b-c a-c c-d d-e e-f d-f")
STAR = ("m a b c d", "m-a m-b m-c m-d")
CHAIN = ("a b c d e", "a-b b-c c-d d-e")


def test_average_degree(make: Make) -> None:
    # 7 ties, each with two ends: 14 ends over 7 partners.
    figure = make("average_degree", material(*TWO_TRIANGLES))
    assert figure.value == 2.0
    assert figure.parts == {"most": 3, "least": 0}


def test_average_degree_without_the_coordinator(make: Make) -> None:
    # The star plus a-b: 5 ties, 10 ends over 5. Without m: the tie a-b over 4 partners, 2 ends.
    figure = make("average_degree", material("m a b c d", "m-a m-b m-c m-d a-b", coordinators=frozenset("m")))
    assert (figure.value, figure.without_coordinator) == (2.0, 0.5)
    assert make("average_degree", material(*STAR, coordinators=frozenset("m"))).without_coordinator is None
    assert make("average_degree", material(*STAR, coordinators=frozenset("x"))).without_coordinator is None


def test_connectedness(make: Make) -> None:
    # Six of seven hang together; g is tied to nobody.
    figure = make("connectedness", material(*TWO_TRIANGLES))
    assert figure.value == pytest.approx(6 / 7)
    assert figure.parts["components"] == [6, 1]
    assert (figure.parts["isolated_ids"], figure.parts["outside_ids"]) == (["g"], [])
    assert figure.parts["isolated_share"] == pytest.approx(1 / 7)


def test_an_initiative_ties_who_take_part(make: Make) -> None:
    # a-b, and c and d meet at the party only: two pieces of two. e alone does something of its own: not isolated.
    figure = make("connectedness", material("a b c d e", "a-b", "feest:c feest:d klus:e"))
    assert figure.value == pytest.approx(2 / 5)
    assert figure.parts["isolated"] == 0
    assert figure.parts["outside_ids"] == ["c", "d", "e"]


def test_the_largest_component_is_that_with_the_most_partners(make: Make) -> None:
    # a with three initiatives is four nodes but one partner; b-c are two nodes and two partners.
    figure = make("connectedness", material("a b c", "b-c", "x:a y:a z:a"))
    assert figure.value == pytest.approx(2 / 3)


def test_domain_cover(make: Make) -> None:
    # wonen: three of two kinds, covered. gemeente: three of one kind. zorg: two. The guest and the unknown do not count.
    people = [
        partner("a", "wonen"),
        partner("b", "wonen"),
        partner("c", "wonen", kind="kerk"),
        *(partner(key, "gemeente") for key in "def"),
        partner("g", "eerstelijnszorg"),
        partner("h", "eerstelijnszorg", kind="kerk"),
        partner("i", "eerstelijnszorg", kern="elders"),
        partner("j"),
    ]
    figure = make("domain_cover", material(people, "a-i"))
    assert figure.value == pytest.approx(1 / 10)
    assert figure.parts["covered"] == ["wonen"]
    assert len(figure.parts["empty"]) == 7
    assert figure.parts["unknown_ids"] == ["j"]
    row = next(row for row in figure.parts["domains"] if row["domain"] == "eerstelijnszorg")
    assert row == {"domain": "eerstelijnszorg", "count": 2, "kinds": 2, "partner_ids": ["g", "h"]}


def domains_of_four() -> list:
    return [
        partner("a", "wonen"),
        partner("b", "gemeente"),
        partner("c", "onderwijs"),
        partner("d", "wonen"),
        partner("u"),
    ]


def test_domain_pairs(make: Make) -> None:
    # By ties wonen-gemeente twice (a-b, b-d); by the party wonen-onderwijs. a-u leads to nobody knows where. 2 of 45.
    figure = make("domain_pairs", material(domains_of_four(), "a-b b-d a-u", "feest:c feest:d feest:a"))
    assert figure.value == pytest.approx(2 / 45)
    assert (figure.parts["met"], figure.parts["unknown_ties"]) == (2, 1)
    place = {domain: number for number, domain in enumerate(figure.parts["domains"])}
    home, town, school = place["wonen"], place["gemeente"], place["onderwijs"]
    assert figure.parts["ties"][home][town] == figure.parts["ties"][town][home] == 2
    assert figure.parts["initiatives"][home][school] == 1
    assert figure.parts["initiatives"][home][home] == 1
    assert sum(map(sum, figure.parts["ties"])) == 4
    assert figure.parts["missing"] == [["gemeente", "onderwijs"]]


def test_ties_within_one_domain_join_no_domains(make: Make) -> None:
    # That is known, so it is a true 0 and not "cannot be said".
    figure = make("domain_pairs", material([partner("a", "wonen"), partner("b", "wonen")], "a-b"))
    assert figure.value == 0.0


def test_strong_professional_ties(make: Make) -> None:
    # Between p, q and r (not citizens): p=q regular, q-r loose, p#r close: 2 of 3. With a citizen, or unknown: not counted.
    people = [
        partner("p", layer=PROFESSIONALS),
        partner("q", layer=CIVIL),
        partner("r", layer=PROFESSIONALS),
        partner("c", layer=CITIZENS),
        partner("u"),
    ]
    figure = make("strong_professional_ties", material(people, "p=q q-r p#r p#c q=u"))
    assert figure.value == pytest.approx(2 / 3)
    assert figure.parts == {"strong": 2, "ties": 3, "memberships": 0, "unknown_ties": 1}


def test_domain_mixing(make: Make) -> None:
    # a, d in wonen, b in gemeente, c in onderwijs, u unknown. Ties a-b, b-c, c-d across, a-d within: E=3, I=1, (3-1)/4 = 0.5.
    # By chance: 1 - 2*(2*1)/(4*3) = 2/3. Difference -1/6.
    figure = make("domain_mixing", material(domains_of_four(), "a-b b-c c-d a-d a-u"))
    assert figure.value == pytest.approx(0.5 - 2 / 3)
    assert (figure.parts["external"], figure.parts["internal"], figure.parts["unknown_ties"]) == (3, 1, 1)
    assert figure.parts["expected"] == pytest.approx(2 / 3)


def test_layer_mixing(make: Make) -> None:
    # Two citizens, two professionals, only ties across: index 1. By chance 1 - 2*(2+2)/(4*3) = 1/3. Difference 2/3.
    people = [partner(key, layer=CITIZENS) for key in "ab"] + [
        partner(key, layer=PROFESSIONALS) for key in "cd"
    ]
    assert make("layer_mixing", material(people, "a-c a-d b-c b-d")).value == pytest.approx(2 / 3)
    # Everybody tied to everybody is exactly chance.
    assert make("layer_mixing", material(people, "a-b a-c a-d b-c b-d c-d")).value == pytest.approx(0)


def test_centralisation(make: Make) -> None:
    # A star of 5: the middle has 4, the others 1. sum(4 - d) = 4*3 = 12, over (5-1)(5-2) = 12: 1. Without the middle no tie is left.
    figure = make("centralisation", material(*STAR))
    assert figure.value == 1.0
    assert figure.parts == {"top_id": "m", "top_degree": 4, "without_top": None}
    # A ring: everybody 2.
    assert make("centralisation", material("a b c d", "a-b b-c c-d a-d")).value == 0.0
    # A chain of 5: degrees 1 2 2 2 1, sum(2 - d) = 2, over 12. Most tied, first of equals: b. Without b: a alone, c-d-e with degrees 0 1 2 1:
    # sum(2 - d) = 2+1+0+1 = 4, over 3*2 = 6.
    chain = make("centralisation", material(*CHAIN))
    assert chain.value == pytest.approx(2 / 12)
    assert chain.parts["without_top"] == pytest.approx(4 / 6)


def test_centralisation_without_the_coordinator(make: Make) -> None:
    # Without m the chain a-b-c is left, of degrees 1 2 1: sum(2 - d) = 2, over 2*1 = 2: 1.
    figure = make("centralisation", material("m a b c", "m-a m-b m-c a-b b-c", coordinators=frozenset("m")))
    assert figure.without_coordinator == 1.0


def test_hub_dependence(make: Make) -> None:
    # The chain of 5 in one piece: F = 0. Without c two pairs: of 4*3 = 12 ordered pairs 2+2 are left, F = 1 - 4/12 = 2/3.
    # Without b: a, and c-d-e with 6 pairs: F = 1 - 6/12 = 1/2. Without a: one piece, 0.
    figure = make("hub_dependence", material(*CHAIN))
    assert figure.value == pytest.approx(2 / 3)
    assert [row["id"] for row in figure.parts["top"]] == ["c", "b", "d", "a", "e"]
    assert [row["value"] for row in figure.parts["top"]] == pytest.approx([2 / 3, 1 / 2, 1 / 2, 0, 0])
    # Without c and b: a, and d-e: of 3*2 = 6 pairs 2 are left: F = 2/3. Without c, b, d: nobody is tied: 1.
    assert [row["value"] for row in figure.parts["after"]] == pytest.approx([2 / 3, 2 / 3, 1])
    assert figure.parts["after"][1]["removed_ids"] == ["c", "b"]


def test_hub_dependence_counts_initiatives_as_places_too(make: Make) -> None:
    # G: x - a - y - b, two partners and two initiatives. F = 0. Without a: x, y-b: 1 - 2/6. Without b: x-a-y: 0.
    figure = make("hub_dependence", material("a b", "", "x:a y:a y:b"))
    assert figure.value == pytest.approx(2 / 3)
    assert figure.parts["top"][0]["id"] == "a"


def test_hub_dependence_without_the_coordinator(make: Make) -> None:
    # Without c of the chain: a-b and d-e. F = 2/3; without a: b, d-e: 1 - 2/6 = 2/3: nothing is lost. All four alike.
    figure = make("hub_dependence", material(*CHAIN, coordinators=frozenset("c")))
    assert figure.without_coordinator == pytest.approx(0)


def test_bridges(make: Make) -> None:
    # Chain of 5: c lies between (a,d) (a,e) (b,d) (b,e): 4 of the 6 pairs of others; b between (a,c) (a,d) (a,e): 3 of 6.
    figure = make("bridges", material(*CHAIN))
    assert figure.value == 3
    assert figure.parts["articulation_ids"] == ["b", "c", "d"]
    assert [(row["id"], row["value"]) for row in figure.parts["top"]] == [
        ("c", pytest.approx(4 / 6)),
        ("b", pytest.approx(1 / 2)),
        ("d", pytest.approx(1 / 2)),
    ]
    assert figure.parts["sampled"] == 0
    # In a ring nobody is indispensable: a true 0.
    assert make("bridges", material("a b c", "a-b b-c a-c")).value == 0


def test_bridges_by_an_initiative(make: Make) -> None:
    # a and b meet at the party only, c only by b: the party and b are points; the party is told apart.
    figure = make("bridges", material("a b c", "b-c", "feest:a feest:b"))
    assert figure.parts["articulation_ids"] == ["b"]
    assert figure.parts["initiatives_between"] == 1
    # G is the chain a - feest - b - c: b lies between (a,c) and (feest,c): 2 of 3.
    assert figure.parts["top"] == [{"id": "b", "value": pytest.approx(2 / 3)}]


def test_residents_in_core(make: Make) -> None:
    # Four who all know each other (k = 3), and a tail e. In the core: one citizen, two professionals, one unknown: 1/4.
    people = [
        partner("a", layer=CITIZENS),
        partner("b", layer=PROFESSIONALS),
        partner("c", layer=PROFESSIONALS),
        partner("d"),
        partner("e", layer=CITIZENS),
    ]
    figure = make("residents_in_core", material(people, "a-b a-c a-d b-c b-d c-d d-e"))
    assert figure.value == pytest.approx(1 / 4)
    assert (figure.parts["k"], figure.parts["core_ids"], figure.parts["unknown"]) == (3, list("abcd"), 1)


def test_white_spots() -> None:
    people = [*domains_of_four(), partner("g", "ondernemers", kern="elders")]
    found = white_spots(material(people, "a-b b-g"))
    assert len(found.empty) == 7
    assert "ondernemers" in found.empty
    assert found.thin == ("gemeente", "onderwijs")
    assert found.apart == (("gemeente", "onderwijs"), ("wonen", "onderwijs"))
    assert found.isolated_ids == ("c", "d", "u")
    assert white_spots(material()).empty == SECTORS
