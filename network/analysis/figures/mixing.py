"""Whether ties cross the borders between life domains, and between layers: domain_mixing, layer_mixing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from network.analysis.figures.reading import Reading
from network.analysis.figures.shape import INDEX, Figure


def domain_mixing(reading: Reading) -> Figure:
    """Do ties cross the borders of the life domains more than chance would have it; see `_mixing`."""
    return _mixing(reading, "domain_mixing", reading.domains, "domain")


def layer_mixing(reading: Reading) -> Figure:
    """Do ties cross the borders of the layers more than chance would have it; see `_mixing`."""
    return _mixing(reading, "layer_mixing", reading.layers, "layer")


def _mixing(reading: Reading, key: str, groups: Mapping[str, str], name: str) -> Figure:
    """The E-I index (Krackhardt & Stern 1988) on `P`, minus its value under random mixing.

    E ties between groups, I within one: `(E - I) / (E + I)`, from -1 to 1. If everybody were tied to everybody it would be
    `1 - 2 * sum n_k(n_k - 1) / (N(N - 1))`. The difference: above 0 ties cross the borders more than by chance, below 0
    less. Only partners whose group is known count, here and in N; the other ties are `unknown_ties`.
    parts: `external`, `internal`, `index`, `expected`, `groups` (name to number of partners), `unknown_ties`.
    Cannot be said: fewer than two partners, no ties, no group known, all in the same group, or no tie between two whose
    group is known.
    """
    if reason := reading.too_small():
        return reading.unknown(key, INDEX, reason)
    sizes = Counter(groups.values())
    if len(sizes) < 2:
        return reading.unknown(key, INDEX, f"one_{name}" if sizes else f"no_{name}s")
    known = [
        (groups[tie.one], groups[tie.other])
        for tie in reading.ties
        if tie.one in groups and tie.other in groups
    ]
    if not known:
        return reading.unknown(key, INDEX, f"no_{name}_ties")
    external = sum(one != other for one, other in known)
    internal = len(known) - external
    total = len(groups)
    index = (external - internal) / len(known)
    expected = 1 - 2 * sum(size * (size - 1) for size in sizes.values()) / (total * (total - 1))
    parts = {
        "external": external,
        "internal": internal,
        "index": index,
        "expected": expected,
        "groups": dict(sorted(sizes.items())),
        "unknown_ties": len(reading.ties) - len(known),
    }
    return reading.figure(key, index - expected, INDEX, parts)
