"""Names that look alike: who may already be here under a slightly other name.

A name is compared word by word (partners/naming.py). Each word counts for as much as it tells: "stichting"
hardly, a word that many parties share little, a rare one fully. So "Stg. Nu" finds "Stichting Nu", and
"Stichting Nu" does not find every "Stichting". Words match when they are equal, when one begins with the other,
or when a letter or two differ. The score says how much of both names was found back in the other.

    rank("Stg. Nu", [Candidate(1, "Stichting Nu")])          among plain values
    SimilarIndex(candidates).find("Stg. Nu")                  many names among the same candidates

Nothing here reads the database; partners/similar.py does.
"""

import math
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from partners.naming import COMMON, OWN, initials, plain, together, weight_of_sort, words_of

Words = tuple[str, ...]
LIMIT = 6
ENOUGH = 60  # from this score on a name is worth showing
VERY_SIMILAR = 85  # from this score on somebody who adds the name is asked whether it is the same one
ENOUGH_OF_WEAK = 75  # the same, when only words like "kerk" and the name of the village agree
CLOSE = 0.75  # two words are alike when this share of their letters agrees
WHOLE = 4  # a shorter word must be the same to the letter
BEGINS = 3  # a word of this length may be the beginning of another
NEARLY = 88  # whole names of which this share of the letters agrees are one name, spelled differently
MOST_KEPT = 20_000  # words whose likeness is remembered
OTHER_SORT = 8  # what a person loses when an organisation is sought, and the reverse

SAME, SPELLING, ORDER, SHORT, PART = "same", "spelling", "order", "short", "part"
WORDS: dict[str, Promise | str] = {
    SAME: _("the same name"),
    SPELLING: _("almost the same name, spelled differently"),
    ORDER: _("the same words in another order"),
    SHORT: _("the first letters fit"),
    PART: _("part of the name is the same"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant.

    above: the name of the organisation that it is part of. folded: the name as `fold` gives it, when at hand.
    """

    key: int
    name: str
    above: str = ""
    is_person: bool = False
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate that looks like the name, 0 to 100, and the sort of likeness (one of the words above)."""

    key: int
    score: int
    why: str


class SimilarIndex:
    """Candidates made ready once, to look up many names in; `places` are names of kernen, which tell little."""

    def __init__(self, candidates: Iterable[Candidate], places: Iterable[str] = ()) -> None:
        # Columns of plain values instead of objects: five thousand objects at each keystroke keep Python sweeping.
        self._keys, self._is_person = array("q"), array("b")
        self._plain: list[str] = []
        self._words: list[Words] = []
        self._above: dict[int, str] = {}
        self._holders: dict[str, array[int]] = {}
        self._shortened: dict[str, array[int]] = {}
        self._likes: dict[str, dict[str, float]] = {}
        self._places = {word for place in places for word in words_of(plain(place))}
        for candidate in candidates:
            self._add(candidate)
        self._vocabulary = sorted(self._holders)
        self._log = math.log(len(self._keys) + 1)

    def _add(self, candidate: Candidate) -> None:
        row = len(self._keys)
        name = together(candidate.folded) if candidate.folded else plain(candidate.name)
        words = words_of(name)
        self._keys.append(candidate.key)
        self._is_person.append(candidate.is_person)
        self._plain.append(name)
        self._words.append(words)
        if candidate.above:
            self._above[row] = candidate.above
        for word in words:
            self._holders.setdefault(word, array("l")).append(row)
        if short := initials(words):
            self._shortened.setdefault(short, array("l")).append(row)

    def find(
        self, name: str, limit: int = LIMIT, *, skip: Collection[int] = (), is_person: bool | None = None
    ) -> list[Found]:
        """The candidates that `name` looks like, the best first; equal scores in the order of their key.

        skip: keys that do not count. is_person: when known, parties of the other sort score a little lower.
        A name without letters or figures finds nothing.
        """
        sought = plain(name)
        words = self._as_written_here(words_of(sought))
        found = []
        for row in self._rows(words) if words else ():
            if self._keys[row] in skip:
                continue
            score, why = self._compare(sought, words, row)
            if is_person is not None and bool(self._is_person[row]) is not is_person:
                score -= OTHER_SORT
            if why:
                found.append(Found(self._keys[row], round(score), why))
        return sorted(found, key=lambda one: (-one.score, one.key))[:limit]

    def _as_written_here(self, words: Words) -> Words:
        """The words, joined or taken apart where candidates write them so: "buiten sluis", "waterstee"."""
        written: list[str] = []
        for word in words:
            if written and (joined := written[-1] + word) in self._holders:
                written[-1] = joined
            elif word not in self._holders and (halves := self._halves(word)):
                written += halves
            else:
                written.append(word)
        return tuple(dict.fromkeys(written))

    def _halves(self, word: str) -> tuple[str, str] | None:
        """Two words of one candidate that together are this word, or begin with it while it is being typed."""
        for end in range(BEGINS, len(word) - 1):
            first, last = word[:end], word[end:]
            if first not in self._holders:
                continue
            rows = set(self._holders[first])
            for whole in self._beginning_with(last):
                if (len(last) >= BEGINS or whole != last) and not rows.isdisjoint(self._holders[whole]):
                    return first, whole
        return None

    def _beginning_with(self, start: str) -> Iterator[str]:
        """The words of candidates that begin like this, the shortest spelling first."""
        for position in range(bisect_left(self._vocabulary, start), len(self._vocabulary)):
            if not self._vocabulary[position].startswith(start):
                return
            yield self._vocabulary[position]

    def _rows(self, words: Words) -> set[int]:
        """The candidates that share a telling word; where the name has none, those that share any."""
        alike = {other for word in words for other in self._alike(word)}
        telling = {other for other in alike if self._is_telling(other)}
        if not any(map(self._is_telling, words)):
            telling = alike
        rows = {row for other in telling for row in self._holders[other]}
        for word in words:
            rows.update(self._shortened.get(word, ()))
        rows.update(self._holders.get(initials(words), ()))
        return rows

    def _is_telling(self, word: str) -> bool:
        return weight_of_sort(word) == OWN and word not in self._places

    def _weight(self, word: str) -> float:
        """How much a word tells: by its sort, and less when many candidates carry it."""
        sort = min(weight_of_sort(word), COMMON if word in self._places else OWN)
        carriers = len(self._holders.get(word, ()))
        if not carriers:
            return sort
        return sort * (1 - 0.65 * math.log(carriers) / self._log)

    def _alike(self, word: str) -> dict[str, float]:
        """The words of candidates that look like this one, each with how much, 0 to 1."""
        kept = self._likes
        if word in kept:
            return kept[word]
        found = self._beginnings(word)
        for other, share in self._misspelt(word):
            found[other] = max(found.get(other, 0.0), share * share)
        if word in self._holders:
            found[word] = 1.0
        if len(kept) >= MOST_KEPT:
            self._likes = kept = {}  # another thread may still read the old one
        kept[word] = found
        return found

    def _misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that differ in a letter or two; short words and figures are themselves or nothing."""
        if len(word) < WHOLE or any(sign.isdigit() for sign in word):
            return
        for other, share, _position in process.extract(
            word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=CLOSE, limit=None
        ):
            if len(other) >= WHOLE:
                yield other, share

    def _beginnings(self, word: str) -> dict[str, float]:
        """The words that this one begins, and those that begin this one."""
        found: dict[str, float] = {}
        if len(word) < BEGINS or word.isdigit():
            return found
        for longer in self._beginning_with(word):
            found[longer] = 0.7 + 0.25 * len(word) / len(longer)
        for end in range(WHOLE + 1, len(word)):
            if word[:end] in self._holders:
                found[word[:end]] = 0.7 + 0.25 * end / len(word)
        return found

    def _compare(self, sought: str, words: Words, row: int) -> tuple[float, str]:
        """Score and sort of likeness between a name and one candidate; without likeness the sort is empty."""
        theirs = self._words[row]
        if sought == self._plain[row]:
            return 100, SAME
        if sorted(words) == sorted(theirs):
            return (97, SPELLING) if words == theirs else (96, ORDER)
        if initials(theirs) in words or initials(words) in theirs:
            return 85, SHORT
        is_weak = not any(map(self._is_telling, words))
        if is_weak and any(map(self._is_telling, theirs)):
            return 0, ""
        here, there = self._found_back(words, row), self._found_there(words, theirs)
        score = 95 * (0.65 * max(here, there) + 0.35 * min(here, there))
        as_one = fuzz.ratio(self._told(words), self._told(theirs))
        if as_one >= NEARLY and min(here, there) >= 0.5:
            score = max(score, as_one - 3)
        if score < (ENOUGH_OF_WEAK if is_weak else ENOUGH):
            return 0, ""
        return score, SPELLING if min(here, there) > CLOSE * CLOSE and as_one >= NEARLY else PART

    def _told(self, words: Words) -> str:
        """What a name tells, in one word; two long words like "voetbalvereniging" make no two names alike."""
        return "".join([word for word in words if self._is_telling(word)] or words)

    def _found_back(self, words: Words, row: int) -> float:
        """The share of the typed name that the candidate, or what it is part of, carries too."""
        theirs, above = self._words[row], words_of(plain(self._above.get(row, "")))
        total = found = 0.0
        for word in words:
            likes = self._alike(word)
            best, other = max(((likes.get(one, 0.0), one) for one in theirs), default=(0.0, ""))
            if word in above:
                best = max(best, 0.9)
            weight = self._weight(other if best and word not in self._holders else word)
            total += weight
            found += weight * best
        return found / total

    def _found_there(self, words: Words, theirs: Words) -> float:
        """The share of the candidate's name that was typed."""
        total = found = 0.0
        for other in theirs:
            weight = self._weight(other)
            total += weight
            found += weight * max(self._alike(word).get(other, 0.0) for word in words)
        return found / total if total else 0.0


def rank(name: str, candidates: Iterable[Candidate], limit: int = LIMIT) -> list[Found]:
    """The candidates that `name` looks like, the best first."""
    return SimilarIndex(candidates).find(name, limit)
