"""From the material of a kern to its snapshots. What was computed for the same input before is not computed again."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from network.analysis.engines import FAST
from network.analysis.figures import FIGURES, Figure, Material, Reading, figures_of
from network.days import days_to_keep
from network.material.sources import Sources, digest_of
from network.models import Snapshot

ENGINE = f"{FAST} 1"  # a new way to compute starts anew
SEED = 0
NAMES_A_DAY = ("turnover",)
"""The figures that tell with which day they compare: made anew when the others are taken over from another day."""


@dataclass(frozen=True, slots=True)
class Step:
    """One day: the snapshot to store, or None when what is stored is right. is_known: that was known without a look."""

    audience: str
    day: date
    snapshot: Snapshot | None = None
    is_known: bool = False


@dataclass
class Walk:
    """Through the days of one kern for one audience: today first, then back in time.

    stored: of each day that is there the fingerprint, and the mark of the rows for which that was last found right.
    kept: the days that belong to the kern; known after `latest`.
    """

    kern_id: int
    sources: Sources
    stored: Mapping[date, tuple[str, str]]
    today: date
    kept: set[date] = field(default_factory=set)
    _made: dict[str, dict[str, Figure]] = field(default_factory=dict)

    @cached_property
    def mark(self) -> str:
        """That of everything that was read, and of the way in which it is computed."""
        return digest_of([ENGINE, SEED, self.sources.mark])

    @cached_property
    def past(self) -> list[date]:
        """The days before today, the last first."""
        days = days_to_keep(self.sources.first_day, self.sources.change_days, self.today)
        return list(reversed(days))

    def latest(self) -> Step:
        """Today; when an earlier day of this month says the very same, that one stays the latest."""
        last = max((day for day in self.stored if day <= self.today), default=None)
        is_of_this_month = last is not None and (last.year, last.month) == (self.today.year, self.today.month)
        if last and is_of_this_month and self.stored[last][0] == self._fingerprint(self.today):
            self.kept = {*self.past, last}
            return Step(self.sources.audience, last)
        self.kept = {*self.past, self.today}
        return self._at(self.today)

    def earlier(self) -> Iterator[Step]:
        """The days before today; one that was found right for the same rows needs no look."""
        for day in self.past:
            is_known = day in self.stored and self.stored[day][1] == self.mark
            yield Step(self.sources.audience, day, is_known=True) if is_known else self._at(day)

    def _at(self, day: date) -> Step:
        fingerprint = self._fingerprint(day)
        is_right = day in self.stored and self.stored[day][0] == fingerprint
        snapshot = None if is_right else self._snapshot(day, fingerprint)
        return Step(self.sources.audience, day, snapshot)

    def _snapshot(self, day: date, fingerprint: str) -> Snapshot:
        begin = time.perf_counter()
        figures = self._figures(self.sources.on(day), fingerprint)
        return Snapshot(
            kern_id=self.kern_id,
            audience=self.sources.audience,
            day=day,
            fingerprint=fingerprint,
            mark=self.mark,
            engine=ENGINE,
            seed=SEED,
            duration_ms=round(1000 * (time.perf_counter() - begin)),
            values={key: values_of(figure) for key, figure in figures.items()},
            figures={key: figure.to_dict() for key, figure in figures.items()},
            computed_at=timezone.now(),
        )

    def _fingerprint(self, day: date) -> str:
        """That of the input of one day, and of the way in which it is computed."""
        return digest_of([ENGINE, SEED, self.sources.fingerprint_on(day)])

    def _figures(self, material: Material, fingerprint: str) -> dict[str, Figure]:
        """All figures; those that the day before this one in the walk had too are taken over."""
        if fingerprint not in self._made:
            self._made = {fingerprint: figures_of(material, seed=SEED)}
            return self._made[fingerprint]
        reading = Reading(material, seed=SEED)
        return self._made[fingerprint] | {key: FIGURES[key](reading) for key in NAMES_A_DAY}


def values_of(figure: Figure) -> list[Any]:
    """What a line over time needs of a figure: value, reason, value without the coordinator."""
    return [figure.value, figure.reason, figure.without_coordinator]
