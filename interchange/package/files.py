"""From a folder to rows with line numbers; what is not a readable table is an error, never an exception."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from interchange.package.errors import PackageError, printable
from interchange.package.schema import Table, tables

DESCRIPTOR_NAME = "datapackage.json"
MUST_SAY = ("name", "title", "description", "sources")


class Row(NamedTuple):
    """A row: the line of the file on which it begins, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """One table as it was read. `is_whole` is False when rows may be missing, so nothing counts on them."""

    table: Table
    file: str
    rows: list[Row] = field(default_factory=list)
    is_whole: bool = False
    loose_ids: set[str] = field(default_factory=set)  # ids in rows that could not be read otherwise


def read_descriptor(folder: Path) -> tuple[dict[str, Any], list[PackageError]]:
    """The content of datapackage.json (empty when it cannot be used) and what is wrong with it."""

    def wrong(code: str, reason: str, line: int = 0) -> PackageError:
        return PackageError(DESCRIPTOR_NAME, line, "", "", code, reason)

    try:
        descriptor = json.loads((folder / DESCRIPTOR_NAME).read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}, [wrong("missing-file", _("this file is missing; it says what the package is about."))]
    except OSError as error:
        return {}, [wrong("unreadable", _("cannot be read: %(why)s.") % {"why": error.strerror})]
    except UnicodeDecodeError as error:
        return {}, [wrong("encoding", _("byte %(byte)d is not UTF-8.") % {"byte": error.start + 1})]
    except json.JSONDecodeError as error:
        return {}, [wrong("json", _("is not valid JSON: %(why)s.") % {"why": error.msg}, error.lineno)]
    except (ValueError, RecursionError):
        return {}, [
            wrong("json", _("is not valid JSON: %(why)s.") % {"why": _("too deep or too large a number")})
        ]
    if not isinstance(descriptor, dict):
        return {}, [wrong("json", _("must hold an object with name, title and resources."))]
    if not all(_is_plain(text) for text in _texts(descriptor)):
        return {}, [wrong("nul", _("holds a character that cannot be stored (NUL or half a character)."))]
    errors = [
        wrong("descriptor", _('"%(key)s" is missing or empty.') % {"key": key})
        for key in MUST_SAY
        if not descriptor.get(key)
    ]
    name = descriptor.get("name")
    if name and (not isinstance(name, str) or len(name) > 200):
        errors.append(wrong("descriptor", _('"name" must be a text of at most 200 characters.')))
    return descriptor, errors


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _is_plain(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def locate(folder: Path, descriptor: dict[str, Any]) -> tuple[dict[str, Path], list[PackageError]]:
    """Where each table's file is, never outside the folder, and what is wrong with the list of tables."""
    places: dict[str, Path] = {}
    errors: list[PackageError] = []
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        name, path = (
            (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        )
        if not isinstance(name, str) or name not in tables() or name in places:
            reason = _('table "%(name)s" is unknown or is named twice.') % {"name": printable(str(name))}
            errors.append(PackageError(DESCRIPTOR_NAME, 0, "", str(name), "unknown-table", reason))
        elif not isinstance(path, str) or not _lies_in(folder, path):
            places[name] = folder / f"{name}.csv"
            reason = _('the path of table "%(name)s" must name a file in this folder.') % {"name": name}
            errors.append(PackageError(DESCRIPTOR_NAME, 0, "", str(path), "path", reason))
        else:
            places[name] = folder / path
    for name in tables():
        if name not in places:
            places[name] = folder / f"{name}.csv"
            reason = _('table "%(name)s" is not described under "resources".') % {"name": name}
            errors.append(PackageError(DESCRIPTOR_NAME, 0, "", name, "missing-table", reason))
    known = {path.name for path in places.values()}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            reason = _("this file is not described in datapackage.json.")
            errors.append(PackageError(path.name, 0, "", "", "unknown-file", reason))
    return places, errors


def _lies_in(folder: Path, path: str) -> bool:
    try:
        return bool(path) and (folder / path).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def read_sheet(table: Table, path: Path, file: str) -> tuple[Sheet, list[PackageError]]:
    """The rows of one file. Bytes that are not UTF-8 stay in their cell, so that the cell can be named."""
    sheet = Sheet(table, file)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return sheet, [PackageError(file, 0, "", "", "missing-file", _("this file is missing."))]
    except (OSError, ValueError) as error:
        reason = _("cannot be read: %(why)s.") % {"why": getattr(error, "strerror", None) or error}
        return sheet, [PackageError(file, 0, "", "", "unreadable", reason)]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:200].count(0) > len(raw[:200]) // 4:
        reason = _("byte 1 is not UTF-8; this looks like UTF-16. Save the file as UTF-8.")
        return sheet, [PackageError(file, 1, "", "", "encoding", reason)]
    text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    return sheet, list(_fill(sheet, text))


def _fill(sheet: Sheet, text: str) -> Iterator[PackageError]:
    records = _records(sheet.file, text)
    header: list[str] | None = None
    sheet.is_whole = True
    for line, record in records:
        if isinstance(record, PackageError):
            sheet.is_whole = False
            yield record
        elif header is None:
            header = record
            yield from _header_errors(sheet, header)
        elif len(record) != len(header):
            reason = _("%(found)d cells; there must be %(expected)d.") % {
                "found": len(record),
                "expected": len(header),
            }
            yield PackageError(sheet.file, line, "", "", "cells", reason)
            sheet.loose_ids.update(cell for name, cell in zip(header, record, strict=False) if name == "id")
        else:
            names = set(sheet.table.names)
            cells = {name: cell for name, cell in zip(header, record, strict=True) if name in names}
            sheet.rows.append(Row(line, cells))
    if header is None:
        sheet.is_whole = False
        yield PackageError(
            sheet.file, 0, "", "", "empty", _("this file is empty; the line with column names is missing.")
        )
    elif "id" in sheet.table.names and "id" not in header:
        sheet.is_whole = False


def _records(file: str, text: str) -> Iterator[tuple[int, list[str] | PackageError]]:
    """Each record with the line on which it begins; after an error the next line is tried."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                reason = _("a quotation mark that opens here is never closed.")
                yield line, PackageError(file, line, "", "", "quote", reason)
                return
            reason = _("this line is not valid CSV: a quotation mark in the wrong place, or too long a cell.")
            yield line, PackageError(file, line, "", "", "csv", reason)


def _header_errors(sheet: Sheet, header: list[str]) -> Iterator[PackageError]:
    names, line = sheet.table.names, 1
    if len(header) == 1 and any(mark in header[0] for mark in (";", "\t")):
        reason = _("the cells must be separated by commas, not by semicolons or tabs.")
        yield PackageError(sheet.file, line, "", header[0], "delimiter", reason)
        return
    for name in [name for name in names if name not in header]:
        yield PackageError(sheet.file, line, name, "", "missing-column", _("this column is missing."))
    seen: set[str] = set()
    for name in header:
        if name in seen and name in names:
            yield PackageError(sheet.file, line, name, name, "double-column", _("this column appears twice."))
        elif name not in names:
            near = get_close_matches(name.strip().lower(), names, 1)
            reason = _("this column is unknown.")
            if near:
                reason += " " + _('Did you mean "%(near)s"?') % {"near": near[0]}
            yield PackageError(sheet.file, line, name, name, "unknown-column", reason)
        seen.add(name)
