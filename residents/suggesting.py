"""Which parties could help an initiative, and why. Pure: what is sought in, reasons out; no database, no names.

A party offers what is asked, has a room when a room is asked, does things for the same people, or stands in the same life
domain. The first weighs most, the last least; nobody is suggested without a reason that can be said aloud.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wijkweb.kit.text import fold

OFFERS, ROOM, TARGET, DOMAIN = "aanbod", "ruimte", "doelgroep", "levensgebied"
WEIGHTS = {OFFERS: 4, ROOM: 3, TARGET: 2, DOMAIN: 1}
SAME_WORD = 2  # extra for an offer that also speaks of the same thing
MOST = 8
SPACE = "ruimte"
# The beginnings of words that ask for a kind of offer (initiatives.models.OfferKind).
ASKS: Mapping[str, tuple[str, ...]] = {
    "ruimte": ("ruimte", "zaal", "zalen", "lokaal", "keuken", "plek", "grond", "veld", "schuur", "gebouw", "locatie", "tuin"),
    "materiaal": ("materiaal", "gereedschap", "tafel", "stoel", "tent", "spullen", "verf", "hout", "zaad", "zaden", "boeken", "spade"),
    "vervoer": ("vervoer", "auto", "bus", "aanhang", "rijden", "chauffeur"),
    "menskracht": ("mensen", "handen", "vrijwillig", "hulp", "helpen", "meedoe", "meehelp", "meedoen"),
    "kennis": ("kennis", "advies", "raad", "ervaring", "uitleg", "cursus", "deskundig", "tips"),
    "geld": ("geld", "subsidie", "fonds", "sponsor", "bijdrage", "euro"),
}  # fmt: skip
SHORTEST, BEGINNING = 4, 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an initiative asks for and is about: `seeks` in the words of the resident."""

    seeks: str = ""
    domains: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Party:
    """A party as far as it is compared. offers: kind and description of each open offer."""

    key: int
    domain: str = ""
    offers: tuple[tuple[str, str], ...] = ()
    target_groups: frozenset[str] = frozenset()
    has_room: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the sort of reason, and what it is about (a kind of offer, a target group, a life domain)."""

    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: int
    score: int
    reasons: tuple[Reason, ...] = field(default=())


def kinds_asked(text: str) -> frozenset[str]:
    """The kinds of offer that a text asks for, by the words in it."""
    words = fold(text).split()
    return frozenset(
        kind for kind, beginnings in ASKS.items() if any(word.startswith(beginnings) for word in words)
    )


def suggest(wanted: Wanted, parties: Iterable[Party], most: int = MOST) -> list[Suggestion]:
    """At most `most` parties with a reason, the strongest first; ties break on the key."""
    kinds = kinds_asked(wanted.seeks)
    about = _words(wanted.seeks)
    found = [_weighed(wanted, party, kinds, about) for party in parties]
    return sorted((one for one in found if one.reasons), key=lambda one: (-one.score, one.key))[:most]


def _weighed(wanted: Wanted, party: Party, kinds: frozenset[str], about: frozenset[str]) -> Suggestion:
    reasons: list[Reason] = []
    score = 0
    for kind in sorted({kind for kind, _description in party.offers} & kinds):
        reasons.append(Reason(OFFERS, kind))
        score += WEIGHTS[OFFERS]
        score += SAME_WORD * any(_words(text) & about for offered, text in party.offers if offered == kind)
    if SPACE in kinds and party.has_room and Reason(OFFERS, SPACE) not in reasons:
        reasons.append(Reason(ROOM))
        score += WEIGHTS[ROOM]
    shared = sorted(
        {group.casefold() for group in party.target_groups}
        & {group.casefold() for group in wanted.target_groups}
    )
    reasons += [Reason(TARGET, group) for group in shared]
    score += WEIGHTS[TARGET] * len(shared)
    if party.domain and party.domain in wanted.domains:
        reasons.append(Reason(DOMAIN, party.domain))
        score += WEIGHTS[DOMAIN]
    return Suggestion(party.key, score, tuple(reasons))


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:BEGINNING] for word in fold(text).split() if len(word) >= SHORTEST)
