"""Small lines: a gap is a gap, a rung holds until the next, and nothing is drawn of nothing."""

from datetime import date

import pytest

from network.analysis.figures import INDEX, NUMBER, SHARE
from network.lines import line_of
from wijkweb.kit.charts import line_chart, nice_top

DAYS = [date(2014, 12, 31), date(2015, 12, 31), date(2016, 12, 30)]


def test_nothing_known_is_no_line() -> None:
    assert line_chart([]) is None
    assert line_chart([(DAYS[0], None)]) is None


def test_points_lie_where_their_day_and_value_are() -> None:
    chart = line_chart(list(zip(DAYS, (0, 5, 10), strict=True)), width=108, height=48)
    assert chart is not None
    assert [(point.x, point.y) for point in chart.points] == [(4, 44), (54, 24), (104, 4)]
    assert chart.paths == ("M4 44 L54 24 L104 4",)
    assert chart.height_of(5) == 24


def test_where_it_cannot_be_said_the_line_is_broken() -> None:
    chart = line_chart([(DAYS[0], 1), (DAYS[1], None), (DAYS[2], 1)])
    assert chart is not None
    assert len(chart.paths) == 2
    assert {point.y for point in chart.points} == {20}  # a line that never moves lies in the middle


def test_a_rung_holds_until_the_next_and_until_today() -> None:
    chart = line_chart(
        [(DAYS[0], 1), (DAYS[1], 3)], width=108, height=48, low=1, high=5, stepped=True, until=DAYS[2]
    )
    assert chart is not None
    assert chart.paths == ("M4 44 H54 V24 H104",)
    assert chart.last == DAYS[2]


def test_the_years_on_the_axis() -> None:
    chart = line_chart(list(zip(DAYS, (1, 2, 3), strict=True)))
    assert chart is not None
    assert [year for _x, year in chart.years] == [2015, 2016]


def test_the_ends_of_the_scale_stand_in_words_and_have_a_line_each() -> None:
    chart = line_chart(list(zip(DAYS, (2, 4, 6), strict=True)), width=108, height=48, words=str)
    assert chart is not None
    assert chart.scale == ("6", "2")
    assert chart.edges == ("M4 4 H104", "M4 44 H104")


def test_a_line_that_never_moves_has_one_word_and_one_edge() -> None:
    chart = line_chart(list(zip(DAYS, (3, 3, 3), strict=True)), width=108, height=48, words=str)
    assert chart is not None
    assert (chart.scale, chart.edges) == (("3",), ("M4 24 H104",))


@pytest.mark.parametrize(
    ("figure", "unit", "values", "low", "high"),
    [
        ("connectedness", SHARE, (0.4, 0.5, 0.6), 0, 1),  # of all, whatever was reached
        ("hub_dependence", SHARE, (0.02, 0.05, 0.03), 0, 0.05),  # so small that all would show a flat line
        ("average_degree", NUMBER, (2.0, 3.5, 3.0), 0, 3.5),
        ("domain_mixing", INDEX, (-0.34, -0.31, -0.31), -0.4, -0.3),
        ("layer_mixing", INDEX, (0.3, 0.12, -0.05), -0.1, 0.3),
        ("domain_mixing", INDEX, (0.0, 0.0, 0.0), 0, 0),
    ],
)
def test_each_unit_has_a_scale_of_its_own(
    figure: str, unit: str, values: tuple[float, ...], low: float, high: float
) -> None:
    chart = line_of(figure, unit, list(zip(DAYS, values, strict=True)), width=100, height=40)
    assert chart is not None
    assert (chart.low, chart.high) == pytest.approx((low, high))
    assert len(chart.scale) == (1 if low == high else 2)


def test_one_day_is_no_line() -> None:
    assert line_of("reach", SHARE, [(DAYS[0], None), (DAYS[1], 0.5)], width=100, height=40) is None


def test_charts_with_the_same_ends_can_be_laid_side_by_side() -> None:
    chart = line_chart([(DAYS[1], 1.0)], width=108, height=48, low=0, high=4, since=DAYS[0], until=DAYS[2])
    assert chart is not None
    assert (chart.first, chart.last) == (DAYS[0], DAYS[2])
    assert (chart.points[0].x, chart.points[0].y) == (54, 34)


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 1), (0.4, 1), (1, 1), (2.3, 2.5), (2.6, 5), (5.1, 10), (11, 20), (26, 50), (101, 200)],
)
def test_the_top_of_a_scale_is_a_round_number(most: float, top: float) -> None:
    assert nice_top(most) == top
