"""The line of a figure over time: one rule for its scale, wherever it is drawn, so that two lines can be compared."""

import math
from collections.abc import Sequence

from network.analysis.figures import INDEX, SHARE
from network.telling import value_in_words
from wijkweb.kit.charts import LineChart, Value, line_chart

SMALL = frozenset({"hub_dependence"})  # a share that never comes near one: drawn on a scale of its own
TENTH = 10  # an index is drawn between tenths, so that a hundredth more does not look like a leap


def line_of(
    figure_id: str, unit: str, values: Sequence[Value], *, width: int, height: int
) -> LineChart | None:
    """The values of a figure on days as a line, with the two ends of its scale in words; None with fewer than two values.

    unit: one of the units of a figure. A share runs from nothing to all, an index between the tenths around its values,
    anything else from nothing to the most it was.
    """
    known = [value for _day, value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(0.0, *known), max(known)
    if unit == INDEX:
        low = math.floor(round(min(known) * TENTH, 6)) / TENTH
        high = math.ceil(round(max(known) * TENTH, 6)) / TENTH
    elif unit == SHARE and figure_id not in SMALL:
        high = 1.0
    return line_chart(
        values,
        width=width,
        height=height,
        low=low,
        high=high,
        words=lambda value: value_in_words(value, unit),
    )
