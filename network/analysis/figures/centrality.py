"""Who stands in the middle: centralisation, bridges, residents_in_core."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

from network.analysis.figures.reading import Reading, ranked
from network.analysis.figures.shape import CITIZENS, COUNT, SHARE, Figure
from network.analysis.web import INITIATIVE_PREFIX

TOP = 5
EXACT_UP_TO = 5_000
"""Up to so many nodes of `G` betweenness is exact, unless asked otherwise; above it is sampled."""


def freeman(degrees: Iterable[int]) -> float | None:
    """Freeman's degree centralisation (1979): `sum(max - d) / ((N - 1)(N - 2))`; None for fewer than three nodes.

    1 for a star, 0 when everybody has as many ties.
    """
    values = list(degrees)
    if len(values) < 3:
        return None
    most = max(values)
    return sum(most - value for value in values) / ((len(values) - 1) * (len(values) - 2))


def centralisation(reading: Reading) -> Figure:
    """Whether the web leans on one: Freeman's degree centralisation on `P`, also without the most tied partner.

    Of equally tied partners the first id is the most tied.
    parts: `top_id`, `top_degree`, `without_top` (None when it cannot be said).
    Cannot be said: fewer than three partners, or no ties.
    """
    if reason := reading.too_small() or ("two_partners" if reading.size == 2 else ""):
        return reading.unknown("centralisation", SHARE, reason)
    degrees = reading.partners.degrees
    top = min(degrees, key=lambda key: (-degrees[key], key))
    near = reading.web.partners.adj[top]
    rest = [degree - (key in near) for key, degree in degrees.items() if key != top]
    without = reading.without_coordinator
    parts = {
        "top_id": top,
        "top_degree": degrees[top],
        "without_top": freeman(rest) if any(rest) else None,
    }
    other = centralisation(without).value if without else None
    return reading.figure("centralisation", freeman(degrees.values()), SHARE, parts, other)


def bridges(reading: Reading) -> Figure:
    """How many partners hold parts of the web together that come apart without them: the articulation points of `G`.

    parts: `top`, the five partners with the highest betweenness on `G` (Freeman 1977, normalised: the share of the
    shortest paths between all pairs of others that pass them; 0 is left out), as rows of id and value; `articulation_ids`;
    `initiatives_between`: how many initiatives are such a point. From a sample (see `EXACT_UP_TO`) also `sampled` (how many sources),
    `seed` and `margin`, the largest 95 % margin of all values, and each row its own `margin`; else `sampled` is 0.
    Cannot be said: fewer than three nodes in `G`, or no ties.
    """
    reason = reading.too_small(reading.web.whole.number_of_edges())
    if reason or len(reading.web.whole) < 3:
        return reading.unknown("bridges", COUNT, reason or "two_partners")
    points = reading.whole.articulation_points()
    between = sorted(node for node in points if not node.startswith(INITIATIVE_PREFIX))
    parts = {
        **_betweenness(reading),
        "articulation_ids": between,
        "initiatives_between": len(points) - len(between),
    }
    return reading.figure("bridges", len(between), COUNT, parts)


def _betweenness(reading: Reading) -> dict[str, Any]:
    nodes = reading.whole.nodes
    exact = len(nodes) <= EXACT_UP_TO if reading.exact is None else reading.exact
    if exact or reading.samples >= len(nodes):
        values = reading.whole.betweenness()
        return {"top": _top(reading, values), "sampled": 0}
    sources = random.Random(reading.seed).sample(list(nodes), max(reading.samples, 2))  # noqa: S311 - a repeatable draw
    estimates = reading.whole.sampled_betweenness(sources)
    rows = _top(reading, {key: one.value for key, one in estimates.items()})
    return {
        "top": [row | {"margin": estimates[row["id"]].margin} for row in rows],
        "sampled": len(sources),
        "seed": reading.seed,
        "margin": max(one.margin for one in estimates.values()),
    }


def _top(reading: Reading, values: Any) -> list[dict[str, Any]]:
    rows = ranked({key: values[key] for key in reading.ids}, TOP)
    return [row for row in rows if row["value"] > 1e-12]


def residents_in_core(reading: Reading) -> Figure:
    """Of the innermost k-core of `P` (Seidman 1983), the share in the layer of the citizens.

    The innermost core is the largest k for which there are partners who all have at least k ties among each other.
    A partner whose layer is not known counts as not a citizen, and is told apart: the share is then at least this.
    parts: `k`, `core_ids`, `citizens`, `unknown`, `layers` (name to number). Cannot be said: fewer than two partners, no ties,
    or no layer known of anybody in the core.
    """
    if reason := reading.too_small():
        return reading.unknown("residents_in_core", SHARE, reason)
    cores = reading.partners.core_numbers()
    deepest = max(cores.values())
    core = sorted(key for key, number in cores.items() if number == deepest)
    layers = Counter(reading.layers[key] for key in core if key in reading.layers)
    parts = {
        "k": deepest,
        "core_ids": core,
        "citizens": layers[CITIZENS],
        "unknown": len(core) - layers.total(),
        "layers": dict(sorted(layers.items())),
    }
    if not layers.total():
        return reading.unknown("residents_in_core", SHARE, "no_layers", parts)
    return reading.figure("residents_in_core", layers[CITIZENS] / len(core), SHARE, parts)
