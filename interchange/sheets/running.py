"""The way of a job from state to state. Every step may be asked for twice, also at once: it is done once.

A step begins with a claim: one conditional UPDATE moves the job to the state in which it is worked on and writes who
does that. What works on it gives signs of life; when those stop, a sweep lets another take over, which goes on after
the last chunk that was committed.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.models import User
from changes.models import Change, Verb
from changes.services import CannotUndo, recorded, undo
from interchange.models import WAITS_FOR, JobMode, JobState, Outcome, SheetFile, SheetJob, SheetRow
from interchange.sheets.grid import Refused
from interchange.sheets.previewing import count, judge_file, keep
from interchange.sheets.reading import pack, read_grids, tables_of
from interchange.sheets.refusals import sentence
from interchange.sheets.scope import Scope
from interchange.sheets.storing import store_chunk
from places.models import Kern

CHUNK = 500
BUSY_TURNS = 2  # how often a chunk that met a deadlock begins again before the job stops
SILENT_AFTER = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(seconds=20)  # a job that waits this long was missed by the workers
log = logging.getLogger(__name__)


class LostClaim(Exception):
    """Another took this job over; what this one did since its last commit is taken back."""


class MayNotAnyMore(Exception):
    """Who sent the sheet no longer looks after the kern; what was committed before stays."""


class NothingStored(Exception):
    """In a run of all or nothing a row turned out to be wrong."""


def claim(pk: int, state: JobState) -> tuple[SheetJob, UUID] | None:
    """Take up the work of a job that waits for it, or whose worker fell silent; None when there is nothing to take."""
    token, now = uuid4(), timezone.now()
    is_free = Q(state=WAITS_FOR[state]) | Q(state=state, heartbeat__lt=now - SILENT_AFTER)
    taken = SheetJob.objects.filter(is_free, pk=pk).update(state=state, claim=token, heartbeat=now)
    if not taken:
        return None
    return SheetJob.objects.select_related("kern", "made_by").get(pk=pk), token


def finish(job: SheetJob, token: UUID, state: JobState, **values: Any) -> bool:
    """Move a job on, unless another took it over in the meantime."""
    values = {"state": state, "claim": None, "heartbeat": None, **values}
    return bool(SheetJob.objects.filter(pk=job.pk, claim=token).update(**values))


def _work(pk: int, state: JobState, step: Callable[[SheetJob, UUID], None]) -> bool:
    """Claim a job and do a step of it. Whatever goes wrong ends in a state and a sentence, never in silence."""
    claimed = claim(pk, state)
    if claimed is None:
        return False
    job, token = claimed
    try:
        _check_role(job)
        step(job, token)
    except MayNotAnyMore:
        finish(job, token, JobState.STOPPED, message=_("Stopped: you no longer look after this kern."))
        return False
    except Refused as refused:
        finish(job, token, JobState.REFUSED, message=sentence(refused), finished_at=timezone.now())
    except LostClaim:
        return False
    except Exception:
        log.exception("sheet job %s failed while %s", pk, state)
        message = _(
            "Something went wrong on our side. What was brought in so far is kept and shown below; try it again."
        )
        finish(job, token, JobState.STOPPED, message=message, finished_at=timezone.now())
    return True


def _check_role(job: SheetJob) -> None:
    """Raises MayNotAnyMore when who sent the sheet may not edit its kern; asked anew at each call."""
    sender = User.objects.filter(pk=job.made_by_id, is_active=True).first()
    if sender is None or not may(sender, "edit", job.kern):
        raise MayNotAnyMore


# --- reading and judging ------------------------------------------------------------------------------------------


def read_job(pk: int) -> bool:
    return _work(pk, JobState.READING, _read)


def _read(job: SheetJob, token: UUID) -> None:
    file = SheetFile.objects.get(job=job)
    grids = read_grids(bytes(file.content), job.file_kind)
    file.tables = pack(grids)
    file.save(update_fields=["tables"])
    from interchange.sheets.choosing import first_choices

    finish(job, token, JobState.COLUMNS, choices=first_choices(job, grids))


def judge_job(pk: int) -> bool:
    return _work(pk, JobState.JUDGING, _judge)


def _judge(job: SheetJob, token: UUID) -> None:
    entries = judge_file(Scope(job.kern, job.made_by), tables_of(job), job.choices)
    if not entries:
        raise Refused("only-header")
    keep(job, entries)
    finish(job, token, JobState.PREVIEW)


# --- bringing in --------------------------------------------------------------------------------------------------


def run_job(pk: int) -> bool:
    return _work(pk, JobState.RUNNING, _run)


def _run(job: SheetJob, token: UUID) -> None:
    scope = Scope(job.kern, job.made_by)
    if job.mode == JobMode.ALL:
        try:
            with transaction.atomic():
                while _chunk(job, token, scope, is_one_of_many=False):
                    pass
                _end(job, token)
        except NothingStored:
            keep(job, judge_file(scope, tables_of(job), job.choices))
            message = _(
                "Nothing was brought in: a row turned out to be wrong, and you chose all or nothing. Mend it, or choose the good rows."
            )
            finish(job, token, JobState.PREVIEW, message=message)
            return
    else:
        while _chunk_once_more(job, token, scope):
            pass
        _end(job, token)
    forget_progress(job)


def _chunk_once_more(job: SheetJob, token: UUID, scope: Scope) -> bool:
    """The next chunk; once more from its beginning when the database was busy: a deadlock ends by itself."""
    for _turn in range(BUSY_TURNS):
        try:
            return _chunk(job, token, scope)
        except OperationalError as error:
            log.warning("sheet job %s found the database busy: %s", job.pk, type(error).__name__)
    return _chunk(job, token, scope)


def _chunk(job: SheetJob, token: UUID, scope: Scope, is_one_of_many: bool = True) -> bool:
    """Store the next rows, in one transaction with how far the job is; False when there are none left."""
    with transaction.atomic():
        held = SheetJob.objects.select_for_update().filter(pk=job.pk, claim=token).first()
        if held is None:
            raise LostClaim
        _check_role(job)
        # Two sheets for one kern take turns, so that neither adds what the other just added.
        Kern.objects.select_for_update(no_key=True).get(pk=job.kern_id)
        rows = _next_rows(held)
        if not rows:
            return False
        with recorded(
            Verb.IMPORTED, acting_user=scope.user, kern=scope.kern, note=held.file_name, subject=address(held)
        ) as change:
            store_chunk(held, scope, rows)
        if not is_one_of_many and any(row.outcome == Outcome.WRONG for row in rows):
            raise NothingStored
        held.done += len(rows)
        held.change_ids = [*held.change_ids, change.pk]
        held.heartbeat = timezone.now()
        held.save(update_fields=["done", "change_ids", "heartbeat"])
    job.done = held.done
    show_progress(job)
    return True


def _next_rows(job: SheetJob) -> list[SheetRow]:
    """The rows of the next chunk: all of one turn, in order."""
    rows = list(job.rows.filter(position__gte=job.done).order_by("position")[:CHUNK])
    return [row for row in rows if row.stage == rows[0].stage]


def _end(job: SheetJob, token: UUID) -> None:
    ended = finish(job, token, JobState.DONE, counts=count(job), finished_at=timezone.now(), message="")
    if not ended:
        raise LostClaim


def address(job: SheetJob) -> str:
    from django.urls import reverse

    return reverse("sheet_job", args=[job.kern.slug, job.key])


# --- progress -----------------------------------------------------------------------------------------------------


def show_progress(job: SheetJob) -> None:
    """How far it is, also while nothing is committed yet."""
    cache.set(f"sheet-job-{job.pk}", job.done, 3600)


def progress(job: SheetJob) -> int:
    return (
        min(max(job.done, cache.get(f"sheet-job-{job.pk}") or 0), job.total) if job.is_at_work else job.done
    )


def forget_progress(job: SheetJob) -> None:
    cache.delete(f"sheet-job-{job.pk}")


# --- taking back --------------------------------------------------------------------------------------------------


def undo_job(pk: int) -> bool:
    return _work(pk, JobState.UNDOING, _undo)


def _undo(job: SheetJob, token: UUID) -> None:
    """Take back the changes of a job, the last first; each is a transaction, and what is back stays back."""
    obstacles: list[str] = []
    for pk in reversed(job.change_ids):
        change = Change.objects.filter(pk=pk).first()
        if change is None or hasattr(change, "undone_by"):
            continue
        _check_role(job)
        try:
            undo(change, acting_user=job.made_by)
        except CannotUndo as error:
            obstacles += [
                f"{found.record}: {found.reason}" if found.record else found.reason
                for found in error.obstacles
            ]
            break
        job.done = max(0, job.done - CHUNK)
        if not SheetJob.objects.filter(pk=job.pk, claim=token).update(
            heartbeat=timezone.now(), done=job.done
        ):
            raise LostClaim
    if obstacles:
        message = _("Not everything could be undone, because something was changed afterwards: %(what)s")
        finish(job, token, JobState.DONE, message=message % {"what": "; ".join(obstacles[:5])})
        return
    finish(job, token, JobState.UNDONE, message="", done=0)


# --- what was left behind -----------------------------------------------------------------------------------------

STEPS: dict[JobState, Callable[[int], bool]] = {
    JobState.READING: read_job,
    JobState.JUDGING: judge_job,
    JobState.RUNNING: run_job,
    JobState.UNDOING: undo_job,
}


def left_behind() -> list[tuple[int, JobState]]:
    """Jobs that wait too long or whose worker fell silent. A job that somebody holds locked is alive."""
    now = timezone.now()
    silent = Q(state__in=WAITS_FOR, heartbeat__lt=now - SILENT_AFTER)
    waiting = Q(state__in=WAITS_FOR.values()) & (
        Q(heartbeat__isnull=True, made_at__lt=now - FORGOTTEN_AFTER) | Q(heartbeat__lt=now - FORGOTTEN_AFTER)
    )
    with transaction.atomic():
        found = list(
            SheetJob.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(silent | waiting)
            .order_by("pk")
            .values_list("pk", "state")
        )
    step_of = {waits: works for works, waits in WAITS_FOR.items()}
    return [(pk, step_of.get(JobState(state), JobState(state))) for pk, state in found]
