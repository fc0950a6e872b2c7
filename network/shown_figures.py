"""The figures of a kern as the page shows them: by theme, with their line over time, then beside now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.analysis.figures import Figure
from network.lines import line_of
from network.made_of import Shown, is_long
from network.models import Snapshot
from network.telling import formula, how_made, say, source, title, value_in_words, warning
from wijkweb.kit.charts import LineChart

THEMES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (
        "kennen",
        gettext_lazy("Who is there, and who knows each other"),
        ("domain_cover", "average_degree", "connectedness", "bridges"),
    ),
    (
        "grenzen",
        gettext_lazy("Across the borders"),
        ("domain_pairs", "domain_mixing", "layer_mixing", "strong_professional_ties", "connected_activities"),
    ),
    (
        "leunen",
        gettext_lazy("What it leans on"),
        ("centralisation", "hub_dependence", "single_carrier"),
    ),
    (
        "bewoners",
        gettext_lazy("What residents carry"),
        ("residents_in_core", "reach", "resident_carried", "letting_go"),
    ),
    ("beweging", gettext_lazy("What moves, and how sure it is"), ("turnover", "freshness")),
)
WIDTH, HEIGHT = 220, 48


@dataclass(frozen=True)
class Moment:
    """A figure on a day: value and sentence."""

    day: date
    value: str
    sentence: str
    is_known: bool
    warning: str
    without_coordinator: str


@dataclass(frozen=True)
class Card:
    """A figure with all that stands around it. then: the earlier day to compare with, when one was asked for."""

    id: str
    title: str
    now: Moment
    then: Moment | None
    chart: LineChart | None
    chart_words: str
    formula: str
    source: str
    how_made: str
    parts: tuple[Shown, ...]
    is_long: bool


@dataclass(frozen=True)
class Theme:
    """Cards that answer the same question."""

    slug: str
    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class TableRow:
    """All figures on one day, in words."""

    day: date
    values: tuple[str, ...]


def themes_of(
    now: Snapshot, then: Snapshot | None, line: Sequence[Snapshot], parts: Mapping[str, list[Shown]]
) -> list[Theme]:
    """The figures of `now` by theme. line: the snapshots for the lines over time. parts: what each is made of."""
    figures = now.all_figures()
    return [
        Theme(
            slug,
            str(label),
            tuple(card_of(figures[key], now, then, line, parts) for key in keys if key in figures),
        )
        for slug, label, keys in THEMES
    ]


def card_of(
    figure: Figure,
    now: Snapshot,
    then: Snapshot | None,
    line: Sequence[Snapshot],
    parts: Mapping[str, list[Shown]],
) -> Card:
    """One figure of `now`; see `themes_of`."""
    values = [(one.day, one.value(figure.id)) for one in line]
    chart = line_of(figure.id, figure.unit, values, width=WIDTH, height=HEIGHT)
    has_then = then is not None and figure.id in then.figures
    return Card(
        id=figure.id,
        title=title(figure.id),
        now=_moment(now.day, figure),
        then=_moment(then.day, then.figure(figure.id)) if then and has_then else None,
        chart=chart,
        chart_words=_chart_words(figure, chart),
        formula=formula(figure.id),
        source=source(figure.id),
        how_made=how_made(figure),
        parts=tuple(parts.get(figure.id, ())),
        is_long=is_long(figure) and figure.id not in parts,
    )


def _moment(day: date, figure: Figure) -> Moment:
    other = figure.without_coordinator
    return Moment(
        day,
        value_in_words(figure.value, figure.unit),
        say(figure),
        figure.is_known,
        warning(figure),
        value_in_words(other, figure.unit) if other is not None else "",
    )


def _chart_words(figure: Figure, chart: LineChart | None) -> str:
    if chart is None:
        return ""
    first, last = chart.points[0], chart.points[-1]
    return _("%(title)s over time: %(first)s in %(from)d, %(last)s in %(until)d") % {
        "title": title(figure.id),
        "first": value_in_words(first.value, figure.unit),
        "from": first.day.year,
        "last": value_in_words(last.value, figure.unit),
        "until": last.day.year,
    }


def table_of(now: Snapshot, line: Sequence[Snapshot]) -> tuple[list[str], list[TableRow]]:
    """The lines as a table: the titles of the figures, and for each day, the last first, their values."""
    units = {key: figure.unit for key, figure in now.all_figures().items()}
    rows = [
        TableRow(one.day, tuple(value_in_words(one.value(key), unit) for key, unit in units.items()))
        for one in reversed(line)
    ]
    return [title(key) for key in units], rows
