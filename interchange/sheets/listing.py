"""The partners and ties of a kern as rows, in the columns in which they can be brought in again."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

from django.db.models import Q

from accounts.access import Viewer
from interchange.sheets.fields import FIELDS, Field, SheetKind
from partners.models import Partner, Relation
from places.models import Kern
from wijkweb.kit.harmless import harmless
from wijkweb.kit.partial_dates import PartialDate

AT_ONCE = 2000  # rows in memory
WIDTHS = {"naam": 38, "omschrijving": 60, "van": 34, "naar": 34, "bron": 30, "website": 30, "organisatie": 28, "onderdeel": 28}  # fmt: skip


@dataclass
class KernList:
    """What `viewer` may see of a kern and all below it."""

    kern: Kern
    viewer: Viewer

    @cached_property
    def kern_ids(self) -> list[int]:
        return Kern.objects.ids_below(self.kern.pk)

    def partners(self) -> Iterator[list[str]]:
        """A row for each partner, in the order of their names; the same number of queries for any number."""
        rows = Partner.objects.visible_to_viewer(self.viewer).filter(kern_id__in=self.kern_ids)
        names, kernen = (
            self._names(rows),
            dict(Kern.objects.filter(pk__in=self.kern_ids).values_list("pk", "name")),
        )
        for partner in rows.order_by("search_name", "pk").iterator(AT_ONCE):
            related = {
                "organisation_id": names.get(partner.organisation_id or 0, ""),
                "parent_id": names.get(partner.parent_id or 0, ""),
                "kern_id": kernen.get(partner.kern_id or 0, ""),
            }
            yield _row(FIELDS[SheetKind.PARTNERS], partner, related)

    def _names(self, rows: Any) -> dict[int, str]:
        """The names of those that partners belong to, as far as they may be seen."""
        wanted: set[int] = set()
        for pair in rows.order_by().values_list("organisation_id", "parent_id").distinct():
            wanted.update(filter(None, pair))
        visible = Partner.objects.visible_to_viewer(self.viewer).values_list("pk", "name")
        found: dict[int, str] = {}
        ids = sorted(wanted)
        for start in range(0, len(ids), 5000):
            found |= dict(visible.filter(pk__in=ids[start : start + 5000]))
        return found

    def ties(self) -> Iterator[list[str]]:
        """A row for each tie with at least one end in this kern."""
        here = Q(source__kern_id__in=self.kern_ids) | Q(target__kern_id__in=self.kern_ids)
        rows = Relation.objects.visible_to_viewer(self.viewer).filter(here).with_partners()
        for relation in rows.order_by("source__search_name", "target__search_name", "pk").iterator(AT_ONCE):
            related = {
                "source_id": relation.source.name,
                "target_id": relation.target.name,
                "source_slug": relation.source.slug,
                "target_slug": relation.target.slug,
            }
            yield _row(FIELDS[SheetKind.TIES], relation, related)


def headers(kind: str) -> list[str]:
    """The names of the columns: words that reading knows."""
    return [field.headers[0].capitalize() for field in FIELDS[kind]]


def _row(fields: Iterable[Field], record: Any, related: dict[str, str]) -> list[str]:
    return [
        harmless(
            related[field.attribute]
            if field.attribute in related
            else _text(field, getattr(record, field.attribute))
        )
        for field in fields
    ]


def _text(field: Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, PartialDate):
        return str(value)
    if field.choices:
        return str(dict(field.choices.choices).get(value, value))
    return str(value)


# --- files --------------------------------------------------------------------------------------------------------


def workbook(found: KernList) -> IO[bytes]:
    """Both lists as a workbook, written row by row."""
    sheets = [
        ("Partners", SheetKind.PARTNERS, found.partners()),
        ("Banden", SheetKind.TIES, found.ties()),
    ]
    return write_workbook(
        (name, headers(kind), [field.key for field in FIELDS[kind]], rows) for name, kind, rows in sheets
    )


def write_workbook(sheets: Iterable[tuple[str, list[str], list[str], Iterable[list[str]]]]) -> IO[bytes]:
    """A workbook of (name, headers, keys, rows); every cell is text, whatever it looks like."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for name, head, keys, rows in sheets:
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "B2"
        for number, key in enumerate(keys, 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(key, 16)
        cells = [WriteOnlyCell(sheet, text) for text in head]
        for cell in cells:
            cell.font = Font(bold=True)
        sheet.append(cells)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()  # 20,000 rows come to two megabytes; openpyxl itself writes to a temporary file
    book.save(out)
    out.seek(0)
    return out


def csv_lines(found: KernList, what: str) -> Iterator[str]:
    """One list as CSV, piece by piece; semicolons and a byte order mark, as Dutch spreadsheet programs expect."""
    kind = SheetKind.TIES if what == "banden" else SheetKind.PARTNERS
    yield "\ufeff" + csv_line(headers(kind))
    for row in found.ties() if kind == SheetKind.TIES else found.partners():
        yield csv_line(row)


def csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()
