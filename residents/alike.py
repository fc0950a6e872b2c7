"""Which running initiatives are about the same as what somebody dreams of: perhaps they can do it together.

The name of an initiative is short and a dream is a paragraph, so they are compared by the words that tell something.
Two words are the same when their first five letters are, or all of the shorter one: "tuin" and "tuinieren".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.access import ANYBODY
from initiatives.models import Initiative, Phase
from initiatives.similar import similar_initiatives
from places.models import Kern
from wijkweb.kit.text import fold

MOST = 4
SHORTEST, BEGINNING = 4, 5
IN_NAME, ELSEWHERE, ENOUGH = 3, 1, 3
# Words that every dream has.
EMPTY = frozenset(
    """aan alle allemaal altijd andere anderen bij buurt buurtbewoners daar deze dingen doen door dorp dorpen droom droomt
    dinsdag donderdag een elkaar gaan gaat graag groep hebben heeft hele helpen hier hoop iedereen iemand inwoners iets
    jaar keer kern kunnen maak maandag maken mensen meer middag mijn moeten naar niet niets omdat onze ook over plek samen soms straks
    straat tijd toch uren vaak vanuit veel verder voor vrijdag waar wanneer want waren week weekend weten wijk willen
    woensdag wordt worden zaterdag zelf zijn zodat zondag zonder zoek zoeken zouden""".split()
)


@dataclass(frozen=True, slots=True)
class Running:
    """An initiative as far as it is compared."""

    key: int
    name: str
    about: str = ""


def telling_words(text: str) -> set[str]:
    """The beginnings of the words that say what a text is about."""
    words = fold(text).split()
    return {word[:BEGINNING] for word in words if len(word) >= SHORTEST and word not in EMPTY}


def _is_among(word: str, others: set[str]) -> bool:
    return any(word.startswith(other) or other.startswith(word) for other in others)


def rank(dream: str, running: Iterable[Running], places: Sequence[str] = ()) -> list[int]:
    """The keys of those that are about the same, the most alike first; names of places tell nothing."""
    wanted = telling_words(dream) - telling_words(" ".join(places))
    scores = []
    for one in running:
        name, about = telling_words(one.name), telling_words(one.about)
        in_name = {word for word in wanted if _is_among(word, name)}
        score = IN_NAME * len(in_name)
        score += ELSEWHERE * sum(_is_among(word, about) for word in wanted - in_name)
        if score >= ENOUGH:
            scores.append((-score, one.key))
    return [key for _score, key in sorted(scores)]


def perhaps_together(dream: str, kern: Kern) -> list[Initiative]:
    """At most four public initiatives in or around this kern that are still going and about the same."""
    ids = Kern.objects.ids_around(kern.pk)
    public = Initiative.objects.visible_to_viewer(ANYBODY).in_kernen(ids).filter(ended_on__isnull=True)
    rows = list(public.exclude(phase=Phase.STOPPED).select_related("kern").order_by("pk"))
    places = list(Kern.objects.filter(pk__in=ids).values_list("name", flat=True))
    running = [Running(row.pk, row.name, f"{row.description} {' '.join(row.target_groups)}") for row in rows]
    first_line = dream.strip().splitlines()[0][:100] if dream.strip() else ""
    named = similar_initiatives(first_line, kern_ids=ids, viewer=ANYBODY, limit=MOST) if first_line else []
    by_key = {row.pk: row for row in rows}
    keys = [*(match.initiative.pk for match in named), *rank(dream, running, places)]
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key][:MOST]
