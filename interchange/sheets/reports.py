"""The rows that did not come in, each with the reason, to mend and send in again."""

from collections.abc import Iterator
from typing import IO

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from interchange.models import Outcome, SheetJob, SheetRow
from interchange.sheets.choosing import chosen
from interchange.sheets.grid import EXCEL_ERROR, NO_RESULT
from interchange.sheets.guessing import IGNORED, REASON_HEADER, plain
from interchange.sheets.listing import csv_line, write_workbook
from wijkweb.kit.harmless import harmless

MARKS = str.maketrans("", "", EXCEL_ERROR + NO_RESULT)


def left_out(job: SheetJob) -> QuerySet[SheetRow]:
    """Rows that are wrong, and possible doubles about which nobody decided."""
    return job.rows.filter(Q(outcome=Outcome.WRONG) | Q(outcome=Outcome.DOUBLE, decision=""))


def sheet_names(job: SheetJob) -> list[str]:
    """The sheets of which rows were left out, in their own order."""
    wanted = set(left_out(job).order_by().values_list("sheet", flat=True).distinct())
    return [choice["name"] for choice in chosen(job.choices) if choice["name"] in wanted]


def reason_of(row: SheetRow) -> str:
    """Everything that is wrong with a row, in one text."""
    if row.outcome == Outcome.DOUBLE:
        return _("Perhaps the same as %(name)s; nobody decided about it.") % {"name": row.twin_label}
    parts = []
    for column, value, reason, _word in row.problems:
        where = _("column %(column)s") % {"column": column} if column else ""
        shown = f" ({value})" if value else ""
        parts.append(f"{where}{shown}: {reason}" if where else str(reason))
    return " ".join(parts)


def _head(job: SheetJob, name: str) -> list[str]:
    headers: list[str] = next(
        (choice.get("headers", []) for choice in chosen(job.choices) if choice["name"] == name), []
    )
    while headers and plain(headers[-1]) in IGNORED:  # a report that was sent in again
        headers = headers[:-1]
    return [*map(harmless, headers), REASON_HEADER.capitalize(), IGNORED[1].capitalize()]


def _rows(job: SheetJob, name: str, width: int) -> Iterator[list[str]]:
    for row in left_out(job).filter(sheet=name).order_by("line", "position").iterator(2000):
        cells = [harmless(str(cell).translate(MARKS)) for cell in row.cells[:width]]
        yield [*cells, *[""] * (width - len(cells)), harmless(reason_of(row)), str(row.line)]


def workbook(job: SheetJob) -> IO[bytes]:
    sheets = []
    for name in sheet_names(job) or [""]:
        head = _head(job, name)
        sheets.append((name or _("Sheet"), head, ["naam"] * len(head), _rows(job, name, len(head) - 2)))
    return write_workbook(sheets)


def csv_text(job: SheetJob, name: str) -> str:
    head = _head(job, name)
    return "\ufeff" + "".join(map(csv_line, [head, *_rows(job, name, len(head) - 2)]))
