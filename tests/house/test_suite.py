"""The suite says at its end what failed, and only a browser gets a second try (decision 0145)."""

import os
import sys
from pathlib import Path

import pytest

from tools import suite

STEADY = "def test_it():\n    assert {outcome}\n"
ONCE = """
from pathlib import Path

def test_it():
    seen = Path(__file__).with_suffix(".seen")
    first = not seen.exists()
    seen.touch()
    assert not first, "the first time"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a suite of its own."""
    (tmp_path / "tests/browser").mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    servers: x\n    browser: x\n")
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    monkeypatch.setattr(suite, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(suite, "workers", list)
    return tmp_path


def outcome(project: Path) -> dict[str, bool]:
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "DJANGO_SETTINGS"))
    }
    return suite.run({**plain, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, ["tests"])


def test_a_suite_without_failures_passes(project: Path) -> None:
    (project / "tests/test_one.py").write_text(STEADY.format(outcome="True"))

    assert outcome(project) == {suite.ON_REAL_SERVERS: True}


def test_what_failed_is_the_last_that_is_said(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "tests/test_one.py").write_text(STEADY.format(outcome="1 == 2"))

    assert outcome(project) == {suite.ON_REAL_SERVERS: False}

    end = capfd.readouterr().out.rsplit("what failed on", 1)[1]
    assert "test_one::test_it" in end
    assert "assert 1 == 2" in end


def test_a_browser_test_that_passes_alone_is_named_as_unsteady(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "tests/browser/test_one.py").write_text(ONCE)

    assert outcome(project) == {suite.ON_REAL_SERVERS: True}

    unsteady = capfd.readouterr().out.rsplit("UNSTEADY", 1)[1]
    assert "test_one::test_it" in unsteady
    assert "the first time" in unsteady


def test_a_browser_test_that_fails_twice_fails_the_suite(project: Path) -> None:
    (project / "tests/browser/test_one.py").write_text(STEADY.format(outcome="False"))

    assert outcome(project) == {suite.ON_REAL_SERVERS: False}


def test_another_test_gets_no_second_try(project: Path) -> None:
    (project / "tests/test_one.py").write_text(ONCE)

    assert outcome(project) == {suite.ON_REAL_SERVERS: False}


def test_many_failures_are_no_accident(project: Path) -> None:
    for number in range(suite.TRIED_AGAIN + 1):
        (project / f"tests/browser/test_{number}.py").write_text(ONCE)

    assert outcome(project) == {suite.ON_REAL_SERVERS: False}
