"""What the measurements rest on: the web that is measured is whole, and "the same value" means that."""

import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.bench.effort import parent_of, spent
from tools.bench.figures import EQUAL, difference
from tools.bench.figures_inside import everything, made_up, sample


def test_a_small_web_gives_the_same_figures_by_both_engines(tmp_path: Path) -> None:
    kept = []
    for engine in ("fast", "reference"):
        path = tmp_path / engine
        found = everything("120", "400", engine, "1", "1", str(path))
        assert found["unknown"] == 0  # every figure was worked out, none was skipped for want of material
        kept.append(json.loads(path.read_text()))
    assert len(kept[0]) == 18
    assert difference(*kept) <= EQUAL


def test_a_sample_tells_its_size_its_seed_and_its_error() -> None:
    found = everything("500", "1500", "fast", "0", "1")
    assert (found["sampled"], found["seed"]) == (400, 1)
    assert 0 < found["margin"] < 0.05
    near = sample("600", "2000")
    assert near["off"] <= near["margin"]


def test_the_web_has_the_size_that_was_asked_for() -> None:
    web = made_up(300, 900).web
    assert (web.partners.number_of_nodes(), web.partners.number_of_edges()) == (300, 900)
    assert len(web.initiatives) == 15


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": [1.0, {"b": 2}]}, {"a": [1.0, {"b": 2.5}]}, 0.5),
        ({"a": 1}, {"b": 1}, math.inf),
        ([1, 2], [1], math.inf),
        ("x", "y", math.inf),
        (None, 0.0, math.inf),
        ([], [], 0),
    ],
)
def test_a_difference_is_found_wherever_it_is(one: object, other: object, expected: float) -> None:
    assert difference(one, other) == expected


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_work_of_children_counts_also_after_they_ended() -> None:
    own, begin = os.getpid(), time.process_time()
    before = spent([own])
    work = "import time\nwhile time.process_time() < 0.5: pass"
    child = subprocess.Popen([sys.executable, "-c", work])
    assert parent_of(child.pid) == own
    child.wait()
    after = spent([own])
    assert before is not None
    assert after is not None
    mine = time.process_time() - begin
    assert 0.45 <= after - before <= mine + 2
    assert spent([2**22 + 1]) == 0  # no such process
