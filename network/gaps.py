"""White spots: where the web of a kern is empty, told from the figures of a day."""

from collections.abc import Mapping
from dataclasses import dataclass

from network.analysis.figures import Figure
from network.wording import words
from partners.models import LifeDomain


@dataclass(frozen=True)
class Gaps:
    """Names of life domains. empty: with nobody at home. thin: with one party. apart: pairs that both have parties, and
    share no tie and no initiative. isolated: how many parties have no tie at all."""

    empty: tuple[str, ...]
    thin: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]
    isolated: int

    @property
    def are_there(self) -> bool:
        return bool(self.empty or self.thin or self.apart or self.isolated)


def gaps_of(figures: Mapping[str, Figure]) -> Gaps:
    """The white spots of a day; of an empty web every life domain is one."""
    labels = words(LifeDomain)
    rows = figures["domain_cover"].parts.get("domains")
    counts = {row["domain"]: row["count"] for row in rows} if rows else dict.fromkeys(labels, 0)
    pairs = figures["domain_pairs"].parts.get("missing", ())
    return Gaps(
        tuple(labels[domain] for domain, count in counts.items() if count == 0),
        tuple(labels[domain] for domain, count in counts.items() if count == 1),
        tuple((labels[one], labels[other]) for one, other in pairs),
        figures["connectedness"].parts.get("isolated", 0),
    )
