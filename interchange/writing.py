"""Writing many records at once, each with its line of history."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BATCH = 1000


@dataclass(frozen=True)
class Stamp:
    """Who changes something, when and why: what every line of history says."""

    user: Any
    moment: datetime
    reason: str

    def record(self, model: Any, records: list[Any], *, update: bool) -> None:
        model.history.bulk_history_create(
            records,
            batch_size=BATCH,
            update=update,
            default_user=self.user,
            default_change_reason=self.reason[:100],
            default_date=self.moment,
        )


@dataclass
class Differences:
    """What must be written to one table: new records, and changed ones with the fields that changed."""

    new: list[Any] = field(default_factory=list)
    changed: dict[int, Any] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def add_change(self, record: Any, fields: set[str]) -> None:
        self.changed[record.pk] = record
        self.fields |= fields

    def write(self, model: Any, stamp: Stamp, advance: Callable[[int], None] | None = None) -> None:
        """Changed records first, those that end before those that begin: one may make room for another."""
        names = sorted(model._meta.get_field(name).name for name in self.fields)
        for batch in _endings_first(list(self.changed.values())):
            if batch and names:
                model._default_manager.bulk_update(batch, names, batch_size=BATCH)
            stamp.record(model, batch, update=True)
        for start in range(0, len(self.new), BATCH):
            batch = self.new[start : start + BATCH]
            create_with_history(model, batch, stamp)
            if advance:
                advance(start + len(batch))


def _endings_first(records: list[Any]) -> Sequence[list[Any]]:
    ending = [record for record in records if getattr(record, "ended_on", None)]
    ids = {record.pk for record in ending}
    return ending, [record for record in records if record.pk not in ids]


def create_with_history(model: Any, records: list[Any], stamp: Stamp) -> None:
    model._default_manager.bulk_create(records, batch_size=BATCH)
    stamp.record(model, records, update=False)
