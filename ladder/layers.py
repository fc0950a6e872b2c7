"""Where the carrying lies: in which layer are those who keep the initiatives going. Pure: standard library only.

The method draws it as a triangle on its point: what citizens carry prevents, what civil society carries anticipates,
what professionals carry solves; the wider the top, the more is carried by citizens.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LAYERS = ("burgers", "maatschappelijk-middenveld", "professionals")
CARRIES = frozenset({"trekker", "organisator"})
"""The roles in an initiative that count as carrying it."""

MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `start` to `end`, both included; None is unknown, which counts as always."""

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Carried:
    """An initiative that somebody may carry, and when it was there."""

    id: str
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Carrier:
    """A party that carries an initiative for a time; an empty layer is not known."""

    initiative: str
    party: str
    layer: str
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Carrying:
    """Where the carrying lay on one day.

    weights: for each of LAYERS the initiatives that it carried; an initiative with carriers in more layers is divided
    by their number of parties, so that each initiative counts once. known: the initiatives of which a layer is known;
    nobody: those without any known carrier; unknown: those of whose carriers no layer is known.
    """

    day: date
    weights: tuple[float, float, float]
    known: int
    nobody: int
    unknown: int

    @property
    def shares(self) -> tuple[float, float, float] | None:
        """The three shares, together 1; None when nothing is known, which is something else than zero."""
        if not self.known:
            return None
        one, two, three = (weight / self.known for weight in self.weights)
        return one, two, three

    @property
    def total(self) -> int:
        """How many initiatives there were."""
        return self.known + self.nobody + self.unknown


def carrying_on(initiatives: Iterable[Carried], carriers: Iterable[Carrier], day: date) -> Carrying:
    """Where the carrying of these initiatives lay on `day`.

    An initiative that was not there on that day does not count, nor a carrier whose part had not begun or was over.
    A party with two roles in one initiative counts once in it.
    """
    there = {one.id for one in initiatives if one.span.covers(day)}
    layers: dict[str, dict[str, str]] = {key: {} for key in there}
    for carrier in carriers:
        if carrier.initiative in there and carrier.span.covers(day):
            layers[carrier.initiative][carrier.party] = carrier.layer
    weights = dict.fromkeys(LAYERS, 0.0)
    known = nobody = unknown = 0
    for parties in layers.values():
        told = [layer for layer in parties.values() if layer in weights]
        known += bool(told)
        nobody += not parties
        unknown += bool(parties) and not told
        for layer in told:
            weights[layer] += 1 / len(told)
    one, two, three = (weights[layer] for layer in LAYERS)
    return Carrying(day, (one, two, three), known, nobody, unknown)


def carrying_over(
    initiatives: Sequence[Carried], carriers: Sequence[Carrier], today: date
) -> tuple[Carrying, ...]:
    """Where the carrying lay at the end of each year, from the first that is known, and today; twelve years at most.

    Years in which it was the same as in the year before are kept: standing still is worth seeing too. Without any
    known date there is only today.
    """
    spans = [*(one.span for one in initiatives), *(one.span for one in carriers)]
    starts = [span.start for span in spans if span.start and span.start <= today]
    first = max(min(starts).year, today.year - MOST_YEARS + 1) if starts else today.year
    days = [*(date(year, 12, 31) for year in range(first, today.year)), today]
    return tuple(carrying_on(initiatives, carriers, day) for day in days)
