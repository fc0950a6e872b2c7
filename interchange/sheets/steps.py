"""What a person does with a sheet, from sending it to taking it back. Each moves the job and asks for the next step."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interchange.models import JobMode, JobState, SheetFile, SheetJob
from interchange.sheets.choosing import choice_for, chosen, forget, missing, remember, twice
from interchange.sheets.fields import FIELDS, SheetKind, field_of
from interchange.sheets.grid import Grid
from interchange.sheets.previewing import count
from interchange.sheets.reading import look_at, tables_of
from interchange.sheets.values import spellings
from interchange.tasks import ask_after_commit
from places.models import Kern
from wijkweb.kit.text import fold

BEFORE_RUNNING = (JobState.COLUMNS, JobState.PREVIEW)
OVER = (JobState.DONE, JobState.UNDONE, JobState.STOPPED, JobState.REFUSED)


class NotNow(Exception):
    """This cannot be done with the job as it is; the message says why and what to do."""


def send_in(*, kern: Kern, acting_user: Any, name: str, content: bytes) -> SheetJob:
    """Take a file and have it read. Raises Refused when a first look says that it is no sheet."""
    kind = look_at(name, content)
    shown = "".join(sign for sign in name if sign.isprintable())[-200:] or _("spreadsheet")
    with transaction.atomic():
        job = SheetJob.objects.create(kern=kern, made_by=acting_user, file_name=shown, file_kind=kind)
        SheetFile.objects.create(job=job, content=content)
        ask_after_commit(job.pk, JobState.READING)
    return job


def _move(job: SheetJob, before: tuple[JobState, ...], state: JobState, **values: Any) -> bool:
    values = {"state": state, "heartbeat": timezone.now(), "message": "", **values}
    return bool(SheetJob.objects.filter(pk=job.pk, state__in=before).update(**values))


def choose_sheets(job: SheetJob, wanted: dict[int, tuple[str, int]]) -> None:
    """Bring in these sheets, by their place: as which kind, and on which line the column names stand."""
    grids = tables_of(job)
    for place, (grid, choice) in enumerate(zip(grids, job.choices.get("sheets", []), strict=False)):
        choice["is_chosen"] = place in wanted
        if place not in wanted:
            continue
        kind, line = wanted[place]
        header = next((index for index, row in enumerate(grid.lines) if row.number == line), choice["header"])
        if kind != choice["kind"]:
            header = None if header == choice["header"] else header
        if (kind, header) != (choice["kind"], choice["header"]):
            fresh = choice_for(job, grid, kind, header)
            job.choices["words"].update(fresh.pop("words"))
            choice.update(fresh)
    if not chosen(job.choices):
        raise NotNow(_("Choose at least one sheet."))
    _store_choices(job)


def choose_columns(job: SheetJob, columns: dict[int, list[str]]) -> list[str]:
    """Give each column of the chosen sheets its field; what is wrong with that choice, sheet by sheet, if anything."""
    if not chosen(job.choices) or not tables_of(job):
        raise NotNow(
            _(
                "The file is no longer kept. Send it again to go on; what is in already is not brought in twice."
            )
        )
    wrong = []
    for place, choice in enumerate(job.choices["sheets"]):
        if not choice.get("is_chosen"):
            continue
        known = {one.key for one in FIELDS[choice["kind"]]}
        asked = columns.get(place, [])
        choice["columns"] = [
            asked[index] if index < len(asked) and asked[index] in known else ""
            for index in range(len(choice["columns"]))
        ]
        wrong += [
            (choice["name"], _("No column was chosen for: %(what)s.") % {"what": label})
            for label in missing(choice)
        ]
        wrong += [
            (choice["name"], _("Two columns were chosen for: %(what)s.") % {"what": label})
            for label in twice(choice)
        ]
    _store_choices(job)
    return [f"{name}: {sentence}" if name else sentence for name, sentence in wrong]


def compare(job: SheetJob) -> None:
    """Compare the rows with what is stored; nothing is brought in yet."""
    if not _move(job, BEFORE_RUNNING, JobState.CHOSEN):
        raise NotNow(_("This sheet is being worked on. Wait a moment and look again."))
    with transaction.atomic():
        remember(job, tables_of(job))
        ask_after_commit(job.pk, JobState.JUDGING)


def forget_choices(job: SheetJob) -> None:
    """Forget what was chosen and explained before; back to the choice of columns. Raises NotNow while it is worked on."""
    grids = tables_of(job)
    if not grids:
        raise NotNow(
            _(
                "The file is no longer kept. Send it again to go on; what is in already is not brought in twice."
            )
        )
    with transaction.atomic():
        if not _move(job, (JobState.COLUMNS, JobState.PREVIEW), JobState.COLUMNS):
            raise NotNow(_("This sheet is being worked on. Wait a moment and look again."))
        forget(job, grids)
        _store_choices(job)


def explain_words(job: SheetJob, meanings: dict[tuple[str, str], str]) -> int:
    """Say what words mean that we did not know: (kind.field, word) to a value of that field; the number taken."""
    taken = 0
    for (where, word), value in meanings.items():
        kind, _dot, key = where.partition(".")
        if kind in SheetKind.values and key in {one.key for one in FIELDS[kind]}:
            field = field_of(kind, key)
            if field.choices and value in field.values and fold(word) not in spellings(field):
                job.choices["words"].setdefault(where, {})[fold(word)] = value
                taken += 1
    if taken:
        _store_choices(job)
        compare(job)
    return taken


def start(job: SheetJob, mode: str) -> None:
    """Bring the sheet in. Raises NotNow when the choice of mode forbids it."""
    counts = count(job)
    if mode not in JobMode.values:
        raise NotNow(_("Choose what to bring in."))
    if mode == JobMode.ALL and counts.get("fout"):
        raise NotNow(
            _(
                "All or nothing is not possible while rows are wrong. Mend them in your sheet, or choose the good rows."
            )
        )
    if mode == JobMode.ALL and counts.get("onbeslist"):
        raise NotNow(_("Decide first about the rows that are perhaps double, or choose the good rows."))
    with transaction.atomic():
        if not _move(job, (JobState.PREVIEW,), JobState.QUEUED, mode=mode, done=0):
            raise NotNow(_("This sheet is being brought in already, or was brought in before."))
        ask_after_commit(job.pk, JobState.RUNNING)


def resume(job: SheetJob) -> None:
    """Go on with a job that stopped half way."""
    with transaction.atomic():
        if not job.total or not _move(job, (JobState.STOPPED,), JobState.QUEUED):
            raise NotNow(
                _("This sheet cannot be resumed. Send it again; what is in already is not brought in twice.")
            )
        ask_after_commit(job.pk, JobState.RUNNING)


def start_undo(job: SheetJob) -> None:
    """Take back everything that this sheet brought in."""
    with transaction.atomic():
        if not job.change_ids or not _move(job, (JobState.DONE, JobState.STOPPED), JobState.UNDO_QUEUED):
            raise NotNow(_("There is nothing to undo here."))
        ask_after_commit(job.pk, JobState.UNDOING)


def throw_away(job: SheetJob) -> None:
    """Remove a sheet that was not brought in, with everything that we kept of it."""
    gone, _by_model = SheetJob.objects.filter(
        pk=job.pk, state__in=[*BEFORE_RUNNING, JobState.REFUSED, JobState.STOPPED], change_ids=[]
    ).delete()
    if not gone:
        raise NotNow(_("This sheet was brought in; it can be undone, not thrown away."))


def _store_choices(job: SheetJob) -> None:
    job.save(update_fields=["choices"])


def grids_and_choices(job: SheetJob) -> list[tuple[int, Grid, dict[str, Any]]]:
    """The place of each sheet, what stands in it, and what was chosen; empty when the file is gone."""
    grids = tables_of(job)
    return [
        (place, grid, choice)
        for place, (grid, choice) in enumerate(zip(grids, job.choices.get("sheets", []), strict=False))
    ]
