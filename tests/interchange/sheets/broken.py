"""Every way in which a spreadsheet arrives broken: a name, how to make it, and what must come of it.

`expected` is the code of the refusal, or "" when the file is read all the same.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl

from interchange.sheets import limits
from tests.interchange.sheets.makers import Rows, csv, saved, with_part, xlsx, zipped

HEAD = ["Naam", "Soort", "Sinds"]
ROWS: Rows = [HEAD, ["De Brug", "stichting", "2015"], ["Café Crème", "onderneming", "2016"]]
GOOD = xlsx(ROWS)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@dataclass(frozen=True)
class Broken:
    name: str
    file: str
    make: Callable[[], bytes]
    expected: str


def bomb() -> bytes:
    """A sheet that is 60 MB once it is unpacked, and a few kB before."""
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"a" * 60_000_000 + b"</t></is></c></row>"
    return with_part(
        GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>"
    )


def far_cell() -> bytes:
    """2 kB that ask openpyxl's own reader for a row and a column of everything."""
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>'
    sheet += b'<row r="1"><c r="A1" t="inlineStr"><is><t>Naam</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_part(GOOD, "xl/worksheets/sheet1.xml", sheet + b"</sheetData></worksheet>")


def entities() -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{lol}]><workbook>&l9;</workbook>'
    return with_part(GOOD, "xl/workbook.xml", text.encode())


def formula_only() -> bytes:
    return xlsx([HEAD, ["De Brug", "=A2", "2015"]])


def merged() -> bytes:
    book = openpyxl.Workbook()
    for row in [HEAD, ["De Brug", "stichting", ""], ["De Kerk", None, ""], ["Koor", None, ""]]:
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    return saved(book)


def hidden() -> bytes:
    book = openpyxl.load_workbook(filename=__import__("io").BytesIO(xlsx({"Lijst": ROWS, "Geheim": ROWS})))
    book["Geheim"].sheet_state = "hidden"
    return saved(book)


BROKEN = [
    Broken("empty", "a.csv", lambda: b"", "empty"),
    Broken("only blanks", "a.csv", lambda: b" \r\n\r\n ", "empty"),
    Broken("only a header", "a.csv", lambda: csv([HEAD]), "only-header"),
    Broken("only a byte order mark", "a.csv", lambda: b"\xef\xbb\xbf", "empty"),
    Broken("workbook without rows", "a.xlsx", lambda: xlsx([[]]), "empty"),
    Broken("5 MiB and 1", "a.csv", lambda: b"a" * (limits.FILE_BYTES + 1), "size"),
    Broken("another extension", "a.docx", lambda: GOOD, "extension"),
    Broken("no extension", "lijst", lambda: GOOD, "extension"),
    Broken("text as xlsx", "a.xlsx", lambda: csv(ROWS), "disguised"),
    Broken("workbook as csv", "a.csv", lambda: GOOD, "disguised"),
    Broken("xls", "a.xls", lambda: OLE, "xls"),
    Broken("xls as xlsx", "a.xlsx", lambda: OLE, "xls"),
    Broken("xlsm", "a.xlsm", lambda: GOOD, "macros"),
    Broken("macros in an xlsx", "a.xlsx", lambda: with_part(GOOD, "xl/vbaProject.bin", b"x"), "macros"),
    Broken("ods", "a.ods", lambda: GOOD, "ods"),
    Broken("ods as xlsx", "a.xlsx", lambda: zipped({"mimetype": b"x", "content.xml": b"<a/>"}), "ods"),
    Broken("password", "a.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    Broken("cut off", "a.xlsx", lambda: GOOD[: len(GOOD) // 2], "damaged"),
    Broken("zip without a workbook", "a.xlsx", lambda: zipped({"foto.jpg": b"x"}), "no-workbook"),
    Broken("word document", "a.xlsx", lambda: zipped({"word/document.xml": b"<a/>"}), "not-a-sheet"),
    Broken("10,000 parts", "a.xlsx", lambda: zipped({f"a{n}": b"" for n in range(10_000)}), "entries"),
    Broken("zip bomb", "a.xlsx", bomb, "unpacked"),
    Broken("a cell in the far corner", "a.xlsx", far_cell, "columns"),
    Broken("entities in the XML", "a.xlsx", entities, "damaged"),
    Broken("broken XML", "a.xlsx", lambda: with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetDa"), "damaged"),
    Broken("too many rows", "a.csv", lambda: csv([HEAD, *([["x", "", ""]] * (limits.ROWS + 200))]), "rows"),
    Broken("16,000 columns", "a.csv", lambda: csv([["k"] * 16_000, ["v"] * 16_000]), "columns"),
    Broken("two header rows", "a.csv", lambda: csv([["Lijst 2024", "", ""], *ROWS]), ""),
    Broken("a column name twice", "a.csv", lambda: csv([["Naam", "Naam", "Soort"], ["De Brug", "x", "kerk"]]), ""),
    Broken("an unknown column", "a.csv", lambda: csv([["Naam", "Blorp"], ["De Brug", "x"]]), ""),
    Broken("commas", "a.csv", lambda: csv(ROWS, ","), ""),
    Broken("semicolons", "a.csv", lambda: csv(ROWS, ";"), ""),
    Broken("tabs", "a.tsv", lambda: csv(ROWS, "\t"), ""),
    Broken("UTF-16", "a.csv", lambda: csv(ROWS, "\t", "utf-16"), ""),
    Broken("UTF-16 without a mark", "a.csv", lambda: csv(ROWS, ";", "utf-16-le"), ""),
    Broken("UTF-8 with a mark", "a.csv", lambda: csv(ROWS, ";", "utf-8-sig"), ""),
    Broken("Windows-1252", "a.csv", lambda: csv(ROWS, ";", "cp1252"), ""),
    Broken("Excel's own first line", "a.csv", lambda: b"sep=;\r\n" + csv(ROWS), ""),
    Broken("half UTF-8", "a.csv", lambda: csv(ROWS) + b"\r\nB\xe9t;x;2015", "encoding"),
    Broken("NUL", "a.csv", lambda: csv(ROWS).replace(b"Brug", b"Br\x00g"), "nul"),
    Broken("a quotation mark that stays open", "a.csv", lambda: csv(ROWS) + b'\r\n"De Kerk;kerk;2015', "open-quote"),
    Broken("a quotation mark in the middle", "a.csv", lambda: csv(ROWS) + b'\r\n"De" Kerk";kerk;2015', "quote"),
    Broken("200 kB in a cell", "a.csv", lambda: csv([HEAD, ["a" * 200_000, "", ""]]), "cell"),
    Broken("a picture", "a.csv", lambda: b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) * 40, "not-text"),
    Broken("a web page", "a.csv", lambda: b"<!DOCTYPE html><html><table></table></html>", "web-page"),
    Broken("formulas without outcome", "a.xlsx", formula_only, ""),
    Broken("merged cells", "a.xlsx", merged, ""),
    Broken("a hidden sheet", "a.xlsx", hidden, ""),
]  # fmt: skip
