"""The five rungs of the development ladder: the question of each, and the signals that help to answer it.

Pure: figures in, signals out; no database, no web. A signal never says which rung a kern stands on: people do. It says
how much, whether that is more or less than a year ago, of which day it is, and how far it can be trusted.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

Figures = Mapping[str, Mapping[str, Any]]
"""Figures by id as they are stored: value, unit, reason, parts, basis, without_coordinator."""

UP, DOWN, SAME, UNKNOWN = "up", "down", "same", "unknown"
STEADY: dict[str, float] = {"share": 0.02, "number": 0.1, "index": 0.05, "months": 1.0, "count": 0.5}
"""By unit: a difference that is smaller counts as the same. In a small kern one tie more or less makes that much."""

FEW_PARTNERS = 10
LEAST_FRESH = 0.5
MOSTLY = 0.5
NO_SNAPSHOT = "no_snapshot"


def _(message: str) -> str:
    """Marks a text for the catalogue; the page translates it."""
    return message


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung: its number from 1 to 5, its Dutch short name and the English message id of its name and question."""

    number: int
    slug: str
    name: str
    question: str


RUNGS = (
    Rung(
        1,
        "integrale-samenwerking",
        _("Professionals work together"),
        _("Do professionals find each other around the citizen?"),
    ),
    Rung(
        2,
        "elkaar-kennen",
        _("Knowing each other"),
        _("Do the people and organisations in the kern know each other?"),
    ),
    Rung(3, "burgerparticipatie", _("Residents take part"), _("Do residents join in what is organised?")),
    Rung(
        4,
        "eigen-initiatieven",
        _("Initiatives of residents"),
        _("Do residents start and carry things themselves?"),
    ),
    Rung(
        5, "zelfstandig-orgaan", _("The kern stands by itself"), _("Does the kern decide and act by itself?")
    ),
)
TOO_EARLY = _("Too early to tell")


@dataclass(frozen=True, slots=True)
class Rule:
    """One signal of a rung: which figure it reads, or which part of it, and what more of it says.

    part: a key in the parts of the figure, for what is not its own value; unit belongs to that part.
    """

    id: str
    rung: int
    name: str
    more: str
    figure: str = ""
    part: str = ""
    unit: str = ""

    @property
    def reads(self) -> str:
        """The id of the figure that it reads."""
        return self.figure or self.id


RULES = (
    Rule(
        "domain_pairs", 1, _("Life domains that are tied to each other"), _("More: the web is more integral.")
    ),
    Rule(
        "strong_professional_ties",
        1,
        _("Strong ties between organisations"),
        _("More: professionals do not only know each other, they act together."),
    ),
    Rule(
        "domain_mixing",
        1,
        _("Ties across the borders of life domains"),
        _("Higher: parties look beyond their own life domain. Zero is what chance would give."),
    ),
    Rule(
        "organised_together",
        1,
        _("Activities organised by two or more life domains"),
        _("More: activities are done together."),
        figure="connected_activities",
    ),
    Rule("domain_cover", 2, _("Life domains with enough parties"), _("More: fewer white spots in the web.")),
    Rule("average_degree", 2, _("Ties per party"), _("More: parties know more others.")),
    Rule("connectedness", 2, _("Parties that hang together"), _("More: fewer parties stand alone.")),
    Rule(
        "reach",
        3,
        _("Parties near an initiative of residents"),
        _("More: initiatives of residents carry further."),
    ),
    Rule(
        "open_to_all",
        3,
        _("Activities that are open to all"),
        _("More: it is easier for residents to join in."),
        figure="connected_activities",
        part="open_share",
        unit="share",
    ),
    Rule(
        "layer_mixing",
        3,
        _("Ties between citizens, civil society and professionals"),
        _("Higher: the layers meet more often. Zero is what chance would give."),
    ),
    Rule(
        "resident_carried",
        4,
        _("Initiatives that residents carry"),
        _("More: residents keep more things going."),
    ),
    Rule(
        "letting_go", 4, _("Time until an initiative is handed over"), _("Shorter: things are let go sooner.")
    ),
    Rule(
        "single_carrier",
        4,
        _("Initiatives and groups that hang on one person"),
        _("More: more of it is fragile."),
    ),
    Rule(
        "residents_in_core",
        5,
        _("Residents in the heart of the web"),
        _("More: residents stand more in the middle."),
    ),
    Rule("centralisation", 5, _("How much leans on one party"), _("More: the web leans more on one party.")),
    Rule(
        "hub_dependence",
        5,
        _("What falls apart when the most tying party leaves"),
        _("More: the web depends more on that party."),
    ),
)
"""Two to four signals for each rung; which figure belongs to which rung is agreed, not computed."""

RULES_BY_ID = {rule.id: rule for rule in RULES}

DOUBTS = {
    "stale": _("Less than half of what it is made of was confirmed in time."),
    "inferred": _("At least half of the ties are inferred, not literally known."),
    "few": _("Made of fewer than ten parties: one more or less changes it much."),
    "coordinator": _("Without the coordinator it is clearly different."),
    "no_people": _("Persons are not counted here."),
}
"""Why a signal may be doubted."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal on one day. value: None when it cannot be said; then `reason` is the code that tells why.

    direction: against `previous`, which is of `previous_day`. fresh: the share of the records behind it that was
    confirmed in time, None when that is not known. doubts: keys of DOUBTS.
    """

    id: str
    rung: int
    value: float | None = None
    unit: str = ""
    reason: str = ""
    direction: str = UNKNOWN
    previous: float | None = None
    previous_day: date | None = None
    day: date | None = None
    fresh: float | None = None
    doubts: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, to be stored with an assessment."""
        days = {
            name: day.isoformat() if (day := getattr(self, name)) else None
            for name in ("day", "previous_day")
        }
        return {**asdict(self), **days, "doubts": list(self.doubts)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """The signal that `to_dict` gave; keys that are not known are left out."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        for name in ("day", "previous_day"):
            known[name] = date.fromisoformat(known[name]) if known.get(name) else None
        return cls(**{**known, "doubts": tuple(known.get("doubts", ()))})


def rung(number: int) -> Rung:
    """The rung with this number; KeyError when there is none."""
    for candidate in RUNGS:
        if candidate.number == number:
            return candidate
    raise KeyError(number)


def signals_of(
    figures: Figures,
    day: date | None,
    previous: Figures | None = None,
    previous_day: date | None = None,
) -> tuple[Signal, ...]:
    """The signals of every rung, in order.

    figures: of `day`; without a day nothing was computed yet, and no signal can be said. previous: the figures of an
    earlier day, to tell the direction; without them, or when either cannot be said, the direction is unknown.
    """
    return tuple(_signal(rule, figures, day, previous or {}, previous_day) for rule in RULES)


def of_rung(signals: tuple[Signal, ...], number: int) -> tuple[Signal, ...]:
    """The signals of one rung."""
    return tuple(signal for signal in signals if signal.rung == number)


def direction(value: float | None, previous: float | None, unit: str) -> str:
    """Whether a value is higher ("up"), lower ("down") or the "same" as before; "unknown" when either is not there."""
    if value is None or previous is None:
        return UNKNOWN
    if abs(value - previous) < STEADY.get(unit, 0) - 1e-9 or math.isclose(value, previous, abs_tol=1e-9):
        return SAME
    return UP if value > previous else DOWN


def _signal(
    rule: Rule, figures: Figures, day: date | None, previous: Figures, previous_day: date | None
) -> Signal:
    figure = figures.get(rule.reads)
    if day is None or figure is None:
        return Signal(rule.id, rule.rung, reason=NO_SNAPSHOT, day=day)
    unit = rule.unit or str(figure.get("unit", ""))
    value = _value(rule, figure)
    before = _value(rule, previous.get(rule.reads, {}))
    return Signal(
        id=rule.id,
        rung=rule.rung,
        value=value,
        unit=unit,
        reason="" if value is not None else str(figure.get("reason") or "not_known"),
        direction=direction(value, before, unit),
        previous=before,
        previous_day=previous_day if before is not None else None,
        day=day,
        fresh=figure.get("basis", {}).get("fresh"),
        doubts=tuple(_doubts(rule, figure, unit)),
    )


def _value(rule: Rule, figure: Mapping[str, Any]) -> float | None:
    found = figure.get("parts", {}).get(rule.part) if rule.part else figure.get("value")
    return None if found is None else float(found)


def _doubts(rule: Rule, figure: Mapping[str, Any], unit: str) -> list[str]:
    """Why the signal may be doubted, from how its figure was made."""
    basis = figure.get("basis", {})
    found = []
    fresh, ties = basis.get("fresh"), basis.get("ties") or 0
    if fresh is not None and fresh < LEAST_FRESH:
        found.append("stale")
    if ties and (basis.get("derived") or 0) / ties >= MOSTLY:
        found.append("inferred")
    if 0 < (basis.get("partners") or 0) < FEW_PARTNERS:
        found.append("few")
    alone, value = figure.get("without_coordinator"), figure.get("value")
    if not rule.part and direction(alone, value, unit) in (UP, DOWN):
        found.append("coordinator")
    if basis.get("people_seen") is False:
        found.append("no_people")
    return found
