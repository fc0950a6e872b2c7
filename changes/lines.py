"""The lines of history that belong to changes, and what each record was before."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import F, IntegerField, OuterRef, Subquery, Value, Window
from django.db.models.functions import RowNumber

from changes.models import Change, WithChange

Key = tuple[Any, Any]


def tracked_models() -> list[Any]:
    """The models whose history knows changes, in the order of the rooms."""
    return [
        model
        for model in apps.get_models()
        if getattr(model._meta, "simple_history_manager_attribute", None)
        and issubclass(model.history.model, WithChange)  # type: ignore[attr-defined]
    ]


def model_of(line: Any) -> Any:
    """The model whose record this line is about."""
    return line.instance_type


def id_of(line: Any) -> Any:
    """The number of the record that this line is about."""
    return getattr(line, line.instance_type._meta.pk.attname)


def key_of(line: Any) -> Key:
    """What names the record of this line among all records."""
    return model_of(line), id_of(line)


def touched_models(changes: Iterable[int]) -> list[Any]:
    """The models of which these changes wrote a line, in the order of the rooms. One query over all histories."""
    models, wanted = tracked_models(), list(changes)
    if not wanted:
        return []
    asked = [
        model.history.filter(change__in=wanted)
        .order_by()
        .annotate(place_of_model=Value(place, output_field=IntegerField()))
        .values_list("place_of_model", flat=True)
        for place, model in enumerate(models)
    ]
    return [models[place] for place in sorted(asked[0].union(*asked[1:]))]


def lines_of(change: Change) -> list[Any]:
    """The lines of history that belong to a change, in the order in which they were written."""
    lines: list[Any] = []
    for model in touched_models([change.pk]):
        lines += list(model.history.filter(change=change).order_by("history_id"))
    return sorted(lines, key=lambda line: line.history_date)


def first_lines_of(changes: Iterable[int], most: int) -> dict[int, list[Any]]:
    """The first `most` lines of each change per model, latest model last; one query, and one for each model they touched."""
    found: dict[int, list[Any]] = {}
    wanted = list(changes)
    number = Window(RowNumber(), partition_by=F("change"), order_by="history_id")
    for model in touched_models(wanted):
        rows = model.history.filter(change__in=wanted).annotate(line_in_change=number)
        for line in rows.filter(line_in_change__lte=most).order_by("history_id"):
            found.setdefault(line.change_id, []).append(line)
    return {change: sorted(lines, key=lambda line: line.history_date) for change, lines in found.items()}


def lines_before(lines: Iterable[Any]) -> dict[Key, Any]:
    """For each line that changed a record, the line before it: (history model, line number) to line.

    Two queries for each model, however many lines.
    """
    found: dict[Key, Any] = {}
    wanted: dict[Any, list[int]] = {}
    for line in lines:
        if line.history_type == "~":
            wanted.setdefault(type(line), []).append(line.history_id)
    for history, numbers in wanted.items():
        found |= _before(history, numbers)
    return found


def _before(history: Any, numbers: list[int]) -> dict[Key, Any]:
    key = history.instance_type._meta.pk.attname
    earlier = history.objects.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id"))
    last = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    pairs: list[tuple[int, int | None]] = []
    for start in range(0, len(numbers), 500):
        rows = history.objects.filter(history_id__in=numbers[start : start + 500]).annotate(last=last)
        pairs += rows.values_list("history_id", "last")
    rows_by_number = history.objects.in_bulk([last for _number, last in pairs if last is not None])
    return {(history, number): rows_by_number[last] for number, last in pairs if last is not None}


def changed_fields(line: Any, before: Any) -> list[str]:
    """The attribute names of the fields that differ between two lines of one record."""
    return [
        field.attname
        for field in line.tracked_fields
        if not field.primary_key and getattr(line, field.attname) != getattr(before, field.attname)
    ]
