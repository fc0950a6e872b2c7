"""Calendars as text (RFC 5545, 7986). Pure: plain values in, lines out; no Django and no calendar package.

The packages that read calendars write them too, at a few milliseconds for each event; a village with a thousand
activities would wait for seconds after every change. Writing is the easy half, and the tests let those packages read it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE_NAME = "Europe/Amsterdam"
ZONE = ZoneInfo(ZONE_NAME)
WIDTH = 75  # octets in a line; what is longer goes on in the next one

# The rule of the European Union since 1996; in the years before, nobody here repeats anything.
TIMEZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE_NAME}", f"X-LIC-LOCATION:{ZONE_NAME}",
    "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT. Days and times are those on the clock in Amsterdam; without a time it lasts all day."""

    uid: str
    day: date
    name: str
    modified: datetime
    sequence: int = 0
    begins_at: time | None = None
    ends: datetime | None = None  # without a zone
    last_day: date | None = None  # of what lasts several whole days
    rule: str = ""
    until: date | None = None
    skips: tuple[date, ...] = ()
    instead_of: date | None = None  # the day of the series that this one replaces,
    series_at: time | None = None  # and the time at which that one would have begun
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    name: str
    url: str
    description: str = ""
    events: tuple[Event, ...] = field(default=())


def written(calendar: Calendar) -> bytes:
    """The calendar as a file: folded lines, each ending as the standard asks."""
    return framed(calendar, event_texts(calendar.events))


def event_texts(events: Iterable[Event]) -> str:
    """Events as they stand in a file, one behind the other."""
    return _lines(line for event in events for line in _event(event))


def framed(calendar: Calendar, *texts: str) -> bytes:
    """The file around events that were written before; those of `calendar` itself are left out."""
    return "".join([_lines(_head(calendar)), *texts, "END:VCALENDAR\r\n"]).encode()


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _head(calendar: Calendar) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wijkweb//Doe-agenda//NL", "CALSCALE:GREGORIAN")
    yield "METHOD:PUBLISH"
    for name in ("NAME", "X-WR-CALNAME"):
        yield f"{name}:{escaped(calendar.name)}"
    if calendar.description:
        yield f"X-WR-CALDESC:{escaped(calendar.description)}"
    yield f"X-WR-TIMEZONE:{ZONE_NAME}"
    yield f"URL:{calendar.url}"
    yield from ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H")
    yield from TIMEZONE


def _event(event: Event) -> Iterator[str]:
    stamp = f"{event.modified.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}")
    yield f"SEQUENCE:{event.sequence}"
    if event.instead_of is not None:
        yield moment("RECURRENCE-ID", event.instead_of, event.series_at)
    yield moment("DTSTART", event.day, event.begins_at)
    if event.ends is not None:
        yield moment("DTEND", event.ends.date(), event.ends.time())
    elif event.begins_at is None:
        yield moment("DTEND", (event.last_day or event.day) + timedelta(days=1), None)
    if event.rule:
        yield f"RRULE:{event.rule}{_until(event)}"
    for day in event.skips:
        yield moment("EXDATE", day, event.begins_at)
    yield f"SUMMARY:{escaped(event.name)}"
    if event.location:
        yield f"LOCATION:{escaped(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(escaped(one) for one in event.categories)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    if event.begins_at is None:
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def moment(name: str, day: date, at: time | None) -> str:
    """A property with a day, or with a time on the clock in Amsterdam."""
    if at is None:
        return f"{name};VALUE=DATE:{day:%Y%m%d}"
    return f"{name};TZID={ZONE_NAME}:{day:%Y%m%d}T{at:%H%M%S}"


def _until(event: Event) -> str:
    """The end of a rule: a day for what lasts all day, else the end of that day, which has to be in UTC."""
    if event.until is None:
        return ""
    if event.begins_at is None:
        return f";UNTIL={event.until:%Y%m%d}"
    end = datetime.combine(event.until, time(23, 59, 59), ZONE).astimezone(UTC)
    return f";UNTIL={end:%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a value: no sign in it means anything, and nothing in it can begin a line of its own."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    if plain.isprintable():  # nearly all texts: nothing to take out
        return plain
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(sign for sign in line if sign.isprintable() or sign == "\t") for line in lines)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; a sign of several octets is never cut."""
    if line.isascii():
        first, rest = line[:WIDTH], line[WIDTH:]
        return "\r\n ".join([first, *(rest[at : at + WIDTH - 1] for at in range(0, len(rest), WIDTH - 1))])
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > WIDTH:
            pieces.append("".join(piece))
            piece, size = [" "], 1
        piece.append(sign)
        size += octets
    return "\r\n".join([*pieces, "".join(piece)])
