"""What holds for the repository as a whole: the commands agree, and nothing is in it that does not belong there."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
VERBS = {"run", "test", "check", "lock", "bench"}
MOST_BYTES = 500_000
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "deb." + "debian",
]
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|farm|Users|home/(?!wijkweb\b))/?[\w.-]*/")


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("this copy is not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((str(path.relative_to(ROOT)), content.decode("utf-8", errors="replace")))
    return found


def test_makefile_and_bootstrap_have_the_same_verbs():
    from tools import verbs

    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == VERBS
    assert all(callable(getattr(verbs, verb)) for verb in VERBS)


def test_readme_names_every_verb_and_no_other():
    named = set(
        re.findall(
            r"\bmake ([a-z]+)\b",
            " ".join(re.findall(r"`[^`]+`|```.*?```", (ROOT / "README.md").read_text(), re.DOTALL)),
        )
    )
    assert named == VERBS


def test_ci_runs_check_and_test_and_nothing_else():
    script = (ROOT / ".ci/run").read_text()
    assert re.findall(r"^make (\w+) \|\| outcome=1$", script, re.MULTILINE) == ["check", "test"]
    commands = [
        line
        for line in script.splitlines()
        if line and not line.startswith(("#", "make ", "cd ", "outcome=", "exit "))
    ]
    assert commands == []
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_no_file_names_a_package_registry():
    assert [name for name, text in texts() if any(registry in text for registry in REGISTRIES)] == []


def test_no_file_names_a_folder_of_somebodys_machine():
    found = [f"{name}: {match.group()}" for name, text in texts() if (match := MACHINE_PATHS.search(text))]
    assert found == []


def test_no_lock_holds_an_address():
    locks = [*(ROOT / "requirements").glob("*.lock"), ROOT / "package-lock.json"]
    assert len(locks) == 4
    assert [lock.name for lock in locks if "://" in lock.read_text()] == []


def test_no_file_is_large():
    assert [str(path) for path in tracked_files() if path.stat().st_size > MOST_BYTES] == []


def test_nothing_made_at_set_up_is_tracked():
    made = (".venv/", "node_modules/", "var/")
    assert [name for name, _ in texts() if name.startswith(made) or name.endswith(".mo")] == []


def test_decisions_are_numbered_one_page_each():
    pages = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    numbers = [page[:4] for page in pages]
    assert len(set(numbers)) == len(numbers), "two decisions have the same number"
    for page in pages:
        lines = (ROOT / "docs/decisions" / page).read_text().splitlines()
        assert re.match(rf"# {page[:4]}\b", lines[0])
        assert len(lines) <= 60


def test_publiccode_has_what_the_standard_requires():
    content = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    for key in ("publiccodeYmlVersion", "name", "url", "releaseDate", "softwareType", "developmentStatus"):
        assert content[key], key
    assert content["publiccodeYmlVersion"] == "0.4"
    assert content["platforms"]
    assert content["categories"]
    assert content["legal"]["license"] == "EUPL-1.2"
    assert content["maintenance"]["type"] in ("internal", "contract", "community", "none")
    assert content["maintenance"]["contacts"][0]["name"]
    assert content["localisation"]["localisationReady"] is True
    assert content["localisation"]["availableLanguages"] == ["nl"]
    for language in ("nl", "en"):
        description = content["description"][language]
        assert 0 < len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
