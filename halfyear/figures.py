"""The figures of a report: their value at the end of a half-year beside that of the half-year before, with a small line."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from network.analysis.figures import SHARE
from network.models import Audience, Snapshot
from network.snapshots import snapshots_over_time
from network.telling import say, title, value_in_words, warning
from places.models import Kern
from wijkweb.kit.charts import LineChart, line_chart

# Few figures, of each kind of question one or two; the page of the figures has all of them. Who residents are is not
# counted here, so a figure about what residents carry would say nothing where there is much.
SHOWN = (
    "domain_cover",
    "average_degree",
    "connectedness",
    "domain_pairs",
    "connected_activities",
    "centralisation",
    "turnover",
    "freshness",
)
LINE, COLUMNS = 12, 5  # points in a line, days in the table


def figures_between(kern: Kern, before: date, until: date) -> dict[str, Any]:
    """The figures of the last snapshot until `until`, beside the last one until `before`; persons are left out of both.

    Two queries. `rows` is empty when nothing is kept of so long ago.
    """
    line = [one for one in snapshots_over_time([kern.pk], Audience.PUBLIC)[kern.pk] if one.day <= until]
    if not line:
        return {"rows": []}
    now = line[-1]
    then = next((one for one in reversed(line) if one.day <= before), None)
    whole = {one.pk: one for one in Snapshot.objects.filter(pk__in=[one.pk for one in (now, then) if one])}
    rows = [_row(kern, key, whole[now.pk], whole.get(then.pk) if then else None, line) for key in SHOWN]
    return {
        "day": now.day.isoformat(),
        "day_in_words": date_format(now.day, "j F Y"),
        "then_in_words": date_format(then.day, "j F Y") if then else "",
        "rows": [row for row in rows if row],
        "table": _table(line),
        "warnings": any(row["warning"] for row in rows if row),
    }


def _row(
    kern: Kern, key: str, now: Snapshot, then: Snapshot | None, line: list[Snapshot]
) -> dict[str, Any] | None:
    if key not in now.figures:
        return None
    figure = now.figure(key)
    then_known = then is not None and key in then.figures
    before = then.figure(key).value if then and then_known else None
    days = f"?dag={now.day}" + (f"&toen={then.day}" if then else "")
    return {
        "id": key,
        "title": title(key),
        "value": value_in_words(figure.value, figure.unit),
        "before": value_in_words(before, figure.unit)
        if then_known and (before, figure.value) != (None, None)
        else "",
        "sentence": say(figure),
        "warning": warning(figure),
        "url": reverse("network_figure", args=[kern.slug, key]) + days,
        "chart": _chart(key, figure.unit, line[-LINE:]),
    }


def _chart(key: str, unit: str, line: list[Snapshot]) -> dict[str, Any] | None:
    values = [(one.day, one.value(key)) for one in line]
    known = [value for _day, value in values if value is not None]
    if len(known) < 2:
        return None
    top = 1.0 if unit == SHARE else max(known)
    chart = line_chart(
        values,
        width=150,
        height=36,
        low=min(0.0, *known),
        high=top,
        words=lambda value: value_in_words(value, unit),
    )
    return _kept(chart) if chart else None


def _kept(chart: LineChart) -> dict[str, Any]:
    """A chart as JSON values, under the names that the template reads."""
    return {
        "width": chart.width,
        "height": chart.height,
        "scale": list(chart.scale),
        "edges": list(chart.edges),
        "paths": list(chart.paths),
        "points": [{"x": point.x, "y": point.y} for point in chart.points],
        "first": {"year": chart.first.year},
        "last": {"year": chart.last.year},
    }


def _table(line: list[Snapshot]) -> dict[str, Any]:
    """The lines as a table: a row for each figure, a column for each of the last half-years, today included."""
    ends = [one for one in line[:-1] if (one.day.month, one.day.day) in ((6, 30), (12, 31))]
    shown = [*ends[-(COLUMNS - 1) :], line[-1]]
    units = {key: shown[-1].figures[key]["unit"] for key in SHOWN if key in shown[-1].figures}
    return {
        "days": [date_format(one.day, "d-m-Y") for one in shown],
        "rows": [
            {"title": title(key), "values": [value_in_words(one.value(key), unit) for one in shown]}
            for key, unit in units.items()
        ],
    }
