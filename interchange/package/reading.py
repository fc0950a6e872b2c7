"""A folder in, a whole package or all its errors out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from interchange.package.cells import cell_problems
from interchange.package.errors import PackageError, PackageRefused
from interchange.package.files import Row, Sheet, locate, read_descriptor, read_sheet
from interchange.package.rules import relational_errors
from interchange.package.schema import tables


@dataclass(frozen=True)
class Package:
    """A package without errors: its descriptor, and the rows of all eleven tables."""

    descriptor: dict[str, Any]
    tables: dict[str, list[Row]]
    files: dict[str, str]  # the name of each table's file, for messages

    @property
    def about(self) -> dict[str, Any]:
        """The descriptor without the description of its tables."""
        return {key: value for key, value in self.descriptor.items() if key != "resources"}


def read_package(folder: Path) -> Package:
    """Read a package and check everything the format asks.

    Raises PackageRefused with every error, in the order of file and line. Nothing outside `folder` is read.
    """
    if not folder.is_dir():
        raise PackageRefused(
            [
                PackageError(
                    "", 0, "", "", "folder", _("there is no such folder: %(folder)s.") % {"folder": folder}
                )
            ]
        )
    descriptor, errors = read_descriptor(folder)
    places, more = locate(folder, descriptor)
    errors += more if descriptor else [error for error in more if error.code == "unknown-file"]
    sheets: dict[str, Sheet] = {}
    for name, table in tables().items():
        sheets[name], wrong = read_sheet(table, places[name], places[name].relative_to(folder).as_posix())
        errors += wrong
        errors += _cell_errors(sheets[name])
    errors += relational_errors(sheets)
    if errors:
        raise PackageRefused(errors)
    return Package(
        descriptor,
        {name: sheet.rows for name, sheet in sheets.items()},
        {name: sheet.file for name, sheet in sheets.items()},
    )


def _cell_errors(sheet: Sheet) -> Iterator[PackageError]:
    """What is wrong in single cells; the same text in the same column is judged once when it is good."""
    for column in sheet.table.columns:
        good: set[str] = set() if column.required else {""}
        for row in sheet.rows:
            cell = row.cells.get(column.name)
            if cell is None or cell in good:
                continue
            problems = list(cell_problems(column, cell))
            if not problems:
                good.add(cell)
            for value, code, reason in problems:
                yield PackageError(sheet.file, row.line, column.name, value, code, reason)
