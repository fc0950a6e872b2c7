"""What a person reads when a file cannot be used: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.sheets.grid import Refused

SENTENCES: dict[str, Promise] = {
    "none": _("Choose a file first. Nothing has been sent yet."),
    "empty": _(
        "This file is empty. Check that you saved your sheet before you sent it, and choose the file again."
    ),
    "only-header": _(
        "This file has column names but no rows below them. Check that you chose the right sheet, and send it again."
    ),
    "size": _(
        "This file is larger than %(megabytes)d MB. Take out pictures and sheets that are not needed, or split it in two."
    ),
    "extension": _(
        "We read files that end in .xlsx or .csv, and this one ends in %(extension)s. "
        "Open it in your spreadsheet program and choose Save as, Excel workbook (.xlsx)."
    ),
    "disguised": _(
        "This file is called .%(extension)s but holds something else. "
        "Open it in your spreadsheet program and choose Save as, Excel workbook (.xlsx)."
    ),
    "xls": _(
        "This is a workbook of an old Excel (.xls). Open it and choose Save as, Excel workbook (.xlsx)."
    ),
    "macros": _(
        "This workbook holds macros (.xlsm), and we do not open those. Choose Save as, Excel workbook (.xlsx), without macros."
    ),
    "xlsb": _("This is a binary workbook (.xlsb). Open it and choose Save as, Excel workbook (.xlsx)."),
    "ods": _(
        "This is a sheet of LibreOffice (.ods). Open it and choose Save as, Excel 2007-365 (.xlsx) or CSV."
    ),
    "not-a-sheet": _(
        "This is a text document or a presentation, not a spreadsheet. Choose the spreadsheet itself."
    ),
    "password": _(
        "This workbook is protected with a password, so we cannot read it. Take the password off, save it, and send it again."
    ),
    "damaged": _(
        "This workbook is damaged or was not sent completely. Open it in your spreadsheet program, save it again, and send that copy."
    ),
    "no-workbook": _(
        "This is a compressed file (zip) without a workbook in it. Unpack it and send the spreadsheet itself."
    ),
    "entries": _(
        "This workbook consists of %(entries)d parts, far more than a list of contacts. "
        "Copy the rows to a new, empty workbook and send that one."
    ),
    "unpacked": _(
        "Unpacked, this workbook is about %(megabytes)d MB, too large to open safely. "
        "Copy the rows that you need to a new, empty workbook and send that one."
    ),
    "too-heavy": _(
        "This file takes more memory or time than we can give it. Copy the rows that you need to a new, empty workbook and send that one."
    ),
    "rows": _(
        "This file has more than %(limit)d rows. Split it into parts and send them one after the other."
    ),
    "columns": _(
        "Line %(line)d has something in column %(columns)d; we read at most %(limit)d columns. "
        "Delete the columns to the right that you do not need, and send it again."
    ),
    "cell": _(
        "The cell on line %(line)d in column %(column)d holds %(signs)d characters, more than fits in a cell. "
        "Often a quotation mark is missing there. Shorten the text and send the file again."
    ),
    "nul": _(
        "Line %(line)d holds a sign that is not text (NUL). The file is damaged or not a CSV file; "
        "save it again as CSV UTF-8 and send that copy."
    ),
    "encoding": _(
        "The letters on line %(line)d cannot be read. Save the file again as CSV UTF-8 (or as .xlsx) and send that copy."
    ),
    "open-quote": _(
        "A quotation mark that opens on line %(line)d is never closed, so the rest of the file cannot be read. "
        "Close it or take it away, and send the file again."
    ),
    "quote": _(
        "Around line %(line)d a quotation mark stands in the wrong place. Take it away, or save the file as .xlsx, and send it again."
    ),
    "not-text": _(
        "This is a picture, a PDF or another file that is not a table. Choose the spreadsheet itself."
    ),
    "web-page": _(
        "This is a web page with the name of a sheet. Open it in your spreadsheet program and choose Save as, Excel workbook (.xlsx)."
    ),
    "one-column": _(
        "We find only one column, so the mark between the cells is missing. Save the file as CSV with semicolons, or as .xlsx."
    ),
}
UNKNOWN = _("This file cannot be read. Save it again as an Excel workbook (.xlsx) and send that copy.")


def sentence(refused: Refused) -> str:
    """The Dutch sentence for a refusal; always one, whatever its code."""
    return str(SENTENCES.get(refused.code, UNKNOWN)) % refused.values
