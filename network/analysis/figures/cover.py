"""Which life domains are there, and which of them meet: domain_cover, domain_pairs, the matrix, and the white spots."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from network.analysis.body import SECTORS
from network.analysis.figures.reading import Reading, participants
from network.analysis.figures.shape import SHARE, Figure, Material

ENOUGH_PARTNERS, ENOUGH_KINDS = 3, 2
ALL_PAIRS = len(SECTORS) * (len(SECTORS) - 1) // 2
_ORDER = {domain: place for place, domain in enumerate(SECTORS)}


def domain_cover(reading: Reading) -> Figure:
    """The share of the ten life domains with at least three partners at home, of at least two kinds.

    Guests do not count. Partners whose domain is not known are told apart (`unknown_ids`).
    parts: `domains`, a row for each of the ten with `count`, `kinds` and `partner_ids`; `covered`, `empty` (names).
    Cannot be said: no partners at home, or no domain known of any of them.
    """
    home = sorted(reading.web.home)
    if not home:
        return reading.unknown("domain_cover", SHARE, "no_home_partners")
    members = _members(reading, home)
    unknown = [key for key in home if reading.domains.get(key) not in _ORDER]
    if not any(members.values()):
        return reading.unknown("domain_cover", SHARE, "no_domains", {"unknown_ids": unknown})
    rows = [_row(reading, domain, members[domain]) for domain in SECTORS]
    covered = [
        row["domain"] for row in rows if row["count"] >= ENOUGH_PARTNERS and row["kinds"] >= ENOUGH_KINDS
    ]
    parts = {
        "domains": rows,
        "covered": covered,
        "empty": [row["domain"] for row in rows if not row["count"]],
        "unknown_ids": unknown,
    }
    return reading.figure("domain_cover", len(covered) / len(SECTORS), SHARE, parts)


def _members(reading: Reading, ids: list[str]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {domain: [] for domain in SECTORS}
    for key in ids:
        if (domain := reading.domains.get(key, "")) in members:
            members[domain].append(key)
    return members


def _row(reading: Reading, domain: str, ids: list[str]) -> dict[str, Any]:
    kinds = {reading.material.partners[key].kind for key in ids} - {""}
    return {"domain": domain, "count": len(ids), "kinds": len(kinds), "partner_ids": ids}


@dataclass(frozen=True)
class DomainMatrix:
    """Ten by ten, in the order of `domains`, symmetric.

    ties: how many edges of `P` run between partners of the two domains; on the diagonal those within one.
    initiatives: in how many initiatives partners of both take part; on the diagonal two or more partners of one.
    """

    domains: tuple[str, ...]
    ties: tuple[tuple[int, ...], ...]
    initiatives: tuple[tuple[int, ...], ...]

    def meets(self, one: str, other: str) -> bool:
        """Whether two domains have a tie or an initiative together."""
        row, column = _ORDER[one], _ORDER[other]
        return bool(self.ties[row][column] or self.initiatives[row][column])


def domain_matrix(reading: Reading) -> DomainMatrix:
    """How often the life domains of a web meet, home and guests."""
    size = len(SECTORS)
    ties = [[0] * size for _ in range(size)]
    initiatives = [[0] * size for _ in range(size)]
    place = {key: _ORDER[domain] for key, domain in reading.domains.items() if domain in _ORDER}
    for tie in reading.ties:
        if tie.one in place and tie.other in place:
            _count(ties, place[tie.one], place[tie.other])
    for ids in participants(reading).values():
        by_domain: defaultdict[int, int] = defaultdict(int)
        for key in ids:
            if key in place:
                by_domain[place[key]] += 1
        for row, column in combinations(sorted(by_domain), 2):
            _count(initiatives, row, column)
        for row, count in by_domain.items():
            initiatives[row][row] += count > 1
    return DomainMatrix(SECTORS, tuple(map(tuple, ties)), tuple(map(tuple, initiatives)))


def _count(table: list[list[int]], row: int, column: int) -> None:
    table[row][column] += 1
    if row != column:
        table[column][row] += 1


def domain_pairs(reading: Reading) -> Figure:
    """Of the 45 pairs of life domains, the share with a tie in `P` or an initiative that both take part in.

    parts: `met` (how many), `of` (45), `domains`, `ties` and `initiatives` (see DomainMatrix), `missing`: the pairs that
    both have a partner, and never meet. Ties with an end whose domain is not known are not counted (`unknown_ties`).
    Cannot be said: fewer than two partners, neither ties nor shared initiatives, no domain known, or none of the ties and
    initiatives has a known domain at both ends.
    """
    size = reading.too_small(len(reading.ties) + sum(len(ids) > 1 for ids in participants(reading).values()))
    if size:
        return reading.unknown("domain_pairs", SHARE, size)
    if not set(reading.domains.values()) & set(SECTORS):
        return reading.unknown("domain_pairs", SHARE, "no_domains")
    matrix = domain_matrix(reading)
    if not any(map(any, matrix.ties + matrix.initiatives)):
        return reading.unknown("domain_pairs", SHARE, "no_domain_ties")
    met = sum(matrix.meets(one, other) for one, other in combinations(SECTORS, 2))
    counted = sum(matrix.ties[row][column] for row in range(len(SECTORS)) for column in range(row + 1))
    parts = {
        "met": met,
        "of": ALL_PAIRS,
        "domains": list(SECTORS),
        "ties": [list(row) for row in matrix.ties],
        "initiatives": [list(row) for row in matrix.initiatives],
        "missing": [list(pair) for pair in _never_met(reading, matrix, reading.ids)],
        "unknown_ties": len(reading.ties) - counted,
    }
    return reading.figure("domain_pairs", met / ALL_PAIRS, SHARE, parts)


def _never_met(reading: Reading, matrix: DomainMatrix, ids: list[str]) -> list[tuple[str, str]]:
    there = {reading.domains.get(key) for key in ids}
    return [
        (one, other)
        for one, other in combinations(SECTORS, 2)
        if one in there and other in there and not matrix.meets(one, other)
    ]


@dataclass(frozen=True)
class WhiteSpots:
    """Where the web is empty. empty: life domains without partners at home. thin: those with one partner at home.
    apart: pairs of domains that both have a partner at home, without a tie or an initiative between them (of home or
    guests). isolated_ids: partners at home without any tie or initiative."""

    empty: tuple[str, ...]
    thin: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]
    isolated_ids: tuple[str, ...]


def white_spots(material: Material) -> WhiteSpots:
    """Where the web of a kern is empty; an empty web is empty everywhere."""
    reading = Reading(material)
    home = sorted(reading.web.home)
    count = {domain: len(ids) for domain, ids in _members(reading, home).items()}
    degrees = reading.whole.degrees
    return WhiteSpots(
        tuple(domain for domain in SECTORS if count[domain] == 0),
        tuple(domain for domain in SECTORS if count[domain] == 1),
        tuple(_never_met(reading, domain_matrix(reading), home)),
        tuple(key for key in home if not degrees[key]),
    )
