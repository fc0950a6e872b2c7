"""The outcome of a measurement, and the table of all of them."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

MET, NOT_MET = "gehaald", "niet gehaald"
HEADS = ("Wat", "wijkweb", "vergeleken met", "verhouding", "doel")


@dataclass(frozen=True)
class Line:
    """One row. `is_met` is None where there is no goal."""

    subject: str
    ours: str
    other: str = ""
    ratio: str = ""
    goal: str = ""
    is_met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = "" if self.is_met is None else f"{self.goal}: {MET if self.is_met else NOT_MET}"
        return self.subject, self.ours, self.other, self.ratio, verdict or self.goal


def render(groups: Iterable[tuple[str, list[Line]]]) -> str:
    """All lines under each other, the columns as wide as their longest cell."""
    kept = [(title, lines) for title, lines in groups if lines]
    rows = [HEADS, *(line.cells for _, lines in kept for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]

    def written(cells: tuple[str, ...]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()

    text = [written(HEADS), "  ".join("-" * width for width in widths)]
    for title, lines in kept:
        text += ["", title, *(written(line.cells) for line in lines)]
    return "\n".join(text)


def seconds(value: float) -> str:
    """A duration as a Dutch reader writes it."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s".replace(".", ",")


def kilobytes(count: int) -> str:
    return f"{count / 1000:.1f} kB".replace(".", ",")


def times(ratio: float, *, at_least: bool = False) -> str:
    number = f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}".replace(".", ",")
    return f"{'meer dan ' if at_least else ''}{number}x"


def part_95(values: list[float]) -> float:
    """The longest of the shortest 95 %."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else sum(values)
