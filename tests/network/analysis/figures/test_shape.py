"""A figure knows its value or why it has none, and comes back from storage as it went in."""

from __future__ import annotations

import json
import math

import pytest

from network.analysis.figures import COUNT, FIGURE_IDS, PERSON_KINDS, SHARE, Figure
from partners.models import PERSON_KINDS as PERSON_KINDS_OF_PARTNERS


@pytest.mark.parametrize(("value", "reason"), [(None, ""), (0.5, "no_ties"), (math.nan, ""), (math.inf, "")])
def test_a_figure_has_a_finite_value_or_a_reason(value: float | None, reason: str) -> None:
    with pytest.raises(ValueError, match="average_degree"):
        Figure("average_degree", value, SHARE, reason)


def test_a_unit_is_one_of_the_known() -> None:
    with pytest.raises(ValueError, match="furlong"):
        Figure("average_degree", 1.0, "furlong")


def test_it_comes_back_from_json() -> None:
    figure = Figure(
        "connectedness",
        0.8,
        SHARE,
        "",
        {"isolated_ids": ["a"], "rows": [{"id": "b", "value": 1}]},
        {"ties": 4},
        0.5,
    )
    assert Figure.from_dict(json.loads(json.dumps(figure.to_dict()))) == figure
    unknown = Figure("turnover", None, SHARE, "nothing_to_compare")
    assert Figure.from_dict(json.loads(json.dumps(unknown.to_dict()))) == unknown
    assert not unknown.is_known


def test_what_a_newer_version_stored_can_be_read() -> None:
    assert Figure.from_dict({"id": "reach", "value": 1.0, "unit": SHARE, "colour": "red"}).value == 1.0


@pytest.mark.parametrize(("fresh", "is_stale"), [(None, False), (0.49, True), (0.5, False), (1.0, False)])
def test_below_half_fresh_is_stale(fresh: float | None, is_stale: bool) -> None:
    assert Figure("bridges", 2, COUNT, basis={"fresh": fresh}).is_stale is is_stale


def test_every_figure_of_the_design_has_one_id() -> None:
    assert len(FIGURE_IDS) == len(set(FIGURE_IDS)) == 18


def test_persons_are_the_same_kinds_as_in_the_partners() -> None:
    assert frozenset(str(kind) for kind in PERSON_KINDS_OF_PARTNERS) == PERSON_KINDS
