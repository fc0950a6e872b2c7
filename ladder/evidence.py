"""What the ladder leans on: the figures of a kern as signals, with their line over time, and its stories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.access import Viewer
from initiatives.models import Story
from ladder.rungs import RULES_BY_ID, Signal, signals_of
from ladder.wording import shared_doubts
from network.lines import line_of
from network.models import Audience, Snapshot
from network.snapshots import snapshot_on, snapshots_over_time
from places.models import Kern
from wijkweb.kit.charts import LineChart

LINE = 24  # points in a small line: twelve years of half-years


@dataclass(frozen=True)
class Gathered:
    """The signals of a kern for one audience: of which day they are, and small lines over time by signal id."""

    audience: str
    day: date | None
    signals: tuple[Signal, ...]
    lines: dict[str, LineChart] = field(default_factory=dict)

    @property
    def shared_doubts(self) -> tuple[str, ...]:
        """The doubts that hold for all of them."""
        return shared_doubts(self.signals)

    @property
    def fresh(self) -> float | None:
        """The share of what they are made of that was confirmed in time; it is that of the kern, so the same for all."""
        return next((signal.fresh for signal in self.signals if signal.fresh is not None), None)


def gather(kern: Kern, audience: str) -> Gathered:
    """The latest signals of a kern, with their lines; two queries, three when an older day is compared with."""
    return gather_from(snapshots_over_time([kern.pk], audience)[kern.pk], audience)


def gather_from(
    snapshots: Sequence[Snapshot], audience: str = Audience.PUBLIC, figures: Mapping[int, Any] | None = None
) -> Gathered:
    """The same of snapshots that were read already, the earliest first and without their figures.

    figures: what `figures_of_two_days` gave, when that was asked already; else it is asked here.
    """
    if not snapshots:
        return Gathered(audience, None, signals_of({}, None))
    latest = snapshots[-1]
    before = _latest_until(snapshots, a_year_before(latest.day))
    figures = figures_of_two_days(snapshots) if figures is None else figures
    signals = signals_of(
        figures.get(latest.pk, {}),
        latest.day,
        figures.get(before.pk) if before else None,
        before.day if before else None,
    )
    return Gathered(audience, latest.day, signals, _lines(signals, snapshots))


def figures_of_two_days(snapshots: Sequence[Snapshot]) -> dict[int, Any]:
    """The stored figures of the latest of these and of the one of a year before it, by snapshot; one query.

    They are left out of a line over time, for they are long.
    """
    before = _latest_until(list(snapshots), a_year_before(snapshots[-1].day))
    wanted = [snapshot.pk for snapshot in (snapshots[-1], before) if snapshot]
    return dict(Snapshot.objects.filter(pk__in=wanted).values_list("pk", "figures"))


def gather_on(kern: Kern, audience: str, day: date) -> Gathered:
    """The signals as they were known for `day`, without lines; two queries."""
    snapshot = snapshot_on(kern, audience, day)
    if snapshot is None:
        return Gathered(audience, None, signals_of({}, None))
    before = snapshot_on(kern, audience, a_year_before(snapshot.day))
    signals = signals_of(
        snapshot.figures,
        snapshot.day,
        before.figures if before else None,
        before.day if before else None,
    )
    return Gathered(audience, snapshot.day, signals)


def signals_to_keep(kern: Kern, day: date) -> dict[str, Any]:
    """What is stored with an assessment: the signals of that day for each audience, as JSON values; four queries."""
    found = {audience.value: gather_on(kern, audience, day) for audience in Audience}
    return {
        audience: {
            "day": gathered.day.isoformat() if gathered.day else None,
            "signals": [signal.to_dict() for signal in gathered.signals],
        }
        for audience, gathered in found.items()
    }


def kept_signals(stored: dict[str, Any], audience: str) -> Gathered | None:
    """The signals that were stored with an assessment, for one audience; None when there are none."""
    kept = stored.get(audience)
    if not kept or not kept.get("day"):
        return None
    signals = tuple(Signal.from_dict(one) for one in kept["signals"])
    return Gathered(audience, date.fromisoformat(kept["day"]), signals)


def stories_of(kern_ids: list[int], viewer: Viewer) -> list[Story]:
    """The stories of these kernen that this viewer may read; one query."""
    return list(Story.objects.visible_to_viewer(viewer).in_kernen(kern_ids).order_by("pk"))


def a_year_before(day: date) -> date:
    """The same day a year earlier; 29 February becomes 28."""
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)


def _latest_until(snapshots: Sequence[Snapshot], day: date) -> Snapshot | None:
    return next((snapshot for snapshot in reversed(snapshots) if snapshot.day <= day), None)


def _lines(signals: tuple[Signal, ...], snapshots: Sequence[Snapshot]) -> dict[str, LineChart]:
    """A line for each signal that is the value of a figure; of a part of a figure no values over time are kept."""
    found: dict[str, LineChart] = {}
    for signal in signals:
        rule = RULES_BY_ID[signal.id]
        values = [(one.day, one.value(rule.reads)) for one in snapshots[-LINE:]]
        chart = None if rule.part else line_of(rule.reads, signal.unit, values, width=130, height=34)
        if chart:
            found[signal.id] = chart
    return found
