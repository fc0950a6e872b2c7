"""What becomes of each row of a sheet of ties. Reads the database, writes nothing."""

from typing import Any

from django.utils.translation import gettext as _

from interchange.matching import chunks
from interchange.models import Outcome
from interchange.sheets.entries import Entry
from interchange.sheets.fields import field_of
from interchange.sheets.judging import born, compare, refuse_backwards
from interchange.sheets.scope import People, Scope
from interchange.sheets.values import Wrong
from partners.models import Relation, RelationKind
from partners.services.tying import DIRECTED

Ends = tuple[int, int]


def judge_ties(scope: Scope, entries: list[Entry], earlier: dict[str, list[int]] | None = None) -> None:
    """Judge rows of ties. `earlier`: what rows of partners in the same file are or become, by folded name."""
    good = [entry for entry in entries if not entry.is_wrong]
    texts = [entry.values[key] for entry in good for key in ("van", "naar") if entry.values.get(key)]
    slugs = [entry.values[key] for entry in good for key in ("van_id", "naar_id") if entry.values.get(key)]
    people = People(scope, texts, slugs, earlier or {})
    ends: dict[int, Ends] = {}
    for entry in good:
        try:
            ends[id(entry)] = _ends(people, entry)
        except Wrong as wrong:
            entry.wrong(*wrong.args)
    stored = _stored({end for pair in ends.values() for end in pair if end > 0})
    seen: dict[tuple[int, int, str], Entry] = {}
    for entry in good:
        if id(entry) in ends:
            _judge(entry, ends[id(entry)], stored, seen)


def _ends(people: People, entry: Entry) -> Ends:
    found = []
    for key in ("van", "naar"):
        try:
            found.append(people.named(entry.values.get(key, ""), entry.values.get(f"{key}_id", "")))
        except Wrong as wrong:
            raise Wrong(key, wrong.args[0]) from wrong
    source, target = found
    if source == target:
        raise Wrong("naar", _("A tie needs two different partners; here both are the same."))
    if not (people.is_at_home(source) or people.is_at_home(target)):
        raise Wrong("van", _("Neither of these two belongs to your kern. One of both must."))
    return source, target


def _stored(ids: set[int]) -> dict[Ends, list[Relation]]:
    """The ties between partners of these, under both orders of their ends."""
    found: dict[Ends, list[Relation]] = {}
    for chunk in chunks(ids):
        for relation in Relation.objects.filter(source_id__in=chunk).order_by("pk"):
            if relation.target_id in ids:
                found.setdefault((relation.source_id, relation.target_id), []).append(relation)
                found.setdefault((relation.target_id, relation.source_id), []).append(relation)
    return found


def _judge(
    entry: Entry, ends: Ends, stored: dict[Ends, list[Relation]], seen: dict[tuple[int, int, str], Entry]
) -> None:
    kind = entry.values.get("soort") or RelationKind.KNOWS
    is_directed = entry.values.get("gericht", kind in DIRECTED)
    key = (*(ends if is_directed else sorted(ends)), kind)
    if (first := seen.setdefault(key, entry)) is not entry:
        _twice(entry, first)
        return
    wanted = {
        key: value for key, value in entry.values.items() if key not in ("van", "naar", "van_id", "naar_id")
    }
    relation = _which(stored.get(ends, []), ends, kind, entry.values.get("gericht"))
    if relation is not None:
        compare(entry, relation, wanted)
    else:
        values = {field_of(entry.kind, name).attribute: value for name, value in wanted.items()}
        values |= {"source_id": ends[0], "target_id": ends[1], "kind": kind, "is_directed": is_directed}
        entry.record, entry.outcome = born(Relation, values), Outcome.NEW
    refuse_backwards(entry, entry.record, "tot" if "tot" in entry.values else "sinds")


def _which(found: list[Relation], ends: Ends, kind: str, is_directed: bool | None) -> Any:
    """The tie that a row is about: the open one, in this order of ends, begun last; a mutual tie has no order."""

    def fits(relation: Relation) -> bool:
        is_ahead = (relation.source_id, relation.target_id) == ends
        return relation.kind == kind and (is_ahead or not (relation.is_directed or is_directed))

    def rank(relation: Relation) -> tuple[bool, bool, int, int]:
        is_ahead = (relation.source_id, relation.target_id) == ends
        start = relation.started_on.number if relation.started_on else 0
        return relation.ended_on is None, is_ahead, start, relation.pk

    return max(filter(fits, found), key=rank, default=None)


def _twice(entry: Entry, first: Entry) -> None:
    """The same tie a second time in the sheet."""
    told = {key for key in entry.values if key not in ("van", "naar", "van_id", "naar_id")}
    other = [
        str(field_of(entry.kind, key).label)
        for key in sorted(told)
        if first.values.get(key) != entry.values[key]
    ]
    if other:
        reason = _(
            "This tie already stands on line %(line)d, with something else for: %(fields)s. Make one row of it."
        )
        entry.wrong("naar", reason % {"line": first.line, "fields": ", ".join(other)})
    else:
        entry.outcome = Outcome.SAME
        entry.note = _("Already stands on line %(line)d.") % {"line": first.line}
