"""What is wrong with a package, one line for each problem."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

SHOWN = 100  # characters of a value that are shown


def printable(text: str, limit: int = SHOWN) -> str:
    """`text` on one line, safe for a terminal: signs that cannot be printed become their code."""
    shown = "".join(sign if sign.isprintable() else _escaped(sign) for sign in text[: limit + 1])
    return shown if len(text) <= limit else f"{shown[:limit]}…"


def _escaped(sign: str) -> str:
    if "\udc80" <= sign <= "\udcff":  # a byte that is not UTF-8, kept by "surrogateescape"
        return f"\\x{ord(sign) - 0xDC00:02x}"
    return sign.encode("unicode_escape").decode("ascii")


@dataclass(frozen=True, slots=True)
class PackageError:
    """One problem: in which file, on which line (0: the whole file), in which column, with which value.

    `code` is the same in every language and for every value; `reason` is for people.
    """

    file: str
    line: int
    column: str
    value: str
    code: str
    reason: str

    def __str__(self) -> str:
        parts = [printable(self.file)] if self.file else []
        if self.line:
            parts.append(_("line %(line)d") % {"line": self.line})
        if self.column:
            parts.append(_("column %(column)s") % {"column": printable(self.column)})
        if self.line and self.column:
            parts.append(_('value "%(value)s"') % {"value": printable(self.value)})
        return f"{', '.join(parts)}: {self.reason}" if parts else self.reason


class PackageRefused(Exception):
    """A package was not imported and nothing was stored; `errors` says why."""

    def __init__(self, errors: list[PackageError]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = sorted(errors, key=lambda error: (error.file, error.line))
