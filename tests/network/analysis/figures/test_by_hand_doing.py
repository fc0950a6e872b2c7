"""Figures of what people do and how it moves, worked out by hand, once per engine."""

from __future__ import annotations

from datetime import date

import pytest

from network.analysis.figures import Activity, Course, Group, Material
from network.analysis.figures.initiatives import months_later, whole_months
from network.analysis.web import Partner, Period
from tests.network.analysis.figures.conftest import Make
from tests.network.analysis.figures.webs import CITIZENS, PROFESSIONALS, material, partner, web_of


def village() -> list[Partner]:
    """Anna (a resident), bas and cor (professionals), dora (nobody knows), and three more without a layer."""
    return [
        partner("anna", "wonen", CITIZENS, "inwoner"),
        partner("bas", "gemeente", PROFESSIONALS, "professional"),
        partner("cor", "onderwijs", PROFESSIONALS),
        partner("dora"),
        *(partner(key) for key in "xyz"),
    ]


def test_reach(make: Make) -> None:
    # The party is Anna's; bas takes part; cor knows bas, x knows cor. Within two steps: anna, bas, cor. Of seven.
    figure = make("reach", material(village(), "bas-cor cor-x", "feest:anna! feest:bas"))
    assert figure.value == pytest.approx(3 / 7)
    assert (figure.parts["reached"], figure.parts["direct"]) == (3, 2)
    assert figure.parts["outside_ids"] == ["dora", "x", "y", "z"]


def test_reach_does_not_count_what_others_drive(make: Make) -> None:
    figure = make("reach", material(village(), "", "feest:anna! plan:bas! plan:cor plan:x"))
    assert figure.parts["initiative_ids"] == ["feest"]
    assert figure.value == pytest.approx(1 / 7)


def test_resident_carried(make: Make) -> None:
    # Of five active: feest by Anna, samen by Anna and bas, plan by bas, raadsel by dora (layer unknown), leeg by nobody: 2 of 5.
    courses = tuple(Course(key, phase=phase) for key, phase in [("feest", "draait"), ("droom", "droom")])
    parts = "feest:anna! samen:anna! samen:bas! plan:bas! raadsel:dora! leeg:cor droom:anna!"
    figure = make("resident_carried", material(village(), "", parts, courses=courses))
    assert figure.value == pytest.approx(2 / 5)
    assert figure.parts["initiative_ids"] == ["feest", "samen"]
    assert figure.parts["together_ids"] == ["samen"]
    assert figure.parts["unknown_ids"] == ["leeg", "raadsel"]


@pytest.mark.parametrize(
    ("phase", "counts"),
    [("gestart", True), ("draait", True), ("overgedragen", True), ("", True), ("droom", False), ("gedeeld", False), ("gestopt", False), ("gepauzeerd", False)],
)  # fmt: skip
def test_which_phases_are_active(make: Make, phase: str, counts: bool) -> None:
    figure = make(
        "resident_carried", material(village(), "", "feest:anna!", courses=(Course("feest", phase=phase),))
    )
    assert figure.is_known is counts
    assert counts or figure.reason == "no_initiatives"


def test_single_carrier(make: Make) -> None:
    # feest hangs on Anna; samen has two; plan hangs on an organisation; leeg has nobody known.
    # koor hangs on bas without successor; kaart hangs on bas, and Anna follows; of soep nobody said.
    groups = (Group("x", "bas"), Group("y", "bas", "anna"), Group("z"))
    parts = "feest:anna! samen:anna! samen:bas+ plan:cor! leeg:dora"
    figure = make("single_carrier", material(village(), "", parts, groups=groups))
    assert figure.value == 2
    assert figure.parts["initiatives"] == [{"id": "feest", "carrier_id": "anna"}]
    assert figure.parts["groups"] == [{"id": "x", "carrier_id": "bas"}]
    assert (figure.parts["of"], figure.parts["unknown_ids"]) == (5, ["leeg", "z"])


def on(*days: int) -> Period:
    return Period(date(*days), date(*days))  # type: ignore[arg-type]


def test_connected_activities(make: Make) -> None:
    # The day is 1 June 2026. Of two domains: a. One organiser, so one domain: b, c. With dora it cannot be told: d; nobody: e. 1 of 3.
    activities = (
        Activity("a", on(2026, 5, 1), ("anna", "bas"), "ja"),
        Activity("b", on(2026, 6, 1), ("anna",), "nee"),
        Activity("c", on(2025, 6, 2), ("dora",), "ja"),
        Activity("d", on(2026, 1, 1), ("anna", "dora")),
        Activity("e", on(2026, 1, 1)),
        Activity("too-early", on(2025, 6, 1), ("anna", "bas"), "ja"),
        Activity("to-come", on(2026, 6, 2), ("anna", "bas"), "ja"),
        Activity("this-year", Period(date(2026, 1, 1), date(2026, 12, 31)), ("anna", "bas")),
        Activity("last-year", Period(date(2025, 1, 1), date(2025, 12, 31)), ("anna", "bas", "dora")),
        Activity("undated", Period(), ("anna", "bas")),
    )
    figure = make("connected_activities", material(village(), activities=activities))
    assert figure.parts["connected_ids"] == ["a", "last-year"]
    assert figure.value == pytest.approx(2 / 4)
    assert (figure.parts["of"], figure.parts["unknown_ids"], figure.parts["undated"]) == (4, ["d", "e"], 1)
    # Open: a and c yes, b no, three unknown.
    assert figure.parts["open_share"] == pytest.approx(2 / 3)
    assert figure.parts["open_unknown"] == 3


def test_letting_go(make: Make) -> None:
    # 12, 18 and 30 whole months: median 18. Handed over at least a year before 1 June 2026: a, b and d; of those b stopped within the year.
    courses = (
        Course("a", started=date(2020, 1, 1), handed_over=date(2021, 1, 1)),
        Course("b", started=date(2020, 1, 31), handed_over=date(2021, 7, 31), stopped=date(2022, 1, 1)),
        Course("c", started=date(2023, 6, 15), handed_over=date(2025, 12, 20)),
        Course("d", handed_over=date(2020, 5, 5), stopped=date(2021, 5, 6)),
        Course("e", started=date(2020, 1, 1)),
        Course("f", started=date(2020, 1, 1), handed_over=date(2026, 6, 2)),
    )
    figure = make("letting_go", material(courses=courses))
    assert figure.value == 18
    assert [row["value"] for row in figure.parts["rows"]] == [12, 18, 30]
    assert figure.parts["without_start_ids"] == ["d"]
    assert (figure.parts["survived_ids"], figure.parts["ended_ids"]) == (["a", "d"], ["b"])
    assert figure.parts["survived_share"] == pytest.approx(2 / 3)


def test_months() -> None:
    assert whole_months(date(2020, 1, 31), date(2020, 2, 29)) == 1
    assert whole_months(date(2020, 1, 15), date(2020, 2, 14)) == 0
    assert months_later(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_later(date(1, 1, 1), -12) == date.min


def test_turnover(make: Make) -> None:
    # Then a-b, b-c, c-d; now b-c, c-d, d-a: kept 2, new 1, ended 1: 2/4.
    people = [partner(key) for key in "abcd"]
    previous = web_of(people, "a-b b-c c-d", day=date(2025, 12, 1))
    figure = make("turnover", material(people, "b-c c-d d-a", previous=previous))
    assert figure.value == pytest.approx(1 / 2)
    assert figure.parts["new_ties"] == [{"pair_ids": ["a", "d"]}]
    assert figure.parts["ended_ties"] == [{"pair_ids": ["a", "b"]}]
    assert (figure.parts["kept"], figure.parts["since"]) == (2, "2025-12-01")


def test_all_ties_new_is_a_true_zero(make: Make) -> None:
    people = [partner(key) for key in "ab"]
    assert make("turnover", material(people, "a-b", previous=web_of(people))).value == 0


def test_freshness(make: Make) -> None:
    figure = make("freshness", material("a", confirmed=3, records=8))
    assert figure.value == pytest.approx(3 / 8)
    assert figure.parts["is_stale"]
    assert figure.is_stale
    assert not make("freshness", material("a", confirmed=4, records=8)).is_stale


def test_how_it_was_made(make: Make) -> None:
    people = [partner("a"), partner("b"), partner("g", kern="elders")]
    given: Material = material(
        people, "a-b b-g", "x:a", derived=frozenset({("b", "g")}), confirmed=1, records=4
    )
    assert make("average_degree", given).basis == {
        "partners": 3,
        "home": 2,
        "initiatives": 1,
        "ties": 2,
        "derived": 1,
        "fresh": 0.25,
        "people_seen": True,
    }
    assert make("average_degree", given).is_stale
