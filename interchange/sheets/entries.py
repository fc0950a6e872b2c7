"""Tables and the chosen columns to rows with values; what cannot be read is a problem of that row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from interchange.models import Outcome
from interchange.sheets.fields import FIELDS, Field, SheetKind
from interchange.sheets.grid import EXCEL_ERROR, NO_RESULT, Grid, Line
from interchange.sheets.values import NOTHING, Wrong, clean, date_order, read
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.text import fold

TOTALS = ("totaal", "subtotaal", "total", "aantal", "som")
SHOWN = 200  # signs of a value in a problem
STAGES = {SheetKind.PARTNERS: 0, SheetKind.INITIATIVES: 3, SheetKind.TIES: 4}
Words = dict[str, dict[str, str]]


@dataclass
class Problem:
    """What is wrong with one cell. `word` names the field when it is a word that we do not know."""

    column: str
    value: str
    reason: str
    word: str = ""

    def as_json(self) -> list[str]:
        return [self.column, self.value[:SHOWN], self.reason, self.word]


@dataclass
class Entry:
    """One row on its way: its values, what is wrong with it, and what becomes of it."""

    kind: str
    sheet: str
    line: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    outcome: str = Outcome.NEW
    changes: list[list[str]] = field(default_factory=list)
    note: str = ""
    position: int = 0
    stage: int = 0
    decision: str = ""
    twin_id: int | None = None
    twin_position: int | None = None
    twin_label: str = ""
    record: Any = None  # what is stored, or will be
    changed: set[str] = field(default_factory=set)

    @property
    def is_wrong(self) -> bool:
        return bool(self.problems)

    @property
    def label(self) -> str:
        if self.kind == SheetKind.TIES:
            ends = (self.values.get(key) or self.values.get(f"{key}_id") or "?" for key in ("van", "naar"))
            return " – ".join(str(end)[:300] for end in ends)
        return str(self.values.get("naam") or "")[:300]

    @property
    def name_key(self) -> str:
        return "" if self.kind == SheetKind.TIES else fold(self.label)[:300]

    def wrong(self, key: str, reason: str, value: Any = None, word: str = "") -> None:
        """Say what is wrong with the cell of a field."""
        label = next((str(one.label) for one in FIELDS[self.kind] if one.key == key), key)
        shown = self.values.get(key, "") if value is None else value
        self.problems.append(Problem(label, str(shown), reason, word))
        self.outcome = Outcome.WRONG


def to_json(values: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, PartialDate) else value for key, value in values.items()}


def from_json(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    dates = {one.key for one in FIELDS[kind] if one.reader == "date"}
    return {key: PartialDate.parse(value) if key in dates else value for key, value in values.items()}


def read_entries(grid: Grid, choice: dict[str, Any], words: Words) -> list[Entry]:
    """The rows of one sheet below its header. `choice` has kind, header and columns."""
    kind, columns = choice["kind"], choice["columns"]
    header, body = grid.lines[choice["header"]], grid.lines[choice["header"] + 1 :]
    by_key = {one.key: one for one in FIELDS[kind]}
    chosen = [(place, by_key[key]) for place, key in enumerate(columns) if key in by_key]
    orders = {
        place: date_order([line.cells[place] for line in body if place < len(line.cells)])
        for place, one in chosen
        if one.reader == "date"
    }
    repeated = [fold(cell) for cell in header.cells]
    entries = []
    for line in body:
        if [fold(cell) for cell in line.cells] == repeated or _is_total(line, chosen):
            continue
        entry = Entry(kind, grid.name, line.number, list(line.cells), stage=STAGES[SheetKind(kind)])
        if len(line.cells) > len(header.cells) and any(map(str.strip, line.cells[len(header.cells) :])):
            reason = _("This row has more cells than there are columns; is a quotation mark missing?")
            entry.wrong("", reason, line.cells[len(header.cells)])
        _fill(entry, line, chosen, orders, words)
        if any(entry.values.values()) or entry.problems:
            entries.append(entry)
    return entries


def _is_total(line: Line, chosen: list[tuple[int, Field]]) -> bool:
    """A line that adds up, as stands below many lists."""
    filled = [cell for cell in line.cells if cell.strip()]
    return len(filled) <= 3 and fold(filled[0].split(":")[0]) in TOTALS and len(chosen) > 1


def _fill(
    entry: Entry, line: Line, chosen: list[tuple[int, Field]], orders: dict[int, str], words: Words
) -> None:
    for place, one in chosen:
        raw = line.cells[place] if place < len(line.cells) else ""
        if not raw or raw.isspace():
            continue
        known = words.get(f"{entry.kind}.{one.key}", {})
        try:
            value = read(one, raw, order=orders.get(place, "dmy"), words=known)
        except Wrong as wrong:
            shown = _("formula") if NO_RESULT in raw else clean(raw.removeprefix(EXCEL_ERROR))
            is_word = one.reader in ("choice", "choices") and not raw.startswith(EXCEL_ERROR)
            entry.wrong(one.key, str(wrong), shown, one.key if is_word else "")
            if one.is_required:
                entry.values.setdefault(one.key, shown)
        else:
            if value is not None:
                entry.values[one.key] = value
    _require(entry, chosen)


def _require(entry: Entry, chosen: list[tuple[int, Field]]) -> None:
    keys = {one.key for _place, one in chosen}
    for one in FIELDS[entry.kind]:
        has_id = f"{one.key}_id" in entry.values or (entry.kind != SheetKind.TIES and "id" in entry.values)
        if one.is_required and not entry.values.get(one.key) and not has_id and one.key in keys | {"naam"}:
            entry.wrong(one.key, _("This cell is empty and must be filled in."), "")
    name = str(entry.values.get("naam", ""))
    if "@" in name and " " not in name.strip() and not entry.problems:
        entry.wrong(
            "naam",
            _("This is an e-mail address and not a name. Give the name of the organisation or the role."),
        )


def unknown_words(entries: list[Entry]) -> Iterator[tuple[str, str, int]]:
    """(kind.field, word, number of rows) of the words that we do not know, the most frequent first."""
    found = Counter(
        (f"{entry.kind}.{problem.word}", problem.value)
        for entry in entries
        for problem in entry.problems
        if problem.word and problem.value.lower() not in NOTHING
    )
    for (where, word), count in found.most_common(40):
        yield where, word, count
