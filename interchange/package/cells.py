"""What may stand in one cell."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from django.utils.translation import gettext as _

from interchange.package.schema import DECIMALS, DIGITS, Column
from wijkweb.kit.partial_dates import PartialDate

INTEGER = re.compile(r"[+-]?\d+")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
NOT_UTF8 = re.compile("[\udc80-\udcff]")

Problem = tuple[str, str, str]  # value, code, reason


def cell_problems(column: Column, cell: str) -> Iterator[Problem]:
    """Everything that is wrong with a cell in itself; references are judged elsewhere."""
    strange = _strange(cell)
    if strange:
        yield cell, *strange
        return
    if cell != cell.strip():
        yield cell, "spaces", _("there is blank space before or after the text.")
        cell = cell.strip()
    if not cell:
        if column.required:
            yield "", "required", _("this cell must not be empty.")
        return
    if column.longest and len(cell) > column.longest:
        yield cell, "length", _("at most %(longest)d characters fit here.") % {"longest": column.longest}
    if column.kind in ("integer", "number"):
        yield from _number_problems(column, cell)
    elif column.is_partial_date:
        yield from _date_problems(column, cell)
    elif column.pattern and not column.pattern.fullmatch(cell):
        yield cell, "pattern", _("use small letters, figures and hyphens only, such as de-buitensluis.")
    if column.separator:
        yield from _list_problems(column, cell)
    if column.allowed:
        for item in column.items(cell):
            if item.strip() and item.strip() not in column.allowed:
                yield item, "enum", not_allowed(item.strip(), column.allowed)


def _strange(cell: str) -> tuple[str, str] | None:
    """A cell that is not text at all: bytes that are not UTF-8, or NUL."""
    if cell.isascii() and "\x00" not in cell:
        return None
    match = NOT_UTF8.search(cell)
    if match:
        byte = bytes([ord(match.group()) - 0xDC00])
        sign = byte.decode("cp1252", "replace")
        return "encoding", _(
            'byte %(byte)s at character %(place)d of this cell is not UTF-8; in Windows-1252 it reads "%(sign)s". '
            "Save the file as UTF-8."
        ) % {"byte": f"0x{byte[0]:02X}", "place": match.start() + 1, "sign": sign}
    if "\x00" in cell:
        return "nul", _("this cell holds a NUL, a sign that is not text.")
    return None


@lru_cache(maxsize=1000)
def not_allowed(value: str, allowed: tuple[str, ...]) -> str:
    reason = _("is not one of: %(allowed)s.") % {"allowed": ", ".join(allowed)}
    near = get_close_matches(value[:100].lower(), allowed, 1)
    return reason + " " + _('Did you mean "%(near)s"?') % {"near": near[0]} if near else reason


def _number_problems(column: Column, cell: str) -> Iterator[Problem]:
    if column.kind == "integer" and not INTEGER.fullmatch(cell):
        yield cell, "number", _("must be a whole number.")
        return
    if not NUMBER.fullmatch(cell):
        yield cell, "number", _("must be a number, with a point before the decimals.")
        return
    whole, _point, decimals = cell.lstrip("+-").partition(".")
    is_negative = cell.startswith("-") and float(f"0{whole[-20:]}.{decimals[:20] or 0}") > 0
    if is_negative and column.minimum is not None:
        yield cell, "minimum", _("must be at least %(minimum)s.") % {"minimum": column.minimum}
        return
    if len(decimals) > DECIMALS:
        yield cell, "decimals", _("at most %(decimals)d decimals fit here.") % {"decimals": DECIMALS}
    digits = re.sub(r"^0+", "", whole)
    if len(digits) > DIGITS:
        yield cell, "maximum", _("at most %(digits)d figures fit before the point.") % {"digits": DIGITS}
        return
    number = int(digits or 0)
    if column.minimum is not None and number < column.minimum:
        yield cell, "minimum", _("must be at least %(minimum)s.") % {"minimum": column.minimum}
    if column.maximum is not None and number > column.maximum:
        yield cell, "maximum", _("must be at most %(maximum)s.") % {"maximum": column.maximum}


def _date_problems(column: Column, cell: str) -> Iterator[Problem]:
    if is_partial_date(cell):
        if not column.has_day and len(cell) > 7:
            yield cell, "date", _("here a date is a year (2014) or a month (2014-12), without a day.")
    elif re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", cell):
        yield cell, "date", _("this date does not exist.")
    elif column.has_day:
        yield cell, "date", _("write a date as a year (2014), a month (2014-12) or a day (2014-12-31).")
    else:
        yield cell, "date", _("write a date as a year (2014) or a month (2014-12).")


@lru_cache(maxsize=10_000)
def is_partial_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _list_problems(column: Column, cell: str) -> Iterator[Problem]:
    items = column.items(cell)
    mark = column.separator
    if any(not item or item != item.strip() for item in items):
        yield cell, "list", _('the list has an empty part or a space next to "%(mark)s".') % {"mark": mark}
    doubles = {item.strip() for item in items if items.count(item) > 1}
    for item in sorted(doubles - {""}):
        yield cell, "list", _('"%(item)s" stands in the list twice.') % {"item": item}
