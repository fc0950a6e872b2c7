"""A spreadsheet with a row in 33 wrong, brought in by us and by plain django-import-export."""

import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from tools.bench.site import BenchFailed, Site
from tools.bench.table import Line, seconds, times

SHARE, MEMORY = 3, 512 * 1024 * 1024  # the goals: at most a third of the time, in less than this
Empty = Callable[[str], AbstractContextManager[Site]]


def importing(database: str, name: str, rows: int, compared: int, emptied: Empty) -> list[Line]:
    """Our way with `rows` rows. The plain way takes minutes for so many, so the two are compared on a file of the same
    shape with `compared` rows; it slows down with every row more, so that is to its advantage.
    """
    lines = []
    with tempfile.TemporaryDirectory(prefix="wijkweb-bench-sheet-") as folder:
        for extension in ("xlsx", "csv"):
            path = f"{folder}/lijst.{extension}"

            def measure(way: str, many: int, path: str = path) -> dict[str, Any]:
                with emptied(database) as site:
                    made = _run(site, "file", path, many)
                    found = _run(site, way, path)
                if (found["stored"], found["wrong"]) != (many - made["bad"], made["bad"]):
                    raise BenchFailed(f"{way}: {found} is not what stands in the file ({made}).")
                return found | made

            whole = measure("ours", rows)
            mine = whole if rows == compared else measure("ours", compared)
            theirs = measure("rival", compared)
            subject = f"{extension.upper()}, {name}"
            memory = whole["memory"]
            ratio = theirs["seconds"] / mine["seconds"]
            lines += [
                Line(
                    f"{rows} regels {subject}, {whole['bad']} fout",
                    f"{seconds(whole['seconds'])}, {_megabytes(memory)}",
                    "",
                    "",
                    f"< {MEMORY // 1024 // 1024} MB",
                    memory < MEMORY,
                ),
                Line(
                    f"  {compared} regels {subject}, {mine['bad']} fout",
                    f"{seconds(mine['seconds'])}, {_megabytes(mine['memory'])}",
                    f"django-import-export {seconds(theirs['seconds'])}, {_megabytes(theirs['memory'])}",
                    times(ratio),
                    f">= {SHARE}x",
                    ratio >= SHARE,
                ),
            ]
    return lines


def _megabytes(count: float) -> str:
    return f"{count / 1e6:.0f} MB"


def _run(site: Site, subject: str, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        site.python("-m", "tools.bench.sheet_import", subject, *arguments).splitlines()[-1]
    )
    return found
