"""Which offer goes with which need, and why. Pure: plain values in, pairs with reasons out.

Kind is a must, and so is a period that overlaps as far as both are known. What makes a pair likelier:

  3  each word of meaning that both descriptions hold (three words at most)
  2  the same kern
  1  kernen that lie in each other
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wijkweb.kit.text import fold

KIND, WORDS, SAME_KERN, NEAR_KERN, PERIOD = "soort", "woorden", "zelfde-kern", "nabije-kern", "periode"
PER_WORD, MOST_WORDS, SAME, NEAR = 3, 3, 2, 1
SHORTEST_WORD, SHORTEST_STEM = 3, 4
# Words that say nothing about what is offered or asked.
EMPTY = frozenset(
    """aan acht alle als ander andere anders bij bijdrage binnen buiten dan dat deze die door dorp drie dus echt een eens
    eigen elkaar elke ene geen gaat graag gebruikt had heeft hebben heel hem het hen hier hij hun idee iedereen iemand
    iets kan klein kleine kunnen maar meer men mensen met mijn moet naar naast nee niet nieuw nieuwe nog nodig onze
    ons ook onder over per plaats samen sinds soms tegen tijdens tot tussen twee uit uitgeleend van vaak veel vele
    verder verschillende vier via voor voorbeeld vraag vragen vrij waar want wanneer was wat wel welke werd wie wij wil
    willen word worden wordt zal zelf zich zij zijn zoals zoeken zonder zou""".split()
)
NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Card:
    """An offer or a need. Days that are not known are None: always, or not ended."""

    key: int
    partner: int
    kind: str
    text: str
    kern: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Match:
    """A pair that goes together. reasons: what it is about, with the words or nothing."""

    offer: int
    need: int
    points: int
    reasons: tuple[tuple[str, tuple[str, ...]], ...]


def words_of(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, without plural endings: tenten and tent are one, zalen and zaal two."""
    found = (
        word for word in NOT_A_WORD.split(fold(text)) if len(word) >= SHORTEST_WORD and word not in EMPTY
    )
    return frozenset(_stem(word) for word in found)


def _stem(word: str) -> str:
    for ending in ("en", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def overlap(one: Card, other: Card) -> bool:
    """Whether their periods have a day in common, as far as they are known."""
    starts = [card.first for card in (one, other) if card.first]
    ends = [card.last for card in (one, other) if card.last]
    return not starts or not ends or max(starts) <= min(ends)


def matches(
    offers: Iterable[Card], needs: Iterable[Card], around: Mapping[int, frozenset[int]], most: int = 5
) -> list[Match]:
    """For each need its likeliest offers, `most` at most, the likeliest pair first; equal ones by number.

    around: for a kern the kernen that lie in it or in which it lies, itself left out or not. An offer and a need of one
    partner never go together, and neither do two kinds.
    """
    by_kind: dict[str, list[tuple[Card, frozenset[str]]]] = {}
    for offer in offers:
        by_kind.setdefault(offer.kind, []).append((offer, words_of(offer.text)))
    found: list[Match] = []
    for need in needs:
        words = words_of(need.text)
        pairs = [
            _match(offer, theirs, need, words, around)
            for offer, theirs in by_kind.get(need.kind, ())
            if offer.partner != need.partner and overlap(offer, need)
        ]
        found += sorted(pairs, key=_order)[:most]
    return sorted(found, key=_order)


def _order(match: Match) -> tuple[int, int, int]:
    return -match.points, match.need, match.offer


def _match(
    offer: Card,
    theirs: frozenset[str],
    need: Card,
    words: frozenset[str],
    around: Mapping[int, frozenset[int]],
) -> Match:
    reasons: list[tuple[str, tuple[str, ...]]] = [(KIND, (need.kind,))]
    points = 0
    shared = tuple(sorted(theirs & words)[:MOST_WORDS])
    if shared:
        reasons.append((WORDS, shared))
        points += PER_WORD * len(shared)
    if need.kern is not None and offer.kern is not None:
        if need.kern == offer.kern:
            reasons.append((SAME_KERN, ()))
            points += SAME
        elif offer.kern in around.get(need.kern, frozenset()):
            reasons.append((NEAR_KERN, ()))
            points += NEAR
    if (need.first or need.last) and (offer.first or offer.last):
        reasons.append((PERIOD, ()))
    return Match(offer.key, need.key, points, tuple(reasons))
