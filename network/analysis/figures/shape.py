"""What a figure is, and the material that figures are made from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self

from network.analysis.web import Partner, Period, Web

FIGURE_IDS = (
    "domain_cover",
    "average_degree",
    "connectedness",
    "domain_pairs",
    "strong_professional_ties",
    "domain_mixing",
    "layer_mixing",
    "centralisation",
    "hub_dependence",
    "bridges",
    "residents_in_core",
    "reach",
    "connected_activities",
    "resident_carried",
    "letting_go",
    "single_carrier",
    "turnover",
    "freshness",
)
"""Every figure, in the order of the design."""

SHARE, NUMBER, COUNT, MONTHS, INDEX = "share", "number", "count", "months", "index"
UNITS = (SHARE, NUMBER, COUNT, MONTHS, INDEX)
"""A share runs from 0 to 1 (the change of a share from -1 to 1), an index from -2 to 2."""

CITIZENS = "burgers"
PERSON_KINDS = frozenset({"inwoner", "vrijwilliger", "professional", "bestuurder", "ondernemer"})
"""The kinds of a partner that is a person."""

UNKNOWN_DAY = Period()

LEAST_FRESH = 0.5
"""When a smaller share of the records was confirmed in time, every figure says so."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one kern on one day.

    id: one of FIGURE_IDS. value: None when it cannot be said; then `reason` is the code that tells why.
    unit: one of UNITS. parts: what it is made of, JSON values only; ids of parties and initiatives stand under keys that
    end in `_ids` or `_id`, or in rows `{"id": ..., "value": ...}`. basis: how it was made: `partners`, `home`,
    `initiatives`, `ties`, `derived` (how many of the ties are inferred), `fresh` (the share of the records that was
    confirmed in time, or None), `people_seen`. without_coordinator: the same figure of the web without the coordinator
    and their ties; None where that does not matter, where no coordinator is in the web, or where it cannot be said.
    Raises ValueError when it has both a value and a reason, or neither, or a value that is no finite number.
    """

    id: str
    value: float | None
    unit: str
    reason: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)
    basis: Mapping[str, Any] = field(default_factory=dict)
    without_coordinator: float | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError(f"{self.id} has a value or a reason why not, never both or neither")
        if self.unit not in UNITS:
            raise ValueError(f"{self.id} has an unknown unit {self.unit!r}")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.id} is no finite number")

    @property
    def is_known(self) -> bool:
        """Whether it can be said."""
        return self.value is not None

    @property
    def is_stale(self) -> bool:
        """Whether less than half of the records behind it was confirmed in time."""
        fresh = self.basis.get("fresh")
        return fresh is not None and fresh < LEAST_FRESH

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, to be stored."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """The figure that `to_dict` gave; keys that are not known are left out, so that newer ones can be read."""
        known = {one.name for one in fields(cls)}
        return cls(**{key: value for key, value in stored.items() if key in known})


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that was done together. `held` are the first and last day on which it may have been; both None is
    unknown; of what repeats the last day that it took place. organisers: ids of partners. open_to_all: "ja", "nee" or "onbekend"."""

    id: str
    held: Period = UNKNOWN_DAY
    organisers: tuple[str, ...] = ()
    open_to_all: str = "onbekend"


@dataclass(frozen=True, slots=True)
class Course:
    """How an initiative went, as far as known: its phase on the day of the material, and the days of its turns."""

    id: str
    origin: str = ""
    phase: str = ""
    started: date | None = None
    handed_over: date | None = None
    stopped: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """An informal group at home. hangs_on, successor: ids of partners; empty when nobody told, or nobody is."""

    id: str
    hangs_on: str = ""
    successor: str = ""


@dataclass(frozen=True)
class Material:
    """All that the figures of one kern on one day need, as one audience may see it.

    web: of that day. previous: of half a year earlier; None when there is nothing to compare with. partners: by id, of
    every node of both webs, and of the organisers of activities. derived: pairs (the smaller id first) whose tie is only
    inferred. activities: of all days up to `day`; those of the last twelve months count. courses: of all initiatives
    that had begun or ended by then. groups: the informal groups at home on that day. confirmed, records: of the partners
    and ties of that day, how many were confirmed within their term, and how many there are. coordinators: ids of the
    partners that are a coordinator. people_seen: whether this audience sees persons; where it does not, a figure about
    persons cannot be said.
    """

    day: date
    web: Web
    previous: Web | None = None
    partners: Mapping[str, Partner] = field(default_factory=dict)
    derived: frozenset[tuple[str, str]] = frozenset()
    activities: tuple[Activity, ...] = ()
    courses: tuple[Course, ...] = ()
    groups: tuple[Group, ...] = ()
    confirmed: int = 0
    records: int = 0
    coordinators: frozenset[str] = frozenset()
    people_seen: bool = True
