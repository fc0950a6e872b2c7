"""Who should meet: worked out by hand on a few parties, against a plain count on many, and in time at 2,000."""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter

import pytest

from network.analysis.introductions import (
    ACQUAINTANCE,
    ALONE,
    LIFE_DOMAIN,
    NEED,
    PLACE,
    TARGET_GROUP,
    Party,
    Suggestion,
    Weights,
    _Reader,
    introductions,
)


def party(key: str, groups: str = "", **fields: object) -> Party:
    sets = {name: frozenset(str(fields.pop(name, "")).split()) for name in ("places", "offers", "needs")}
    return Party(key, target_groups=frozenset(groups.split()), **sets, **fields)  # type: ignore[arg-type]


def pairs(found: list[Suggestion]) -> list[tuple[str, str]]:
    return [(one.first, one.second) for one in found]


def told(found: list[Suggestion]) -> list[tuple[str, int]]:
    return [(reason.kind, reason.points) for one in found for reason in one.reasons]


# --- by hand ------------------------------------------------------------------------------------------------------


def test_nobody_or_one_or_no_reason_gives_nothing() -> None:
    assert introductions([], [], {}) == []
    assert introductions([party("a", "ouderen")], [], {}) == []
    assert introductions([party("a", "ouderen"), party("b", "jongeren")], [], {}) == []
    assert introductions([party("a", life_domain=""), party("b", life_domain="")], [], {}) == []


def test_both_for_the_same_people() -> None:
    found = introductions(
        [party("kerk", "ouderen"), party("club", "ouderen jongeren"), party("school", "jongeren")], [], {}
    )
    assert pairs(found) == [("club", "kerk"), ("club", "school")]
    assert found[0].reasons[0].about == ("ouderen",)
    assert told(found) == [(TARGET_GROUP, 3), (TARGET_GROUP, 3)]


def test_two_groups_in_common_count_one_more_and_the_rarest_comes_first() -> None:
    many = [party(f"m{number:02d}", "iedereen") for number in range(18)]
    found = introductions(
        [*many, party("a", "iedereen ouderen"), party("b", "ouderen iedereen")], [], {}, limit=1
    )
    assert pairs(found) == [("a", "b")]
    assert found[0].reasons[0].about == ("ouderen", "iedereen")
    assert found[0].points == 4


def test_what_is_for_everybody_tells_little() -> None:
    found = introductions([party(f"m{number:02d}", "iedereen") for number in range(20)], [], {}, limit=1)
    assert told(found) == [(TARGET_GROUP, 1)]


def test_a_need_meets_an_offer_in_both_directions() -> None:
    found = introductions(
        [party("a", offers="ruimte"), party("b", needs="ruimte"), party("c", needs="geld")], [], {}
    )
    assert pairs(found) == [("a", "b")]
    assert (found[0].reasons[0].kind, found[0].reasons[0].giver, found[0].points) == (NEED, "a", 4)
    both = introductions(
        [party("a", offers="ruimte", needs="geld"), party("b", needs="ruimte", offers="geld")], [], {}
    )
    assert (both[0].reasons[0].about, both[0].reasons[0].giver, both[0].points) == (("geld", "ruimte"), "", 5)


def test_two_offers_of_the_same_are_no_reason() -> None:
    assert introductions([party("a", offers="ruimte"), party("b", offers="ruimte")], [], {}) == []


def test_the_same_place_and_the_same_domain() -> None:
    found = introductions(
        [
            party("a", places="sporthal", life_domain="wonen"),
            party("b", places="sporthal", life_domain="wonen"),
        ],
        [],
        {},
    )
    assert told(found) == [(PLACE, 3), (LIFE_DOMAIN, 1)]


def test_somebody_knows_both_and_who_knows_everybody_says_less() -> None:
    some = [party(key) for key in "abc"]
    found = introductions(some, [], {"wim": ["a", "b"]})
    assert pairs(found) == [("a", "b")]
    assert (found[0].reasons[0].about, told(found)) == (("wim",), [(ACQUAINTANCE, 2)])
    busy = {"wim": ["a", "b", *(f"x{number}" for number in range(11))]}
    assert told(introductions(some, [], busy)) == [(ACQUAINTANCE, 1)]
    both = introductions(some, [], {**busy, "ans": ["a", "b"]})
    assert (both[0].reasons[0].about, both[0].points) == (("ans", "wim"), 2)


def test_a_party_may_be_the_one_who_knows_both() -> None:
    found = introductions([party(key) for key in "abc"], [("a", "b"), ("b", "c")], {"b": ["a", "c"]})
    assert pairs(found) == [("a", "c")]


def test_who_knows_nobody_yet_comes_a_little_earlier_but_never_for_that_alone() -> None:
    crowd = [party("a", "x"), party("b", "x"), party("c", "x", is_alone=True), party("d", is_alone=True)]
    found = introductions(crowd, [], {})
    assert pairs(found)[0] == ("a", "c")
    assert found[0].reasons[-1].kind == ALONE
    assert found[0].reasons[-1].about == ("c",)
    assert not any("d" in pair for pair in pairs(found))


def test_who_is_apart_is_never_suggested_in_either_order() -> None:
    crowd = [party(key, "ouderen") for key in "abc"]
    assert pairs(introductions(crowd, [("b", "a"), ("a", "c"), ("x", "a")], {})) == [("b", "c")]


def test_two_guests_are_somebody_elses_business() -> None:
    crowd = [party("a", "x", is_home=False), party("b", "x", is_home=False), party("c", "x")]
    assert pairs(introductions(crowd, [], {})) == [("a", "c"), ("b", "c")]


def test_one_party_does_not_fill_the_list() -> None:
    hub = party("a", "ouderen jongeren", places="hal")
    others = [party(f"b{number}", "ouderen jongeren", places="hal") for number in range(3)]
    rest = [party("y", life_domain="wonen"), party("z", life_domain="wonen")]
    found = introductions([hub, *others, *rest], [], {}, per_party=1)
    assert pairs(found) == [("a", "b0"), ("b1", "b2"), ("y", "z")]


def test_the_order_of_the_records_does_not_matter() -> None:
    crowd, apart, between = made_up(60)
    found = introductions(crowd, apart, between)
    random.Random(3).shuffle(crowd)
    assert introductions(crowd, [(other, one) for one, other in reversed(apart)], between) == found


def test_weights_are_an_argument() -> None:
    crowd = [party("a", "x", life_domain="wonen"), party("b", "x"), party("c", life_domain="wonen")]
    assert pairs(introductions(crowd, [], {}))[0] == ("a", "b")
    assert pairs(introductions(crowd, [], {}, weights=Weights(life_domain=9)))[0] == ("a", "c")


# --- against a plain count, and at size ---------------------------------------------------------------------------


def made_up(count: int, seed: int = 1) -> tuple[list[Party], list[tuple[str, str]], dict[str, list[str]]]:
    chance = random.Random(seed)
    groups = (
        ["iedereen"] * 6
        + ["ouderen"] * 4
        + ["jongeren"] * 3
        + [f"groep{number}" for number in range(count // 8)]
    )
    kinds = "ruimte materiaal vervoer geld".split()
    keys = [f"p{number:05d}" for number in range(count)]
    crowd = [
        party(
            key,
            " ".join(chance.sample(groups, chance.choice([0, 0, 1, 2]))),
            life_domain=chance.choice(["", "wonen", "zorg", "onderwijs", "clubs"]),
            places=f"plek{chance.randrange(count // 3)}" if chance.random() < 0.3 else "",
            offers=chance.choice(kinds) if chance.random() < 0.15 else "",
            needs=chance.choice(kinds) if chance.random() < 0.1 else "",
            is_home=chance.random() < 0.9,
            is_alone=chance.random() < 0.1,
        )
        for key in keys
    ]  # fmt: skip
    ties = [(keys[int(count * chance.random() ** 2)], chance.choice(keys)) for _ in range(4 * count)]
    between: dict[str, list[str]] = {}
    for one, other in ties:
        if one != other:
            between.setdefault(one, []).append(other)
            between.setdefault(other, []).append(one)
    return crowd, ties, between


def plainly(crowd, apart, between, limit, per_party) -> list[tuple[str, str, int]]:
    """The same by asking every pair for its reasons and taking the best one by one."""
    reader = _Reader({one.id: one for one in crowd}, between, Weights())
    closed = {frozenset(pair) for pair in apart}
    home = {one.id for one in crowd if one.is_home}
    scored = []
    for first, second in itertools.combinations(sorted(one.id for one in crowd), 2):
        if frozenset((first, second)) in closed or not {first, second} & home:
            continue
        points = sum(one.points for one in reader.reasons(first, second))
        if points:
            scored.append((-points, first, second))
    chosen: list[tuple[str, str, int]] = []
    turns: Counter[str] = Counter()
    for points, first, second in sorted(scored):
        if len(chosen) < limit and turns[first] < per_party and turns[second] < per_party:
            turns.update((first, second))
            chosen.append((first, second, -points))
    return chosen


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("limit", "per_party"), [(20, 2), (5, 1), (200, 3)])
def test_tables_and_plain_count_agree(seed: int, limit: int, per_party: int) -> None:
    crowd, apart, between = made_up(90, seed)
    found = introductions(crowd, apart, between, limit=limit, per_party=per_party)
    assert [(one.first, one.second, one.points) for one in found] == plainly(
        crowd, apart, between, limit, per_party
    )
    assert found


def test_two_thousand_parties_in_a_breath() -> None:
    crowd, apart, between = made_up(2_000)
    begin = time.thread_time()
    found = introductions(crowd, apart, between)
    assert time.thread_time() - begin < 4  # 0.5 s on a quiet machine
    assert len(found) == 20
