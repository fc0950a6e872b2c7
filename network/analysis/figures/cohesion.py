"""How much people are tied: average_degree, connectedness, strong_professional_ties."""

from __future__ import annotations

from network.analysis.figures.reading import Reading, partner_components
from network.analysis.figures.shape import CITIZENS, NUMBER, SHARE, Figure

STRONG = 2


def average_degree(reading: Reading) -> Figure:
    """How many others a partner is tied to, on average: `2m / N` on `P`.

    Never compare density between kernen: it falls by itself when a web grows, this does not.
    parts: `most`, `least` (degree). Cannot be said: fewer than two partners, or no tie among them.
    """
    if reason := reading.too_small():
        return reading.unknown("average_degree", NUMBER, reason)
    degrees = reading.partners.degrees
    without = reading.without_coordinator
    other = average_degree(without).value if without else None
    parts = {"most": max(degrees.values()), "least": min(degrees.values())}
    return reading.figure("average_degree", 2 * len(reading.ties) / reading.size, NUMBER, parts, other)


def connectedness(reading: Reading) -> Figure:
    """The share of the partners that hang together: those in the largest component of `G`, divided by N.

    The largest is the one with the most partners. Isolated are the partners without a tie and without an initiative.
    parts: `largest` and `isolated` (numbers), `isolated_share`, `components` (the number of partners of each),
    `isolated_ids`, and `outside_ids`: who is in a smaller component.
    Cannot be said: fewer than two partners, or nobody is tied to anything.
    """
    if reason := reading.too_small(reading.web.whole.number_of_edges()):
        return reading.unknown("connectedness", SHARE, reason)
    components = partner_components(reading)
    degrees = reading.whole.degrees
    isolated = [key for key in reading.ids if not degrees[key]]
    without = reading.without_coordinator
    other = connectedness(without).value if without else None
    parts = {
        "largest": len(components[0]),
        "isolated": len(isolated),
        "isolated_share": len(isolated) / reading.size,
        "components": [len(ids) for ids in components],
        "isolated_ids": isolated,
        "outside_ids": sorted(key for ids in components[1:] for key in ids if degrees[key]),
    }
    return reading.figure("connectedness", len(components[0]) / reading.size, SHARE, parts, other)


def strong_professional_ties(reading: Reading) -> Figure:
    """Of the ties in `P` between two partners who are not citizens, the share that is regular or close (strength >= 2).

    A partner whose layer is not known is not counted (`unknown_ties`). A tie that only says who belongs to an
    organisation counts, with strength 1 (`memberships`).
    parts: `strong`, `ties`, `memberships`, `unknown_ties`. Cannot be said: fewer than two partners, no ties, no layer
    known, or no tie between two who are known not to be citizens.
    """
    if reason := reading.too_small():
        return reading.unknown("strong_professional_ties", SHARE, reason)
    layers = reading.layers
    if not layers:
        return reading.unknown("strong_professional_ties", SHARE, "no_layers")
    known = [tie for tie in reading.ties if tie.one in layers and tie.other in layers]
    between = [tie for tie in known if CITIZENS not in (layers[tie.one], layers[tie.other])]
    parts = {
        "strong": sum(tie.strength >= STRONG for tie in between),
        "ties": len(between),
        "memberships": sum(tie.kinds == ("hoort-bij",) for tie in between),
        "unknown_ties": len(reading.ties) - len(known),
    }
    if not between:
        return reading.unknown("strong_professional_ties", SHARE, "no_professional_ties", parts)
    return reading.figure("strong_professional_ties", parts["strong"] / len(between), SHARE, parts)
