"""The network of a kern on a day: which parties belong to it and how they are tied.

Two graphs. `P` (`Web.partners`) holds the partners with an edge for each related pair. `G` (`Web.whole`) holds the
same edges, the initiatives as nodes beside the partners, and an edge for each part a partner has in an initiative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import networkx as nx

BELONGS_TO = "hoort-bij"
"""The kind of the tie between a person and the organisation that person belongs to."""

INITIATIVE_PREFIX = "initiatief:"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included; no start means always been, no end means still going."""

    start: date | None = None
    end: date | None = None

    def covers(self, day: date | None) -> bool:
        """Whether the period holds on `day`; without a day: whether there is any day on which it holds."""
        return periods_meet((self,), day)


def periods_meet(periods: Iterable[Period], day: date | None) -> bool:
    """Whether all `periods` hold on `day`, or, when `day` is None, together on at least one day.

    A period that ends before it starts holds on no day. No periods at all: True.
    """
    start, end = (date.min, date.max) if day is None else (day, day)
    for period in periods:
        first, last = period.start or date.min, period.end or date.max
        if last < first:
            return False
        if day is None:
            start, end = max(start, first), min(end, last)
        elif not first <= day <= last:
            return False
    return start <= end


@dataclass(frozen=True, slots=True)
class Partner:
    """A party. An empty text is unknown; an empty `kern` is nowhere, so such a party is never at home."""

    id: str
    kern: str = ""
    life_domain: str = ""
    layer: str = ""
    involvement: str = ""
    kind: str = ""
    member_of: str = ""
    """The id of the organisation a person belongs to."""
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie between two parties; `strength` runs from 1 to 3."""

    source: str
    target: str
    kind: str
    directed: bool = False
    strength: int = 1
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class Initiative:
    """Something people do together, in a kern."""

    id: str
    kern: str = ""
    phase: str = ""
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class Participation:
    """The part of a partner in an initiative, by their ids."""

    initiative: str
    partner: str
    role: str
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class Records:
    """All that may be seen, for every kern at once: what a viewer may not see was left out before."""

    partners: tuple[Partner, ...] = ()
    relations: tuple[Relation, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    participations: tuple[Participation, ...] = ()


@dataclass(frozen=True)
class Web:
    """The network of a kern on a day, or of all days together when `day` is None.

    partners: `P`, undirected; nodes are partner ids, edges carry `kinds` (sorted) and `strength` (the largest).
    whole: `G`, undirected; `P` and a node `initiative_node(id)` for each initiative, whose edges carry `roles` (sorted).
    home, guests: the ids of the partners at home and of those from elsewhere; together the nodes of `partners`.
    initiatives: the ids of the initiatives, sorted. participations: those that are active, sorted.
    """

    day: date | None
    partners: nx.Graph[str]
    whole: nx.Graph[str]
    home: frozenset[str]
    guests: frozenset[str]
    initiatives: tuple[str, ...]
    participations: tuple[Participation, ...]


@dataclass(frozen=True, slots=True)
class _Tie:
    """A tie that is worth a line: between two different known partners, on a day when both are there."""

    one: str
    other: str
    kind: str
    strength: int


def initiative_node(initiative: str) -> str:
    """The node of an initiative in `Web.whole`; a slug has no colon, so no partner can have the same."""
    return INITIATIVE_PREFIX + initiative


def build_web(records: Records, kernen: Collection[str], day: date | None) -> Web:
    """The network of a kern on a day.

    records: everything the viewer may see, of all kernen. kernen: the ids of the kern and of all kernen below it.
    day: the day looked at; None takes all days together: whatever was in the network on some day is in it.
    At home are the partners in `kernen`; guests are partners from elsewhere with a tie to a partner at home or a part in
    an initiative of `kernen`. A tie counts when both ends are there while it lasts. Ties to oneself and ties to partners
    or initiatives that are not in the network are left out. Of two records with the same id the last one counts.
    No partners, no ties or unknown kernen give an empty network, not an error.
    """
    places = frozenset(kernen) - {""}
    partners = {partner.id: partner for partner in records.partners if partner.period.covers(day)}
    initiatives = {
        initiative.id: initiative
        for initiative in records.initiatives
        if initiative.kern in places and initiative.period.covers(day)
    }
    ties = list(_ties(records.relations, partners, day))
    parts = tuple(sorted(_parts(records.participations, partners, initiatives, day), key=_part_order))

    home = frozenset(key for key, partner in partners.items() if partner.kern in places)
    present = set(home) | {part.partner for part in parts}
    for tie in ties:
        if tie.one in home or tie.other in home:
            present |= {tie.one, tie.other}

    web = _partner_graph(sorted(present), ties)
    whole = _whole_graph(web, sorted(initiatives), parts)
    return Web(day, web, whole, home, frozenset(present - home), tuple(sorted(initiatives)), parts)


def within_steps(graph: nx.Graph[str], start: str, steps: int) -> dict[str, int]:
    """The nodes at most `steps` ties away from `start`, each with its distance; `start` itself has 0.

    A start that is not in the graph gives an empty answer. Raises ValueError when `steps` is negative.
    """
    if steps < 0:
        raise ValueError("steps must not be negative")
    if start not in graph:
        return {}
    return dict(nx.single_source_shortest_path_length(graph, start, cutoff=steps))


def _ties(relations: Iterable[Relation], partners: dict[str, Partner], day: date | None) -> Iterator[_Tie]:
    """The active relations and memberships between two different partners."""
    for relation in relations:
        one, other = partners.get(relation.source), partners.get(relation.target)
        if one is None or other is None or one is other:
            continue
        if periods_meet((relation.period, one.period, other.period), day):
            yield _Tie(one.id, other.id, relation.kind, relation.strength)
    for person in partners.values():
        organisation = partners.get(person.member_of)
        if organisation is None or organisation is person:
            continue
        if periods_meet((person.period, organisation.period), day):
            yield _Tie(person.id, organisation.id, BELONGS_TO, 1)


def _parts(
    participations: Iterable[Participation],
    partners: dict[str, Partner],
    initiatives: dict[str, Initiative],
    day: date | None,
) -> Iterator[Participation]:
    """The active parts of active partners in active initiatives."""
    for part in participations:
        partner, initiative = partners.get(part.partner), initiatives.get(part.initiative)
        if partner is None or initiative is None:
            continue
        if periods_meet((part.period, partner.period, initiative.period), day):
            yield part


def _part_order(part: Participation) -> tuple[str, str, str, date, date]:
    period = part.period
    return part.initiative, part.partner, part.role, period.start or date.min, period.end or date.max


def _partner_graph(nodes: Iterable[str], ties: Iterable[_Tie]) -> nx.Graph[str]:
    """`P`: an edge for each related pair among `nodes`."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes, kind="partner")
    kinds: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    strengths: dict[tuple[str, str], int] = {}
    for tie in ties:
        if tie.one in graph and tie.other in graph:
            pair = (tie.one, tie.other) if tie.one < tie.other else (tie.other, tie.one)
            kinds[pair].add(tie.kind)
            strengths[pair] = max(strengths.get(pair, tie.strength), tie.strength)
    for pair in sorted(kinds):
        graph.add_edge(*pair, kinds=tuple(sorted(kinds[pair])), strength=strengths[pair])
    return graph


def _whole_graph(
    partners: nx.Graph[str], initiatives: Iterable[str], parts: Iterable[Participation]
) -> nx.Graph[str]:
    """`G`: `partners` with the initiatives as nodes, tied to those who have a part in them."""
    graph: nx.Graph[str] = nx.Graph()
    kinds = dict.fromkeys(partners, "partner") | {initiative_node(key): "initiative" for key in initiatives}
    for node in sorted(kinds):
        graph.add_node(node, kind=kinds[node])
    graph.add_edges_from(partners.edges(data=True))
    roles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for part in parts:
        roles[part.partner, initiative_node(part.initiative)].add(part.role)
    for pair in sorted(roles):
        graph.add_edge(*pair, roles=tuple(sorted(roles[pair])))
    return graph
