"""What becomes of each row of a sheet of partners. Reads the database, writes nothing."""

from typing import Any

from django.utils.translation import gettext as _

from interchange.models import Decision, Outcome
from interchange.sheets.entries import Entry
from interchange.sheets.fields import field_of
from interchange.sheets.judging import (
    NOT_STORED,
    born,
    compare,
    kern_of,
    note_wrong,
    records_by_id,
    records_by_name,
    refuse_backwards,
    refuse_twice,
    stored_record,
)
from interchange.sheets.scope import People, Scope
from interchange.sheets.values import Wrong
from partners.models import PERSON_KINDS, Partner, PartnerForm, PartnerKind
from partners.services.circles import in_circles
from partners.services.entering import form_of, standard_visibility
from wijkweb.kit.looking import looks_like_a_name
from wijkweb.kit.text import fold


def judge_partners(scope: Scope, entries: list[Entry], earlier: dict[str, list[int]] | None = None) -> None:
    """Judge rows of partners. `earlier`: what rows of the same sheet before these became, by folded name."""
    good = [entry for entry in entries if not entry.is_wrong]
    stored = records_by_name(Partner, scope, good)
    by_id = records_by_id(Partner, scope, good)
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
            note_wrong(entry, wrong)
    _refuse_circles([entry for entry in good if not entry.is_wrong and "parent_id" in entry.changed])


def _refuse_circles(entries: list[Entry]) -> None:
    """What would become part of itself; who is new has nobody below it yet, and has a negative number."""
    moved = {
        entry.record.pk: entry.record.parent_id for entry in entries if (entry.record.parent_id or 0) > 0
    }
    found = in_circles(moved, moved) if moved else set()
    for entry in entries:
        if entry.record.pk in found:
            entry.wrong("onderdeel", _("This would make the partner a part of itself."))


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
    kern = kern_of(scope, entry)
    record = stored_record(entry, stored, by_id, wanted, kern)
    mark = (entry.name_key, wanted.get("organisatie"), kern or scope.kern.pk)
    if record is None and entry.decision == Decision.SAME and entry.twin_id:
        record = by_id.get(f"#{entry.twin_id}")
        wanted.pop("naam", None)
    if (first := seen.setdefault(mark, entry)) is not entry:
        refuse_twice(entry, first)
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


def _new_partner(scope: Scope, entry: Entry, wanted: dict[str, Any], kern: int | None) -> None:
    if "naam" not in wanted:
        raise Wrong("naam", _("This cell is empty and must be filled in."))
    kind = wanted.get("soort") or (PartnerKind.PROFESSIONAL if "organisatie" in wanted else PartnerKind.OTHER)
    form = form_of(kind)
    _fit_form(entry, form, wanted)
    if form == PartnerForm.PERSON and looks_like_a_name(entry.label):
        told = _(
            "This comes in as the role of a person, seen by coordinators only. Is it somebody's name? Write the role instead, such as: chair."
        )
        entry.note = f"{entry.note} {told}".strip()
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
