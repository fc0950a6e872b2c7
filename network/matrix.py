"""The ten by ten matrix of life domains as a picture: how often they meet, in colour and in numbers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.analysis.figures import Figure
from network.wording import words
from partners.models import LifeDomain

CELL, LEFT, TOP = 40, 178, 128
FAINTEST, DARKEST, WHITE_FROM = 0.12, 0.92, 0.75


@dataclass(frozen=True)
class Cell:
    """How often two domains meet: place and colour in the drawing, and the same in words."""

    x: int
    y: int
    count: int
    opacity: float
    is_dark: bool
    words: str
    short: str


@dataclass(frozen=True)
class Row:
    """A line of the matrix with its domain; x, y: where its name stands beside and above."""

    domain: str
    label: str
    x: int
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class MatrixPicture:
    """What a template needs to draw it, and to write the table beside it."""

    rows: tuple[Row, ...]
    size: int = CELL
    left: int = LEFT
    top: int = TOP

    @property
    def width(self) -> int:
        return LEFT + len(self.rows) * CELL + 70

    @property
    def height(self) -> int:
        return TOP + len(self.rows) * CELL + 4


def matrix_picture(figure: Figure) -> MatrixPicture | None:
    """The matrix of the figure `domain_pairs`; None when it cannot be said."""
    if figure.value is None:
        return None
    labels, domains = words(LifeDomain), figure.parts["domains"]
    ties, initiatives = figure.parts["ties"], figure.parts["initiatives"]
    most = max(
        max(a + b for a, b in zip(*lines, strict=True)) for lines in zip(ties, initiatives, strict=True)
    )

    def cell(row: int, column: int) -> Cell:
        tied, shared = ties[row][column], initiatives[row][column]
        share = (tied + shared) / most if most else 0
        opacity = round(FAINTEST + (DARKEST - FAINTEST) * share**0.5, 2) if share else 0.0
        pair = labels[domains[row]], labels[domains[column]]
        return Cell(
            LEFT + column * CELL,
            TOP + row * CELL,
            tied + shared,
            opacity,
            opacity > WHITE_FROM,
            _in_words(pair, tied, shared),
            f"{tied} + {shared}" if shared else str(tied),
        )

    rows = [
        Row(
            domain,
            labels[domain].capitalize(),
            LEFT + place * CELL + CELL // 2,
            TOP + place * CELL + CELL // 2,
            tuple(cell(place, column) for column in range(len(domains))),
        )
        for place, domain in enumerate(domains)
    ]
    return MatrixPicture(tuple(rows))


def _in_words(pair: tuple[str, str], ties: int, initiatives: int) -> str:
    values: dict[str, Any] = {
        "ties": ngettext("%(count)d tie", "%(count)d ties", ties) % {"count": ties},
        "initiatives": ngettext("%(count)d initiative", "%(count)d initiatives", initiatives)
        % {"count": initiatives},
    }
    if pair[0] == pair[1]:
        return _("within %(domain)s: %(ties)s, %(initiatives)s") % {"domain": pair[0], **values}
    return _("%(one)s and %(other)s: %(ties)s, %(initiatives)s") % {
        "one": pair[0],
        "other": pair[1],
        **values,
    }
