"""An uploaded file to tables: a quick look here, the reading itself in a limited child."""

import json
import os
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from django.conf import settings

from interchange.models import SheetFile, SheetJob
from interchange.sheets import limits
from interchange.sheets.grid import Grid, Line, Refused

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
EXTENSIONS = ("xlsx", "csv", "txt", "tsv")
KNOWN_OTHERS = {"xls": "xls", "xlsm": "macros", "xlsb": "xlsb", "ods": "ods"}


def look_at(name: str, content: bytes) -> str:
    """What a file is, by its name and its first bytes: "xlsx" or "csv". Raises Refused; opens nothing."""
    extension = Path(name).suffix.lower().lstrip(".")[:20]
    if len(content) > limits.FILE_BYTES:
        raise Refused("size", megabytes=limits.FILE_BYTES // 1024 // 1024)
    if not content.strip():
        raise Refused("empty")
    if content.startswith(OLE):
        is_locked = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d" in content
        raise Refused("password" if is_locked else "xls")
    if extension in KNOWN_OTHERS:
        raise Refused(KNOWN_OTHERS[extension])
    if extension not in EXTENSIONS:
        raise Refused("extension", extension=f".{extension}" if extension else '""')
    is_zip = content.startswith(ZIP)
    if is_zip != (extension == "xlsx"):
        raise Refused("disguised", extension=extension)
    return "xlsx" if is_zip else "csv"


def read_grids(content: bytes, kind: str) -> list[Grid]:
    """The sheets of a file. Raises Refused, also when the child did not survive it."""
    with tempfile.TemporaryDirectory(prefix="wijkweb-sheet-") as folder:
        source, target = Path(folder, f"in.{kind}"), Path(folder, "out")
        source.write_bytes(content)
        _run_child(source, target, kind)
        grids = list(_grids(target))
    if sum(len(grid.lines) for grid in grids) < 2:
        raise Refused("only-header" if grids and grids[0].lines else "empty")
    if kind == "csv" and all(len(line.cells) == 1 for line in grids[0].lines) and _has_marks(grids[0]):
        raise Refused("one-column")
    return grids


def _has_marks(grid: Grid) -> bool:
    """One column with signs in it that often stand between cells; a list of names alone is fine."""
    return any(mark in grid.lines[0].cells[0] for mark in (":", "#", "~", "/", "  "))


def _run_child(source: Path, target: Path, kind: str) -> None:
    command = [sys.executable, "-E", "-s", "-m", "interchange.sheets.child", str(source), str(target), kind]
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # no secrets, no address of a database
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.WALL_SECONDS,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Refused("too-heavy") from error
    if done.returncode != 0 or not target.exists():
        raise Refused("too-heavy")


def _grids(path: Path) -> list[Grid]:
    grids: list[Grid] = []
    with path.open(encoding="ascii") as handle:
        for text in handle:
            part = json.loads(text)
            if isinstance(part, list):
                grids[-1].lines.append(Line(*part))
            elif "refused" in part:
                raise Refused(part["refused"], **part["values"])
            else:
                grids.append(Grid(part["sheet"], part["hidden"], [], part["notes"]))
    return grids


def pack(grids: list[Grid]) -> bytes:
    """Tables as bytes to keep; `unpack` gives them back."""
    content = [[grid.name, grid.is_hidden, grid.notes, grid.lines] for grid in grids]
    return zlib.compress(json.dumps(content).encode("ascii"), 1)


def unpack(packed: bytes) -> list[Grid]:
    content = json.loads(zlib.decompress(packed))
    return [
        Grid(name, hidden, [Line(*line) for line in lines], notes) for name, hidden, notes, lines in content
    ]


def tables_of(job: SheetJob) -> list[Grid]:
    """The tables of a job as they were read; none when the file is no longer kept."""
    packed = SheetFile.objects.filter(job=job, tables__isnull=False).values_list("tables", flat=True).first()
    return unpack(bytes(packed)) if packed else []
