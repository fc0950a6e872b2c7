"""The rules of the rungs: figures in, signals out; nothing is decided."""

from collections import Counter
from datetime import date

import pytest

from ladder.rungs import RULES, RUNGS, Signal, direction, of_rung, rung, signals_of
from ladder.wording import doubts_of, shared_doubts

DAY, YEAR_BEFORE = date(2026, 11, 25), date(2025, 6, 30)


def figure(value, unit="share", **more):
    basis = {"ties": 40, "derived": 2, "partners": 30, "fresh": 0.8, "people_seen": True}
    return {"value": value, "unit": unit, "reason": "", "parts": {}, "basis": basis, **more}


def one(figures, previous=None, key="connectedness"):
    found = signals_of(figures, DAY, previous, YEAR_BEFORE if previous else None)
    return next(signal for signal in found if signal.id == key)


def test_each_rung_has_two_to_four_signals_of_its_own() -> None:
    counted = Counter(rule.rung for rule in RULES)
    assert set(counted) == {rung.number for rung in RUNGS}
    assert all(2 <= number <= 4 for number in counted.values())
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_an_unknown_rung_is_an_error() -> None:
    with pytest.raises(KeyError):
        rung(6)


@pytest.mark.parametrize(
    ("now", "before", "unit", "expected"),
    [
        (0.5, 0.4, "share", "up"),
        (0.4, 0.5, "share", "down"),
        (0.5, 0.49, "share", "same"),  # less than two per cent points
        (0.5, 0.48, "share", "up"),
        (3, 2, "count", "up"),
        (3, 3, "count", "same"),
        (12.0, 12.4, "months", "same"),
        (0.0, 0.0, "strange", "same"),
        (None, 0.4, "share", "unknown"),
        (0.4, None, "share", "unknown"),
    ],
)
def test_the_direction_is_told_only_when_it_moved(now, before, unit, expected) -> None:
    assert direction(now, before, unit) == expected


def test_a_signal_has_value_direction_day_and_freshness() -> None:
    signal = one({"connectedness": figure(0.6)}, {"connectedness": figure(0.4)})
    assert (signal.value, signal.direction, signal.previous) == (0.6, "up", 0.4)
    assert (signal.day, signal.previous_day, signal.fresh, signal.doubts) == (DAY, YEAR_BEFORE, 0.8, ())


def test_what_cannot_be_said_is_not_zero() -> None:
    signal = one({"connectedness": figure(None, reason="no_ties")}, {"connectedness": figure(0.4)})
    assert (signal.value, signal.reason, signal.direction) == (None, "no_ties", "unknown")


def test_without_figures_every_signal_says_that_nothing_was_computed() -> None:
    found = signals_of({}, None)
    assert len(found) == len(RULES)
    assert {(signal.value, signal.reason) for signal in found} == {(None, "no_snapshot")}


def test_an_earlier_day_on_which_it_could_not_be_said_is_no_comparison() -> None:
    signal = one({"connectedness": figure(0.6)}, {"connectedness": figure(None, reason="no_ties")})
    assert (signal.direction, signal.previous_day) == ("unknown", None)


def test_a_part_of_a_figure_is_a_signal_of_its_own() -> None:
    figures = {"connected_activities": figure(0.25, parts={"open_share": 0.75})}
    assert one(figures, key="organised_together").value == 0.25
    assert one(figures, key="open_to_all").value == 0.75
    figures = {"connected_activities": figure(0.25, parts={"open_share": None})}
    assert one(figures, key="open_to_all").value is None
    assert one(figures, key="open_to_all").reason == "not_known"


@pytest.mark.parametrize(
    ("basis", "without", "expected"),
    [
        ({"fresh": 0.49}, None, ("stale",)),
        ({"fresh": 0.5}, None, ()),
        ({"fresh": None}, None, ()),
        ({"ties": 4, "derived": 2}, None, ("inferred",)),
        ({"ties": 0, "derived": 0}, None, ()),
        ({"partners": 9}, None, ("few",)),
        ({}, 0.3, ("coordinator",)),
        ({}, 0.59, ()),
        ({"people_seen": False}, None, ("no_people",)),
    ],
)
def test_a_signal_says_why_it_may_be_doubted(basis, without, expected) -> None:
    made = figure(0.6, without_coordinator=without)
    made["basis"] = {**made["basis"], **basis}
    assert one({"connectedness": made}).doubts == expected


def test_a_signal_is_stored_and_read_back_as_it_was() -> None:
    signal = one({"connectedness": figure(0.6)}, {"connectedness": figure(0.4)})
    assert Signal.from_dict({**signal.to_dict(), "added_later": 1}) == signal
    assert Signal.from_dict(Signal("x", 1).to_dict()) == Signal("x", 1)


def test_the_signals_of_a_rung_come_apart() -> None:
    assert {signal.rung for signal in of_rung(signals_of({}, None), 3)} == {3}


def test_a_doubt_that_holds_for_all_is_told_once() -> None:
    def doubted(value: float | None, *doubts: str) -> Signal:
        return Signal("reach", 3, value=value, unit="share", doubts=doubts)

    both = [doubted(0.2, "stale", "few"), doubted(0.3, "stale"), doubted(None)]
    assert shared_doubts(both) == ("stale",)
    assert shared_doubts([*both, doubted(0.5)]) == ()
    assert shared_doubts(both[:1]) == ()
    assert len(doubts_of(both[0], ("stale",))) == 1
    assert doubts_of(both[1], ("stale",)) == []
