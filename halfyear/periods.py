"""Half-years: which there are, and what lies in one. Pure."""

from dataclasses import dataclass
from datetime import date

from wijkweb.kit.partial_dates import PartialDate

FIRST_YEAR, LAST_YEAR = 1990, 2200


@dataclass(frozen=True, order=True)
class HalfYear:
    """The first (1) or second (2) half of a year."""

    year: int
    half: int

    @property
    def first(self) -> PartialDate:
        """Its first month, so that what is known to the month only lies in it."""
        return PartialDate(self.year, 1 if self.half == 1 else 7)

    @property
    def last(self) -> PartialDate:
        return PartialDate(self.year, 6, 30) if self.half == 1 else PartialDate(self.year, 12, 31)

    @property
    def day_before(self) -> date:
        """The last day of the half-year before this one."""
        return date(self.year - 1, 12, 31) if self.half == 1 else date(self.year, 6, 30)

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.half}"

    def before(self) -> "HalfYear":
        return HalfYear(self.year - 1, 2) if self.half == 1 else HalfYear(self.year, 1)

    @classmethod
    def of(cls, day: date) -> "HalfYear":
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def parse(cls, slug: str) -> "HalfYear":
        """Read "2017-1"; ValueError for anything else."""
        year, _mark, half = slug.partition("-")
        if not (year.isascii() and year.isdecimal() and len(year) == 4 and half in ("1", "2")):
            raise ValueError(f"{slug!r} is not a half-year")
        found = cls(int(year), int(half))
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError(f"{slug!r} lies too far away")
        return found


def half_years_until(day: date, count: int) -> list[HalfYear]:
    """The half-year of `day` and those before it, the latest first."""
    found = [HalfYear.of(day)]
    while len(found) < count:
        found.append(found[-1].before())
    return found
