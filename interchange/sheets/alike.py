"""Names that are perhaps the same, for many names at once: "Stg. Nu" and "Stichting Nu". Pure.

partners.similar weighs every word and takes some milliseconds a name; a file of 20,000 rows has no time for that.
This looks only at names that share a beginning, with the same knowledge of words (partners.naming).
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from partners.naming import LEGAL_WORDS, plain, words_of

LIKENESS = 90
BLOCK = 400  # names that one name is held against at most


def core(name: str) -> str:
    """What tells a name apart: its words written out, without legal form and what stands between brackets."""
    words = words_of(plain(re.sub(r"\(\D*\)", " ", name))) or words_of(plain(name))
    kept = [word for word in words if word not in LEGAL_WORDS]
    return " ".join(kept or words)


class Alike:
    """Finds the name most like another among those it was given."""

    def __init__(self, names: Iterable[tuple[int, str]] = ()) -> None:
        self.same: dict[str, int] = {}
        self.blocks: dict[str, dict[int, str]] = defaultdict(dict)
        for key, name in names:
            self.add(key, name)

    def add(self, key: int, name: str) -> None:
        text = core(name)
        self.same.setdefault(text.replace(" ", ""), key)
        for word in text.split():
            self.blocks[word[:4]][key] = text

    def find(self, name: str) -> int | None:
        """The key of a name that is perhaps the same, or None."""
        text = core(name)
        if len(text) < 3:
            return None
        if (found := self.same.get(text.replace(" ", ""))) is not None:
            return found
        near = min((self.blocks.get(word[:4], {}) for word in text.split()), key=_size, default={})
        if not near or len(near) > BLOCK:
            return None
        best = process.extractOne(text, near, scorer=fuzz.ratio, score_cutoff=LIKENESS)
        return best[2] if best and _figures(best[0]) == _figures(text) else None


def _size(block: dict[int, str]) -> int:
    return len(block) or 10**9


def _figures(text: str) -> list[str]:
    """ "Medewerker 1" and "medewerker 2" differ in one sign and are two people."""
    return re.findall(r"\d+", text)
