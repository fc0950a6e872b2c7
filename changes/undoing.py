"""Taking a change back: what it made goes, what it changed gets its old values, what it removed returns."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from changes.models import Change, Verb, WithChange
from changes.recording import recorded


@dataclass(frozen=True)
class Obstacle:
    """Why one record stands in the way: it was changed again, or others lean on it."""

    record: str
    field: str
    reason: str


class CannotUndo(Exception):
    """The change cannot be taken back without losing what came after it; nothing was changed."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(obstacles)
        self.obstacles = obstacles


def tracked_models() -> list[Any]:
    """The models whose history knows changes."""
    return [
        model
        for model in apps.get_models()
        if hasattr(model, "_meta")
        and getattr(model._meta, "simple_history_manager_attribute", None)
        and issubclass(model.history.model, WithChange)  # type: ignore[attr-defined]
    ]


def lines_of(change: Change) -> list[Any]:
    """The lines of history that belong to a change, in the order in which they were written per model."""
    lines: list[Any] = []
    for model in tracked_models():
        lines += list(model.history.filter(change=change).order_by("history_id"))
    return lines


def previous(line: Any) -> Any:
    """The line of history before this one of the same record, or None."""
    key = line.instance_type._meta.pk.attname
    earlier = type(line).objects.filter(**{key: getattr(line, key)}, history_id__lt=line.history_id)
    return earlier.order_by("-history_id").first()


def changed_fields(line: Any, before: Any) -> list[str]:
    """The attribute names of the fields that differ between two lines of one record."""
    return [
        field.attname
        for field in line.tracked_fields
        if not field.primary_key and getattr(line, field.attname) != getattr(before, field.attname)
    ]


def undo(change: Change, *, acting_user: Any) -> Change:
    """Take `change` back as a new change, which can be taken back in its turn.

    Raises CannotUndo, with every obstacle, when a record was changed again in the same field, is needed
    by another record, or when the change was taken back already. Then nothing is written.
    """
    try:
        with transaction.atomic():
            change = Change.objects.select_for_update().get(pk=change.pk)
            if Change.objects.filter(undoes=change).exists():
                raise CannotUndo([Obstacle("", "", _("This was already undone."))])
            with recorded(
                Verb.UNDONE,
                acting_user=acting_user,
                kern=change.kern,
                undoes=change,
                subject=change.subject,
            ) as undoing:
                _take_back(change)
    except ProtectedError as error:
        reason = _("Other records were tied to it afterwards. End or undo those first.")
        names = sorted({str(record) for record in error.protected_objects})
        raise CannotUndo([Obstacle(name, "", reason) for name in names]) from error
    except IntegrityError as error:
        reason = _("What came afterwards leaves no room for it.")
        raise CannotUndo([Obstacle("", "", reason)]) from error
    return undoing


def _take_back(change: Change) -> None:
    """Step back through the lines, the last one first: every state on the way was allowed once."""
    lines = sorted(lines_of(change), key=lambda line: line.history_date)
    if not lines:
        raise CannotUndo([Obstacle("", "", _("What was changed is no longer kept."))])
    steps = {"+": _remove, "~": _put_back, "-": _bring_back}
    obstacles: list[Obstacle] = []
    for line in reversed(lines):
        obstacles += steps[line.history_type](line)
    if obstacles:
        raise CannotUndo(obstacles)


def _bring_back(line: Any) -> list[Obstacle]:
    line.instance.save(force_insert=True)
    return []


def _put_back(line: Any) -> list[Obstacle]:
    """Give a record the values it had before `line`, in the fields that the line changed."""
    before = previous(line)
    record = line.instance_type._base_manager.select_for_update().filter(pk=line.instance.pk).first()
    if record is None or before is None:
        return [Obstacle(str(line.instance), "", _("It no longer exists."))]
    fields = changed_fields(line, before)
    later = [name for name in fields if getattr(record, name) != getattr(line, name)]
    if later:
        reason = _("It was changed again afterwards.")
        return [Obstacle(str(record), _label(record, name), reason) for name in later]
    for name in fields:
        setattr(record, name, getattr(before, name))
    if fields:
        record.save()
    return []


def _remove(line: Any) -> list[Obstacle]:
    record = line.instance_type._base_manager.filter(pk=line.instance.pk).first()
    if record is None:
        return []
    later = _differing(record, line)
    if later:
        reason = _("It was changed again afterwards.")
        return [Obstacle(str(record), _label(record, name), reason) for name in later]
    record.delete()
    return []


def _differing(record: Any, line: Any) -> list[str]:
    return [
        field.attname
        for field in line.tracked_fields
        if getattr(record, field.attname) != getattr(line, field.attname)
    ]


def _label(record: models.Model, attname: str) -> str:
    for field in record._meta.fields:
        if field.attname == attname:
            return str(field.verbose_name)
    return attname
