"""What must hold between cells and rows: keys, references, order in time, the tree of kernen, relations."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from interchange.package.cells import is_partial_date
from interchange.package.errors import PackageError
from interchange.package.files import Row, Sheet
from interchange.package.schema import unique_across

Sheets = dict[str, Sheet]


def relational_errors(sheets: Sheets) -> Iterator[PackageError]:
    """Everything that is wrong between rows."""
    for sheet in sheets.values():
        yield from _double_keys(sheet)
        yield from _broken_references(sheet, sheets)
        yield from _wrong_order(sheet)
    for group in unique_across():
        yield from _double_across([(sheets[table], column) for table, column in group])
    yield from _kernen_in_themselves(sheets["kernen"])
    yield from _relations(sheets["relaties"])


def _at(
    sheet: Sheet, row: Row, column: str, code: str, reason: str, value: str | None = None
) -> PackageError:
    return PackageError(
        sheet.file, row.line, column, row.cells.get(column, "") if value is None else value, code, reason
    )


def _double_keys(sheet: Sheet) -> Iterator[PackageError]:
    first: dict[tuple[str, ...], int] = {}
    columns = sheet.table.key
    for row in sheet.rows:
        key = tuple(row.cells.get(column, "").strip() for column in columns)
        if not all(key):
            continue
        if key in first:
            reason = _("already stands on line %(line)d.") % {"line": first[key]}
            yield _at(sheet, row, ", ".join(columns), "double", reason, " / ".join(key))
        first.setdefault(key, row.line)


def _double_across(columns: list[tuple[Sheet, str]]) -> Iterator[PackageError]:
    """The same id in two tables; twice in one table is the business of its key."""
    first: dict[str, tuple[str, int]] = {}
    for sheet, column in columns:
        found: dict[str, tuple[str, int]] = {}
        for row in sheet.rows:
            value = row.cells.get(column, "").strip()
            if value in first:
                file, line = first[value]
                reason = _("already stands in %(file)s on line %(line)d.") % {"file": file, "line": line}
                yield _at(sheet, row, column, "double", reason)
            elif value:
                found.setdefault(value, (sheet.file, row.line))
        first |= found


def _known_ids(sheets: Sheets, tables: tuple[str, ...]) -> set[str] | None:
    """The ids of these tables; None when one of them could not be read to its end."""
    if not all(sheets[table].is_whole for table in tables):
        return None
    known: set[str] = set()
    for table in tables:
        known |= {row.cells["id"].strip() for row in sheets[table].rows} | sheets[table].loose_ids
    return known


def _broken_references(sheet: Sheet, sheets: Sheets) -> Iterator[PackageError]:
    for column in sheet.table.columns:
        known = _known_ids(sheets, column.references) if column.references else None
        if known is None:
            continue
        files = [sheets[table].file for table in column.references]
        for row in sheet.rows:
            for item in column.items(row.cells.get(column.name, "")):
                if item.strip() and item.strip() not in known:
                    reason = _("this id does not stand in %(files)s.") % {"files": _(" or ").join(files)}
                    yield _at(sheet, row, column.name, "reference", reason, item)


def _wrong_order(sheet: Sheet) -> Iterator[PackageError]:
    for first, second in sheet.table.order:
        for row in sheet.rows:
            start, end = row.cells.get(first, ""), row.cells.get(second, "")
            size = min(len(start), len(end))
            if size and is_partial_date(start) and is_partial_date(end) and start[:size] > end[:size]:
                reason = _('lies before "%(start)s" in column %(column)s.') % {
                    "start": start,
                    "column": first,
                }
                yield _at(sheet, row, second, "order", reason)


def _kernen_in_themselves(sheet: Sheet) -> Iterator[PackageError]:
    """Kernen that lie in themselves, at once or by way of others; each circle is named once per kern in it."""
    above = {row.cells.get("id", ""): row.cells.get("bovenliggend", "") for row in sheet.rows}
    judged: dict[str, bool] = {"": False}
    for start in above:
        path: list[str] = []
        current = start
        while current not in judged and current in above and current not in path:
            path.append(current)
            current = above[current]
        circle = set(path[path.index(current) :]) if current in path else set()
        judged |= {kern: kern in circle for kern in path}
    for row in sheet.rows:
        if judged.get(row.cells.get("id", "")):
            yield _at(sheet, row, "bovenliggend", "circle", _("this kern would lie in itself."))


def _relations(sheet: Sheet) -> Iterator[PackageError]:
    open_ties: dict[tuple[str, str, str], int] = {}
    for row in sheet.rows:
        source, target, kind = (row.cells.get(column, "").strip() for column in ("van", "naar", "soort"))
        if source and source == target:
            yield _at(sheet, row, "naar", "self", _("a relation to oneself is not possible."))
        elif row.cells.get("gericht") == "nee" and not row.cells.get("tot", "").strip():
            mirror = open_ties.get((target, source, kind))
            if mirror:
                reason = _("the same mutual relation already stands on line %(line)d, the other way round.")
                yield _at(
                    sheet,
                    row,
                    "van, naar, soort",
                    "mutual",
                    reason % {"line": mirror},
                    f"{source} / {target} / {kind}",
                )
            open_ties.setdefault((source, target, kind), row.line)
