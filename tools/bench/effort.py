"""How much work of the processor programs did, children that ended included; from /proc, so on Linux alone."""

import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
PARENT, TIMES = (
    1,
    slice(11, 15),
)  # places in /proc/PID/stat after the name: of the parent, and of four times in ticks


def spent(pids: Iterable[int]) -> float | None:
    """Seconds of work by these processes and all that came from them; None where that cannot be known."""
    if not PROC.is_dir():
        return None
    known = {int(path.name): stat for path in PROC.iterdir() if path.name.isdigit() and (stat := _stat(path))}
    found, waiting = set[int](), list(pids)
    while waiting:
        pid = waiting.pop()
        if pid in known and pid not in found:
            found.add(pid)
            waiting += [child for child, stat in known.items() if int(stat[PARENT]) == pid]
    ticks = sum(int(value) for pid in found for value in known[pid][TIMES])
    return ticks / os.sysconf("SC_CLK_TCK")


def parent_of(pid: int) -> int:
    """The process that began this one; 0 when it is not there."""
    stat = _stat(PROC / str(pid))
    return int(stat[PARENT]) if stat else 0


def _stat(path: Path) -> list[str]:
    """The fields after the name, which may hold spaces; none when the process ended meanwhile."""
    try:
        return (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []
