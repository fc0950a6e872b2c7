"""Taking a change back: what it made goes, what it changed gets its old values, what it removed returns."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.dispatch import Signal
from django.utils.translation import gettext as _

from changes.lines import Key, changed_fields, id_of, key_of, lines_before, lines_of, model_of
from changes.models import Change, Verb
from changes.recording import recorded
from changes.rights import stays_within
from changes.titles import label_of, title_of

# Sent inside the transaction, with `change` (taken back) and `undoing`: for what has no history.
taking_back = Signal()
taken_back = Signal()


@dataclass(frozen=True)
class Obstacle:
    """Why one record stands in the way: it was changed again, or others lean on it."""

    record: str
    field: str
    reason: str
    url: str = ""


class CannotUndo(Exception):
    """The change cannot be taken back without losing what came after it; nothing was changed."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(obstacles)
        self.obstacles = obstacles


def resident_is_erased() -> CannotUndo:
    """Nothing is left to put back; says no more than that."""
    return CannotUndo([Obstacle("", "", _("The resident has been erased; that cannot be taken back."))])


def undo(change: Change, *, acting_user: Any) -> Change:
    """Take `change` back as a new change, which can be taken back in its turn.

    Raises CannotUndo, with every obstacle, when a record was changed again in the same field, is needed
    by another record, lies in a kern that is not of this person, or when the change was taken back already. Then nothing
    is written. acting_user: None for the system, which is asked nothing.
    """
    if acting_user is not None and not stays_within(acting_user, change):
        raise CannotUndo([elsewhere()])
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
                taking_back.send(Change, change=change, undoing=undoing)
                _take_back(change)
                taken_back.send(Change, change=change, undoing=undoing)
    except ProtectedError as error:
        raise CannotUndo(_leaning(error)) from error
    except IntegrityError as error:
        reason = _("What came afterwards leaves no room for it.")
        raise CannotUndo([Obstacle("", "", reason)]) from error
    return undoing


def elsewhere() -> Obstacle:
    """Why somebody may not take back what reaches over the border of a kern."""
    reason = _("It also touches another kern. A coordinator of both kernen can undo it.")
    return Obstacle("", "", reason)


def obstacles_to(change: Change) -> list[Obstacle]:
    """What stands in the way of taking `change` back, as far as can be seen without trying. Writes nothing."""
    return _Walk(change, write=False).obstacles()


def _take_back(change: Change) -> None:
    obstacles = _Walk(change, write=True).obstacles()
    if obstacles:
        raise CannotUndo(obstacles)


def _leaning(error: ProtectedError) -> list[Obstacle]:
    reason = _("Others were tied to it afterwards. End or undo those first.")
    found = {title_of(record): _address(record) for record in error.protected_objects}
    return [Obstacle(title, "", reason, url) for title, url in sorted(found.items())]


def _address(record: Any) -> str:
    return str(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else ""


class _Walk:
    """Steps back through the lines, the last one first: every state on the way was allowed once.

    With `write` each step is stored; without, the same steps are taken in memory only.
    """

    def __init__(self, change: Change, *, write: bool) -> None:
        self.write = write
        self.lines = lines_of(change)
        self.before = lines_before(self.lines)
        self.records = self._load()
        self.found: list[Obstacle] = []

    def _load(self) -> dict[Key, Any]:
        """Every record as it is now, locked when something is going to be written."""
        wanted: dict[Any, set[Any]] = {}
        for line in self.lines:
            wanted.setdefault(model_of(line), set()).add(id_of(line))
        found: dict[Key, Any] = {}
        for model, ids in wanted.items():
            rows = model._base_manager.order_by("pk")
            rows = rows.select_for_update() if self.write else rows
            numbers = sorted(ids)
            for start in range(0, len(numbers), 500):
                batch = rows.filter(pk__in=numbers[start : start + 500])
                found |= {(model, record.pk): record for record in batch}
        return found

    @property
    def _writes(self) -> bool:
        """Nothing is stored any more once something stands in the way: it would not last."""
        return self.write and not self.found

    def obstacles(self) -> list[Obstacle]:
        """Take every step; gives what stood in the way."""
        if not self.lines:
            return [Obstacle("", "", _("What was changed is no longer kept."))]
        steps = {"+": self._remove, "~": self._put_back, "-": self._bring_back}
        for line in reversed(self.lines):
            steps[line.history_type](line)
        return list(dict.fromkeys(self.found))

    def _changed_again(self, record: Any, names: list[str]) -> None:
        reason = _("It was changed again afterwards.")
        title, url = title_of(record), _address(record)
        self.found += [Obstacle(title, label_of(record, name), reason, url) for name in names]

    def _bring_back(self, line: Any) -> None:
        if self.records.get(key_of(line)) is not None:
            self.found.append(Obstacle(title_of(line), "", _("It exists again.")))
            return
        record = line.instance
        if self._writes:
            record.save(force_insert=True)
        self.records[key_of(line)] = record

    def _put_back(self, line: Any) -> None:
        """Give a record the values it had before `line`, in the fields that the line changed."""
        before = self.before.get((type(line), line.history_id))
        record = self.records.get(key_of(line))
        if record is None or before is None:
            self.found.append(Obstacle(title_of(line), "", _("It no longer exists.")))
            return
        fields = changed_fields(line, before)
        if later := [name for name in fields if getattr(record, name) != getattr(line, name)]:
            self._changed_again(record, later)
            return
        for name in fields:
            setattr(record, name, getattr(before, name))
        if fields and self._writes:
            record.save()

    def _remove(self, line: Any) -> None:
        record = self.records.get(key_of(line))
        if record is None:
            return
        if later := _differing(record, line):
            self._changed_again(record, later)
            return
        self.records[key_of(line)] = None
        if self._writes:
            record.delete()


def _differing(record: Any, line: Any) -> list[str]:
    return [
        field.attname
        for field in line.tracked_fields
        if getattr(record, field.attname) != getattr(line, field.attname)
    ]
