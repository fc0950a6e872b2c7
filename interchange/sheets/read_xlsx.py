"""A workbook to tables, row by row and within limits. Pure: no Django.

openpyxl's own reader of rows fills every gap up to the declared size, so that a workbook of 2 kB can ask
for gigabytes. We take its parser of the XML instead, which gives the cells that are there.
"""

import datetime as dt
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interchange.sheets import limits
from interchange.sheets.grid import EXCEL_ERROR, NO_RESULT, Grid, Refused, count_rows

MERGED_AT_MOST = 5000  # cells that get the text of the merged cell above them
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def check_container(path: Path) -> None:
    """Look at the list of what is in the file before anything is unpacked; Refused for what is not a workbook."""
    try:
        with zipfile.ZipFile(path) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Refused("damaged") from error
    if len(entries) > limits.ZIP_ENTRIES:
        raise Refused("entries", entries=len(entries))
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    is_dense = unpacked > limits.RATIO_FROM_BYTES and unpacked / packed > limits.ZIP_RATIO
    if unpacked > limits.UNPACKED_BYTES or is_dense:
        raise Refused("unpacked", megabytes=unpacked // 1_000_000 + 1)
    names = {entry.filename for entry in entries}
    if "mimetype" in names and "content.xml" in names:
        raise Refused("ods")
    if "xl/vbaProject.bin" in names:
        raise Refused("macros")
    if "xl/workbook.bin" in names:
        raise Refused("xlsb")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise Refused("not-a-sheet")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Refused("no-workbook")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("password")


def read_xlsx(path: Path) -> list[Grid]:
    """Every sheet with cells, hidden ones too. Raises Refused."""
    check_container(path)
    # Neither is needed here, and numpy alone takes more memory than we may use.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
    sys.modules.setdefault("lxml", None)  # type: ignore[arg-type]
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is needed to read workbooks")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        grids = [_grid(book, sheet) for sheet in book.worksheets[: limits.SHEETS]]
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever is wrong inside, for a person it is one thing: a damaged workbook
        raise Refused("damaged") from error
    kept = [grid for grid in grids if grid.lines]
    if not kept:
        raise Refused("empty")
    count_rows(kept)
    return kept


def _grid(book: Any, sheet: Any) -> Grid:
    grid = Grid(str(sheet.title)[:100], sheet.sheet_state != "visible")
    with sheet._get_source() as source:
        parser = _parser_of(book, sheet, source)
        for number, cells in parser.parse():
            row = _row(book, number, cells)
            if any(NO_RESULT in cell for cell in row) and "formula" not in grid.notes:
                grid.notes.append("formula")
            grid.add(number, row)
            if len(grid.lines) > limits.ROWS + 100:
                raise Refused("rows", rows=len(grid.lines), limit=limits.ROWS)
        if parser.merged_cells is not None and _fill_merged(grid, _blocks(parser.merged_cells)):
            grid.notes.append("merged")
    return grid


def _parser_of(book: Any, sheet: Any, source: Any) -> Any:
    from openpyxl.worksheet import _reader

    class Parser(_reader.WorkSheetParser):  # type: ignore[misc]
        """Marks a formula of which the outcome is not in the file."""

        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is None and element.find(_reader.FORMULA_TAG) is not None:
                cell["value"], cell["data_type"] = NO_RESULT, "s"
            return cell

    return Parser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _row(book: Any, number: int, cells: list[Any]) -> list[str]:
    row: list[str] = []
    for cell in cells:
        value = cell["value"]
        if value is None or value == "":
            continue
        place = cell["column"]
        if place > limits.COLUMNS:
            if str(value).strip():
                raise Refused("columns", columns=place, line=number, limit=limits.COLUMNS)
            continue
        row.extend([""] * (place - len(row)))
        row[place - 1] = _text(book, cell)
    return row


def _text(book: Any, cell: Any) -> str:
    value, kind = cell["value"], cell["data_type"]
    if kind == "e":
        return f"{EXCEL_ERROR}{value}"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, _format(book, cell["style_id"]))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _format(book: Any, style: int) -> str:
    try:
        return str(book._number_formats[book._cell_styles[style].numFmtId - 164])
    except (IndexError, AttributeError):
        return ""


def _date(value: dt.date, shown_as: str) -> str:
    """A date as precisely as the cell shows it: the first of a month that reads "dec-14" is a month."""
    signs = QUOTED.sub("", shown_as.lower())
    day = f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if "y" in signs and "d" not in signs and "h" not in signs:
        return day[:7] if "m" in signs else day[:4]
    return day


def _blocks(merged: Any) -> Iterator[Any]:
    from openpyxl.worksheet.cell_range import CellRange

    for cell in merged.mergeCell[:MERGED_AT_MOST]:
        yield CellRange(cell.ref)


def _fill_merged(grid: Grid, ranges: Iterator[Any]) -> bool:
    """Give every line of a merged block the text of its first; True when that filled anything."""
    lines = {line.number: line for line in grid.lines}
    left = MERGED_AT_MOST
    filled = False
    for block in ranges:
        first = lines.get(block.min_row)
        height = block.max_row - block.min_row
        if first is None or not height or height > left or len(first.cells) < block.min_col:
            continue
        left -= height
        text = first.cells[block.min_col - 1]
        for number in range(block.min_row + 1, block.max_row + 1):
            line = lines.get(number)
            if line is None or not text:
                continue
            line.cells.extend([""] * (block.min_col - len(line.cells)))
            if not line.cells[block.min_col - 1]:
                line.cells[block.min_col - 1] = text
                filled = True
    return filled
