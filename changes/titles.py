"""Records, fields and values in words, also of records that are no longer there.

A model says in `title_fields` which fields name its records; a tie is "De Brug · werkt samen met · De Kerk".
Without it, a record is called what `str()` says. What is named by nothing but a kern or a day says in `title_says_kind` that its
kind stands in front: "besluit over delen · Numansdorp · 17 juni 2026".
"""

from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _

from accounts.access import may_see, viewer_of, visible_records
from wijkweb.kit.partial_dates import PartialDate

NAMING = ("name", "title")


class Names:
    """What everything that some lines refer to is called, as far as `user` may see it; two queries a model.

    user: whose eyes these are; None for the system, which sees all. A record that is gone is called what
    it was called last. What this person may not see is in `hidden`.
    """

    def __init__(self, lines: Iterable[Any], user: Any = None) -> None:
        self.user = user
        self.known: dict[tuple[Any, Any], str] = {}
        self.rows: dict[tuple[Any, Any], Any] = {}
        self.hidden: set[tuple[Any, Any]] = set()
        lines = list(lines)
        wanted: dict[Any, set[Any]] = {}
        for line in lines:
            for field in _fields(line):
                value = getattr(line, field.attname)
                if field.is_relation and value is not None:
                    wanted.setdefault(field.related_model, set()).add(value)
        for model, ids in wanted.items():
            self._look_up(model, ids)
        for line in lines:
            self._hand_over(line)

    @classmethod
    def of_values(cls, model: Any, ids: Iterable[Any], user: Any) -> "Names":
        """The same of some records of one model; what is empty is left out."""
        names = cls([], user)
        names._look_up(model, {pk for pk in ids if pk is not None})
        return names

    def _look_up(self, model: Any, ids: set[Any]) -> None:
        rows = model._base_manager.filter(pk__in=ids)
        guarded = self.user is not None and hasattr(model, "visibility")
        if guarded:
            rows = rows.filter(visible_records(viewer_of(self.user)))
        found = list(rows)
        self.rows |= {(model, row.pk): row for row in found}
        self.known |= {(model, row.pk): str(row) for row in found}
        missing = {pk for pk in ids if (model, pk) not in self.known}
        if missing and getattr(model._meta, "simple_history_manager_attribute", None):
            gone = model.history.filter(**{f"{model._meta.pk.attname}__in": missing}, history_type="-")
            if guarded:
                gone = gone.filter(visible_records(viewer_of(self.user)))
            for line in gone.order_by("history_id"):
                self.known[model, getattr(line, model._meta.pk.attname)] = _own_name(line)
        if guarded:
            self.hidden |= {(model, pk) for pk in ids if (model, pk) not in self.known}

    def _hand_over(self, line: Any) -> None:
        """Give a line what it points at, so that its address costs no query of its own."""
        for field in _fields(line):
            row = (
                self.rows.get((field.related_model, getattr(line, field.attname)))
                if field.is_relation
                else None
            )
            if row is not None:
                line._state.fields_cache[field.name] = row

    def hides(self, line: Any) -> bool:
        """Whether a line is about something that this person may not see: itself, or what it ties."""
        if self.user is None:
            return False
        if hasattr(line, "visibility") and not may_see(viewer_of(self.user), line):
            return True
        named = getattr(_model(line), "title_fields", ())
        return any(
            (field.related_model, getattr(line, field.attname)) in self.hidden
            for field in _fields(line)
            if field.is_relation and field.name in named
        )

    def of(self, model: Any, pk: Any) -> str:
        if (model, pk) in self.hidden:
            return _("something that you may not see")
        return self.known.get((model, pk)) or _("something that no longer exists")


def title_of(thing: Any, names: Names | None = None) -> str:
    """What a record, or a line of history, is about."""
    wanted = getattr(_model(thing), "title_fields", ())
    kind = str(_model(thing)._meta.verbose_name) if says_kind(thing) else ""
    if wanted:
        names = names or Names([thing])
        fields = {field.name: field for field in _fields(thing)}
        words = [in_words(fields[name], getattr(thing, fields[name].attname), names) for name in wanted]
    else:
        words = [_own_name(thing)]
    return " · ".join(word for word in (kind, *words) if word)


def says_kind(thing: Any) -> bool:
    """Whether the title of a record, or of a line of history, begins with what kind of record it is."""
    return bool(getattr(_model(thing), "title_says_kind", False))


def in_words(field: Any, value: Any, names: Names | None = None) -> str:
    """A stored value as it is read on the screen; empty stays empty. A field may say it itself, with `in_words`."""
    if value in (None, "", []):
        return ""
    if field.is_relation:
        if names is None:
            return str(field.related_model._base_manager.filter(pk=value).first() or value)
        return names.of(field.related_model, value)
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, PartialDate):
        return value.in_words
    if isinstance(value, Decimal):
        return number_format(f"{value.normalize():f}")
    if isinstance(field, models.DateField) and not isinstance(value, str):
        return date_format(value, "j F Y")
    if isinstance(value, time):
        return time_format(value, "H:i")
    if isinstance(value, list):
        return ", ".join(str(word).replace("-", " ") for word in value)
    return str(value)


def label_of(record: Any, attname: str) -> str:
    """What a field is called."""
    return next((str(field.verbose_name) for field in _fields(record) if field.attname == attname), attname)


def _model(thing: Any) -> Any:
    return getattr(thing, "instance_type", type(thing))


def _fields(thing: Any) -> list[Any]:
    """The fields of a record that have a history."""
    return list(getattr(thing, "tracked_fields", None) or thing._meta.concrete_fields)


def _own_name(thing: Any) -> str:
    """What a record, or a line about it, is called by itself."""
    if hasattr(thing, "instance_type"):
        for name in NAMING:
            if hasattr(thing, name):
                return str(getattr(thing, name))
        return str(thing.instance)
    return str(thing)
