"""A table as it was read, and why a file is no table. Pure: the limited child uses it, without Django."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from interchange.sheets import limits

# Signs from the private area stand for what a cell holds besides text; no text of people keeps them.
NO_RESULT = "\ue000"  # a formula that was never calculated
EXCEL_ERROR = "\ue001"  # before #REF! and the like


class Refused(Exception):
    """A file that cannot be used. `code` names the sentence (interchange.sheets.refusals), `values` fill it."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Line(NamedTuple):
    """A row with the line of the file on which it stands."""

    number: int
    cells: list[str]


@dataclass
class Grid:
    """One sheet. Empty lines are left out; the rows keep their own length."""

    name: str
    is_hidden: bool = False
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # codes of what a person should know

    def add(self, number: int, cells: list[str]) -> None:
        """Take one line, unless it is empty; Refused when it is too wide, too long or one too many."""
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return
        if len(cells) > limits.COLUMNS:
            raise Refused("columns", columns=len(cells), line=number, limit=limits.COLUMNS)
        for place, cell in enumerate(cells, 1):
            if len(cell) > limits.CELL_SIGNS:
                raise Refused("cell", line=number, column=place, signs=len(cell))
            if "\x00" in cell:
                raise Refused("nul", line=number)
        self.lines.append(Line(number, cells))


def count_rows(grids: list[Grid]) -> None:
    """Refused when all sheets together hold more rows than we take."""
    total = sum(len(grid.lines) for grid in grids)
    if total > limits.ROWS + 100:  # headers and titles are no rows
        raise Refused("rows", rows=total, limit=limits.ROWS)
