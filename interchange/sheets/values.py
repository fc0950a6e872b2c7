"""One cell to one value, and every reason why that cannot be. Pure, but for the words of a reason.

People type as they please: capitals, blanks, "Stg.", "dec 2014", 31-12-'14. What can mean only one thing is
taken; what can mean two is refused with a sentence.
"""

import re
import unicodedata
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from interchange.sheets.fields import Field
from interchange.sheets.grid import EXCEL_ERROR, NO_RESULT
from wijkweb.kit.harmless import restored
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.text import fold

NOTHING = {"", "-", "--", "---", "–", "—", ".", "?", "??", "n.v.t.", "nvt", "n/a", "na", "#n/b", "#n/a", "onbekend", "leeg", "null", "none", "geen"}  # fmt: skip
YES, NO = {"ja", "j", "yes", "y", "x", "1", "true", "waar", "directed", "gericht", "v"}, {"nee", "n", "no", "0", "false", "onwaar", "undirected", "mutual", "ongericht", "wederzijds"}  # fmt: skip
STRENGTHS = {"los": 1, "eenmalig": 1, "zwak": 1, "los of eenmalig": 1, "losse": 1, "weak": 1, "loose": 1, "laag": 1,
             "regelmatig": 2, "afgesproken": 2, "gemiddeld": 2, "regelmatig of afgesproken": 2, "matig": 2, "medium": 2, "regular": 2,
             "hecht": 3, "sterk": 3, "blijvend": 3, "hecht en blijvend": 3, "intensief": 3, "strong": 3, "close": 3, "hoog": 3}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        "jan januari january|feb febr februari february|mrt maart mar march|apr april|mei may|jun juni june|jul juli july|"
        "aug augustus august|sep sept september|okt oct oktober october|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}  # fmt: skip
LOOSE_WORDS = re.compile(
    r"^(ca\.?|circa|rond|sinds|vanaf|ongeveer|±|eind|begin|medio|since|in)\s*", re.IGNORECASE
)
INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\u2060\ufeff\u00ad\ue000-\uf8ff]")
NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .]?\d){8}(?!\d)")
EXCEL_DAYS = (20_000, 60_000)  # 1954 to 2064; other whole numbers are no dates


class Wrong(Exception):
    """A cell that cannot be stored; the message is for people."""


def clean(text: str, *, one_line: bool = False) -> str:
    """A cell as a person means it: without invisible signs and outer blanks, accents in one form."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", _mended(text)))
    text = "".join(
        sign if sign >= " " or sign in "\n\t" else " "
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    text = restored(text)
    return (
        " ".join(text.split()) if one_line else "\n".join(line.rstrip() for line in text.strip().split("\n"))
    )


def _mended(text: str) -> str:
    """UTF-8 that was once read as Windows-1252 ("CafÃ©") is put right, when that gives text."""
    if "Ã" not in text and "Â" not in text and "â€" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def read(field: Field, raw: str, *, order: str = "dmy", words: dict[str, str] | None = None) -> Any:
    """The value of a cell, None for an empty one. Raises Wrong.

    order: whether 3-4-2014 is in April (dmy), in March (mdy) or either (unsure). words: what a person
    said that words mean which we did not know.
    """
    if NO_RESULT in raw:
        raise Wrong(
            _(
                "This is a formula without an outcome. Open the file in your spreadsheet program, save it and send it again."
            )
        )
    if raw.startswith(EXCEL_ERROR):
        raise Wrong(_("This is an error of the spreadsheet (%(error)s), not a value.") % {"error": raw[1:20]})
    text = clean(raw, one_line=field.reader != "text")
    if text.lower() in NOTHING:
        return None
    if field.longest and len(text) > field.longest:
        raise Wrong(
            _("At most %(longest)d characters fit here; this has %(count)d.")
            % {"longest": field.longest, "count": len(text)}
        )
    return _READERS[field.reader](field, text, order, words or {})


def _text(_field: Field, text: str, _order: str, _words: dict[str, str]) -> str:
    _refuse_bsn(text)
    return text


def _refuse_bsn(text: str) -> None:
    """A citizen service number has no place here, whatever the column is for."""
    for found in NINE_DIGITS.findall(text):
        digits = [int(sign) for sign in found if sign.isdigit()]
        total = sum(
            digit * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
        )
        if total % 11 == 0 and any(digits):
            raise Wrong(
                _("This looks like a citizen service number (BSN). Take it out; wijkweb does not keep it.")
            )


def _choice(field: Field, text: str, _order: str, words: dict[str, str]) -> str:
    wanted = fold(text)
    if value := words.get(wanted):
        return value
    value = spellings(field).get(wanted) or spellings(field).get(wanted.replace(" ", ""))
    if value is None:
        raise Wrong(unknown_word(field, text))
    return value


def _choices(field: Field, text: str, order: str, words: dict[str, str]) -> list[str]:
    found = [_choice(field, part, order, words) for part in _parts(text)]
    return sorted(set(found), key=field.values.index)


def _list(_field: Field, text: str, _order: str, _words: dict[str, str]) -> list[str]:
    _refuse_bsn(text)
    return list(dict.fromkeys(part.lower() for part in _parts(text)))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,/|\n]| en ", text) if part.strip()]


def _date(_field: Field, text: str, order: str, _words: dict[str, str]) -> PartialDate:
    return parse_date(text, order)


def _yes(_field: Field, text: str, _order: str, _words: dict[str, str]) -> bool:
    wanted = text.lower()
    if wanted in YES or wanted in NO:
        return wanted in YES
    raise Wrong(_("Write ja or nee here."))


def _strength(_field: Field, text: str, _order: str, _words: dict[str, str]) -> int:
    wanted = fold(text)
    if wanted in STRENGTHS:
        return STRENGTHS[wanted]
    if re.fullmatch(r"[123]([.,]0+)?", text):
        return int(text[0])
    raise Wrong(_("Strength is 1 (loose), 2 (regular) or 3 (close)."))


def _address(_field: Field, text: str, _order: str, _words: dict[str, str]) -> str:
    address = text if re.match(r"[a-z]+:", text, re.IGNORECASE) else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise Wrong(_("This is not a web address. An example: https://www.voorbeeld.nl.")) from error
    return address


def _mailbox(_field: Field, text: str, _order: str, _words: dict[str, str]) -> str:
    address = text.removeprefix("mailto:").strip("<>")
    try:
        EmailValidator()(address)
    except ValidationError as error:
        raise Wrong(_("This is not an e-mail address. An example: info@voorbeeld.nl.")) from error
    return address


_READERS: dict[str, Any] = {
    "line": _text,
    "text": _text,
    "choice": _choice,
    "choices": _choices,
    "list": _list,
    "date": _date,
    "yes": _yes,
    "strength": _strength,
    "address": _address,
    "mailbox": _mailbox,
    "partner": _text,  # who is meant is looked up by the judges
    "kern": _text,
    "id": _text,
}

_spellings: dict[tuple[str, int], dict[str, str]] = {}


def spellings(field: Field) -> dict[str, str]:
    """Every way to write the values of a choice, folded, to the value."""
    key = (field.key, id(field.choices))
    if key not in _spellings:
        found = {fold(word): value for word, value in field.words.items()}
        for value, label in field.choices.choices:
            for word in (value, label, value.replace("-", "")):
                found[fold(str(word))] = value
        _spellings[key] = found | {word.replace(" ", ""): value for word, value in found.items()}
    return _spellings[key]


@lru_cache(maxsize=2000)
def _nearest(text: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(text[:60].lower(), known, 1, 0.7)), "")


def unknown_word(field: Field, text: str) -> str:
    labels = {value: str(label) for value, label in field.choices.choices}
    reason = _("We do not know this word. Choose from: %(choices)s.") % {
        "choices": ", ".join(labels.values())
    }
    near = _nearest(text, tuple(labels.values()))
    return f"{reason} {_('Did you mean %(near)s?') % {'near': near}}" if near else reason


# --- dates --------------------------------------------------------------------------------------------------------


def date_order(cells: list[str]) -> str:
    """How the days of a column are written: dmy unless some can only be mdy; unsure when both occur."""
    is_dutch = is_american = False
    for cell in cells:
        match = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})", cell.strip())
        if match:
            first, second = int(match[1]), int(match[2])
            is_dutch |= first > 12 >= second
            is_american |= second > 12 >= first and "/" in cell
    return ("unsure" if is_dutch else "mdy") if is_american else "dmy"


@lru_cache(maxsize=5000)
def parse_date(text: str, order: str = "dmy") -> PartialDate:
    """A year, a month or a day, in the ways that people and programs write them. Raises Wrong."""
    if re.fullmatch(r"['’]\d\d", text.strip()):
        return PartialDate(_year(text.strip()[1:]))
    plain = LOOSE_WORDS.sub("", text.strip()).strip(" '?").replace("'", "")
    parts = _date_parts(plain, order)
    if parts is None:
        raise Wrong(_("Write a date as a year (2014), a month (12-2014) or a day (31-12-2014)."))
    try:
        return PartialDate(*parts)
    except ValueError as error:
        raise Wrong(_("This date does not exist.")) from error


def _date_parts(text: str, order: str) -> tuple[int, int, int] | None:
    """Year, month and day, 0 for what is not said."""
    if match := re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:[T ][\d:.]+)?", text):
        year, month, day = (int(part or 0) for part in match.groups())
        return (year, month, day) if 1000 <= year <= 2200 else None
    if re.fullmatch(r"\d{5}(\.0+)?", text) and EXCEL_DAYS[0] <= int(text[:5]) <= EXCEL_DAYS[1]:
        shown = date(1899, 12, 30) + timedelta(days=int(text[:5]))
        return shown.year, shown.month, shown.day
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{4})", text):
        return int(match[2]), int(match[1]) or 99, 0
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?:[T ][\d:.]+)?", text):
        return _day(int(match[1]), int(match[2]), _year(match[3]), order)
    if match := re.fullmatch(r"(?:(\d{1,2})\.?[- ])?([a-z]+)\.?[- ]'?(\d{2}|\d{4})", text.lower()):
        named = MONTHS.get(match[2])
        return (_year(match[3]), named, int(match[1] or 0)) if named else None
    return None


def _day(first: int, second: int, year: int, order: str) -> tuple[int, int, int]:
    if order == "mdy":
        return year, first or 99, second
    if order == "unsure" and first <= 12 and second <= 12 and first != second:
        raise Wrong(
            _(
                "In this column some dates start with the day and others with the month. Write %(one)s or %(other)s."
            )
            % {"one": PartialDate(year, second, first), "other": PartialDate(year, first, second)}
        )
    if order == "unsure" and second > 12:
        return year, first or 99, second
    return year, second or 99, first or 99


def _year(text: str) -> int:
    """Two figures: this century up to ten years ahead, else the one before."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year <= date.today().year % 100 + 10 else 1900 + year  # noqa: DTZ011 - a century needs no zone
