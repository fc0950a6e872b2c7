"""The ledger of erasures, and erasing again after a backup of before was put back (safety W-46).

    note("wish", text)          # in the transaction that erases; `text` tells this one from all that ever were
    is_behind()                 # the file knows of erasures that this database does not: it is an older one
    catch_up()                  # erase them again

Each erasure is a line in the table and, after the commit, in a file that is kept apart from the database and its backups:
settings.ERASURE_LEDGER. What did not reach the file (a full disk) is added by the next `keep_terms`. A line is an HMAC made with
SECRET_KEY; those of SECRET_KEY_FALLBACKS still count.
"""

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from keeping.models import Erasure
from wijkweb.kit.personal import Subject, subjects
from wijkweb.kit.sealed import mark_of, marks_of

logger = logging.getLogger(__name__)

BACKUPS_KEPT = timedelta(days=35)
LINES_KEPT = BACKUPS_KEPT + timedelta(days=60)
MARK_SIGNS = 64
Line = tuple[str, str, datetime]  # kind, mark, moment


def note(kind: str, text: str) -> None:
    """Write down that this was erased, in the transaction that is open now; a second time changes nothing."""
    row, is_new = Erasure.objects.get_or_create(kind=kind, subject=mark_of(text, _purpose(kind)))
    if is_new:
        transaction.on_commit(lambda: _append([(row.kind, row.subject, row.at)]), robust=True)


def _purpose(kind: str) -> str:
    return f"erased-{kind}"


def old_lines(now: datetime) -> "QuerySet[Erasure]":
    """No backup that could bring these back is kept any longer."""
    return Erasure.objects.filter(at__lt=now - LINES_KEPT)


def forget(rows: "QuerySet[Erasure]") -> int:
    """Drop old lines, from the table and from the file."""
    oldest = timezone.now() - LINES_KEPT
    number = rows.delete()[0]
    with _open_file() as file:
        kept = [line for line in _read(file) if line[2] >= oldest]
        file.seek(0)
        file.truncate()
        file.write("".join(_as_text(line) for line in kept))
    return number


def complete_file() -> int:
    """Add to the file what stands in the table alone; how many lines that were."""
    there = {line[:2] for line in lines_in_file()}
    rows = Erasure.objects.values_list("kind", "subject", "at")
    missing = [line for line in rows if line[:2] not in there]
    _append(missing)
    return len(missing)


def lines_in_file() -> list[Line]:
    path = Path(settings.ERASURE_LEDGER)
    if not path.exists():
        return []
    with path.open(encoding="ascii") as file:
        return _read(file)


def _append(lines: Iterable[Line]) -> None:
    texts = [_as_text(line) for line in lines]
    if texts:
        with _open_file() as file:
            there = file.read()
            if there and not there.endswith("\n"):  # half a line must not take a whole one along
                file.write("\n")
            file.write("".join(texts))


@contextmanager
def _open_file() -> Iterator[Any]:
    """The file, readable by its owner only and in nobody else's hands."""
    path = Path(settings.ERASURE_LEDGER)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
        file.flush()
        os.fsync(file.fileno())


def _as_text(line: Line) -> str:
    kind, subject, at = line
    return f"{at.isoformat(timespec='seconds')} {kind} {subject}\n"


def _read(file: Iterable[str]) -> list[Line]:
    """What is no line of ours (the end of one that a full disk cut off) is left out, and said."""
    found = []
    for text in file:
        parts = text.split()
        try:
            at, kind, subject = parts
            if len(subject) != MARK_SIGNS:
                raise ValueError(subject)
            found.append((kind, subject, datetime.fromisoformat(at)))
        except ValueError:
            logger.warning("a line of the erasure ledger cannot be read")
    return found


# --- after a restore ----------------------------------------------------------------------------------------------


@dataclass
class CaughtUp:
    """What was erased again, by sort; and how many lines were about nothing that came back."""

    again: dict[str, int] = field(default_factory=dict)
    lines: int = 0


def missing_lines() -> list[Line]:
    """What the file knows and this database does not."""
    there = set(Erasure.objects.values_list("kind", "subject"))
    return [line for line in lines_in_file() if line[:2] not in there]


def is_behind() -> bool:
    """Whether this database is older than the file: a backup was put back."""
    return bool(missing_lines())


def catch_up() -> CaughtUp:
    """Erase again what was erased since the backup. A second time there is nothing to do.

    The lines themselves come in last, so that one who stops half way begins anew.
    """
    missing = missing_lines()
    wanted: dict[str, set[str]] = {}
    for kind, name, _at in missing:
        wanted.setdefault(kind, set()).add(name)
    done = CaughtUp(lines=len(missing))
    for kind, subject in subjects().items():
        if kind in wanted:
            done.again[kind] = _erase_again(subject, wanted[kind])
    Erasure.objects.bulk_create(
        [Erasure(kind=kind, subject=name, at=at) for kind, name, at in missing], ignore_conflicts=True
    )
    return done


def _erase_again(subject: Subject, marks: set[str]) -> int:
    count = 0
    for row in list(subject.rows()):
        if marks.intersection(marks_of(subject.text_of(row), _purpose(subject.kind))):
            subject.erase(row)
            count += 1
    return count
