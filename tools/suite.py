"""The suite in its two phases, and at the end what failed, said once more. Standard library only.

What fails in the first phase scrolls away behind the second, and a log is often kept from its end. So the last lines name each
test that failed, with what was wrong. A test of a real browser that failed runs once more with the machine to itself
(docs/decisions/0145): passing then, it is named as unsteady and the suite passes; any other test gets no second try.
"""

import json
import os
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.provision import PYTHON, ROOT, say

NO_TESTS_SELECTED = 5  # pytest's exit code
TRIED_AGAIN = 3  # more failing browser tests than this are no accident
LINES_OF_A_MESSAGE = 12
ON_REAL_SERVERS = "PostgreSQL, Redis and Chromium"


class Phase:
    """One run of pytest, and what it left behind: an exit code, the tests that failed and what they said."""

    def __init__(self, name: str, options: Sequence[str], env: Mapping[str, str], scratch: Path) -> None:
        self.name, self.env = name, env
        self.options = [*options]
        self.notes = scratch / name.split(",")[0]
        self.notes.mkdir()
        self.code = 0

    def run(self) -> None:
        say(f"tests on {self.name}")
        self.code = self._pytest(*self.options, f"--junitxml={self.notes}/report.xml")

    def _pytest(self, *options: str) -> int:
        command = [str(PYTHON), "-m", "pytest", "-o", f"cache_dir={self.notes}/cache", *options]
        return subprocess.run(command, cwd=ROOT, env=self.env).returncode

    def failed(self) -> list[str]:
        """The tests that failed, as pytest names them."""
        noted = self.notes / "cache/v/cache/lastfailed"
        return sorted(json.loads(noted.read_text())) if noted.exists() else []

    def messages(self) -> list[str]:
        """Per test that failed: its name and the first lines of what was wrong; a browser says what the whole page held after it."""
        report = self.notes / "report.xml"
        if not report.exists():
            return ["no report: the run itself was broken off"]
        told = []
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it just now
            for outcome in (*case.iter("failure"), *case.iter("error")):
                lines = (outcome.text or outcome.get("message") or "").strip().splitlines()
                said = [line for line in lines if line.startswith("E ")][:LINES_OF_A_MESSAGE]
                name = f"{case.get('classname')}::{case.get('name')}"
                told.append("\n".join([name, *(said or lines[-LINES_OF_A_MESSAGE:])]))
        return told

    def try_again(self) -> None:
        """Runs what failed once more, alone, when all of it drives a browser and it is little."""
        failed = self.failed()
        if self.code != 1 or not 0 < len(failed) <= TRIED_AGAIN or not all(map(drives_a_browser, failed)):
            return
        say(f"once more, alone: {', '.join(failed)}")
        if self._pytest(*failed) == 0:
            say("UNSTEADY, passed the second time, after:")
            print("\n\n".join(self.messages()), flush=True)
            self.code = 0


def drives_a_browser(test: str) -> bool:
    """Whether a test stands where the tests with a browser stand."""
    return test.startswith("tests/browser/")


def workers() -> list[str]:
    """Pytest's options for a worker on each core, four at most."""
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]


def run(env: Mapping[str, str], arguments: list[str]) -> dict[str, bool]:
    """Runs both phases, whatever the first one finds; returns the outcome of each by its name.

    Each worker has its own database, Redis, folder, server and browser (docs/decisions/0081).
    """
    with tempfile.TemporaryDirectory(prefix="wijkweb-suite-") as folder:
        phases = [
            Phase(ON_REAL_SERVERS, [*workers(), *arguments], env, Path(folder)),
            Phase(
                "SQLite",
                [*workers(), "-m", "servers and not browser", *arguments],
                {**env, "TEST_ON": "sqlite"},
                Path(folder),
            ),
        ]
        for phase in phases:
            phase.run()
        for phase in phases:
            phase.try_again()
        for phase in phases:
            if phase.code not in (0, NO_TESTS_SELECTED):
                say(f"what failed on {phase.name}:")
                print("\n\n".join(phase.messages()), flush=True)
        ran = [phase for phase in phases if not (arguments and phase.code == NO_TESTS_SELECTED)]
        return {phase.name: phase.code == 0 for phase in ran or phases}
