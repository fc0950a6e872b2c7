"""Leg een lijntje: which parties do not know each other yet, though there is a reason to.

A pair gets points for every reason, and a reader can count them along:

    4  what one asks for, the other offers (5 when it goes both ways)
    3  they come in the same place
    3  they are there for the same people; 2 when three in ten parties are, 1 when nearly everybody is;
       and 1 more when they share a second target group
    2  somebody knows both and could introduce them; 1 when that somebody knows very many
    1  the same life domain
    1  one of the two knows nobody here yet; never a reason by itself

These weights are a choice, not a finding. What is rare counts more than what all share, after Adamic & Adar (2003),
Friends and Neighbors on the Web; a shared acquaintance is the closure of an open triad, after Granovetter (1973),
The Strength of Weak Ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

NEED, PLACE, TARGET_GROUP, ACQUAINTANCE, LIFE_DOMAIN, ALONE = (
    "vraag", "plek", "doelgroep", "kent-beiden", "levensgebied", "alleen",
)  # fmt: skip
ROWS_AT_ONCE = 512  # a block of rows against all parties; bounds the memory
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Points per reason, and where few becomes many."""

    need: int = 4
    need_both_ways: int = 1
    place: int = 3
    target_group: tuple[int, int, int] = (3, 2, 1)
    second_target_group: int = 1
    acquaintance: tuple[int, int] = (2, 1)
    life_domain: int = 1
    alone: int = 1
    few: float = 0.1
    """Up to this share of the parties (or five of them) a target group is rare."""
    some: float = 0.3
    """Up to this share it is not everybody's."""
    knows_many: int = 12
    """Who knows more parties than this hardly says anything about any two of them."""


STANDARD = Weights()


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may be introduced. Places, offers and needs are keys: equal is the same."""

    id: str
    is_home: bool = True
    life_domain: str = ""
    target_groups: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    is_alone: bool = False
    """Knows nobody here yet."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two parties should meet. `about` names what they share, the most telling first.

    For a need `about` holds the kinds, and `giver` the party that offers (empty when it goes both ways); for
    `ALONE` the ids of those who know nobody.
    """

    kind: str
    about: tuple[str, ...]
    points: int
    giver: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair that does not know each other, `first` < `second`, with the reasons, the weightiest first."""

    first: str
    second: str
    points: int
    reasons: tuple[Reason, ...]


def introductions(
    parties: Iterable[Party],
    apart: Iterable[tuple[str, str]],
    acquaintances: Mapping[str, Collection[str]],
    *,
    limit: int = 20,
    per_party: int = 2,
    weights: Weights = STANDARD,
) -> list[Suggestion]:
    """The pairs with the most points that are not in `apart`, the best first.

    parties: who may be introduced; of two with the same id the last one counts. At least one of a pair is at home.
    apart: pairs that are not suggested, in either order: they know each other, or somebody put them aside.
    acquaintances: for each party that may be asked to introduce others, whom it knows. It need not be one of `parties`.
    limit: how many pairs at most. per_party: in how many of them the same party may stand, so that one party does not
    fill the list. Pairs with equal points stand in the order of their ids.
    Nobody, one party, or no reason at all give an empty list.
    """
    reader = _Reader({party.id: party for party in parties}, acquaintances, weights)
    chosen: list[Suggestion] = []
    turns: Counter[str] = Counter()
    # Of each row as many as could be closed by parties that had their turns: so nothing better is overlooked.
    for first, second in reader.best_pairs(apart, depth=2 * limit // max(per_party, 1) + per_party + 1):
        if len(chosen) >= limit:
            break
        if max(turns[first], turns[second]) < per_party:
            turns.update((first, second))
            reasons = reader.reasons(first, second)
            chosen.append(Suggestion(first, second, sum(one.points for one in reasons), reasons))
    return chosen


def reasons_between(
    first: str,
    second: str,
    parties: Iterable[Party],
    acquaintances: Mapping[str, Collection[str]],
    *,
    weights: Weights = STANDARD,
) -> tuple[Reason, ...]:
    """Why these two of `parties` should meet, the weightiest reason first; empty when there is none."""
    return _Reader({party.id: party for party in parties}, acquaintances, weights).reasons(first, second)


class _Reader:
    """The parties in the order of their ids, with what can be asked of every pair."""

    def __init__(
        self, parties: dict[str, Party], acquaintances: Mapping[str, Collection[str]], weights: Weights
    ) -> None:
        self.ids = sorted(parties)
        self.parties = parties
        self.weights = weights
        self.rank = _rank_of_groups(parties.values(), weights)
        self.known_by: dict[str, set[str]] = {key: set() for key in self.ids}
        self.reach = {between: len(set(known)) for between, known in acquaintances.items()}
        for between, known in acquaintances.items():
            for key in known:
                if key in parties and key != between:
                    self.known_by[key].add(between)

    def best_pairs(self, apart: Iterable[tuple[str, str]], depth: int) -> list[tuple[str, str]]:
        """The `depth` best pairs of each party with those after it, all together in order."""
        size = len(self.ids)
        if size < 2:
            return []
        found: list[tuple[int, int, int]] = []
        closed = self._closed(apart)
        tables = _Tables(self)
        columns = np.arange(size)
        for start in range(0, size, ROWS_AT_ONCE):
            rows = slice(start, min(start + ROWS_AT_ONCE, size))
            points = tables.points(rows)
            points[closed[rows].toarray() > 0] = 0
            points[columns[None, :] <= columns[rows, None]] = 0
            # Points first, then the order of the ids, in one number.
            keys = points * size + (size - 1 - columns)
            kept = min(depth, size)
            best = np.argpartition(keys, size - kept, axis=1)[:, size - kept :]
            for row, candidates in enumerate(best):
                found += [
                    (-int(points[row, one]), start + row, int(one))
                    for one in candidates
                    if points[row, one] > 0
                ]
        return [(self.ids[row], self.ids[column]) for _points, row, column in sorted(found)]

    def _closed(self, apart: Iterable[tuple[str, str]]) -> csr_array:
        index = {key: number for number, key in enumerate(self.ids)}
        pairs = [(index[one], index[other]) for one, other in apart if one in index and other in index]
        rows = [one for one, _ in pairs] + [other for _, other in pairs]
        columns = [other for _, other in pairs] + [one for one, _ in pairs]
        size = len(self.ids)
        return csr_array((np.ones(len(rows), np.int64), (rows, columns)), shape=(size, size))

    def reasons(self, first: str, second: str) -> tuple[Reason, ...]:
        """Why these two, the weightiest first."""
        found = [*self._needs(first, second), *self._shared(first, second)]
        alone = tuple(key for key in (first, second) if self.parties[key].is_alone)
        if found and alone and self.weights.alone:
            found.append(Reason(ALONE, alone, self.weights.alone))
        return tuple(sorted(found, key=lambda one: -one.points))

    def _needs(self, first: str, second: str) -> Iterator[Reason]:
        one, other = self.parties[first], self.parties[second]
        gives, gets = one.offers & other.needs, other.offers & one.needs
        if gives or gets:
            both = bool(gives and gets)
            points = self.weights.need + (self.weights.need_both_ways if both else 0)
            yield Reason(
                NEED, tuple(sorted(gives | gets)), points, "" if both else first if gives else second
            )

    def _shared(self, first: str, second: str) -> Iterator[Reason]:
        one, other, weights = self.parties[first], self.parties[second], self.weights
        if places := one.places & other.places:
            yield Reason(PLACE, tuple(sorted(places)), weights.place)
        groups = sorted(one.target_groups & other.target_groups, key=lambda key: (self.rank[key], key))
        if groups:
            more = weights.second_target_group if len(groups) > 1 else 0
            yield Reason(TARGET_GROUP, tuple(groups), weights.target_group[self.rank[groups[0]]] + more)
        between = self.known_by[first] & self.known_by[second] - {first, second}
        if asked := sorted(between, key=lambda key: (self.reach[key], key)):
            knows_many = self.reach[asked[0]] > weights.knows_many
            yield Reason(ACQUAINTANCE, tuple(asked), weights.acquaintance[knows_many])
        if one.life_domain and one.life_domain == other.life_domain:
            yield Reason(LIFE_DOMAIN, (one.life_domain,), weights.life_domain)


def _rank_of_groups(parties: Collection[Party], weights: Weights) -> dict[str, int]:
    """For each target group 0 when few parties are there for it, 1 when some, 2 when many."""
    counts = Counter(group for party in parties for group in party.target_groups)
    few, some = max(5, weights.few * len(parties)), max(5, weights.some * len(parties))
    return {group: 0 if count <= few else 1 if count <= some else 2 for group, count in counts.items()}


class _Tables:
    """The same reasons as `_Reader.reasons`, as points for a block of parties against all at once."""

    def __init__(self, reader: _Reader) -> None:
        self.weights = reader.weights
        own = [reader.parties[key] for key in reader.ids]
        self.groups = [
            _incidence(
                [{group for group in party.target_groups if reader.rank[group] == rank} for party in own]
            )
            for rank in range(3)
        ]
        self.places = _incidence([party.places for party in own])
        self.domains = _incidence([{party.life_domain} - {""} for party in own])
        self.offers, self.needs = _incidence_of_both([(party.offers, party.needs) for party in own])
        few = {key for key, reach in reader.reach.items() if reach <= self.weights.knows_many}
        known_by = [reader.known_by[key] for key in reader.ids]
        self.close = _incidence([known & few for known in known_by])
        self.wide = _incidence([known - few for known in known_by])
        self.home = np.array([party.is_home for party in own], bool)
        self.alone = np.array([party.is_alone for party in own], bool)

    def points(self, rows: slice) -> Ints:
        weights = self.weights
        gives, gets = _shared(self.offers, self.needs, rows) > 0, _shared(self.needs, self.offers, rows) > 0
        total: Ints = weights.need * (gives | gets) + weights.need_both_ways * (gives & gets)
        total += weights.place * (_shared(self.places, self.places, rows) > 0)
        total += self._group_points(rows)
        close = _shared(self.close, self.close, rows) > 0
        wide = _shared(self.wide, self.wide, rows) > 0
        total += np.where(close, weights.acquaintance[0], weights.acquaintance[1] * wide)
        total += weights.life_domain * (_shared(self.domains, self.domains, rows) > 0)
        total += weights.alone * ((total > 0) & (self.alone[rows, None] | self.alone[None, :]))
        total[~(self.home[rows, None] | self.home[None, :])] = 0
        return total

    def _group_points(self, rows: slice) -> Ints:
        shared = [_shared(table, table, rows) for table in self.groups]
        weights = self.weights.target_group
        best = np.select([one > 0 for one in shared], weights, 0)
        return best + self.weights.second_target_group * (sum(shared) > 1)


def _incidence(sets: list[frozenset[str] | set[str]]) -> csr_array:
    """A row for each party, a column for each key, 1 where the party has the key."""
    return _incidence_of_both([(keys, frozenset()) for keys in sets])[0]


def _incidence_of_both(
    pairs: list[tuple[frozenset[str] | set[str], frozenset[str]]],
) -> tuple[csr_array, csr_array]:
    """Two such tables over the same columns."""
    columns = {
        key: number
        for number, key in enumerate(sorted({key for pair in pairs for keys in pair for key in keys}))
    }

    def table(which: int) -> csr_array:
        cells = [(row, columns[key]) for row, pair in enumerate(pairs) for key in pair[which]]
        places = ([row for row, _ in cells], [column for _, column in cells])
        return csr_array((np.ones(len(cells), np.int64), places), shape=(len(pairs), max(len(columns), 1)))

    return table(0), table(1)


def _shared(one: csr_array, other: csr_array, rows: slice) -> Ints:
    """How many keys each party of the block has in common with each party."""
    shared: Ints = (one[rows] @ other.T).toarray()
    return shared
