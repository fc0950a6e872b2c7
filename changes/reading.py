"""History as people read it: who, when, what from, what to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.lines import changed_fields, first_lines_of, id_of, lines_before, model_of
from changes.models import Change, Verb
from changes.titles import Names, in_words, says_kind, title_of

HIDDEN = frozenset({"slug"})
TYPES = {
    "+": Verb.ADDED.label,
    "~": Verb.CHANGED.label,
    "-": gettext_lazy("taken away"),
}


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
    title: str = ""

    @property
    def is_redo(self) -> bool:
        return self.change is not None and self.change.verb == Verb.UNDONE

    @property
    def summary(self) -> str:
        """What happened, for who hears a button without seeing what stands beside it."""
        moment = date_format(localtime(self.moment), "j F Y H:i")
        return ", ".join([self.title, self.verb, moment])

    @property
    def can_be_undone(self) -> bool:
        return self.change is not None and not self.change.is_undone

    @property
    def is_undone(self) -> bool:
        return self.change is not None and self.change.is_undone


@dataclass(frozen=True)
class Part:
    """What one change did to one record. sort: empty when the title begins with it."""

    title: str
    sort: str
    verb: str
    url: str
    differences: tuple[Difference, ...]


def history_of(record: Any, *, user: Any = None) -> list[Line]:
    """The lines of one record, the latest first; two queries and two for each kind of reference.

    user: through whose eyes; what this person may not see is not named. None sees all.
    """
    return histories_of(type(record), [record.pk], user=user).get(record.pk, [])


def histories_of(model: Any, ids: Iterable[Any], *, user: Any = None) -> dict[Any, list[Line]]:
    """The same for many records of one model, in as many queries; ties with what is hidden are left out."""
    key = model._meta.pk.attname
    related = ("change", "change__kern", "change__made_by", "change__undone_by", "history_user")
    rows = list(
        model.history.filter(**{f"{key}__in": list(ids)}).select_related(*related).order_by("history_id")
    )
    names = Names(rows, user)
    found: dict[Any, list[Line]] = {}
    before: dict[Any, Any] = {}
    for row in rows:
        pk = getattr(row, key)
        if not names.hides(row):
            found.setdefault(pk, []).append(_line(row, before.get(pk), names))
        before[pk] = row
    return {pk: [line for line in reversed(lines) if _says_something(line)] for pk, lines in found.items()}


def parts_of(changes: Iterable[Change], *, user: Any = None, most: int = 200) -> dict[int, list[Part]]:
    """What each change did, record by record: at most `most` of each sort; constant queries.

    A change of which this person may see nothing has no parts.
    """
    lines = first_lines_of((change.pk for change in changes), most)
    every = [line for rows in lines.values() for line in rows]
    before = lines_before(every)
    names = Names([*every, *before.values()], user)
    return {
        change: _gathered([line for line in rows if not names.hides(line)], before, names)
        for change, rows in lines.items()
    }


def latest_changes(kern_ids: Iterable[int], limit: int = 20) -> list[Change]:
    """What was done last in these kernen."""
    changes = Change.objects.filter(kern_id__in=list(kern_ids)).select_related("made_by", "undone_by", "kern")
    return list(changes[:limit])


def _line(row: Any, before: Any, names: Names) -> Line:
    verb = row.change.get_verb_display() if row.change_id else str(TYPES[row.history_type])
    differences = _differences(row, before, names) if before is not None else ()
    return Line(row.history_date, who_wrote(row), verb, row.change, differences, title_of(row, names))


def who_wrote(row: Any) -> str:
    """Who wrote a line of history, in words."""
    if row.change_id and row.change.made_by_id:
        return str(row.change.who)
    return str(row.history_user) if row.history_user_id else row.history_change_reason or _("the system")


def _says_something(line: Line) -> bool:
    return bool(line.differences) or line.verb != str(Verb.CHANGED.label)


def _gathered(lines: list[Any], before: dict[Any, Any], names: Names) -> list[Part]:
    """One part for each record: from what it was before the first line to what it was after the last."""
    first: dict[Any, Any] = {}
    last: dict[Any, Any] = {}
    for line in lines:
        key = (model_of(line), id_of(line))
        first.setdefault(key, line)
        last[key] = line
    parts = [_part(first[key], last[key], before, names) for key in first]
    return [part for part in parts if part is not None]


def _part(first: Any, last: Any, before: dict[Any, Any], names: Names) -> Part | None:
    type_ = last.history_type if first.history_type != "+" else "+"
    if first.history_type == "+" and last.history_type == "-":
        return None
    base = before.get((type(first), first.history_id))
    differences = _differences(last, base, names) if type_ == "~" and base is not None else ()
    if type_ == "~" and not differences:
        return None
    url = ""
    if last.history_type != "-" and hasattr(model_of(last), "get_absolute_url"):
        url = model_of(last).get_absolute_url(last)
    sort = "" if says_kind(last) else str(model_of(last)._meta.verbose_name)
    return Part(title_of(last, names), sort, str(TYPES[type_]), url, differences)


def _differences(row: Any, before: Any, names: Names) -> tuple[Difference, ...]:
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
