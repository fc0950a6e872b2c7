"""Whether a figure is what somebody calls it: a count of what was done, or a change for people. Pure.

A figure never says by itself which of the two it is, so this only asks: who says so answers in a sentence of its own.
"""

import re
import unicodedata

from wijkweb.kit.few import LEAST, rounded

COUNTS_DOING = "counts_doing"
NO_BEGINNING = "no_beginning"

# Dutch, as people write it. A word of doing counts anywhere in a longer word: "buurtactiviteiten", "dorpsfeest".
DOING = (
    "aanmelding", "activiteit", "avond", "bezoek", "bijeenkomst", "concert", "contactmoment", "cursus", "deelname", "deelnemer",
    "dagdeel", "dagdelen", "evenement", "feest", "festival", "folder", "gesprek", "initiatief", "initiatieven", "inschrijving",
    "inloop", "keukentafel", "maaltijd", "nieuwsbrief", "ontmoeting", "opkomst", "overleg", "project", "rondleiding", "telefoontje",
    "training", "uitvoering", "vergadering", "verwijzing", "voorstelling", "wandeling", "workshop",
)  # fmt: skip
DOING_ALONE = frozenset({"keer", "les", "lessen", "markt", "markten", "middag", "middagen", "uur", "uren"})
# How words begin of what people notice in their own life; beside such a word, one of doing only says where.
NOTICED = (
    "durf", "durv", "eenza", "ervaar", "ervaren", "gelukkig", "gezond", "kennen", "kunnen", "kwaliteit", "rapportcijfer", "tevreden",
    "veilig", "vertrouw", "voel", "zelfred", "zelfstandig", "zorgvraag", "zorggebruik",
)  # fmt: skip
PEOPLE = frozenset(
    {
        "bewoner", "bewoners", "bezoekers", "burgers", "client", "clienten", "deelnemers", "dorpsgenoten", "gasten", "huishoudens",
        "inwoner", "inwoners", "jeugdigen", "jongeren", "kinderen", "leden", "leerlingen", "mantelzorgers", "mensen", "ouderen", "ouders",
        "personen", "persoon", "senioren", "vrijwilligers", "wijkbewoners",
    }
)  # fmt: skip
NO_UNIT = frozenset({"aantal", "keer", "stuks", ""})


def doubts_about_outcome(quantity: str, unit: str, *, has_beginning: bool) -> list[str]:
    """Why a figure that is called an outcome may not be one; empty when nothing speaks against it.

    quantity, unit: as they were typed. has_beginning: whether it is told how it was before. Gives COUNTS_DOING when the words
    tell of activities, visits or contacts, and NO_BEGINNING when there is nothing from which it changed.
    """
    found = []
    if counts_doing(quantity, unit):
        found.append(COUNTS_DOING)
    if not has_beginning:
        found.append(NO_BEGINNING)
    return found


def counts_doing(quantity: str, unit: str) -> bool:
    """Whether the words tell that something was done, instead of what people noticed.

    A word that holds both, such as the Dutch for a course about health, tells that something was done.
    """
    words = _words(_folded(f"{quantity} {unit}"))
    doing = {word for word in words if word in DOING_ALONE or any(stem in word for stem in DOING)}
    noticed = [word for word in words if word not in doing and word.startswith(NOTICED)]
    return bool(doing) and not noticed


def counts_people(quantity: str, unit: str) -> bool:
    """Whether the figure is a number of persons; the unit decides, and without one the quantity."""
    words = _words(_folded(unit))
    if set(words) <= NO_UNIT:
        words = _words(_folded(quantity))
    return not PEOPLE.isdisjoint(words)


def rounded_people(count: float) -> int | None:
    """A number of persons for others than who looks after the kern: None below ten, else rounded to five."""
    return None if count < LEAST else rounded(count)


def _folded(text: str) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
