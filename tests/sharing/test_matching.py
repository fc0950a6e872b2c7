"""Which offer goes with which need: worked out by hand."""

from datetime import date
from typing import Any

import pytest

from sharing.matching import KIND, NEAR_KERN, PERIOD, SAME_KERN, WORDS, Card, matches, overlap, words_of
from sharing.slots import FREE, PARTLY, TAKEN, month_of, next_month, previous_month, slot_of, slots_between

VILLAGE, STREET, ELSEWHERE = 1, 2, 3
AROUND = {VILLAGE: frozenset({STREET}), STREET: frozenset({VILLAGE})}


def card(key: int, text: str = "", **values: Any) -> Card:
    return Card(
        key=key, partner=values.pop("partner", key), kind=values.pop("kind", "vervoer"), text=text, **values
    )


def test_kind_is_a_must_and_nobody_helps_oneself() -> None:
    need = card(9, "bus")
    offers = [card(1, "bus", kind="ruimte"), card(2, "bus", partner=9), card(3, "iets anders")]
    (only,) = matches(offers, [need], {})
    assert (only.offer, only.need, only.points) == (3, 9, 0)
    assert only.reasons == ((KIND, ("vervoer",)),)


def test_words_weigh_more_than_the_kern_and_the_kern_more_than_one_near() -> None:
    need = card(9, "Een bus met plek voor rolstoelen", kern=VILLAGE)
    offers = [
        card(1, "Aanhanger", kern=ELSEWHERE),
        card(2, "Fietsen", kern=STREET),
        card(3, "Bakfiets", kern=VILLAGE),
        card(4, "Busje, of een bus", kern=ELSEWHERE),
        card(5, "Bus voor een rolstoel", kern=VILLAGE),
    ]
    found = matches(offers, [need], AROUND)
    assert [(match.offer, match.points) for match in found] == [(5, 8), (4, 3), (3, 2), (2, 1), (1, 0)]
    assert found[0].reasons == ((KIND, ("vervoer",)), (WORDS, ("bus", "rolstoel")), (SAME_KERN, ()))
    assert found[3].reasons == ((KIND, ("vervoer",)), (NEAR_KERN, ()))


def test_of_many_the_likeliest_stay_and_equal_ones_keep_their_order() -> None:
    offers = [card(number) for number in range(1, 9)] + [card(20, "bus")]
    found = matches(offers, [card(30, "bus"), card(31)], {}, most=2)
    assert [(match.need, match.offer) for match in found] == [(30, 20), (30, 1), (31, 1), (31, 2)]


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ((None, None), (None, None), True),
        ((date(2026, 1, 1), None), (None, date(2025, 12, 31)), False),
        ((date(2026, 1, 1), None), (None, date(2026, 1, 1)), True),
        ((date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), None), False),
        ((None, date(2026, 3, 31)), (date(2026, 3, 31), date(2026, 5, 1)), True),
    ],
)
def test_periods_overlap_as_far_as_they_are_known(one: Any, other: Any, fits: bool) -> None:
    first, second = card(1, first=one[0], last=one[1]), card(2, first=other[0], last=other[1])
    assert overlap(first, second) is overlap(second, first) is fits
    found = matches([first], [second], {})
    assert bool(found) is fits
    if fits and any(one) and any(other):
        assert (PERIOD, ()) in found[0].reasons


def test_words_that_say_nothing_are_left_out() -> None:
    assert words_of("Een bus, om met de tenten naar de Zaal te gaan!") == {"bus", "tent", "zaal", "gaan"}
    assert words_of("") == frozenset()


def test_a_month_says_of_each_day_how_it_is() -> None:
    today = date(2026, 11, 10)
    taken = {*slots_between(slot_of(date(2026, 11, 12), 2), slot_of(date(2026, 11, 14), 0))}
    month = month_of(date(2026, 11, 1), taken, {slot_of(date(2026, 11, 20), 1)}, today)
    days = {day.day.day: day for week in month.weeks for day in week if day}
    assert len(days) == 30
    assert [days[number].state for number in (11, 12, 13, 14)] == [FREE, PARTLY, TAKEN, PARTLY]
    assert [day.day.day for day in month.busy] == [12, 13, 14, 20]
    assert days[9].is_past
    assert not days[10].is_past
    assert (next_month(date(2026, 12, 1)), previous_month(date(2027, 1, 1))) == (
        date(2027, 1, 1),
        date(2026, 12, 1),
    )
