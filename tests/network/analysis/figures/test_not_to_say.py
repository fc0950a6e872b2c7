"""What cannot be said is never 0 and never an error: each figure tells why."""

from __future__ import annotations

from datetime import date

import pytest

from network.analysis.figures import FIGURE_IDS, Activity, Course, Group, Material, figures_of
from tests.network.analysis.figures.conftest import Make
from tests.network.analysis.figures.webs import CITIZENS, DAY, PROFESSIONALS, material, partner, web_of

OF_THE_WEB = FIGURE_IDS[1:12]


def test_nothing_at_all(engine: str) -> None:
    figures = figures_of(material(), engine=engine)
    assert tuple(figures) == FIGURE_IDS
    assert {figure.value for figure in figures.values()} == {None}
    assert {figures[key].reason for key in OF_THE_WEB} == {"no_partners"}
    assert figures["domain_cover"].reason == "no_home_partners"
    assert figures["connected_activities"].reason == "no_activities"
    assert figures["resident_carried"].reason == figures["letting_go"].reason == "no_initiatives"
    assert figures["single_carrier"].reason == "no_initiatives_or_groups"
    assert figures["turnover"].reason == "nothing_to_compare"
    assert figures["freshness"].reason == "no_records"


def test_one_partner(engine: str) -> None:
    figures = figures_of(material([partner("a", "wonen", CITIZENS)], "", "feest:a!"), engine=engine)
    assert {figures[key].reason for key in OF_THE_WEB} == {"one_partner"}
    assert figures["domain_cover"].value == 0.0  # one is known to be too few
    assert figures["resident_carried"].value == 1.0


def test_no_ties(engine: str) -> None:
    figures = figures_of(material("a b c"), engine=engine)
    assert {figures[key].reason for key in OF_THE_WEB if key != "reach"} == {"no_ties"}
    assert figures["reach"].reason == "no_initiatives"


def test_an_initiative_is_enough_for_what_looks_at_it(engine: str) -> None:
    figures = figures_of(material("a b c", "", "feest:a feest:b"), engine=engine)
    assert {key for key in OF_THE_WEB if figures[key].reason == "no_ties"} == {
        "average_degree", "strong_professional_ties", "domain_mixing", "layer_mixing", "centralisation", "residents_in_core",
    }  # fmt: skip
    assert figures["connectedness"].value == pytest.approx(2 / 3)


def test_two_partners(engine: str) -> None:
    figures = figures_of(material("a b", "a-b"), engine=engine)
    assert {figures[key].reason for key in ("centralisation", "hub_dependence", "bridges")} == {
        "two_partners"
    }
    assert figures["average_degree"].value == 1.0


def test_unknown_domains_and_layers(engine: str) -> None:
    figures = figures_of(material("a b c", "a-b b-c", "feest:a!"), engine=engine)
    assert figures["domain_cover"].reason == "no_domains"
    assert figures["domain_pairs"].reason == figures["domain_mixing"].reason == "no_domains"
    assert figures["layer_mixing"].reason == figures["strong_professional_ties"].reason == "no_layers"
    assert figures["residents_in_core"].reason == "no_layers"
    assert figures["reach"].reason == figures["resident_carried"].reason == "no_driver_layers"


def test_a_word_that_is_no_domain_is_unknown(make: Make) -> None:
    people = [partner("a", "elders"), partner("b", "elders")]
    assert make("domain_cover", material(people, "a-b")).reason == "no_domains"
    assert make("domain_pairs", material(people, "a-b")).reason == "no_domains"


@pytest.mark.parametrize(
    ("key", "people", "ties", "reason"),
    [
        ("domain_pairs", [partner("a", "wonen"), partner("b")], "a-b", "no_domain_ties"),
        ("domain_mixing", [partner("a", "wonen"), partner("b", "wonen")], "a-b", "one_domain"),
        ("domain_mixing", [partner("a", "wonen"), partner("b"), partner("c", "gemeente")], "a-b b-c", "no_domain_ties"),
        ("layer_mixing", [partner("a", layer=CITIZENS), partner("b", layer=CITIZENS)], "a-b", "one_layer"),
        ("layer_mixing", [partner("a", layer=CITIZENS), partner("b"), partner("c", layer=PROFESSIONALS)], "a-b b-c", "no_layer_ties"),
        ("strong_professional_ties", [partner("a", layer=CITIZENS), partner("b", layer=CITIZENS)], "a-b", "no_professional_ties"),
    ],
)  # fmt: skip
def test_ties_that_tell_nothing(make: Make, key: str, people: list, ties: str, reason: str) -> None:
    figure = make(key, material(people, ties))
    assert (figure.value, figure.reason) == (None, reason)


def test_initiatives_that_tell_nothing(make: Make) -> None:
    people = [partner("a", layer=PROFESSIONALS), partner("b", layer=CITIZENS)]
    assert make("reach", material(people, "", "x:a")).reason == "no_drivers"
    assert make("reach", material(people, "", "x:a!")).reason == "no_resident_initiatives"
    assert make("resident_carried", material(people, "", "x:a")).reason == "no_drivers"
    assert make("resident_carried", material(people, "", "x:a!")).value == 0.0  # that is known
    assert make("single_carrier", material(people, "", "x:a")).reason == "no_carriers"
    assert make("single_carrier", material("a", groups=(Group("a"),))).reason == "no_carriers"


def test_who_sees_no_persons_is_told_no_count_of_them(make: Make) -> None:
    assert make("single_carrier", material("a b", "", "x:a!", people_seen=False)).reason == "people_unseen"


def test_where_persons_are_left_out_nobody_says_that_residents_drive_nothing(make: Make) -> None:
    """Most residents who drive something are persons: without them the share is 0 %, and that is not so."""
    people = [partner("a", layer=PROFESSIONALS), partner("b", layer=CITIZENS)]
    figure = make("resident_carried", material(people, "", "x:a!", people_seen=False))
    assert (figure.value, figure.reason) == (None, "people_unseen")
    assert make("resident_carried", material(people, "", "x:a!")).value == 0.0


def test_handovers_that_tell_nothing(make: Make) -> None:
    assert make("letting_go", material(courses=(Course("x"),))).reason == "no_handovers"
    handed = Course("x", handed_over=date(2026, 1, 1))
    figure = make("letting_go", material(courses=(handed,)))
    assert (figure.reason, figure.parts["survived_share"]) == ("no_start", None)
    backwards = Course("x", started=date(2026, 2, 1), handed_over=date(2026, 1, 1))
    assert make("letting_go", material(courses=(backwards,))).reason == "no_start"


def test_activities_that_tell_nothing(make: Make) -> None:
    figure = make("connected_activities", material("a", activities=(Activity("x"),)))
    assert (figure.reason, figure.parts["undated"]) == ("no_activities", 1)
    from network.analysis.web import Period

    held = Activity("x", Period(DAY, DAY), (), "ja")
    figure = make("connected_activities", material("a", activities=(held,)))
    assert (figure.reason, figure.parts["open_share"]) == ("no_organisers", 1.0)


def test_no_tie_then_and_none_now(make: Make) -> None:
    people = [partner("a"), partner("b")]
    assert make("turnover", material(people, previous=web_of(people))).reason == "no_ties"
    assert make("turnover", material(previous=web_of([]))).reason == "no_partners"


def test_an_engine_that_is_not_there() -> None:
    given: Material = material("a")
    with pytest.raises(ValueError, match="steam"):
        figures_of(given, engine="steam")
