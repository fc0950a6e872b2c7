"""What becomes of each row: new, changed, perhaps double, the same or wrong. Reads the database, writes nothing."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import Visibility
from changes.reading import in_words
from initiatives.models import Initiative
from interchange.matching import _defaults, chunks
from interchange.models import Decision, Outcome
from interchange.sheets.entries import Entry
from interchange.sheets.fields import field_of
from interchange.sheets.scope import People, Scope
from interchange.sheets.values import Wrong, clean
from partners.models import PERSON_KINDS, Partner, PartnerForm, PartnerKind
from partners.services.entering import form_of, standard_visibility
from wijkweb.kit.text import fold

Record = Any
REFERENCE = re.compile(r"#-?\d+")
NOT_STORED = ("van_id", "naar_id", "id", "kern")


class NewRecord:
    """A record that is not stored yet: an attribute for each column of its model."""

    pk: int | None = None

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def born(model: Any, values: dict[str, Any]) -> NewRecord:
    return NewRecord(_defaults(model) | values)


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


def refuse_backwards(entry: Entry, record: Record, key: str) -> None:
    """An end before the start, also when one of both is only stored here."""
    start, end = getattr(record, "started_on", None), getattr(record, "ended_on", None)
    if start and end and start.is_after(end):
        entry.wrong(
            key, _("The end (%(end)s) lies before the start (%(start)s).") % {"start": start, "end": end}, end
        )


# --- partners -----------------------------------------------------------------------------------------------------


def judge_partners(scope: Scope, entries: list[Entry], earlier: dict[str, list[int]] | None = None) -> None:
    """Judge rows of partners. `earlier`: what rows of the same sheet before these became, by folded name."""
    good = [entry for entry in entries if not entry.is_wrong]
    stored = _stored(Partner, scope, good)
    by_id = _by_slug(Partner, scope, good)
    in_sheet = dict(earlier or {})
    for entry in good:
        in_sheet.setdefault(entry.name_key, [-entry.position - 1])
    texts = [
        entry.values[key] for entry in good for key in ("organisatie", "onderdeel") if key in entry.values
    ]
    people = People(scope, texts, (), in_sheet)
    seen: dict[tuple[Any, ...], Entry] = {}
    for entry in good:
        try:
            _judge_partner(scope, entry, stored, by_id, people, seen)
        except Wrong as wrong:
            key, reason = wrong.args if len(wrong.args) == 2 else ("naam", wrong.args[0])
            entry.wrong(key, reason)


def _judge_partner(
    scope: Scope,
    entry: Entry,
    stored: dict[str, list[Partner]],
    by_id: dict[str, Partner],
    people: People,
    seen: dict[tuple[Any, ...], Entry],
) -> None:
    wanted = {key: value for key, value in entry.values.items() if key not in NOT_STORED}
    for key in ("organisatie", "onderdeel"):
        if key in wanted:
            wanted[key] = _whom(people, entry, key)
    kern = _kern(scope, entry)
    record = _which(entry, stored, by_id, wanted, kern)
    mark = (entry.name_key, wanted.get("organisatie"), kern or scope.kern.pk)
    if record is None and entry.decision == Decision.SAME and entry.twin_id:
        record = by_id.get(f"#{entry.twin_id}")
        wanted.pop("naam", None)
    if (first := seen.setdefault(mark, entry)) is not entry:
        _refuse_twice(entry, first)
        return
    if record is None:
        _new_partner(scope, entry, wanted, kern)
    else:
        _known_partner(entry, record, wanted)
    if not entry.is_wrong:
        refuse_backwards(entry, entry.record, "tot" if "tot" in entry.values else "sinds")


def _whom(people: People, entry: Entry, key: str) -> int:
    try:
        found = people.named(entry.values[key])
    except Wrong as wrong:
        raise Wrong(key, wrong.args[0]) from wrong
    if found == -entry.position - 1:
        raise Wrong(key, _("A partner cannot be part of itself."))
    return found


def _kern(scope: Scope, entry: Entry) -> int | None:
    """The kern that the row names, None when it names none."""
    if "kern" not in entry.values:
        return None
    try:
        return scope.kern_named(entry.values["kern"])
    except Wrong as wrong:
        raise Wrong("kern", wrong.args[0]) from wrong


def _which(
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


def _refuse_twice(entry: Entry, first: Entry) -> None:
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


def _new_partner(scope: Scope, entry: Entry, wanted: dict[str, Any], kern: int | None) -> None:
    if "naam" not in wanted:
        raise Wrong("naam", _("This cell is empty and must be filled in."))
    kind = wanted.get("soort") or (PartnerKind.PROFESSIONAL if "organisatie" in wanted else PartnerKind.OTHER)
    form = form_of(kind)
    _fit_form(entry, form, wanted)
    values = {field_of(entry.kind, key).attribute: value for key, value in wanted.items()}
    values |= {"kind": kind, "form": form, "kern_id": kern or scope.kern.pk, "search_name": entry.name_key}
    values["visibility"] = standard_visibility(form)
    entry.record = born(Partner, values)
    entry.outcome = Outcome.NEW


def _fit_form(entry: Entry, form: str, wanted: dict[str, Any]) -> None:
    """What only organisations, or only persons, have. An address of a person is not taken over, ever."""
    if form == PartnerForm.PERSON:
        if wanted.pop("postbus", None):
            entry.note = _("The e-mail address was left out: this is a person.")
        if "onderdeel" in wanted:
            raise Wrong("onderdeel", _("A person belongs to an organisation; use the column for that."))
    elif "organisatie" in wanted:
        raise Wrong(
            "organisatie",
            _(
                "Only a person belongs to an organisation. Say in the column kind what sort of person this is, or use the column for part of."
            ),
        )


def _known_partner(entry: Entry, record: Partner, wanted: dict[str, Any]) -> None:
    kind = wanted.get("soort")
    if kind and (kind in PERSON_KINDS) != record.is_person:
        raise Wrong(
            "soort",
            _("Here this is %(kind)s. Who is a person cannot become an organisation, or the other way round.")
            % {"kind": record.get_kind_display()},
        )
    _fit_form(entry, record.form, wanted)
    compare(entry, record, wanted)
    if "name" in entry.changed:
        record.search_name = fold(record.name)[:300]
        entry.changed.add("search_name")
    if "kind" in entry.changed:
        record.form = form_of(record.kind)
        entry.changed.add("form")


# --- initiatives --------------------------------------------------------------------------------------------------


def judge_initiatives(scope: Scope, entries: list[Entry]) -> None:
    good = [entry for entry in entries if not entry.is_wrong]
    stored, by_id = _stored(Initiative, scope, good), _by_slug(Initiative, scope, good)
    seen: dict[tuple[Any, ...], Entry] = {}
    for entry in good:
        try:
            _judge_initiative(scope, entry, stored, by_id, seen)
        except Wrong as wrong:
            key, reason = wrong.args if len(wrong.args) == 2 else ("naam", wrong.args[0])
            entry.wrong(key, reason)


def _judge_initiative(
    scope: Scope,
    entry: Entry,
    stored: dict[str, list[Initiative]],
    by_id: dict[str, Initiative],
    seen: dict[tuple[Any, ...], Entry],
) -> None:
    wanted = {key: value for key, value in entry.values.items() if key not in NOT_STORED}
    kern = _kern(scope, entry)
    record = _which(entry, stored, by_id, wanted, kern)
    if (first := seen.setdefault((entry.name_key, kern), entry)) is not entry:
        _refuse_twice(entry, first)
        return
    if record is not None:
        compare(entry, record, wanted)
        if "name" in entry.changed:
            record.search_name = fold(record.name)[:300]
            entry.changed.add("search_name")
    else:
        if "naam" not in wanted:
            raise Wrong("naam", _("This cell is empty and must be filled in."))
        values = {field_of(entry.kind, key).attribute: value for key, value in wanted.items()}
        values |= {"kern_id": kern or scope.kern.pk, "search_name": entry.name_key}
        values["visibility"] = Visibility.COORDINATORS
        entry.record, entry.outcome = born(Initiative, values), Outcome.NEW
    refuse_backwards(entry, entry.record, "einde" if "einde" in entry.values else "start")


# --- what both need -----------------------------------------------------------------------------------------------


def _mine(model: Any, scope: Scope) -> Any:
    """The records of this kern that this person may see."""
    return model._default_manager.visible_to(scope.user).filter(kern_id__in=scope.kern_ids)


def _stored(model: Any, scope: Scope, entries: list[Entry]) -> dict[str, list[Any]]:
    """The records of this kern that have one of these names."""
    found: dict[str, list[Any]] = {}
    for chunk in chunks({entry.name_key for entry in entries} - {""}):
        for record in _mine(model, scope).filter(search_name__in=chunk).order_by("pk"):
            found.setdefault(record.search_name, []).append(record)
    return found


def _by_slug(model: Any, scope: Scope, entries: list[Entry]) -> dict[str, Any]:
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


def give_slugs(model: Any, records: list[Any]) -> None:
    """A short name for each new record that no other has; two queries for each chunk of names."""
    bases = [slugify(record.name)[:100].strip("-") or "partij" for record in records]
    taken = _taken(model, set(bases))
    often = Counter(bases)
    crowded = {base for base in often if base in taken or often[base] > 1}
    taken |= _taken(model, {f"{base}-{number}" for base in crowded for number in range(2, 12 + often[base])})
    for record, base in zip(records, bases, strict=True):
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}" if number < 12 + often[base] else f"{base}-{uuid4().hex[:8]}"
        taken.add(slug)
        record.slug = slug


def _taken(model: Any, slugs: set[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(slugs):
        found |= set(model._default_manager.filter(slug__in=chunk).values_list("slug", flat=True))
    return found


def fill_names(entries: list[Entry]) -> None:
    """Write the names of partners in what changes, where a reference changed; one query for each chunk."""
    changes = [change for entry in entries for change in entry.changes]
    ids = {int(text[1:]) for change in changes for text in change[1:] if REFERENCE.fullmatch(text)}
    names: dict[str, str] = {}
    for chunk in chunks({pk for pk in ids if pk > 0}):
        rows = Partner.objects.filter(pk__in=chunk).values_list("pk", "name")
        names |= {f"#{pk}": name for pk, name in rows}
    for change in changes:
        for place in (1, 2):
            if REFERENCE.fullmatch(change[place]):
                change[place] = names.get(change[place], "")
