"""Who is in the network of a kern, worked out by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date

import pytest

from network.analysis.web import (
    Initiative,
    Participation,
    Partner,
    Period,
    Records,
    Relation,
    Web,
    build_web,
    initiative_node,
    periods_meet,
    within_steps,
)

DAY = date(2017, 6, 1)
YEAR_2015 = Period(date(2015, 1, 1), date(2015, 12, 31))
YEAR_2016 = Period(date(2016, 1, 1), date(2016, 12, 31))


def web(
    partners: Iterable[Partner] = (),
    relations: Iterable[Relation] = (),
    initiatives: Iterable[Initiative] = (),
    parts: Iterable[Participation] = (),
    day: date | None = DAY,
    kernen: tuple[str, ...] = ("dorp", "buurt"),
) -> Web:
    records = Records(tuple(partners), tuple(relations), tuple(initiatives), tuple(parts))
    return build_web(records, kernen, day)


CLUB, BUURT, STAD, VERWEG = (
    Partner("club", "dorp"),
    Partner("buurt", "buurt"),
    Partner("stad", "stad"),
    Partner("verweg", "stad"),
)


def test_a_period_includes_its_first_and_last_day() -> None:
    assert YEAR_2015.covers(date(2015, 1, 1))
    assert YEAR_2015.covers(date(2015, 12, 31))
    assert not YEAR_2015.covers(date(2014, 12, 31))
    assert not YEAR_2015.covers(date(2016, 1, 1))
    assert Period(None, date(2015, 1, 1)).covers(date(1900, 1, 1))
    assert Period(date(2015, 1, 1), None).covers(date(2100, 1, 1))
    assert Period().covers(None)
    assert not Period(date(2016, 1, 1), date(2015, 1, 1)).covers(None)


def test_periods_meet_when_one_day_lies_in_all_of_them() -> None:
    assert not periods_meet([YEAR_2015, YEAR_2016], None)
    assert periods_meet([YEAR_2015, Period(date(2015, 12, 31)), Period(None, date(2020, 1, 1))], None)
    assert periods_meet([], None)


def test_an_empty_kern_has_an_empty_network() -> None:
    empty = web()
    assert list(empty.whole) == list(empty.partners) == []
    assert (empty.home, empty.guests, empty.initiatives, empty.participations) == (
        frozenset(),
        frozenset(),
        (),
        (),
    )
    assert list(web([STAD, Partner("nergens")], kernen=("",)).partners) == []


def test_one_partner_is_a_network_without_ties() -> None:
    one = web([CLUB], [Relation("club", "club", "kent")])
    assert list(one.partners) == ["club"]
    assert one.partners.number_of_edges() == 0
    assert one.partners.nodes["club"] == {"kind": "partner"}


def test_home_is_the_kern_and_all_below_it() -> None:
    both = web([CLUB, BUURT, STAD])
    assert both.home == {"club", "buurt"}
    assert both.guests == frozenset()


def test_a_guest_is_tied_to_someone_at_home() -> None:
    relations = [Relation("stad", "club", "kent"), Relation("verweg", "stad", "kent")]
    result = web([CLUB, STAD, VERWEG], relations)
    assert result.guests == {"stad"}
    assert set(result.partners.edges) == {("club", "stad")}


def test_two_guests_are_tied_too() -> None:
    relations = [
        Relation(a, b, "kent") for a, b in [("stad", "club"), ("club", "verweg"), ("verweg", "stad")]
    ]
    assert web([CLUB, STAD, VERWEG], relations).partners.number_of_edges() == 3


def test_belonging_makes_a_guest_in_both_directions() -> None:
    worker = Partner("wijkverpleegkundige", "dorp", member_of="stad")
    resident = Partner("bewoner", "stad", member_of="club")
    result = web([worker, resident, STAD, CLUB])
    assert result.home == {"wijkverpleegkundige", "club"}
    assert result.guests == {"stad", "bewoner"}
    assert result.partners.edges["stad", "wijkverpleegkundige"] == {"kinds": ("hoort-bij",), "strength": 1}


def test_belonging_to_oneself_or_to_nobody_known_is_no_tie() -> None:
    result = web([Partner("a", "dorp", member_of="a"), Partner("b", "dorp", member_of="weg")])
    assert result.partners.number_of_edges() == 0


def test_taking_part_makes_a_guest() -> None:
    initiative, elsewhere = Initiative("concert", "dorp"), Initiative("markt", "stad")
    parts = [Participation("concert", "stad", "financiert"), Participation("markt", "verweg", "doet mee")]
    result = web([CLUB, STAD, VERWEG], [], [initiative, elsewhere], parts)
    assert result.guests == {"stad"}
    assert result.initiatives == ("concert",)
    assert result.participations == (parts[0],)
    assert result.partners.number_of_edges() == 0
    assert set(result.whole.edges) == {("stad", "initiatief:concert")} or set(result.whole.edges) == {
        ("initiatief:concert", "stad")
    }


def test_a_partner_and_an_initiative_may_share_an_id() -> None:
    parts = [Participation("club", "club", "trekker"), Participation("club", "club", "doet mee")]
    result = web([CLUB], [], [Initiative("club", "dorp")], parts)
    assert list(result.whole) == ["club", initiative_node("club")]
    assert result.whole.edges["club", initiative_node("club")] == {"roles": ("doet mee", "trekker")}
    assert result.whole.nodes[initiative_node("club")] == {"kind": "initiative"}


def test_a_pair_has_one_edge_with_all_kinds_and_the_largest_strength() -> None:
    person = Partner("mens", "dorp", member_of="club")
    relations = [
        Relation("mens", "club", "werkt-samen", strength=2),
        Relation("club", "mens", "kent", strength=3),
        Relation("club", "mens", "kent", strength=1),
    ]
    graph = web([CLUB, person], relations).partners
    assert graph.edges["club", "mens"] == {"kinds": ("hoort-bij", "kent", "werkt-samen"), "strength": 3}


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2014, 12, 31), False),
        (date(2015, 1, 1), True),
        (date(2015, 12, 31), True),
        (date(2016, 1, 1), False),
    ],
)
def test_a_tie_counts_from_its_first_day_to_its_last(day: date, there: bool) -> None:
    result = web([CLUB, STAD], [Relation("club", "stad", "kent", period=YEAR_2015)], day=day)
    assert ("stad" in result.guests) is there


def test_without_a_partner_on_that_day_there_is_no_tie() -> None:
    gone = Partner("stad", "stad", period=YEAR_2015)
    parts = [Participation("concert", "stad", "trekker")]
    relations = [Relation("club", "stad", "kent")]
    assert list(web([CLUB, gone], relations, [Initiative("concert", "dorp")], parts).partners) == ["club"]


def test_all_days_together_hold_whoever_was_there_once() -> None:
    partners = [
        Partner("club", "dorp", period=YEAR_2015),
        Partner("koor", "dorp", period=YEAR_2016),
        STAD,
        VERWEG,
    ]
    relations = [
        Relation("club", "koor", "kent"),
        Relation("club", "stad", "kent", period=YEAR_2015),
        Relation("club", "verweg", "kent", period=YEAR_2016),
    ]
    result = web(partners, relations, day=None)
    assert result.home == {"club", "koor"}
    assert result.guests == {"stad"}
    assert set(result.partners.edges) == {("club", "stad")}


def test_an_ended_initiative_has_no_participants() -> None:
    initiative = Initiative("concert", "dorp", period=YEAR_2015)
    parts = [Participation("concert", "stad", "trekker")]
    assert web([STAD], [], [initiative], parts).guests == frozenset()
    assert web([STAD], [], [initiative], parts, day=None).guests == {"stad"}
    assert web([STAD], [], [initiative], [], day=date(2015, 12, 31)).initiatives == ("concert",)


def test_the_order_of_the_records_makes_no_difference() -> None:
    chance = random.Random(1)
    partners = [Partner(f"p{i}", "dorp" if i % 3 else "stad", member_of=f"p{i // 2}") for i in range(40)]
    relations = [
        Relation(f"p{chance.randrange(40)}", f"p{chance.randrange(40)}", "kent", strength=1 + i % 3)
        for i in range(90)
    ]
    initiatives = [Initiative(f"i{i}", "dorp") for i in range(5)]
    parts = [Participation(f"i{i % 5}", f"p{i}", "doet mee") for i in range(0, 40, 3)]
    one = web(partners, relations, initiatives, parts)
    for records in (partners, relations, initiatives, parts):
        chance.shuffle(records)  # type: ignore[arg-type]
    other = web(partners, relations, initiatives, parts)
    assert list(one.whole) == sorted(one.whole) == list(other.whole)
    assert list(one.whole.edges(data=True)) == list(other.whole.edges(data=True))
    assert one.participations == other.participations
    assert one.home | one.guests == set(one.partners)


def test_within_steps_counts_the_ties_in_between() -> None:
    graph = web(
        [Partner(x, "dorp") for x in "abcde"], [Relation(x, y, "kent") for x, y in ["ab", "bc", "cd"]]
    ).partners
    assert within_steps(graph, "a", 2) == {"a": 0, "b": 1, "c": 2}
    assert within_steps(graph, "e", 3) == {"e": 0}
    assert within_steps(graph, "a", 0) == {"a": 0}
    assert within_steps(graph, "x", 3) == {}
    with pytest.raises(ValueError, match="negative"):
        within_steps(graph, "a", -1)
