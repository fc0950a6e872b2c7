"""What was read, in words and small charts: the overview as the page, the paper and the export all show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dashboards.models import Measure
from dashboards.municipal.attention import attention_to
from dashboards.municipal.doubts import doubts_of
from dashboards.municipal.reading import FIGURES, People, Seen
from initiatives.models import Story
from network.analysis.figures import NUMBER, SHARE
from network.telling import formula, say, title, value_in_words
from places.models import Kern
from wijkweb.kit.charts import LineChart, Value, line_chart, nice_top

UNITS = {"average_degree": NUMBER}
SMALL, LARGE = (210, 56), (420, 120)
STORIES = 2
"""So many stories of each kern stand on the overview; all of them on the page of the kern."""


@dataclass(frozen=True)
class Scale:
    """The ends of the axes of one figure, the same for every kern; those of time the same for every figure too."""

    unit: str
    high: float
    since: date | None
    until: date | None

    def words(self, value: float) -> str:
        return value_in_words(value, self.unit).removesuffix(",0")


@dataclass(frozen=True)
class Cell:
    """One figure of one kern: now, a year before, its line, and how far it can be trusted. Empty when it is not shared."""

    kern: Kern
    is_shared: bool
    chart: LineChart | None = None
    chart_words: str = ""
    now: str = ""
    is_known: bool = False
    day: date | None = None
    before: str = ""
    before_day: date | None = None
    doubts: Sequence[str] = ()
    sentence: str = ""
    years: Sequence[tuple[date, str]] = ()


@dataclass(frozen=True)
class Band:
    """One figure of all kernen, in their order."""

    id: str
    title: str
    about: str
    cells: Sequence[Cell]

    @property
    def is_shared(self) -> bool:
        """Whether any kern shares it."""
        return any(cell.is_shared for cell in self.cells)


@dataclass(frozen=True)
class CountRow:
    """The counts of people of one kern, or of all together when there is no kern, as they are shown."""

    kern: Kern | None
    words: Sequence[str]

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Each count with what it counts."""
        return list(zip(map(str, Measure.labels), self.words, strict=True))


@dataclass(frozen=True)
class Told:
    """What is said about one kern: sentences, or stories of which `more` are left for its own page."""

    kern: Kern
    lines: Sequence[Any]
    more: int = 0


def bands_of(kernen: Sequence[Seen], size: tuple[int, int] = SMALL) -> list[Band]:
    """The few figures, each with all kernen on the same scale."""
    return [
        Band(key, title(key), formula(key), [_cell(key, one, scale, size) for one in kernen])
        for key in FIGURES
        for scale in [_scale(key, kernen)]
    ]


def _scale(key: str, kernen: Sequence[Seen]) -> Scale:
    lines = [one.line for one in kernen if one.shares_figures and one.line]
    days = [snapshot.day for line in lines for snapshot in (line[0], line[-1])]
    unit = UNITS.get(key, SHARE)
    values = [snapshot.value(key) or 0.0 for line in lines for snapshot in line]
    high = 1.0 if unit == SHARE else nice_top(max(values, default=1.0))
    return Scale(unit, high, min(days, default=None), max(days, default=None))


def _cell(key: str, seen: Seen, scale: Scale, size: tuple[int, int]) -> Cell:
    if not seen.shares_figures:
        return Cell(seen.kern, is_shared=False)
    figure, before = seen.figures.get(key), seen.before()
    values = [(snapshot.day, snapshot.value(key)) for snapshot in seen.line]
    width, height = size
    chart = line_chart(
        _turns(values), width=width, height=height, low=0.0, high=scale.high, since=scale.since, until=scale.until,
        words=scale.words,
    )  # fmt: skip
    was = before.value(key) if before else None
    return Cell(
        kern=seen.kern,
        is_shared=True,
        chart=chart,
        chart_words=_chart_words(key, seen.kern, chart, scale),
        now=value_in_words(figure.value if figure else None, scale.unit),
        is_known=figure is not None and figure.is_known,
        day=seen.day,
        before=value_in_words(was, scale.unit) if before else "",
        before_day=before.day if before else None,
        doubts=doubts_of(figure),
        sentence=say(figure) if figure else "",
        years=_years(values, scale.unit),
    )


def _turns(values: Sequence[Value]) -> list[Value]:
    """The same line with fewer points: where nothing moves before nor after a day, its point says nothing."""
    return [
        (day, value)
        for place, (day, value) in enumerate(values)
        if not 0 < place < len(values) - 1 or not values[place - 1][1] == value == values[place + 1][1]
    ]


def _chart_words(key: str, kern: Kern, chart: LineChart | None, scale: Scale) -> str:
    if chart is None:
        return ""
    first, last = chart.points[0], chart.points[-1]
    return _("%(kern)s, %(title)s: %(first)s in %(from)d, %(last)s in %(until)d") % {
        "kern": kern.name,
        "title": title(key),
        "first": value_in_words(first.value, scale.unit),
        "from": first.day.year,
        "last": value_in_words(last.value, scale.unit),
        "until": last.day.year,
    }


def _years(values: Sequence[tuple[date, float | None]], unit: str) -> list[tuple[date, str]]:
    """The last value of each year, the latest year first."""
    last = {day.year: (day, value_in_words(value, unit)) for day, value in values}
    return [last[year] for year in sorted(last, reverse=True)]


def people_rows(kernen: Sequence[Seen], people: People) -> list[CountRow]:
    """The counts of the kernen that share them, and together; none when nobody shares them or no week was published yet."""
    sharing = [one for one in kernen if one.shares_people]
    if not sharing or people.day is None:
        return []
    rows = [CountRow(one.kern, _count_words(one.counts)) for one in sharing]
    return [*rows, CountRow(None, _count_words(people.totals))]


def own_people(seen: Seen, people: People) -> list[tuple[str, str]]:
    """Each measure with the count of one kern, in words."""
    if not seen.shares_people or people.day is None:
        return []
    return [
        (str(measure.label), words) for measure, words in zip(Measure, _count_words(seen.counts), strict=True)
    ]


def _count_words(counts: dict[str, int | None]) -> list[str]:
    return [_count(counts, measure) for measure in Measure.values]


def _count(counts: dict[str, int | None], measure: str) -> str:
    if measure not in counts:
        return _("from the next week on")
    value = counts[measure]
    return _("not shown") if value is None else str(value)


def attention_in(kernen: Sequence[Seen], today: date) -> list[Told]:
    """What asks for attention, of the kernen that share their figures and where there is something to say."""
    found = [(one.kern, attention_of(one, today)) for one in kernen if one.shares_figures]
    return [Told(kern, lines) for kern, lines in found if lines]


def attention_of(seen: Seen, today: date) -> list[str]:
    """What asks for attention in one kern."""
    if not seen.shares_figures:
        return []
    before = seen.before()
    said = seen.assessment.assessed_on.first_day.year if seen.assessment else None
    return attention_to(seen.figures, before.value("connectedness") if before else None, said, today)


def stories_in(kernen: Sequence[Seen]) -> list[Told]:
    """A few stories of each kern that has any."""
    found: list[tuple[Kern, Sequence[Story]]] = [(one.kern, one.stories) for one in kernen if one.stories]
    return [Told(kern, stories[:STORIES], max(0, len(stories) - STORIES)) for kern, stories in found]


def day_in_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
