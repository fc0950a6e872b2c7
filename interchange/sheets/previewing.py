"""Judging a whole file before anything is stored, and keeping what was found row by row."""

from collections import Counter
from typing import Any

from django.db import transaction

from interchange.models import Decision, Outcome, SheetJob, SheetRow
from interchange.sheets.alike import Alike
from interchange.sheets.entries import Entry, read_entries, to_json, unknown_words
from interchange.sheets.fields import SheetKind
from interchange.sheets.grid import Grid
from interchange.sheets.judging import fill_names
from interchange.sheets.judging_initiatives import judge_initiatives
from interchange.sheets.judging_partners import judge_partners
from interchange.sheets.judging_ties import judge_ties
from interchange.sheets.scope import Scope
from partners.models import Partner, PartnerForm
from partners.similar import PART, Candidate, SimilarIndex

ORDER = list(SheetKind)
TIME_TO_WEIGH = 200_000  # pairs of names; above it only the quick way is used


def judge_file(scope: Scope, grids: list[Grid], choices: dict[str, Any]) -> list[Entry]:
    """Every row of the chosen sheets, judged, in the order in which they would be stored."""
    by_name = {grid.name: grid for grid in grids}
    chosen = sorted(
        (one for one in choices["sheets"] if one.get("is_chosen", True)),
        key=lambda choice: ORDER.index(SheetKind(choice["kind"])),
    )
    entries = [
        entry
        for choice in chosen
        for entry in read_entries(by_name[choice["name"]], choice, choices.get("words", {}))
    ]
    for position, entry in enumerate(entries):
        entry.position = position
    parts = {kind: [entry for entry in entries if entry.kind == kind] for kind in SheetKind}
    judge_partners(scope, parts[SheetKind.PARTNERS])
    find_twins(scope, parts[SheetKind.PARTNERS])
    judge_initiatives(scope, parts[SheetKind.INITIATIVES])
    judge_ties(scope, parts[SheetKind.TIES], become(parts[SheetKind.PARTNERS]))
    fill_names(scope, entries)
    _in_turns(parts[SheetKind.PARTNERS])
    return _in_order(entries)


def _in_order(entries: list[Entry]) -> list[Entry]:
    """The rows by turn, with the place that each gets; who points at a row follows it to its new place."""
    entries.sort(key=lambda entry: (entry.stage, entry.position))
    moved = {entry.position: place for place, entry in enumerate(entries)}
    for entry in entries:
        entry.position = moved[entry.position]
        if entry.twin_position is not None:
            entry.twin_position = moved[entry.twin_position]
    return entries


def become(partners: list[Entry]) -> dict[str, list[int]]:
    """For each name in the sheet the partner that it is, or a negative number for one that is still to come."""
    found: dict[str, list[int]] = {}
    for entry in partners:
        if not entry.is_wrong and entry.name_key:
            pk = getattr(entry.record, "pk", None) or -entry.position - 1
            if pk not in found.setdefault(entry.name_key, []):
                found[entry.name_key].append(pk)
    return {name: [max(ids)] if max(ids) > 0 else ids[:1] for name, ids in found.items()}


def find_twins(scope: Scope, entries: list[Entry]) -> None:
    """New partners whose name looks like that of a stored one, or of an earlier row, are perhaps double."""
    new = [entry for entry in entries if entry.outcome == Outcome.NEW]
    if not new:
        return
    here = Partner.objects.visible_to(scope.user).filter(kern_id__in=scope.kern_ids, ended_on__isnull=True)
    stored = list(here.values_list("pk", "name", "form").order_by("pk"))
    names = {pk: name for pk, name, _form in stored}
    for is_person in (False, True):
        among = [(pk, name) for pk, name, form in stored if (form == PartnerForm.PERSON) == is_person]
        part = [entry for entry in new if (entry.record.form == PartnerForm.PERSON) == is_person]
        _find_among(part, among, names)


def _find_among(new: list[Entry], stored: list[tuple[int, str]], names: dict[int, str]) -> None:
    alike = Alike(stored)
    weighed = (
        SimilarIndex(Candidate(*pair) for pair in stored) if len(new) * len(stored) <= TIME_TO_WEIGH else None
    )
    rows: dict[int, Entry] = {}
    for entry in new:
        found = alike.find(entry.label)
        if found is None and weighed is not None:
            best = next(iter(weighed.find(entry.label, 1)), None)
            found = best.key if best and best.why != PART else None
        if found is None:
            rows[-entry.position - 1] = entry
            alike.add(-entry.position - 1, entry.label)
        elif _may_be_same(entry, rows.get(found)):
            _mark(entry, found, names, rows)


def _may_be_same(entry: Entry, other: Entry | None) -> bool:
    """Two rows with the same role in different organisations are two people."""
    return other is None or other.values.get("organisatie") == entry.values.get("organisatie")


def _mark(entry: Entry, found: int, names: dict[int, str], rows: dict[int, Entry]) -> None:
    entry.outcome = Outcome.DOUBLE
    if found > 0:
        entry.twin_id, entry.twin_label = found, names[found]
    else:
        entry.twin_position, entry.twin_label = rows[found].position, rows[found].label


def _in_turns(partners: list[Entry]) -> None:
    """Who belongs to another row of the sheet comes after it, and what is perhaps an earlier row after that."""
    for entry in partners:
        if entry.twin_position is not None:
            entry.stage = 2
        elif entry.values.get("organisatie") or entry.values.get("onderdeel"):
            entry.stage = 1


def as_row(job: SheetJob, entry: Entry) -> SheetRow:
    return SheetRow(
        job=job,
        position=entry.position,
        stage=entry.stage,
        kind=entry.kind,
        sheet=entry.sheet,
        line=entry.line,
        label=entry.label[:620],
        name_key=entry.name_key,
        outcome=entry.outcome,
        values=to_json(entry.values),
        problems=[problem.as_json() for problem in entry.problems],
        changes=entry.changes,
        cells=entry.cells if entry.outcome in (Outcome.WRONG, Outcome.DOUBLE) else [],
        note=entry.note[:300],
        twin_id=entry.twin_id,
        twin_position=entry.twin_position,
        twin_label=entry.twin_label,
    )


def keep(job: SheetJob, entries: list[Entry]) -> None:
    """Store what was found in place of what was found before; decisions about the same rows stay."""
    with transaction.atomic():
        decided = {
            (row.sheet, row.line, row.twin_label): row.decision
            for row in job.rows.exclude(decision="").only("sheet", "line", "twin_label", "decision")
        }
        job.rows.all().delete()
        rows = [as_row(job, entry) for entry in entries]
        for row in rows:
            row.decision = decided.get((row.sheet, row.line, row.twin_label), "")
        SheetRow.objects.bulk_create(rows, batch_size=1000)
        job.counts = count(job)
        job.choices["unknown"] = [list(found) for found in unknown_words(entries)]
        job.total, job.done = len(rows), 0
        job.save(update_fields=["counts", "choices", "total", "done"])


def count(job: SheetJob) -> dict[str, int]:
    """Rows by outcome; doubles that wait for a decision apart."""
    found = Counter(job.rows.order_by().values_list("outcome", flat=True))
    found["onbeslist"] = job.rows.filter(outcome=Outcome.DOUBLE, decision="").count()
    return dict(found)


def decide(job: SheetJob, positions: list[int] | None, decision: str) -> int:
    """Say of possible doubles (all when None) whether they are the same; the number of rows that this is about."""
    if decision not in ("", *Decision.values):
        raise ValueError(f"unknown decision: {decision!r}")
    rows = job.rows.filter(outcome=Outcome.DOUBLE)
    if positions is not None:
        rows = rows.filter(position__in=positions)
    changed = rows.update(decision=decision)
    job.counts = count(job)
    job.save(update_fields=["counts"])
    return changed
