"""What becomes of each row of a sheet of initiatives. Reads the database, writes nothing."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.access import Visibility
from initiatives.models import Initiative
from interchange.models import Outcome
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
from interchange.sheets.scope import Scope
from interchange.sheets.values import Wrong
from wijkweb.kit.text import fold


def judge_initiatives(scope: Scope, entries: list[Entry]) -> None:
    good = [entry for entry in entries if not entry.is_wrong]
    stored, by_id = records_by_name(Initiative, scope, good), records_by_id(Initiative, scope, good)
    seen: dict[tuple[Any, ...], Entry] = {}
    for entry in good:
        try:
            _judge_initiative(scope, entry, stored, by_id, seen)
        except Wrong as wrong:
            note_wrong(entry, wrong)


def _judge_initiative(
    scope: Scope,
    entry: Entry,
    stored: dict[str, list[Initiative]],
    by_id: dict[str, Initiative],
    seen: dict[tuple[Any, ...], Entry],
) -> None:
    wanted = {key: value for key, value in entry.values.items() if key not in NOT_STORED}
    kern = kern_of(scope, entry)
    record = stored_record(entry, stored, by_id, wanted, kern)
    if (first := seen.setdefault((entry.name_key, kern), entry)) is not entry:
        refuse_twice(entry, first)
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
