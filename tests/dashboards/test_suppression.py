"""No hidden count can be worked out from what is shown: over weeks, kernen and their total, by whoever knows the most."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from dashboards import suppression
from dashboards.suppression import Column, suppress
from wijkweb.kit.few import LEAST, rounded

Weeks = list[dict[int, int]]
THOROUGH = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def published(weeks: Weeks) -> list[Column]:
    """The weeks one after another, each beside all that were shown before."""
    found: list[Column] = []
    for counts in weeks:
        found.append(suppress(counts, found))
    return found


class Attack:
    """The linear system of somebody who knows every shown number exactly, and which counts did not change at all.

    That is more than the page tells: it rounds to five, and never says what changed.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        cells = [(week, row) for week, one in enumerate(columns) for row in one.counts]
        self.place = {cell: number for number, cell in enumerate(cells)}
        left, right = [], []
        for line, value in self.equations():
            left.append([line.get(cell, 0) for cell in cells])
            right.append(value)
        self.left, self.right = np.array(left).reshape(-1, len(cells)), np.array(right)

    def equations(self) -> Iterator[tuple[dict[tuple[int, int], int], int]]:
        for week, one in enumerate(self.columns):
            for row, value in one.shown.items():
                if value is not None:
                    yield {(week, row): 1}, one.counts[row]
            if one.total is not None:
                yield {(week, row): 1 for row in one.counts}, sum(one.counts.values())
            for before in range(week):
                for row in one.counts.keys() & self.columns[before].counts.keys():
                    if one.counts[row] == self.columns[before].counts[row]:
                        yield {(week, row): 1, (before, row): -1}, 0

    def hidden(self) -> list[tuple[int, int]]:
        return [(week, row) for week, one in enumerate(self.columns) for row in one.hidden]

    def hidden_totals(self) -> list[list[tuple[int, int]]]:
        """The cells of each week whose total is not shown."""
        weeks = enumerate(self.columns)
        return [
            [(week, row) for row in one.counts] for week, one in weeks if one.counts and one.total is None
        ]

    def is_settled(self, *cells: tuple[int, int]) -> bool:
        """The rank audit: whether the equations alone leave one answer for these together."""
        if not len(self.left):
            return False
        one = self._sum_of(cells)
        rank = np.linalg.matrix_rank(self.left)
        return bool(np.linalg.matrix_rank(np.vstack([self.left, one])) == rank)

    def _sum_of(self, cells: Sequence[tuple[int, int]]) -> Any:
        one = np.zeros(self.left.shape[1])
        one[[self.place[cell] for cell in cells]] = 1
        return one

    def width(self, *cells: tuple[int, int]) -> float:
        """Between the least and the most that these can be together."""
        ends = []
        for sign in (1, -1):
            aim = sign * self._sum_of(cells)
            known = {"A_eq": self.left, "b_eq": self.right} if len(self.left) else {}
            answer = linprog(aim, bounds=(0, None), method="highs", **known)
            assert answer.status in (0, 3), answer.message  # an answer, or no end to it
            ends.append(answer.fun if answer.status == 0 else -np.inf)
        return float(-ends[1] - ends[0])


def found_out(columns: Sequence[Column]) -> list[list[tuple[int, int]]]:
    """The hidden counts and totals that lie in a range of nine or less; those that guard another as well."""
    attack = Attack(columns)
    wanted = [*([cell] for cell in attack.hidden()), *attack.hidden_totals()]
    return [cells for cells in wanted if attack.is_settled(*cells) or attack.width(*cells) <= 9 + 1e-6]


few = st.integers(0, 14)
count = st.one_of(few, few, st.integers(10, 60))


@st.composite
def histories(draw: Any) -> Weeks:
    """A few weeks of a few kernen: most counts stay as they are, some change, a kern comes in or leaves."""
    rows = list(range(1, draw(st.integers(1, 6)) + 1))
    weeks = [{row: draw(count) for row in rows}]
    for _week in range(draw(st.integers(0, 3))):
        now = dict(weeks[-1])
        for row in draw(st.lists(st.sampled_from(rows), max_size=3)):
            step = draw(st.integers(-3, 3))
            now[row] = draw(st.one_of(count, st.just(max(0, now.get(row, 8) + step))))
        for row in draw(st.lists(st.sampled_from(rows), max_size=1)):
            if draw(st.booleans()):
                now.pop(row, None)
        weeks.append(now)
    return weeks


@THOROUGH
@given(histories())
def test_no_hidden_count_can_be_worked_out(weeks: Weeks) -> None:
    columns = published(weeks)
    assume(any(one.hidden for one in columns))
    assert not found_out(columns), columns


def test_the_rank_audit_over_five_hundred_random_tables() -> None:
    chance, closed = random.Random(1), 0
    for _number in range(500):
        rows = range(chance.randint(2, 20))
        first = {row: chance.choice((chance.randint(0, 12), chance.randint(0, 80))) for row in rows}
        second = {row: n if chance.random() < 0.8 else chance.randint(0, 30) for row, n in first.items()}
        columns = published([first, second])
        closed += any(one.is_closed for one in columns)
        attack = Attack(columns)
        assert not [cell for cell in attack.hidden() if attack.is_settled(cell)], columns
    assert closed > 100  # the total stands beside hidden counts often enough to be tried


def switched_off(name: str, value: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(suppression, name, value)


@pytest.mark.parametrize(
    ("off", "weeks"),
    [
        # the total beside one hidden count: the second is what it takes
        (switched_off("_may_have_total", lambda *_: True), [{1: 4, 2: 30, 3: 60}]),
        # two hidden that together are less than ten
        (switched_off("_width", lambda *_: LEAST), [{1: 4, 2: 3, 3: 60, 4: 70}]),
        # who guards was shown a week before
        (switched_off("_once_shown", lambda *_: frozenset()), [{1: 12, 2: 30, 3: 60}, {1: 4, 2: 30, 3: 60}]),
    ],
)
def test_the_attack_succeeds_where_a_rule_is_switched_off(
    off: Callable[[pytest.MonkeyPatch], None], weeks: Weeks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the tests above could not fail."""
    assert not found_out(published(weeks))
    off(monkeypatch)
    if weeks == [{1: 4, 2: 30, 3: 60}]:
        monkeypatch.setattr(suppression, "_beside", lambda *_: frozenset())
    assert found_out(published(weeks))


def test_with_the_drift_of_many_weeks_the_total_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each week one count of two changes and the other does not: who adds that up would know both in the end."""
    weeks = [{1: 2, 2: 10, 3: 50}, {1: 10, 2: 10, 3: 50}, {1: 10, 2: 2, 3: 50}]
    columns = published(weeks)
    assert [one.total for one in columns] == [60, 70, None]
    assert not found_out(columns)
    monkeypatch.setattr(
        suppression, "_width", lambda group, counts, _closed: sum(counts[row] for row in group)
    )
    assert found_out(published(weeks))


def test_a_second_kern_is_hidden_beside_a_small_one() -> None:
    column = suppress({1: 4, 2: 30, 3: 60})
    assert column.shown == {1: None, 2: None, 3: 60}
    assert column.total == 95


def test_when_too_many_would_go_the_total_goes_instead() -> None:
    assert suppress({1: 4, 2: 60}) == Column({1: 4, 2: 60}, {1: None, 2: 60}, None)
    assert suppress({1: 16, 2: 1, 3: 0}).shown == {1: 15, 2: None, 3: None}


def test_small_ones_that_are_enough_together_need_no_other() -> None:
    column = suppress({1: 8, 2: 7, 3: 60})
    assert column.shown == {1: None, 2: None, 3: 60}
    assert column.total == 75


def test_what_guards_stays_hidden_until_the_week_that_it_guarded_is_forgotten() -> None:
    first = suppress({1: 4, 2: 30, 3: 60})
    grown = {1: 12, 2: 30, 3: 60}
    second = suppress(grown, [first])
    assert second.shown == {1: None, 2: None, 3: 60}
    third = suppress(grown, [second])
    assert third.shown == {1: 10, 2: 30, 3: 60}
    assert third.total == 100


def test_a_kern_that_comes_in_small_takes_the_total_away_and_gives_it_back_when_it_leaves() -> None:
    counts = {1: 6, 2: 7, 3: 60}
    first = suppress(counts)
    second = suppress(counts | {4: 3}, [first])
    assert (first.total, second.total) == (75, None)
    assert suppress(counts, [first, second]).total == 75


def test_where_nothing_is_small_everything_is_shown() -> None:
    column = suppress({1: 10, 2: 12, 3: 13})
    assert column.shown == {1: 10, 2: 10, 3: 15}
    assert column.total == 35


@pytest.mark.parametrize("counts", [{}, {1: 0}, {1: 9}, {1: 3, 2: 4}])
def test_of_little_or_nothing_nothing_is_shown(counts: dict[int, int]) -> None:
    column = suppress(counts)
    assert not [value for value in (*column.shown.values(), column.total) if value is not None]


@pytest.mark.parametrize(("exact", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (203, 205)])
def test_rounding_to_five(exact: int, shown: int) -> None:
    assert rounded(exact) == shown


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        suppress({1: -1})
