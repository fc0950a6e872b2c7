"""The five rungs of the development ladder and the question each of them asks. Pure: no database, no web."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung: its number from 1 to 5, its Dutch short name and the English message id of its name and question."""

    number: int
    slug: str
    name: str
    question: str


RUNGS = (
    Rung(
        1,
        "integrale-samenwerking",
        "Professionals work together",
        "Do professionals find each other around the citizen?",
    ),
    Rung(
        2,
        "elkaar-kennen",
        "Knowing each other",
        "Do the people and organisations in the kern know each other?",
    ),
    Rung(3, "burgerparticipatie", "Residents take part", "Do residents join in what is organised?"),
    Rung(
        4, "eigen-initiatieven", "Initiatives of residents", "Do residents start and carry things themselves?"
    ),
    Rung(5, "zelfstandig-orgaan", "The kern stands by itself", "Does the kern decide and act by itself?"),
)


def rung(number: int) -> Rung:
    """The rung with this number; KeyError when there is none."""
    for candidate in RUNGS:
        if candidate.number == number:
            return candidate
    raise KeyError(number)
