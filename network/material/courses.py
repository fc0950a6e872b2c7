"""How initiatives went, as far as it was written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import timezone

from initiatives.models import ParticipationRole, Phase
from network.analysis.figures import Course
from network.source import Source

Row = tuple[Any, ...]
Phases = tuple[tuple[date, str], ...]
BEFORE_ITS_TURN = str(Phase.RUNNING.value)


@dataclass(frozen=True, slots=True)
class Turns:
    """How an initiative went: its phases with the day on which each was written down, and the days of its turns."""

    id: str
    origin: str
    started: date | None
    ended: date | None
    phases: tuple[tuple[date, str], ...]
    handed_over: date | None

    def phase_on(self, day: date) -> str:
        """The phase that was written down last by then; before anything was written, what must have gone before."""
        known = [phase for since, phase in self.phases if since <= day]
        if known:
            return known[-1]
        phase = self.phases[0][1]
        if phase == Phase.HANDED_OVER and (self.handed_over is None or day < self.handed_over):
            return BEFORE_ITS_TURN
        if phase == Phase.STOPPED and (self.ended is None or day <= self.ended):
            return BEFORE_ITS_TURN
        return phase

    def on(self, day: date) -> Course:
        over, ended = self.handed_over, self.ended
        return Course(
            id=self.id,
            origin=self.origin,
            phase=self.phase_on(day),
            started=self.started,
            handed_over=over if over and over <= day else None,
            stopped=ended if ended and ended < day else None,
        )


def turns_of(source: Source, origin_rows: Iterable[Row], phase_rows: Iterable[Row]) -> tuple[Turns, ...]:
    """The turns of every initiative of `source`.

    origin_rows: number, short name and origin of each. phase_rows: number, moment and phase, the earliest first.
    """
    origins = {slug: (pk, origin) for pk, slug, origin in origin_rows}
    written: dict[int, list[tuple[date, str]]] = {}
    for pk, moment, phase in phase_rows:
        written.setdefault(pk, []).append((timezone.localdate(moment), phase))
    found = []
    for slug, _kern, _name, _search, phase, _groups, _domains, start, end in source.initiative_rows:
        pk, origin = origins[slug]
        started, ended = start.first_day if start else None, end.last_day if end else None
        phases = tuple(written.get(pk, [])) or ((date.max, phase),)
        over = _handed_over(slug, phases, started, source)
        found.append(Turns(slug, origin, started, ended, phases, over))
    return tuple(found)


def _handed_over(slug: str, phases: Phases, started: date | None, source: Source) -> date | None:
    """When it was handed over: the day on which that was written down after another phase, else the day on which a new
    driver began. None when it was not, or when nobody knows."""
    for (_since, before), (since, phase) in pairwise(phases):
        if phase == Phase.HANDED_OVER and before != phase:
            return since
    if phases[-1][1] != Phase.HANDED_OVER:
        return None
    begun = [
        row[3].first_day
        for row in source.participation_rows
        if row[0] == slug and row[2] == ParticipationRole.DRIVER and row[3]
    ]
    return max((day for day in begun if started is None or day > started), default=None)
