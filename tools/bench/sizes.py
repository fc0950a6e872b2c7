"""How large the kernen of the measurements are, and how long each measurement may go on."""

from dataclasses import dataclass

SMALL, LARGE = 200, 2000
TIES = {SMALL: 600, LARGE: 8000}


@dataclass(frozen=True)
class Effort:
    """How long to go on: seconds that pyvis gets, visits to our page, rows to import, rows of a sheet to compare, kernen whose
    figures are made, seconds that networkx gets for the figures.
    """

    limits: dict[int, float]
    visits: int
    rows: int
    compared: int
    kernen: tuple[int, ...]
    reference: float


FULL = Effort({SMALL: 180, LARGE: 60}, 5, 10_000, 2_000, (100, 300, 1000), 300)
QUICK = Effort({SMALL: 60, LARGE: 10}, 3, 2_000, 500, (20, 40, 80), 60)
