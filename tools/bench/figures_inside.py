"""What is measured of figures, without a site: python -m tools.bench.figures_inside all|sample ...; prints JSON.

Runs in a process of its own, so that a time limit can end it.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from network.analysis.body import SECTORS
from network.analysis.engines import FAST, measures_of
from network.analysis.figures import Activity, Course, Material, figures_of
from network.analysis.web import (
    Initiative,
    Participation,
    Partner,
    Period,
    Records,
    Relation,
    Web,
    build_web,
)

DAY, HALF_YEAR_BEFORE = date(2026, 6, 1), date(2025, 12, 1)
LAYERS = ("burgers", "maatschappelijk-middenveld", "professionals", "")
KINDS = ("stichting", "vereniging", "kerk", "onderneming", "inwoner", "vrijwilliger")
ROLES = ("trekker", "organisator", "doet-mee", "faciliteert")
SEED, SAMPLES = 1, 400


def made_up(partners: int, ties: int) -> Material:
    """A kern of this size with everything that the figures read; a few have many ties, as in a real web."""
    chance = random.Random(SEED)  # noqa: S311 - the same web each time
    ids = [f"p{number:05d}" for number in range(partners)]
    people = {
        key: Partner(
            key, "k", chance.choice([*SECTORS, ""]), chance.choice(LAYERS), "partner", chance.choice(KINDS)
        )
        for key in ids
    }
    pairs: dict[tuple[str, str], Relation] = {}
    while len(pairs) < ties:
        # The third power draws some partners often: the hubs of the web.
        one, other = ids[int(partners * chance.random() ** 3)], chance.choice(ids)
        if one != other:
            pair = (min(one, other), max(one, other))
            pairs[pair] = Relation(*pair, "kent", strength=chance.randint(1, 3))
    relations = tuple(pairs.values())
    initiatives = tuple(Initiative(f"i{number:04d}", "k") for number in range(partners // 20))
    parts = tuple(
        Participation(one.id, key, role)
        for one in initiatives
        for role, key in zip(ROLES, chance.sample(ids, len(ROLES)), strict=True)
    )

    def web(known: tuple[Relation, ...], day: date) -> Web:
        return build_web(Records(tuple(people.values()), known, initiatives, parts), ["k"], day)

    return Material(
        DAY,
        web(relations, DAY),
        web(relations[: ties - ties // 20], HALF_YEAR_BEFORE),
        people,
        frozenset(list(pairs)[::3]),
        tuple(
            Activity(f"a{number}", Period(DAY, DAY), tuple(chance.sample(ids, 3)), "ja")
            for number in range(partners // 10)
        ),
        tuple(Course(one.id, "burger", "draait", HALF_YEAR_BEFORE, DAY) for one in initiatives),
        confirmed=partners // 2,
        records=partners + ties,
        coordinators=frozenset(ids[:1]),
    )


def everything(
    partners: str, ties: str, engine: str, exact: str, turns: str, keep: str = ""
) -> dict[str, Any]:
    """Seconds for all figures, on the clock and of the processor, once for each turn. exact: "1" or "0" (betweenness from a sample). keep: a file for them."""
    material = made_up(int(partners), int(ties))
    took, worked = [], []
    for _turn in range(int(turns)):
        begin, work = time.perf_counter(), time.process_time()
        figures = figures_of(material, engine=engine, exact=exact == "1", seed=SEED, samples=SAMPLES)
        took.append(time.perf_counter() - begin)
        worked.append(time.process_time() - work)
    if keep:
        values = {key: [one.value, one.without_coordinator, one.parts] for key, one in figures.items()}
        Path(keep).write_text(json.dumps(values))
    parts = figures["bridges"].parts
    told = {name: parts.get(name) for name in ("sampled", "seed", "margin")}
    return {
        "seconds": sorted(took),
        "work": sorted(worked),
        "unknown": sum(not one.is_known for one in figures.values()),
        **told,
    }


def sample(partners: str, ties: str) -> dict[str, float]:
    """How far betweenness from a sample is from the exact one: the largest difference, the largest margin that was told,
    and the share of the nodes of which the exact value lies within its own margin.
    """
    measures = measures_of(made_up(int(partners), int(ties)).web.whole, FAST)
    exact = measures.betweenness()
    sources = random.Random(SEED).sample(list(measures.nodes), SAMPLES)  # noqa: S311 - a repeatable draw
    found = measures.sampled_betweenness(sources)
    off = {key: abs(one.value - exact[key]) for key, one in found.items()}
    within = sum(off[key] <= one.margin for key, one in found.items()) / len(found)
    return {"off": max(off.values()), "margin": max(one.margin for one in found.values()), "within": within}


SUBJECTS: dict[str, Callable[..., Any]] = {"all": everything, "sample": sample}

if __name__ == "__main__":
    print(json.dumps(SUBJECTS[sys.argv[1]](*sys.argv[2:])))
