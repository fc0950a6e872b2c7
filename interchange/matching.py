"""Which stored record a row of the package is about, and what differs between the two."""

from collections.abc import Iterable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db import models

from accounts.access import Visibility
from interchange.mapping import ORGANISATIONS, PERSONS, RELATIONS, Mapping, form_of
from interchange.parts import Cells, Names, Values
from partners.models import PartnerForm

CHUNK = 5000  # values in one question to the database
Key = tuple[Any, ...]


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    everything = sorted(values)
    for start in range(0, len(everything), CHUNK):
        yield everything[start : start + CHUNK]


class Stored:
    """The records that rows may be about, in as few queries as there are chunks.

    A relation or a part in an initiative can have ended and begun anew, so a key may have several records.
    The open one counts, else the newest. A mutual relation is the same in both directions.
    """

    def __init__(self, mapping: Mapping, rows: list[Values]) -> None:
        self.mapping = mapping
        self.in_file = {self._key(values) for values in rows}
        self.records: dict[Key, list[Any]] = {}
        first = mapping.key[0]
        wanted = {values[first] for values in rows}
        if mapping is RELATIONS:
            wanted |= {values["target_id"] for values in rows}
        for chunk in chunks(wanted):
            for record in mapping.model._base_manager.filter(**{f"{first}__in": chunk}).order_by("pk"):
                self.records.setdefault(tuple(getattr(record, name) for name in mapping.key), []).append(
                    record
                )

    def _key(self, values: Values) -> Key:
        return tuple(values[name] for name in self.mapping.key)

    def find(self, values: Values) -> Any:
        """The record that a row with these values is about, or None."""
        found = newest(self.records.get(self._key(values), []), values.get("is_directed"))
        begins = found is None or found.ended_on is not None if self.mapping is RELATIONS else False
        if begins and not values["is_directed"] and values["ended_on"] is None:
            return self._mirror(values) or found
        return found

    def _mirror(self, values: Values) -> Any:
        """The open mutual relation that is stored the other way round, unless another row is about it."""
        key = (values["target_id"], values["source_id"], values["kind"])
        if key in self.in_file:
            return None
        return next((r for r in self.records.get(key, []) if not r.is_directed and r.ended_on is None), None)


def newest(records: list[Any], is_directed: bool | None = None) -> Any:
    """The open record of those with the same key, else the one that began last."""

    def rank(record: Any) -> tuple[bool, bool, int, int]:
        started = getattr(record, "started_on", None)
        return (
            getattr(record, "ended_on", None) is None,
            is_directed is None or record.is_directed == is_directed,
            started.number if started else 0,
            record.pk,
        )

    return max(records, key=rank, default=None)


def apply(mapping: Mapping, record: Any, cells: Cells, names: Names) -> set[str]:
    """Give a stored record the values of a row; the names of the fields that changed."""
    changed = set()
    for part in mapping.parts:
        for name, value in part.read(cells, names).items():
            stored = getattr(record, name)
            if stored != value and not (part.keeps and part.keeps(stored, value)):
                setattr(record, name, value)
                changed.add(name)
    return changed | _settle(mapping, record, changed)


def born(mapping: Mapping, values: Values) -> SimpleNamespace:
    """A record that is not stored yet, as plain values: the columns of its model, filled in.

    Who may see it is decided here and never by a later import.
    """
    record = SimpleNamespace(**(defaults_of(mapping.model) | mapping.at_birth | values))
    _settle(mapping, record, {"kind"})
    return record


@cache
def defaults_of(model: type[models.Model]) -> Values:
    return {f.attname: f.get_default() for f in model._meta.local_concrete_fields if not f.primary_key}


def _settle(mapping: Mapping, record: Any, changed: set[str]) -> set[str]:
    """The sort of party follows from the table and the kind. Who became a person is no longer public."""
    before = (getattr(record, "form", ""), getattr(record, "visibility", ""))
    if mapping is PERSONS:
        record.form = PartnerForm.PERSON
        if record.visibility not in (Visibility.COORDINATORS, Visibility.SELF):
            record.visibility = Visibility.COORDINATORS
    elif mapping is ORGANISATIONS and ("kind" in changed or record.form == PartnerForm.PERSON):
        record.form = form_of(record.kind)
    else:
        return set()
    after = (record.form, record.visibility)
    return {name for name, old, new in zip(("form", "visibility"), before, after, strict=True) if old != new}
