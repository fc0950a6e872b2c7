"""A text file to a table: which signs, which mark between the cells. Pure: no Django."""

import csv
import io
from collections import Counter

from interchange.sheets import limits
from interchange.sheets.grid import Grid, Refused

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
MARKS = (";", ",", "\t", "|")
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def read_csv(raw: bytes) -> list[Grid]:
    """The one table of a text file. Raises Refused."""
    text = decode(raw)
    if not text.strip():
        raise Refused("empty")
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise Refused("web-page")
    grid = Grid("")
    text, mark = _told_mark(text)
    csv.field_size_limit(limits.FILE_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark or best_mark(text), strict=True)
    line = 1
    try:
        for cells in reader:
            grid.add(line, cells)
            if len(grid.lines) > limits.ROWS + 100:
                raise Refused("rows", rows=text.count("\n"), limit=limits.ROWS)
            line = reader.line_num + 1
    except csv.Error as error:
        code = "open-quote" if "unexpected end" in str(error) else "quote"
        raise Refused(code, line=line) from error
    if mark:
        grid.lines = [one._replace(number=one.number + 1) for one in grid.lines]
    return [grid]


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252; Refused when it is none of these."""
    if any(raw.startswith(sign) for sign in BINARY):
        raise Refused("not-text")
    for bom, name in BOMS:
        if raw.startswith(bom):
            return _strictly(raw.removeprefix(bom), name)
    sample = raw[:4000]
    zeros = sample.count(0)
    if zeros > len(sample) // 5:
        odd = sample[1::2].count(0)
        return _strictly(raw, "utf-16-le" if odd > zeros // 2 else "utf-16-be")
    if zeros or b"\x00" in raw:
        raise Refused("nul", line=raw[: raw.index(0)].count(b"\n") + 1)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows(raw, error.start)


def _strictly(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        line = raw[: error.start].decode(name, "ignore").count("\n") + 1
        raise Refused("encoding", line=line) from error


def _windows(raw: bytes, wrong: int) -> str:
    """Not UTF-8: Windows-1252, unless part of it is UTF-8 all the same, for then the file is damaged."""
    line = raw[:wrong].count(b"\n") + 1
    kept = raw.decode("utf-8", "ignore")
    if any(ord(sign) > 127 for sign in kept):
        raise Refused("encoding", line=line)
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Refused("encoding", line=line) from error


def _told_mark(text: str) -> tuple[str, str]:
    """Excel's own first line "sep=;" says which mark stands between the cells."""
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first.strip()[4]
    return text, ""


def best_mark(text: str) -> str:
    """The mark that cuts the first lines into most cells, the same number on each line."""
    sample = "".join(text.splitlines(keepends=True)[:30])

    def rank(mark: str) -> tuple[float, int]:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if any(row)]
        except csv.Error:
            return (0.0, 0)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            return (0.0, 0)
        width, often = widths.most_common(1)[0]
        return (often / len(rows), width)

    return max(MARKS, key=rank)
