"""Which column is which field, which row holds the headers, and what a sheet is about. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from interchange.sheets.fields import FIELDS, SheetKind
from interchange.sheets.grid import Grid
from wijkweb.kit.text import fold

LOOK_AT = 12  # rows among which the headers are looked for
ALIKE = 88
REASON_HEADER = "waarom niet ingelezen"
OF_A_PERSON = re.compile(
    r"\b(contactpersoon|persoon|persoonlijk\w*|prive|voorzitter|secretaris|penningmeester|personal|private)\b"
)
IGNORED = (REASON_HEADER, "regel in uw bestand")
KUMU = {"elements": SheetKind.PARTNERS, "connections": SheetKind.TIES}
TITLES: dict[str, tuple[str, ...]] = {
    SheetKind.TIES: (
        "relatie",
        "relaties",
        "banden",
        "connections",
        "edges",
        "ties",
        "verbindingen",
        "lijntjes",
    ),
    SheetKind.INITIATIVES: ("initiatief", "initiatieven", "projecten", "initiatives", "activiteiten"),
    SheetKind.PARTNERS: (
        "partners",
        "partijen",
        "elements",
        "contacten",
        "organisaties",
        "nodes",
        "adreslijst",
    ),
}


@dataclass(frozen=True)
class Guess:
    """A kind of sheet, the place of the header row among the lines, and a field for each column ("" is none)."""

    kind: str
    header: int
    columns: tuple[str, ...]


def plain(header: str) -> str:
    """A header as it is compared: without accents, signs, and what stands between brackets."""
    return fold(re.sub(r"\(.*?\)|\*", " ", header)) or fold(header)


@cache
def _known(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in FIELDS[kind]:
        for word in (field.key.replace("_", " "), *field.headers):
            found.setdefault(plain(word), field.key)
    return found


def _fit(kind: str, header: str) -> tuple[str, float]:
    """The field that a header means best, and how sure that is, from 0 to 1."""
    text = plain(header)
    if not text or text in IGNORED:
        return "", 0.0
    known = _known(kind)
    if text in known:
        return known[text], 1.0
    best, score = "", 0.0
    for word, key in known.items():
        alike = fuzz.ratio(text, word) / 100 if len(word) > 3 else 0.0
        if len(word) > 3 and re.search(rf"\b{re.escape(word)}\b", text):
            alike = max(alike, 0.9)
        if alike > score:
            best, score = key, alike
    if best == "postbus" and OF_A_PERSON.search(text):
        return "", 0.0  # the mailbox of an organisation is asked for, never the address of a person
    return (best, score) if score >= ALIKE / 100 else ("", 0.0)


def guess_columns(kind: str, headers: Sequence[str]) -> tuple[str, ...]:
    """A field for each column; each field once, for the column that fits it best."""
    fits = sorted(
        ((*_fit(kind, header), place) for place, header in enumerate(headers)),
        key=lambda fit: (-fit[1], fit[2]),
    )
    found = [""] * len(headers)
    for key, _score, place in fits:
        if key and key not in found:
            found[place] = key
    return tuple(found)


def _points(kind: str, headers: Sequence[str]) -> float:
    columns = guess_columns(kind, headers)
    required = [field.key for field in FIELDS[kind] if field.is_required]
    points = sum(_fit(kind, header)[1] for header, key in zip(headers, columns, strict=True) if key)
    return points + 2 * sum(key in columns for key in required)


def header_row(kind: str, grid: Grid) -> int:
    """The place of the row with the column names: the one that we understand best, else the first with two cells."""
    rows = grid.lines[:LOOK_AT]
    scored = [(_points(kind, line.cells), -place) for place, line in enumerate(rows)]
    points, place = max(scored, default=(0.0, 0))
    if points >= 2:
        return -place
    return next((place for place, line in enumerate(rows) if sum(map(bool, line.cells)) > 1), 0)


def guess(grid: Grid) -> Guess:
    """What a sheet is about, by its columns and its name."""
    title = plain(grid.name)

    def points(kind: str) -> float:
        headers = grid.lines[header_row(kind, grid)].cells
        named = 3.0 if title in TITLES[kind] or KUMU.get(title) == kind else 0.0
        is_whole = all(
            field.key in guess_columns(kind, headers) for field in FIELDS[kind] if field.is_required
        )
        return (_points(kind, headers) + named) * (1 if is_whole else 0.4)

    kind = max((SheetKind.TIES, SheetKind.PARTNERS, SheetKind.INITIATIVES), key=points)
    place = header_row(kind, grid)
    return Guess(kind, place, guess_columns(kind, grid.lines[place].cells))


def is_kumu(grids: Sequence[Grid]) -> bool:
    """Whether this is a workbook as Kumu writes it: Elements and Connections, or one of both."""
    names = {plain(grid.name) for grid in grids}
    if {"elements", "connections"} <= names:
        return True
    headers = [{plain(cell) for cell in grid.lines[0].cells} for grid in grids]
    return any({"label", "type"} <= found or {"from", "to"} <= found for found in headers)


def header_key(kind: str, headers: Sequence[str]) -> str:
    """The same text for sheets with the same columns: by it a choice of columns is remembered.

    The columns that we put beside rows to mend do not count: mended rows are the same sheet.
    """
    return "|".join([kind, *(plain(headers[place]) for place in own_places(headers))])[:2000]


def own_places(headers: Sequence[str]) -> list[int]:
    """The places of the columns that came from the sender, without those that we add to rows to mend."""
    return [place for place, header in enumerate(headers) if plain(header) not in IGNORED]
