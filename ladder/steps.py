"""The six steps to shared ownership: another thing than the rungs, and kept apart from them. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its number from 1 to 6, and the English message ids of its name and of what it asks."""

    number: int
    name: str
    about: str


def _(message: str) -> str:
    """Marks a text for the catalogue; the page translates it."""
    return message


STEPS = (
    Step(
        1,
        _("Meet and chart"),
        _("Get to know the people and the organisations, and draw the wijkweb together."),
    ),
    Step(2, _("Act together"), _("Do something small together, and see that it works.")),
    Step(3, _("Talk about values"), _("Talk about what matters to each, and what you share.")),
    Step(
        4,
        _("Find the mix of oiling and sitting on your hands"),
        _("When do you help along, and when do you leave it alone?"),
    ),
    Step(5, _("Redefine roles"), _("Who does what from now on: residents, civil society, professionals?")),
    Step(
        6, _("Change your own organisation"), _("What has to change in your own house to keep room for this?")
    ),
)


def step(number: int) -> Step:
    """The step with this number; KeyError when there is none."""
    for candidate in STEPS:
        if candidate.number == number:
            return candidate
    raise KeyError(number)
