"""What becomes of each row: new, changed, perhaps double, the same or wrong. Reads the database, writes nothing.

Here stands what all kinds of rows share; judging_partners, judging_initiatives and judging_ties have the rules of each.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from changes.reading import in_words
from interchange.matching import chunks, defaults_of
from interchange.models import Decision, Outcome
from interchange.sheets.entries import Entry
from interchange.sheets.fields import field_of
from interchange.sheets.scope import Scope
from interchange.sheets.values import Wrong, clean
from partners.models import Partner, PartnerForm

Record = Any
REFERENCE = re.compile(r"#-?\d+")
NOT_STORED = ("van_id", "naar_id", "id", "kern")


class NewRecord:
    """A record that is not stored yet: an attribute for each column of its model."""

    pk: int | None = None

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def born(model: Any, values: dict[str, Any]) -> NewRecord:
    return NewRecord(defaults_of(model) | values)


def compare(entry: Entry, record: Record, wanted: dict[str, Any], kept: Sequence[str] = ()) -> None:
    """Give a stored record the values of a row, and say what changes. An empty cell changes nothing."""
    model = type(record)
    for key, value in wanted.items():
        field = field_of(entry.kind, key)
        name = field.attribute
        before = getattr(record, name)
        if key in kept or _is_same(before, value):
            continue
        column = model._meta.get_field(name)
        entry.changes.append([str(field.label), _shown(column, before), _shown(column, value)])
        entry.changed.add(name)
        setattr(record, name, value)
    entry.record = record
    entry.outcome = Outcome.CHANGED if entry.changed else Outcome.SAME


def _is_same(before: Any, value: Any) -> bool:
    if isinstance(before, str) and isinstance(value, str):
        return before == value or clean(before) == value or " ".join(before.split()) == value
    return bool(before == value)


def _shown(column: Any, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if column.is_relation:
        return f"#{value}" if value else ""  # the names come later, for all rows at once
    return in_words(column, value)[:500]


def note_wrong(entry: Entry, wrong: Wrong) -> None:
    """Note why a row cannot be stored: a reason with the field that it is about, else it is about the name."""
    key, reason = wrong.args if len(wrong.args) == 2 else ("naam", wrong.args[0])
    entry.wrong(key, reason)


def refuse_backwards(entry: Entry, record: Record, key: str) -> None:
    """An end before the start, also when one of both is only stored here."""
    start, end = getattr(record, "started_on", None), getattr(record, "ended_on", None)
    if start and end and start.is_after(end):
        entry.wrong(
            key, _("The end (%(end)s) lies before the start (%(start)s).") % {"start": start, "end": end}, end
        )


def kern_of(scope: Scope, entry: Entry) -> int | None:
    """The kern that the row names, None when it names none."""
    if "kern" not in entry.values:
        return None
    try:
        return scope.kern_named(entry.values["kern"])
    except Wrong as wrong:
        raise Wrong("kern", wrong.args[0]) from wrong


def stored_record(
    entry: Entry,
    stored: dict[str, list[Any]],
    by_id: dict[str, Any],
    wanted: dict[str, Any],
    kern: int | None,
) -> Any:
    """The stored record that a row is about: by its id, else by its name in this kern; None when there is none."""
    if slug := entry.values.get("id"):
        if slug not in by_id:
            raise Wrong(
                "id",
                _("There is no record with this id in your kern. Leave the cell empty to add a new one."),
            )
        return by_id[slug]
    found = [record for record in stored.get(entry.name_key, []) if kern in (None, record.kern_id)]
    if "organisatie" in wanted and found:
        same = [record for record in found if record.organisation_id in (wanted["organisatie"], None)]
        found = same or [record for record in found if record.form != PartnerForm.PERSON]
    if len(found) > 1:
        raise Wrong(
            "naam",
            _("%(count)d records have this name. Add a column id to say which one you mean.")
            % {"count": len(found)},
        )
    return found[0] if found else None


def refuse_twice(entry: Entry, first: Entry) -> None:
    """The same name a second time in the sheet: no matter when it says nothing else, wrong when it does."""
    other = [
        str(field_of(entry.kind, key).label)
        for key, value in entry.values.items()
        if key != "naam" and first.values.get(key, value) != value
    ]
    place = _("line %(line)d") % {"line": first.line}
    if other:
        reason = _(
            "This already stands on %(place)s, with something else for: %(fields)s. Make one row of it."
        )
        entry.wrong("naam", reason % {"place": place, "fields": ", ".join(other)})
    elif set(entry.values) - set(first.values):
        reason = _("This already stands on %(place)s, and this row says more. Make one row of it.")
        entry.wrong("naam", reason % {"place": place})
    else:
        entry.outcome = Outcome.SAME
        entry.note = _("Already stands on %(place)s.") % {"place": place}


def _mine(model: Any, scope: Scope) -> Any:
    """The records of this kern that this person may see."""
    return model._default_manager.visible_to(scope.user).filter(kern_id__in=scope.kern_ids)


def records_by_name(model: Any, scope: Scope, entries: list[Entry]) -> dict[str, list[Any]]:
    """The records of this kern that have one of these names."""
    found: dict[str, list[Any]] = {}
    for chunk in chunks({entry.name_key for entry in entries} - {""}):
        for record in _mine(model, scope).filter(search_name__in=chunk).order_by("pk"):
            found.setdefault(record.search_name, []).append(record)
    return found


def records_by_id(model: Any, scope: Scope, entries: list[Entry]) -> dict[str, Any]:
    """The records of this kern that rows name by id, and those that a person said they are ("#" and the key)."""
    found: dict[str, Any] = {}
    slugs = {entry.values["id"] for entry in entries if entry.values.get("id")}
    for chunk in chunks(slugs):
        for record in _mine(model, scope).filter(slug__in=chunk):
            found[record.slug] = record
    twins = {entry.twin_id for entry in entries if entry.twin_id and entry.decision == Decision.SAME}
    if model is Partner and twins:
        for chunk in chunks(twins):
            for record in _mine(Partner, scope).filter(pk__in=chunk):
                found[f"#{record.pk}"] = record
    return found


def fill_names(scope: Scope, entries: list[Entry]) -> None:
    """Write the names of partners in what changes, where a reference changed; one query for each chunk.

    Who brings the sheet in may not see every partner that a record refers to; such a one has no name here.
    """
    changes = [change for entry in entries for change in entry.changes]
    ids = {int(text[1:]) for change in changes for text in change[1:] if REFERENCE.fullmatch(text)}
    names: dict[str, str] = {}
    for chunk in chunks({pk for pk in ids if pk > 0}):
        rows = Partner.objects.visible_to(scope.user).filter(pk__in=chunk).values_list("pk", "name")
        names |= {f"#{pk}": name for pk, name in rows}
    for change in changes:
        for place in (1, 2):
            if REFERENCE.fullmatch(change[place]):
                change[place] = names.get(change[place], "")
