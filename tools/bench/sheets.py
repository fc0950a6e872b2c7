"""A spreadsheet of 10,000 rows with 300 bad ones, brought in by us and by plain django-import-export."""

import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from tools.bench.site import BenchFailed, Site
from tools.bench.table import Line, seconds, times

SHARE, MEMORY = 3, 512 * 1024 * 1024  # the goals: at most a third of the time, in less than this
Empty = Callable[[str], AbstractContextManager[Site]]


def importing(database: str, name: str, rows: int, emptied: Empty) -> list[Line]:
    lines = []
    with tempfile.TemporaryDirectory(prefix="wijkweb-bench-sheet-") as folder:
        for extension in ("xlsx", "csv"):
            path = f"{folder}/lijst.{extension}"
            found: dict[str, dict[str, Any]] = {}
            for way in ("ours", "rival"):
                with emptied(database) as site:
                    made = _run(site, "file", path, rows)
                    found[way] = _run(site, way, path)
                if (found[way]["stored"], found[way]["wrong"]) != (rows - made["bad"], made["bad"]):
                    raise BenchFailed(f"{way}: {found[way]} is not what stands in the file ({made}).")
            ratio = found["rival"]["seconds"] / found["ours"]["seconds"]
            subject = f"{rows} regels {extension.upper()}, {made['bad']} fout, {name}"
            other = f"django-import-export {seconds(found['rival']['seconds'])}"
            lines.append(
                Line(
                    subject,
                    seconds(found["ours"]["seconds"]),
                    other,
                    times(ratio),
                    f">= {SHARE}x",
                    ratio >= SHARE,
                )
            )
            memory = found["ours"]["memory"]
            lines.append(
                Line(
                    "  geheugen op het hoogst",
                    f"{memory / 1e6:.0f} MB",
                    f"django-import-export {found['rival']['memory'] / 1e6:.0f} MB",
                    "",
                    f"< {MEMORY // 1024 // 1024} MB",
                    memory < MEMORY,
                )
            )
    return lines


def _run(site: Site, subject: str, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        site.python("-m", "tools.bench.sheet_import", subject, *arguments).splitlines()[-1]
    )
    return found
