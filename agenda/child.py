"""The process that reads a calendar of somebody else: little memory, little time, no network, no other programs.

    python -m agenda.child FILE OUTPUT FIRST LAST

FILE is what was fetched; OUTPUT becomes lines of JSON: what there is from day FIRST to day LAST, one time each, then how
much was left out. When the file is no calendar, OUTPUT holds only that. This process knows nothing of Django, database
or secrets; it is a sibling of interchange.sheets.child, which reads uploads.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 15
OUTPUT_BYTES = 8 * 1024 * 1024
MOST_EVENTS = 1000  # of one calendar; what comes first in time counts
MOST_TIMES = 400  # of one series: each day for a year and a bit
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
TOO_FINE = ("BYSECOND", "BYMINUTE", "BYHOUR")
LONGEST = timedelta(days=62)  # what lasts longer is no activity
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
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"not allowed here: {event}")


def events_in(content: bytes, first: date, last: date) -> tuple[list[dict[str, Any]], int]:
    """Each time of each event from `first` to `last`, in order, and how many were left out.

    Left out is what repeats within a day, what cannot be read, and what comes after the first thousand.
    Raises ValueError when the content is no calendar.
    """
    calendar = icalendar.Calendar.from_ical(content)
    if calendar.name != "VCALENDAR":
        raise ValueError("no calendar")
    found: list[dict[str, Any]] = []
    left_out = 0
    for series in _series(calendar):
        try:
            if any(_is_too_fine(event) for event in series.walk("VEVENT")):
                left_out += 1
                continue
            times = [
                told | {"key": _key(series, event)}
                for event in _between(series, first, last)
                if (told := _told(event, first, last)) is not None
            ]
        except Exception:
            # Whatever the packages make of a strange event; the others of this calendar are read all the same.
            left_out += 1
            continue
        left_out += max(len(times) - MOST_TIMES, 0)
        found += sorted(times, key=_order)[:MOST_TIMES]
    found.sort(key=_order)
    return _told_apart(found[:MOST_EVENTS]), left_out + max(len(found) - MOST_EVENTS, 0)


def _order(told: dict[str, Any]) -> tuple[str, str, str]:
    return (told["day"], told["begins_at"] or "", told["name"])


def _key(series: icalendar.Calendar, event: Any) -> str:
    """A mark that stays the same whatever is edited; of a series: of each of its times."""
    events = series.walk("VEVENT")
    repeats = len(events) > 1 or any(name in events[0] for name in ("RRULE", "RDATE"))
    uid = str(event.get("UID", "")) or f"{event.get('SUMMARY', '')} {event['DTSTART'].dt.isoformat()}"
    which = event.get("RECURRENCE-ID", event["DTSTART"]).dt.isoformat() if repeats else ""
    return _mark(f"{uid} {which}")


def _mark(text: str) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()[:24]


def _told_apart(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, with another mark for what has one that another has already."""
    seen: dict[str, int] = {}
    for told in found:
        times = seen[told["key"]] = seen.get(told["key"], 0) + 1
        if times > 1:
            told["key"] = _mark(f"{told['key']} {times}")
    return found


def _series(calendar: icalendar.Calendar) -> Iterator[icalendar.Calendar]:
    """A calendar for each UID, with the time zones of the whole; so that one that is wrong spoils no other."""
    by_uid: dict[str, list[Any]] = {}
    for number, event in enumerate(calendar.walk("VEVENT")):
        by_uid.setdefault(str(event.get("UID", f"without-{number}")), []).append(event)
    zones = calendar.walk("VTIMEZONE")
    for events in by_uid.values():
        part = icalendar.Calendar()
        for name in ("VERSION", "PRODID", "X-WR-TIMEZONE", "CALSCALE"):
            if name in calendar:
                part[name] = calendar[name]
        part.subcomponents = [*zones, *events]
        yield part


def _is_too_fine(event: Any) -> bool:
    """Whether something repeats more often than daily."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        often = [str(value).upper() for value in rule.get("FREQ", [])]
        if any(value in TOO_OFTEN for value in often) or any(name in rule for name in TOO_FINE):
            return True
    return False


def _between(calendar: icalendar.Calendar, first: date, last: date) -> list[Any]:
    return list(recurring_ical_events.of(calendar).between(first, last + timedelta(days=1)))


def _told(event: Any, first: date, last: date) -> dict[str, Any] | None:
    """One time as plain values, on the clock in Amsterdam; None for what lies outside or lasts too long."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    all_day = not isinstance(start, datetime)
    begin, finish = (_local(value) for value in (start, end))
    day, last_day = begin.date(), max(finish, begin).date()
    if last_day > day and (all_day or finish.time() == datetime.min.time()):
        last_day -= timedelta(days=1)  # the end itself is not part of it
    if day > last or last_day < first or last_day - day > LONGEST:
        return None
    has_end = not all_day and finish > begin
    return {
        "day": day.isoformat(),
        "last_day": (last_day if all_day or finish - begin > timedelta(days=1) else day).isoformat(),
        "begins_at": "" if all_day else begin.strftime("%H:%M"),
        "ends_at": finish.strftime("%H:%M") if has_end else "",
        "name": _plain(event.get("SUMMARY", ""), 300),
        "location": _plain(event.get("LOCATION", ""), 300),
        "description": _plain(event.get("DESCRIPTION", ""), 1000),
        "is_cancelled": str(event.get("STATUS", "")).upper() == "CANCELLED",
    }


def _local(value: date | datetime) -> datetime:
    """A moment on the clock in Amsterdam, without a zone; a floating time is taken as it stands."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return value.astimezone(AMSTERDAM).replace(tzinfo=None) if value.tzinfo else value


def _plain(value: Any, longest: int) -> str:
    """Text without signs that mean something to a screen or a database, and not too long."""
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines).strip()
    return text if len(text) <= longest else text[: longest - 1] + "…"


def main(source: str, target: str, first: str, last: str) -> int:
    limit()
    out = Path(target)
    try:
        found, left_out = events_in(
            Path(source).read_bytes(), date.fromisoformat(first), date.fromisoformat(last)
        )
        with out.open("w", encoding="ascii") as handle:
            handle.writelines(f"{json.dumps(told)}\n" for told in found)
            handle.write(json.dumps({"left_out": left_out}) + "\n")
    except (MemoryError, OSError):
        out.write_text(json.dumps({"refused": "too-heavy"}), encoding="ascii")
    except Exception:
        # Whatever somebody else's file makes the packages raise; nothing of it may come back but that it is no calendar.
        out.write_text(json.dumps({"refused": "no-calendar"}), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
