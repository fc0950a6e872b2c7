"""Writing many records at once, each with its line of history."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Max

from changes.models import WithChange
from changes.services import current_change

BATCH = 1000  # rows in one statement; SQLite takes 32,766 parameters since 2020, PostgreSQL more


@dataclass(frozen=True)
class Stamp:
    """Who changes something, when and why: what every line of history says."""

    user: Any
    moment: datetime
    reason: str

    def record(self, model: Any, ids: list[int], kind: str) -> None:
        """Add a line of history for each of these records, as it is stored now; `kind` is + or ~.

        One statement copies a batch inside the database: through Python, history would take as long as
        everything else together.
        """
        history = model.history.model
        tracked = [quoted(field.column) for field in history.tracked_fields]
        own = [
            history._meta.get_field(name)
            for name in ("history_date", "history_change_reason", "history_type")
        ]
        own.append(history._meta.get_field("history_user"))
        values: tuple[Any, ...] = (self.moment, self.reason[:100], kind, self.user and self.user.pk)
        change = current_change()
        if change is not None and issubclass(history, WithChange):
            own.append(history._meta.get_field("change"))
            values = (*values, change.pk)
        prepared = [
            field.get_db_prep_save(value, connection) for field, value in zip(own, values, strict=True)
        ]
        insert = (
            f"INSERT INTO {quoted(history._meta.db_table)} "  # noqa: S608 - names from our own models
            f"({', '.join([*tracked, *(quoted(field.column) for field in own)])}) "
            f"SELECT {', '.join([*tracked, *['%s'] * len(own)])} FROM {quoted(model._meta.db_table)} WHERE "
        )
        with connection.cursor() as cursor:
            for start in range(0, len(ids), BATCH):
                batch = ids[start : start + BATCH]
                where = f"{quoted(model._meta.pk.column)} IN ({', '.join(['%s'] * len(batch))}) ORDER BY 1"
                cursor.execute(insert + where, [*prepared, *batch])


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


@dataclass
class Differences:
    """What must be written to one table: new records, and changed ones with the fields that changed."""

    new: list[Any] = field(default_factory=list)
    changed: dict[int, Any] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def add_change(self, record: Any, fields: set[str]) -> None:
        self.changed[record.pk] = record
        self.fields |= fields

    def write(
        self, model: Any, key: tuple[str, ...], stamp: Stamp, advance: Callable[[int], None] | None = None
    ) -> None:
        """Changed records first, those that end before those that begin: one may make room for another."""
        names = sorted(model._meta.get_field(name).name for name in self.fields)
        for batch in _endings_first(list(self.changed.values())):
            if batch and names:
                model._default_manager.bulk_update(batch, names, batch_size=BATCH)
            stamp.record(model, [record.pk for record in batch], "~")
        for start in range(0, len(self.new), BATCH):
            batch = self.new[start : start + BATCH]
            create_with_history(model, batch, key, stamp)
            if advance:
                advance(start + len(batch))


def _endings_first(records: list[Any]) -> Sequence[list[Any]]:
    ending = [record for record in records if getattr(record, "ended_on", None)]
    ids = {record.pk for record in ending}
    return ending, [record for record in records if record.pk not in ids]


def create_with_history(model: Any, records: list[Any], key: tuple[str, ...], stamp: Stamp) -> None:
    """Store new records, give each its id, and add a line of history.

    `records` have an attribute for each column; `key` names those that tell them apart. The rows go to the
    database as plain values: bulk_create builds a statement from every single value, which takes longer
    than all the rest of an import.
    """
    columns = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    insert = (
        f"INSERT INTO {quoted(model._meta.db_table)} "  # noqa: S608 - names from our own models
        f"({', '.join(quoted(field.column) for field in columns)}) VALUES "
    )
    rows = _rows(columns, records)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            parameters: list[Any] = []
            written = ", ".join(_written(row, parameters) for row in rows[start : start + BATCH])
            cursor.execute(insert + written, parameters)
    fresh = model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", *key)
    ids = {tuple(values): pk for pk, *values in fresh}
    for record in records:
        record.pk = ids[tuple(getattr(record, name) for name in key)]
    stamp.record(model, [record.pk for record in records], "+")


def _written(row: list[Any], parameters: list[Any]) -> str:
    """A row as SQL; what could hold a sign with a meaning becomes a parameter, never part of the text.

    Nothing, numbers and empty texts are more than half of all values, and each parameter costs time.
    """
    parts = []
    for value in row:
        if value is None:
            parts.append("NULL")
        elif type(value) is int:
            parts.append(str(value))
        elif type(value) is str and not value:
            parts.append("''")
        else:
            parts.append("%s")
            parameters.append(value)
    return f"({', '.join(parts)})"


def _rows(columns: list[Any], records: list[Any]) -> list[list[Any]]:
    """The values of each record as the database takes them; texts and references are that already."""
    plain = (models.CharField, models.TextField, models.ForeignKey, models.BooleanField)
    judged = [
        (field.attname, None if isinstance(field, plain) else field.get_db_prep_save) for field in columns
    ]
    rows = []
    for record in records:
        row = []
        for name, prepare in judged:
            value = getattr(record, name)
            row.append(value if prepare is None or value is None else prepare(value, connection))
        rows.append(row)
    return rows
