"""All figures of a kern at once."""

from __future__ import annotations

from collections.abc import Callable

from network.analysis.engines import ENGINES, FAST
from network.analysis.figures.centrality import bridges, centralisation, residents_in_core
from network.analysis.figures.cohesion import average_degree, connectedness, strong_professional_ties
from network.analysis.figures.cover import domain_cover, domain_pairs
from network.analysis.figures.fragmentation import hub_dependence
from network.analysis.figures.initiatives import (
    connected_activities,
    letting_go,
    reach,
    resident_carried,
    single_carrier,
)
from network.analysis.figures.mixing import domain_mixing, layer_mixing
from network.analysis.figures.movement import freshness, turnover
from network.analysis.figures.reading import Reading
from network.analysis.figures.shape import Figure, Material

SAMPLES = 400

FIGURES: dict[str, Callable[[Reading], Figure]] = {
    make.__name__: make
    for make in (
        domain_cover,
        average_degree,
        connectedness,
        domain_pairs,
        strong_professional_ties,
        domain_mixing,
        layer_mixing,
        centralisation,
        hub_dependence,
        bridges,
        residents_in_core,
        reach,
        connected_activities,
        resident_carried,
        letting_go,
        single_carrier,
        turnover,
        freshness,
    )
}
"""What makes each figure, by its id, in the order of the design."""


def figures_of(
    material: Material,
    *,
    engine: str = FAST,
    exact: bool | None = None,
    seed: int = 0,
    samples: int = SAMPLES,
) -> dict[str, Figure]:
    """All figures of a kern on a day, by id, in the order of FIGURE_IDS.

    engine: "fast" or "reference"; both give the same values to 1e-9. exact: whether betweenness is exact, or from
    `samples` sources drawn with `seed`; None is exact up to 5,000 nodes. Whatever is missing in the material makes a figure
    that says why it cannot be said, never an error. Raises ValueError for an unknown engine.
    """
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    reading = Reading(material, engine, exact, seed, samples)
    return {key: make(reading) for key, make in FIGURES.items()}
