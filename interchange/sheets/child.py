"""The process that opens an uploaded file: little memory, little time, no network, no other programs.

    python -m interchange.sheets.child FILE OUTPUT KIND

FILE is what was uploaded, KIND is xlsx or csv, OUTPUT becomes lines of JSON: for each sheet its name, then its
rows. When the file is refused OUTPUT holds only why. This process knows nothing of Django, database or secrets.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interchange.sheets import limits
from interchange.sheets.grid import Grid, Refused
from interchange.sheets.read_csv import read_csv
from interchange.sheets.read_xlsx import read_xlsx

FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.spawn",
    "os.system",
    "os.posix_spawn",
    "ctypes.",
)


def limit() -> None:
    """What holds from here on; nothing that is read afterwards can lift it."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.OUTPUT_BYTES, limits.OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"not allowed here: {event}")


def _lines(grids: list[Grid]) -> Iterator[str]:
    for grid in grids:
        head = {"sheet": grid.name, "hidden": grid.is_hidden, "notes": grid.notes}
        yield json.dumps(head)
        for line in grid.lines:
            yield json.dumps(line)


def main(source: str, target: str, kind: str) -> int:
    limit()
    out = Path(target)
    try:
        path = Path(source)
        grids = read_xlsx(path) if kind == "xlsx" else read_csv(path.read_bytes())
        with out.open("w", encoding="ascii") as handle:
            handle.writelines(f"{line}\n" for line in _lines(grids))
    except Refused as refused:
        out.write_text(json.dumps({"refused": refused.code, "values": refused.values}), encoding="ascii")
    except (MemoryError, OSError):
        out.write_text(json.dumps({"refused": "too-heavy", "values": {}}), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
