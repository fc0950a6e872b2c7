"""What a coordinator should look at once in a while. Pure: plain values in, remarks out; no verdict, a reason to have coffee.

A resident began it and a professional has carried it for over half a year; it hangs on one person; nothing was heard of the
driver for a year; the resident wants to hand over; two seem to do the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from residents.alike import telling_words

TAKEN_OVER, ONE_PERSON, SILENT, WANTS_OUT, SAME = (
    "overgenomen",
    "een-persoon",
    "stil",
    "wil-overdragen",
    "zelfde",
)
ORDER = (WANTS_OUT, TAKEN_OVER, ONE_PERSON, SILENT, SAME)
MOST_NAMES = 2
HALF_YEAR, YEAR = timedelta(days=183), timedelta(days=365)
CITIZENS, PROFESSIONALS = "burgers", "professionals"


@dataclass(frozen=True, slots=True)
class Driver:
    """Who drives an initiative now: in which layer, whether it is a person, and since when (None: nobody knows)."""

    layer: str
    is_person: bool
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """An initiative that has not stopped. heard_on: the last sign of life of the resident who registered it."""

    key: int
    name: str
    is_of_residents: bool = False
    drivers: tuple[Driver, ...] = ()
    others: int = 0  # how many other parties organise or facilitate it now
    heard_on: date | None = None
    wants_successor: bool = False
    target_groups: frozenset[str] = frozenset()
    life_domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at: about this initiative, and for two that do the same about the other as well."""

    kind: str
    key: int
    other: int | None = None
    since: date | None = None


def remarks(going: Sequence[Going], today: date, places: Iterable[str] = ()) -> list[Remark]:
    """Everything to look at, what asks for somebody first in front; ties break on the key."""
    found: list[Remark] = []
    for one in going:
        if one.wants_successor:
            found.append(Remark(WANTS_OUT, one.key))
        if (since := _taken_over_since(one, today)) is not None:
            found.append(Remark(TAKEN_OVER, one.key, since=since))
        if _hangs_on_one(one):
            found.append(Remark(ONE_PERSON, one.key))
        if one.heard_on is not None and one.heard_on < today - YEAR:
            found.append(Remark(SILENT, one.key, since=one.heard_on))
    found += _doubles(going, places)
    return sorted(found, key=lambda one: (ORDER.index(one.kind), one.key, one.other or 0))


def _taken_over_since(one: Going, today: date) -> date | None:
    """Since when only professionals drive what residents began; None when that is not so, or not for half a year."""
    if not one.is_of_residents or not one.drivers:
        return None
    if any(driver.layer != PROFESSIONALS or driver.since is None for driver in one.drivers):
        return None
    since = max(driver.since for driver in one.drivers if driver.since is not None)
    return since if since < today - HALF_YEAR else None


def _hangs_on_one(one: Going) -> bool:
    """One person drives it, and no other party organises or helps."""
    return len(one.drivers) == 1 and one.drivers[0].is_person and one.others == 0


def _doubles(going: Sequence[Going], places: Iterable[str]) -> list[Remark]:
    """Pairs whose names say mostly the same and that are for the same people or in the same life domain.

    Mostly: more than half of the telling words of the shorter name. A word that three names have is the name of a
    place or a custom here, and tells nothing.
    """
    rows = sorted(going, key=lambda one: one.key)
    words = {one.key: telling_words(one.name) for one in rows}
    often = Counter(word for found in words.values() for word in found)
    nothing = telling_words(" ".join(places)) | {word for word, count in often.items() if count > MOST_NAMES}
    words = {key: found - nothing for key, found in words.items()}
    by_key = {one.key: one for one in rows}
    found = []
    for (first, second), shared in sorted(_shared_words(words).items()):
        one, other = by_key[first], by_key[second]
        if 2 * shared > min(len(words[first]), len(words[second])) and (
            one.target_groups & other.target_groups or one.life_domains & other.life_domains
        ):
            found.append(Remark(SAME, first, other=second))
    return found


def _shared_words(words: Mapping[int, set[str]]) -> Counter[tuple[int, int]]:
    """How many words each two have in common; at most `MOST_NAMES` have the same word, so there are no more pairs than
    words.
    """
    places: dict[str, list[int]] = {}
    for key in sorted(words):
        for word in words[key]:
            places.setdefault(word, []).append(key)
    return Counter(pair for keys in places.values() for pair in combinations(keys, 2))
