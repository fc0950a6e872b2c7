"""What moved since half a year ago, and how far all of it can be trusted: turnover, freshness."""

from __future__ import annotations

from typing import Any

from network.analysis.figures.reading import Reading
from network.analysis.figures.shape import LEAST_FRESH, SHARE, Figure
from network.analysis.web import Web

Pair = tuple[str, str]


def turnover(reading: Reading) -> Figure:
    """How stable the ties are: `kept / (kept + new + ended)`, against the web of half a year earlier.

    A tie is a pair of partners in `P`: when one kind of tie makes way for another, it is kept.
    parts: `kept`, `new`, `ended` (numbers), `new_ties` and `ended_ties` as rows of `pair_ids`, `since` (a date).
    Cannot be said: nothing to compare with, or no tie then and none now.
    """
    previous = reading.material.previous
    if previous is None:
        return reading.unknown("turnover", SHARE, "nothing_to_compare")
    now, then = _pairs(reading.web), _pairs(previous)
    if not now | then:
        return reading.unknown("turnover", SHARE, "no_partners" if not reading.size else "no_ties")
    kept = len(now & then)
    parts = {
        "kept": kept,
        "new": len(now - then),
        "ended": len(then - now),
        "new_ties": _rows(now - then),
        "ended_ties": _rows(then - now),
        "since": previous.day.isoformat() if previous.day else None,
    }
    return reading.figure("turnover", kept / len(now | then), SHARE, parts)


def _pairs(web: Web) -> set[Pair]:
    return {(one, other) if one < other else (other, one) for one, other in web.partners.edges}


def _rows(pairs: set[Pair]) -> list[dict[str, Any]]:
    return [{"pair_ids": list(pair)} for pair in sorted(pairs)]


def freshness(reading: Reading) -> Figure:
    """The share of the records that was confirmed within its term; below half of it every figure says so.

    parts: `confirmed`, `records`, `is_stale`. Cannot be said: there are no records.
    """
    material = reading.material
    if material.records <= 0:
        return reading.unknown("freshness", SHARE, "no_records")
    share = material.confirmed / material.records
    parts = {
        "confirmed": material.confirmed,
        "records": material.records,
        "is_stale": share < LEAST_FRESH,
    }
    return reading.figure("freshness", share, SHARE, parts)
