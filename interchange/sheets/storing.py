"""Storing a chunk of judged rows: new records and differences, many at a time, each with its line of history."""

from typing import Any

from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interchange.matching import chunks
from interchange.models import Decision, Outcome, SheetJob, SheetRow
from interchange.sheets.entries import Entry, Problem, from_json
from interchange.sheets.fields import MODELS, SheetKind
from interchange.sheets.judging import born, fill_names
from interchange.sheets.judging_initiatives import judge_initiatives
from interchange.sheets.judging_partners import judge_partners
from interchange.sheets.judging_ties import judge_ties
from interchange.sheets.scope import People, Scope
from interchange.sheets.slugs import give_slugs
from interchange.writing import Differences, Stamp, create_with_history
from partners.models import Partner, PastInvolvement
from wijkweb.kit.text import fold

KEYS = {
    SheetKind.PARTNERS: ("slug",),
    SheetKind.INITIATIVES: ("slug",),
    SheetKind.TIES: ("source_id", "target_id", "kind"),
}
REFERENCES = ("organisation_id", "parent_id", "source_id", "target_id")


def store_chunk(job: SheetJob, scope: Scope, rows: list[SheetRow]) -> None:
    """Judge rows of one turn against what is stored now, store them, and note on each what became of it.

    Runs inside a transaction and an open change. A row that the database refuses is noted as wrong and the
    others are stored. Raises OperationalError when the database is busy: then nothing of the chunk holds, and
    the same chunk can be stored again.
    """
    entries = [_entry(row) for row in rows if _is_wanted(row)]
    before = {row.position: _told(row) for row in rows}
    _follow_twins(job, scope, entries)
    while entries:
        _judge(job, scope, entries)
        later = [entry for entry in entries if not entry.is_wrong and _leans_on_later(entry)]
        ready = [entry for entry in entries if entry not in later]
        _store(job, scope, [entry for entry in ready if not entry.is_wrong])
        if not ready:
            for entry in later:
                entry.wrong(_leaning(entry), _("The partner that this row names was not brought in."))
        _note(job, rows, ready or later)
        entries = [_again(entry) for entry in later] if ready else []
    touched = [row for row in rows if _told(row) != before[row.position]]
    if touched:
        SheetRow.objects.bulk_update(
            touched, ["outcome", "problems", "changes", "note", "cells", "record_id"]
        )


def _told(row: SheetRow) -> tuple[Any, ...]:
    return row.outcome, row.problems, row.changes, row.note, row.cells, row.record_id


def _again(entry: Entry) -> Entry:
    """The same row, to be judged anew now that others of its chunk are stored."""
    names = (
        "kind",
        "sheet",
        "line",
        "cells",
        "values",
        "position",
        "stage",
        "decision",
        "twin_id",
        "twin_position",
    )
    return Entry(**{name: getattr(entry, name) for name in names})


def _is_wanted(row: SheetRow) -> bool:
    """Rows that are wrong stay as they are, and so do possible doubles that nobody decided about."""
    return row.outcome != Outcome.WRONG and not (row.outcome == Outcome.DOUBLE and not row.decision)


def _entry(row: SheetRow) -> Entry:
    return Entry(
        row.kind,
        row.sheet,
        row.line,
        list(row.cells),
        from_json(row.kind, row.values),
        position=row.position,
        stage=row.stage,
        decision=row.decision,
        twin_id=row.twin_id,
        twin_position=row.twin_position,
        note=row.note,
    )


def _follow_twins(job: SheetJob, scope: Scope, entries: list[Entry]) -> None:
    """Who is the same as an earlier row becomes what that row became."""
    same = [entry for entry in entries if entry.decision == Decision.SAME]
    asked = {entry.twin_position for entry in same if entry.twin_position is not None}
    if not asked:
        return
    earlier = {row.position: row for row in job.rows.filter(position__in=asked)}
    people = People(scope, [row.label for row in earlier.values()], (), {})
    for entry in entries:
        if entry.decision == Decision.SAME and entry.twin_position is not None:
            row = earlier[entry.twin_position]
            found = [row.record_id] if row.record_id else people.home.get(row.name_key, [])
            entry.twin_id = next(iter(found), None)
            if entry.twin_id is None:
                entry.wrong("naam", _("The row that this is the same as was not brought in."))


def _judge(job: SheetJob, scope: Scope, entries: list[Entry]) -> None:
    kind = entries[0].kind
    if kind == SheetKind.INITIATIVES:
        judge_initiatives(scope, entries)
        return
    keys = ("organisatie", "onderdeel") if kind == SheetKind.PARTNERS else ("van", "naar")
    texts = {entry.values[key] for entry in entries for key in keys if entry.values.get(key)}
    earlier = _became(job, texts)
    if kind == SheetKind.PARTNERS:
        judge_partners(scope, entries, earlier)
    else:
        judge_ties(scope, entries, earlier)
    fill_names(scope, entries)


def _became(job: SheetJob, texts: set[str]) -> dict[str, list[int]]:
    """What the rows of partners with these names have become."""
    found: dict[str, list[int]] = {}
    for chunk in chunks({fold(text)[:300] for text in texts} - {""}):
        rows = job.rows.filter(kind=SheetKind.PARTNERS, name_key__in=chunk, record_id__isnull=False)
        for name, pk in rows.values_list("name_key", "record_id"):
            if pk and pk not in found.setdefault(name, []):
                found[name].append(pk)
    return found


def _leaning(entry: Entry) -> str:
    """The key of the field that names a partner who is not stored yet."""
    keys = {
        "organisation_id": "organisatie",
        "parent_id": "onderdeel",
        "source_id": "van",
        "target_id": "naar",
    }
    return next(key for name, key in keys.items() if (getattr(entry.record, name, None) or 0) < 0)


def _leans_on_later(entry: Entry) -> bool:
    """Whether it names a partner that is not stored yet; such a number is negative."""
    return any((getattr(entry.record, name, None) or 0) < 0 for name in REFERENCES)


def _store(job: SheetJob, scope: Scope, entries: list[Entry]) -> None:
    if not entries:
        return
    try:
        with transaction.atomic():
            _store_at_once(job, scope, entries)
    except OperationalError:
        raise
    except DatabaseError:
        for entry in entries:
            _store_alone(job, scope, entry)


def _store_alone(job: SheetJob, scope: Scope, entry: Entry) -> None:
    """The slow way, after a whole chunk was refused: find the row that the database does not take.

    A deadlock or a lock that is not given in time says nothing about a row: those raise OperationalError.
    """
    if entry.outcome == Outcome.NEW:
        entry.record.pk = None
    try:
        with transaction.atomic():
            _store_at_once(job, scope, [entry])
    except OperationalError:
        raise
    except DatabaseError:
        reason = _(
            "The database did not take this row; it contradicts something that is stored. Look at it and try again."
        )
        entry.problems.append(Problem("", entry.label, reason))
        entry.outcome = Outcome.WRONG


def _store_at_once(job: SheetJob, scope: Scope, entries: list[Entry]) -> None:
    kind = SheetKind(entries[0].kind)
    model = MODELS[kind]
    stamp = Stamp(scope.user, timezone.now(), _("spreadsheet %(name)s") % {"name": job.file_name})
    new = [entry.record for entry in entries if entry.outcome == Outcome.NEW]
    if new and kind != SheetKind.TIES:
        give_slugs(model, new)
    differences = Differences(new)
    for entry in entries:
        if entry.changed:
            differences.add_change(entry.record, entry.changed)
    if model is Partner:
        _keep_involvements([entry for entry in entries if "involvement" in entry.changed], stamp)
    if new or differences.changed:
        differences.write(model, KEYS[kind], stamp)


def _keep_involvements(entries: list[Entry], stamp: Stamp) -> None:
    """The involvement that each partner had until today stays readable."""
    if not entries:
        return
    today = timezone.localdate()
    ids = [entry.record.pk for entry in entries]
    before = dict(Partner.objects.filter(pk__in=ids).values_list("pk", "involvement"))
    told = set(
        PastInvolvement.objects.filter(partner_id__in=ids, ended_on=today).values_list(
            "partner_id", flat=True
        )
    )
    records = [
        born(PastInvolvement, {"partner_id": pk, "involvement": involvement, "ended_on": today})
        for pk, involvement in before.items()
        if pk not in told
    ]
    if records:
        create_with_history(PastInvolvement, records, ("partner_id", "ended_on"), stamp)


def _note(job: SheetJob, rows: list[SheetRow], entries: list[Entry]) -> None:
    by_position = {row.position: row for row in rows}
    for entry in entries:
        row = by_position[entry.position]
        was_double = row.outcome == Outcome.DOUBLE
        row.outcome = entry.outcome
        row.changes = entry.changes
        row.note = entry.note[:300]
        row.record_id = entry.record.pk if entry.decision and not entry.is_wrong else None
        if entry.is_wrong:
            row.problems = [problem.as_json() for problem in entry.problems]
            row.cells = row.cells or _cells_of(job, row)
        elif was_double:
            row.cells = []


def _cells_of(job: SheetJob, row: SheetRow) -> list[str]:
    """A row that turned out wrong only now: its cells as they were sent, while the file is still kept."""
    from interchange.sheets.reading import tables_of

    for grid in tables_of(job):
        if grid.name == row.sheet:
            return next((list(line.cells) for line in grid.lines if line.number == row.line), [])
    return []
