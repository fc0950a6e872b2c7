"""A calendar of a partner: asked for when it is due, read in a limited child, and stored as it is theirs."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from agenda.fetching import Fetched, fetch
from agenda.models import OutsideCalendar, OutsideEvent
from agenda.problems import Refused

EVERY = timedelta(minutes=55)  # the beat looks each hour
LONGEST_WAIT = timedelta(hours=24)  # between two tries of one that keeps failing
BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)
WALL_SECONDS = 30
MOST_OUTPUT = 8 * 1024 * 1024


def due(now: datetime) -> QuerySet[OutsideCalendar]:
    """Calendars that were not asked for lately; one that fails is asked for less and less, at least once a day."""
    waits = [
        Q(failures=count) & Q(asked_at__lte=now - min(EVERY * 2**count, LONGEST_WAIT)) for count in range(6)
    ]
    which = Q(asked_at__isnull=True) | Q(failures__gte=6, asked_at__lte=now - LONGEST_WAIT)
    for wait in waits:
        which |= wait
    return OutsideCalendar.objects.filter(which)


def claim(pk: int, now: datetime, *, at_once: bool = False) -> bool:
    """Whether it is ours to ask for this calendar now: of two that try, one gets it. at_once: a person asks."""
    rows = OutsideCalendar.objects if at_once else due(now)
    lately = Q(asked_at__isnull=True) | Q(asked_at__lte=now - timedelta(seconds=30))
    return bool(rows.filter(lately, pk=pk).update(asked_at=now))


def read_calendar(pk: int, *, at_once: bool = False) -> bool:
    """Ask for one calendar and store what is in it; False when it was not its turn, or it failed.

    May run twice at once: the second finds it claimed. What was read before stays when a visit fails.
    """
    now = timezone.now()
    if not claim(pk, now, at_once=at_once):
        return False
    calendar = OutsideCalendar.objects.get(pk=pk)
    first, last = timezone.localdate() - BEHIND, timezone.localdate() + AHEAD
    try:
        fetched = fetch(calendar.address, _etag_of(calendar))
        _store(calendar, fetched, first, last, now)
    except Refused as refused:
        OutsideCalendar.objects.filter(pk=pk).update(problem=refused.code, failures=F("failures") + 1)
        return False
    return True


def _etag_of(calendar: OutsideCalendar) -> str:
    """What the partner called the file that was read today from this very address; else nothing, to read it anew."""
    mark, _, etag = calendar.etag.partition(" ")
    return etag if calendar.read_on == timezone.localdate() and mark == _mark(calendar.address) else ""


def _mark(address: str) -> str:
    return sha256(address.encode()).hexdigest()[:16]


def _store(calendar: OutsideCalendar, fetched: Fetched, first: date, last: date, now: datetime) -> None:
    """Put what was read in the place of what was there; the same file on the same day needs no reading."""
    good: dict[str, Any] = {"read_at": now, "problem": "", "failures": 0}
    etag = f"{_mark(calendar.address)} {fetched.etag}" if fetched.etag else ""
    rows = OutsideCalendar.objects.filter(pk=calendar.pk, address=calendar.address)
    if fetched.content is None:
        rows.update(**good)
        return
    fingerprint = sha256(fetched.content).hexdigest()
    if (calendar.fingerprint, calendar.read_on) == (fingerprint, timezone.localdate()):
        rows.update(**good, etag=etag)
        return
    events, left_out = parse(fetched.content, first, last)
    with transaction.atomic():
        if rows.select_for_update().first() is None:
            return  # it was taken away, or got another address, while we were reading
        _put_right(calendar, events, now)
        rows.update(
            **good,
            etag=etag,
            fingerprint=fingerprint,
            left_out=left_out,
            read_on=timezone.localdate(),
        )


def _put_right(calendar: OutsideCalendar, events: list[dict[str, Any]], now: datetime) -> None:
    """Let the stored events be these. What stayed the same stays as it is, so that a phone sees what became different."""
    stored = {row.key: row for row in OutsideEvent.objects.filter(calendar=calendar) if row.key}
    new, changed = [], []
    for event in events:
        row = OutsideEvent(calendar=calendar, changed_at=now, **event)
        before = stored.pop(row.key, None)
        if before is None:
            new.append(row)
        elif before.told != row.told:
            row.pk, row.sequence = before.pk, before.sequence + 1
            changed.append(row)
    OutsideEvent.objects.filter(calendar=calendar).filter(
        Q(key="") | Q(pk__in=[row.pk for row in stored.values()])
    ).delete()
    OutsideEvent.objects.bulk_update(changed, [*OutsideEvent.TOLD, "sequence", "changed_at"], batch_size=200)
    OutsideEvent.objects.bulk_create(new)


def parse(content: bytes, first: date, last: date) -> tuple[list[dict[str, Any]], int]:
    """What is in a calendar between two days, and how much was left out. Raises Refused."""
    if not content.lstrip(b"\xef\xbb\xbf\r\n\t ").upper().startswith(b"BEGIN:VCALENDAR"):
        raise Refused("no-calendar")
    with tempfile.TemporaryDirectory(prefix="wijkweb-agenda-") as folder:
        source, target = Path(folder, "in.ics"), Path(folder, "out")
        source.write_bytes(content)
        _run_child([str(source), str(target), first.isoformat(), last.isoformat()])
        if not target.exists() or target.stat().st_size > MOST_OUTPUT:
            raise Refused("too-heavy")
        return _read(target.read_text(encoding="ascii").splitlines())


def _run_child(arguments: list[str]) -> None:
    command = [sys.executable, "-E", "-s", "-m", "agenda.child", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # no secrets, no address of a database
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Refused("too-heavy") from error
    if done.returncode != 0:
        raise Refused("too-heavy")


def _read(lines: Iterable[str]) -> tuple[list[dict[str, Any]], int]:
    events: list[dict[str, Any]] = []
    left_out = 0
    for line in lines:
        told = json.loads(line)
        if "refused" in told:
            raise Refused(str(told["refused"]))
        if "left_out" in told:
            left_out = int(told["left_out"])
            continue
        for name in ("day", "last_day"):
            told[name] = date.fromisoformat(told[name])
        for name in ("begins_at", "ends_at"):
            told[name] = time.fromisoformat(told[name]) if told[name] else None
        events.append(told)
    return events, left_out
