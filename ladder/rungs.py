"""The five rungs of the development ladder and the question each of them asks. Pure: no database, no web."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung: its number from 1 to 5, its Dutch short name and the English message id of its name and question."""

    number: int
    slug: str
    name: str
    question: str


def _(message: str) -> str:
    """Marks a text for the catalogue; the page translates it."""
    return message


RUNGS = (
    Rung(
        1,
        "integrale-samenwerking",
        _("Professionals work together"),
        _("Do professionals find each other around the citizen?"),
    ),
    Rung(
        2,
        "elkaar-kennen",
        _("Knowing each other"),
        _("Do the people and organisations in the kern know each other?"),
    ),
    Rung(3, "burgerparticipatie", _("Residents take part"), _("Do residents join in what is organised?")),
    Rung(
        4,
        "eigen-initiatieven",
        _("Initiatives of residents"),
        _("Do residents start and carry things themselves?"),
    ),
    Rung(
        5, "zelfstandig-orgaan", _("The kern stands by itself"), _("Does the kern decide and act by itself?")
    ),
)


def rung(number: int) -> Rung:
    """The rung with this number; KeyError when there is none."""
    for candidate in RUNGS:
        if candidate.number == number:
            return candidate
    raise KeyError(number)
