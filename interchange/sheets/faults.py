"""Faults that stand in more than one row, said once."""

from dataclasses import dataclass, field

from interchange.models import Outcome, SheetJob

ROWS_SHOWN = 100  # in one fold; the list to mend has them all
VALUES_SHOWN = 3


@dataclass(slots=True)
class Fault:
    """One fault: its column and reason, with the rows (sheet, line, name, value) that have it."""

    column: str
    reason: str
    rows: list[tuple[str, int, str, str]] = field(default_factory=list)

    @property
    def values(self) -> list[str]:
        """The values that are wrong in this way, a few of them."""
        return list(dict.fromkeys(value for *_row, value in self.rows if value))[:VALUES_SHOWN]

    @property
    def shown(self) -> list[tuple[str, int, str, str]]:
        return self.rows[:ROWS_SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.rows) - ROWS_SHOWN, 0)


def grouped(job: SheetJob) -> tuple[list[Fault], list[int]]:
    """The faults that two or more rows share, the most frequent first, and the ids of the rows with another fault. One query."""
    rows = list(
        job.rows.filter(outcome=Outcome.WRONG).values_list("pk", "sheet", "line", "label", "problems")
    )
    found: dict[tuple[str, str], Fault] = {}
    for _pk, sheet, line, label, problems in rows:
        for column, value, reason, _word in problems:
            fault = found.setdefault((column, reason), Fault(column, reason))
            fault.rows.append((sheet, line, label, value))
    shared = {key: fault for key, fault in found.items() if len(fault.rows) > 1}
    alone = [
        pk
        for pk, _sheet, _line, _label, problems in rows
        if any((column, reason) not in shared for column, _value, reason, _word in problems)
    ]
    return sorted(shared.values(), key=lambda fault: -len(fault.rows)), alone
