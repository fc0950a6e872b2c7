"""The material of a kern as the figures read it: each graph measured once, each list made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx

from network.analysis.engines import FAST, Measures, measures_of
from network.analysis.figures.shape import CITIZENS, Figure, Material
from network.analysis.web import INITIATIVE_PREFIX, Web, initiative_node

DRIVER, ORGANISER = "trekker", "organisator"
NOT_ACTIVE = frozenset({"droom", "gedeeld", "gestopt", "gepauzeerd"})
"""The phases in which an initiative is not yet, or no longer, something that people do. Handed over is still done."""

DIGITS = 12
"""Values are ordered after rounding to so many decimals, so that two engines order equal values alike, by node id."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge of `P`, the smaller id first."""

    one: str
    other: str
    strength: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """Material with an engine, a seed and how precise betweenness has to be; see `figures_of`."""

    material: Material
    engine: str = FAST
    exact: bool | None = None
    seed: int = 0
    samples: int = 400

    @property
    def web(self) -> Web:
        return self.material.web

    @cached_property
    def ids(self) -> list[str]:
        """The partners, home and guests, sorted."""
        return sorted(self.web.partners)

    @property
    def size(self) -> int:
        """N of the design: how many partners."""
        return len(self.ids)

    @cached_property
    def ties(self) -> list[Tie]:
        """The edges of `P`, sorted."""
        found = [
            Tie(min(one, other), max(one, other), data["strength"], data["kinds"])
            for one, other, data in self.web.partners.edges(data=True)
        ]
        return sorted(found, key=lambda tie: (tie.one, tie.other))

    @cached_property
    def partners(self) -> Measures:
        """The measures of `P`."""
        return measures_of(self.web.partners, self.engine)

    @cached_property
    def whole(self) -> Measures:
        """The measures of `G`."""
        return measures_of(self.web.whole, self.engine)

    @cached_property
    def coordinators(self) -> frozenset[str]:
        """The coordinators who are in the web."""
        return frozenset(self.material.coordinators & set(self.web.partners))

    @cached_property
    def without_coordinator(self) -> Reading | None:
        """The same web as it would be without the coordinator and their ties; None when none is in it."""
        if not self.coordinators:
            return None
        rest = Material(
            self.material.day, web_without(self.web, self.coordinators), partners=self.material.partners
        )
        return Reading(rest, self.engine, self.exact, self.seed, self.samples)

    @cached_property
    def domains(self) -> dict[str, str]:
        """The life domain of each partner in the web for whom it is known."""
        return self._known("life_domain")

    @cached_property
    def layers(self) -> dict[str, str]:
        """The layer of each partner in the web for whom it is known."""
        return self._known("layer")

    def _known(self, name: str) -> dict[str, str]:
        partners = self.material.partners
        found = {key: getattr(partners[key], name) for key in self.ids if key in partners}
        return {key: value for key, value in found.items() if value}

    @cached_property
    def active_initiatives(self) -> tuple[str, ...]:
        """The initiatives of the web that people are doing on the day; one whose phase is not known counts."""
        phases = {course.id: course.phase for course in self.material.courses}
        return tuple(key for key in self.web.initiatives if phases.get(key, "") not in NOT_ACTIVE)

    @cached_property
    def drivers(self) -> dict[str, list[str]]:
        """For each initiative with a known driver the ids of its drivers, sorted."""
        return self.with_roles(DRIVER)

    def with_roles(self, *roles: str) -> dict[str, list[str]]:
        """For each initiative in which somebody has one of these roles who that is, sorted."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for part in self.web.participations:
            if part.role in roles:
                found[part.initiative].add(part.partner)
        return {key: sorted(ids) for key, ids in sorted(found.items())}

    @cached_property
    def driven_by_residents(self) -> tuple[str, ...]:
        """The active initiatives of which at least one driver is in the layer of the citizens."""
        layers = self.layers
        return tuple(
            key
            for key in self.active_initiatives
            if any(layers.get(driver) == CITIZENS for driver in self.drivers.get(key, ()))
        )

    @cached_property
    def basis(self) -> dict[str, Any]:
        """How the figures were made; see `Figure`."""
        material = self.material
        return {
            "partners": self.size,
            "home": len(self.web.home),
            "initiatives": len(self.web.initiatives),
            "ties": len(self.ties),
            "derived": sum((tie.one, tie.other) in material.derived for tie in self.ties),
            "fresh": material.confirmed / material.records if material.records else None,
            "people_seen": material.people_seen,
        }

    def figure(
        self,
        key: str,
        value: float | None,
        unit: str,
        parts: Mapping[str, Any],
        without_coordinator: float | None = None,
    ) -> Figure:
        """A figure that could be made."""
        return Figure(key, value, unit, "", parts, self.basis, without_coordinator)

    def unknown(self, key: str, unit: str, reason: str, parts: Mapping[str, Any] | None = None) -> Figure:
        """A figure that cannot be said, and why."""
        return Figure(key, None, unit, reason, parts or {}, self.basis)

    def too_small(self, ties: int | None = None) -> str:
        """Why nothing can be said of this web at all: a reason, or an empty text. ties: those that count; else `P`'s."""
        if self.size == 0:
            return "no_partners"
        if self.size == 1:
            return "one_partner"
        return "" if (len(self.ties) if ties is None else ties) else "no_ties"


def ranked(values: Mapping[str, float], most: int | None = None) -> list[dict[str, Any]]:
    """Rows of id and value, the largest value first, equal values by id."""
    rounded = {key: round(value, DIGITS) for key, value in values.items()}
    order = sorted(rounded, key=lambda key: (-rounded[key], key))
    return [{"id": key, "value": values[key]} for key in order[:most]]


def partner_components(reading: Reading) -> list[list[str]]:
    """The partners of each component of `G`, that with the most partners first, of equal ones that with the smallest id.

    Components of initiatives alone are left out.
    """
    found = [
        [node for node in component if not node.startswith(INITIATIVE_PREFIX)]
        for component in reading.whole.components()
    ]
    return sorted((ids for ids in found if ids), key=lambda ids: (-len(ids), ids[0]))


def web_without(web: Web, removed: Iterable[str]) -> Web:
    """The web as it would be if these partners were gone; nobody else leaves, also no guest who came for one of them."""
    gone = frozenset(removed)
    return Web(
        web.day,
        _copy_without(web.partners, gone),
        _copy_without(web.whole, gone),
        web.home - gone,
        web.guests - gone,
        web.initiatives,
        tuple(part for part in web.participations if part.partner not in gone),
    )


def _copy_without(graph: nx.Graph[str], gone: frozenset[str]) -> nx.Graph[str]:
    left: nx.Graph[str] = graph.copy()
    left.remove_nodes_from([node for node in gone if node in left])
    return left


def participants(reading: Reading) -> dict[str, list[str]]:
    """For each initiative of the web the partners who have a part in it, sorted."""
    whole = reading.web.whole
    return {key: sorted(whole.adj[initiative_node(key)]) for key in reading.web.initiatives}
