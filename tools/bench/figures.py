"""All figures of a web, by the fast engine and by networkx as it stands in the books: python -m tools.bench.figures."""

import json
import math
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tools.bench.site import BenchFailed
from tools.bench.table import Line, render, seconds, times
from tools.provision import PYTHON, ROOT

LARGE, REGION = (2_000, 8_000), (20_000, 80_000)  # partners and ties
FASTER, WITHIN, EQUAL = 15, 10.0, 1e-9  # the goals: times faster, seconds for a region, the same value
FAST, REFERENCE = "fast", "reference"


def computing(limit: float) -> list[Line]:
    """limit: seconds that the reference gets; when that is not enough the ratio is at least what it was by then."""
    with tempfile.TemporaryDirectory(prefix="wijkweb-bench-figures-") as folder:
        return [*_both(Path(folder), limit), *_region()]


def _both(folder: Path, limit: float) -> list[Line]:
    kept = {engine: folder / f"{engine}.json" for engine in (FAST, REFERENCE)}
    mine = _inside("all", *LARGE, FAST, 1, 3, kept[FAST])
    work, clock = mine["work"][1], mine["seconds"][1]
    try:
        theirs = _inside("all", *LARGE, REFERENCE, 1, 1, kept[REFERENCE], limit=limit)
    except subprocess.TimeoutExpired:
        theirs = None
    spent = theirs["work"][0] if theirs else limit
    ratio = spent / work
    words = f"{LARGE[0]} partners, {LARGE[1]} banden: alle cijfers"
    is_open = theirs is None and ratio < FASTER
    lines = [
        Line(
            words,
            f"{seconds(work)} rekentijd ({seconds(clock)} op de klok)",
            f"networkx {'' if theirs else 'meer dan '}{seconds(spent)}",
            times(ratio, at_least=theirs is None),
            f">= {FASTER}x{': onbeslist' if is_open else ''}",
            None if is_open else ratio >= FASTER,
        )
    ]
    if theirs:
        off = difference(*(json.loads(path.read_text()) for path in (kept[FAST], kept[REFERENCE])))
        lines.append(
            Line(
                "  grootste verschil tussen de twee", _small(off), "", "", f"<= {_small(EQUAL)}", off <= EQUAL
            )
        )
    found = _inside("sample", *LARGE)
    lines.append(
        Line(
            "  tussenligging uit 400 bronnen: verschil met precies",
            _small(found["off"]),
            f"opgegeven marge {_small(found['margin'])}",
            "",
            "<= de marge",
            found["off"] <= found["margin"],
        )
    )
    return lines


def _region() -> list[Line]:
    found = _inside("all", *REGION, FAST, 0, 3)
    clock, work = found["seconds"][1], found["work"][1]
    if not found["sampled"] or found["seed"] is None or found["margin"] is None:
        raise BenchFailed(f"A sample without seed or margin: {found}")
    return [
        Line(
            f"{REGION[0]} partners, {REGION[1]} banden: alle cijfers",
            f"{seconds(clock)} ({seconds(work)} rekentijd)",
            f"tussenligging uit {found['sampled']} bronnen, zaad {found['seed']}, marge {_small(found['margin'])}",
            "",
            f"< {seconds(WITHIN)}",
            clock < WITHIN,
        )
    ]


def difference(one: Any, other: Any) -> float:
    """The largest difference between two numbers at the same place; infinite when anything else differs."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return max((difference(one[key], other[key]) for key in one), default=0.0)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return max((difference(*pair) for pair in zip(one, other, strict=True)), default=0.0)
    numbers = [value for value in (one, other) if isinstance(value, int | float)]
    if len(numbers) == 2:
        return abs(numbers[0] - numbers[1])
    return 0.0 if one == other else math.inf


def _inside(subject: str, *arguments: object, limit: float | None = None) -> Any:
    command = [str(PYTHON), "-m", "tools.bench.figures_inside", subject, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit)
    if done.returncode != 0:
        raise BenchFailed(f"{subject} did not succeed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _small(value: float) -> str:
    return f"{value:.1g}" if 0 < value < 0.001 else f"{value:.3f}".replace(".", ",")


if __name__ == "__main__":
    print(render([("Cijfers van een web, twee motoren", computing(600))]))
