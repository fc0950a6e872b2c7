"""History as people read it: who, when, what from, what to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.undoing import changed_fields
from wijkweb.kit.partial_dates import PartialDate

HIDDEN = frozenset({"slug"})
TYPES = {"+": Verb.ADDED, "~": Verb.CHANGED, "-": Verb.ENDED}


@dataclass(frozen=True)
class Difference:
    """One field that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One moment in the life of a record."""

    moment: datetime
    who: str
    verb: str
    change: Change | None
    differences: tuple[Difference, ...]

    @property
    def can_be_undone(self) -> bool:
        return self.change is not None and self.change.verb != Verb.UNDONE and not self.is_undone

    @property
    def is_undone(self) -> bool:
        return self.change is not None and hasattr(self.change, "undone_by")


def history_of(record: Any) -> list[Line]:
    """The lines of one record, the latest first; four queries and one for each kind of reference."""
    rows = list(
        record.history.select_related("change", "change__undone_by", "history_user").order_by("history_id")
    )
    names = _names(rows)
    lines: list[Line] = []
    before: Any = None
    for row in rows:
        lines.append(_line(row, before, names))
        before = row
    return [line for line in reversed(lines) if line.differences or line.verb != str(Verb.CHANGED.label)]


def latest_changes(kern_ids: Iterable[int], limit: int = 20) -> list[Change]:
    """What was done last in these kernen."""
    changes = Change.objects.filter(kern_id__in=list(kern_ids)).select_related("made_by", "undone_by", "kern")
    return list(changes[:limit])


def _line(row: Any, before: Any, names: dict[tuple[type, Any], str]) -> Line:
    verb = row.change.get_verb_display() if row.change_id else str(TYPES[row.history_type].label)
    differences = _differences(row, before, names) if before is not None else ()
    who = str(row.history_user) if row.history_user_id else row.history_change_reason or _("the system")
    return Line(row.history_date, who, verb, row.change, differences)


def _differences(row: Any, before: Any, names: dict[tuple[type, Any], str]) -> tuple[Difference, ...]:
    wanted = set(changed_fields(row, before)) - HIDDEN
    return tuple(
        Difference(
            str(field.verbose_name),
            in_words(field, getattr(before, field.attname), names),
            in_words(field, getattr(row, field.attname), names),
        )
        for field in row.tracked_fields
        if field.attname in wanted
    )


def in_words(field: Any, value: Any, names: dict[tuple[type, Any], str] | None = None) -> str:
    """A stored value as it is read on the screen; empty stays empty."""
    if value in (None, "", []):
        return ""
    if field.is_relation:
        model = field.related_model
        return (names or {}).get((model, value)) or str(model._base_manager.filter(pk=value).first() or value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, PartialDate):
        return value.in_words
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _names(rows: list[Any]) -> dict[tuple[type, Any], str]:
    """The names of everything that these lines refer to, one query per model."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for row in rows:
        for field in row.tracked_fields:
            value = getattr(row, field.attname)
            if field.is_relation and value is not None:
                wanted.setdefault(field.related_model, set()).add(value)
    return {
        (model, record.pk): str(record)
        for model, ids in wanted.items()
        for record in model._base_manager.filter(pk__in=ids)
    }
