"""Brings the snapshots of a kern up to date. It may be asked for twice, also at once, and may be killed half way.

The row of the kern counts how often its snapshots were asked for (`asked`) and up to which of these they are done. Who works
on it claims the row with one conditional UPDATE; each batch of snapshots is stored in one transaction with a sign of
life of that claim, so who was taken over stores nothing more. A message for a worker only says "look now": when it is lost,
the row still says that there is work, and a sweep finds it.
"""

import logging
import time
import traceback
from collections.abc import Callable, Collection
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from network.material import read_sources
from network.models import Audience, Snapshot, SnapshotRun
from network.snapshots.computing import Step, Walk
from places.models import Kern

SILENT_AFTER = timedelta(seconds=40)
FORGOTTEN_AFTER = timedelta(seconds=20)  # work that waits so long was missed by the workers
MOST_FAILURES = 3
BATCH = 1.0  # seconds of work that are stored together
log = logging.getLogger(__name__)

Told = Callable[[int, int], None]


class LostClaim(Exception):
    """Another took this kern over, or the kern is gone."""


def mark_behind(kern_ids: Collection[int]) -> list[int]:
    """Write down that the snapshots of these kernen are behind; gives those that were not behind before.

    Who was behind already has been asked for, so many changes after another cost one computation.
    """
    present = list(Kern.objects.filter(pk__in=kern_ids).order_by("pk").values_list("pk", flat=True))
    SnapshotRun.objects.bulk_create([SnapshotRun(kern_id=pk) for pk in present], ignore_conflicts=True)
    runs = SnapshotRun.objects.filter(pk__in=present)
    runs.update(asked=F("asked") + 1, asked_at=timezone.now(), failures=0)
    fresh = runs.filter(Q(asked=F("done") + 1) | ~Q(reason=""))
    return list(fresh.order_by("pk").values_list("pk", flat=True))


def mark_all_behind() -> list[int]:
    """The same for every kern there is; gives all of them."""
    kern_ids = list(Kern.objects.order_by("pk").values_list("pk", flat=True))
    known = set(SnapshotRun.objects.values_list("pk", flat=True))
    new = [SnapshotRun(kern_id=pk) for pk in kern_ids if pk not in known]
    SnapshotRun.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    SnapshotRun.objects.update(asked=F("asked") + 1, asked_at=timezone.now(), failures=0)
    return kern_ids


def recompute(kern_id: int, tell: Told | None = None, within: float | None = None) -> bool:
    """Bring the snapshots of a kern up to date, unless they are or somebody is at it. Whether that was done here.

    tell: hears how many days were looked at, and of how many. within: seconds after which it stops; the latest snapshots are
    right then, and the next turn goes on with those of earlier days. What goes wrong is kept as a reason beside the old
    snapshots, which stay; only trouble with the database itself is raised.
    """
    token, now = uuid4(), timezone.now()
    is_free = Q(claim=None) | Q(heartbeat__lt=now - SILENT_AFTER)
    waiting = SnapshotRun.objects.dirty().filter(is_free, pk=kern_id)
    if not waiting.update(claim=token, heartbeat=now, step=0, steps=0):
        return False
    try:
        return _Work(SnapshotRun.objects.select_related("kern").get(pk=kern_id), token, tell, within).run()
    except (LostClaim, SnapshotRun.DoesNotExist):
        return False
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("the snapshots of kern %s failed", kern_id)
        mine = SnapshotRun.objects.filter(pk=kern_id, claim=token)
        mine.update(claim=None, heartbeat=None, failures=F("failures") + 1, reason=_reason(error))
        return False


def _reason(error: Exception) -> str:
    """What went wrong and where, without the words of the error: those may be of a record that not everybody may see."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} ({Path(last.filename).name}, {last.lineno})"


class _Work:
    """One claimed run."""

    def __init__(self, run: SnapshotRun, token: UUID, tell: Told | None, within: float | None) -> None:
        self.kern, self.asked, self.token, self.tell = run.kern, run.asked, token, tell
        self.began = self.stored_at = time.monotonic()
        self.ends = self.began + within if within is not None else None
        self.pending: list[Step] = []
        self.step = 0
        self.walks = self._walks()
        self.steps = sum(len(walk.past) + 1 for walk in self.walks)

    def _walks(self) -> list[Walk]:
        stored: dict[str, dict[date, tuple[str, str]]] = {audience: {} for audience in Audience.values}
        rows = Snapshot.objects.filter(kern=self.kern)
        for audience, day, *known in rows.values_list("audience", "day", "fingerprint", "mark"):
            stored[audience][day] = (known[0], known[1])
        today = timezone.localdate()
        return [
            Walk(self.kern.pk, read_sources(self.kern, audience), stored[audience], today)
            for audience in Audience.values
        ]

    def run(self) -> bool:
        """Today for every audience, stored at once, then the days before; False when time was up before the end."""
        for walk in self.walks:
            self._look(walk.latest())
        self._store()
        for step in chain.from_iterable(walk.earlier() for walk in self.walks):
            self._look(step)
            if step.is_known:
                continue
            if self.ends is not None and time.monotonic() > self.ends and self.step < self.steps:
                self._store(claim=None, heartbeat=None)
                return False
            if time.monotonic() - self.stored_at > BATCH:
                self._store()
        self._finish()
        return True

    def _look(self, step: Step) -> None:
        self.step += 1
        self.pending.append(step)

    def _store(self, **values: object) -> None:
        """A sign of life, and what was found so far; together or not at all."""
        with transaction.atomic():
            mine = SnapshotRun.objects.filter(pk=self.kern.pk, claim=self.token)
            values = {"heartbeat": timezone.now(), "step": self.step, "steps": self.steps, **values}
            if not mine.update(**values):
                raise LostClaim
            store([step.snapshot for step in self.pending if step.snapshot])
            for walk in self.walks:
                right = [one.day for one in self.pending if one.audience == walk.sources.audience]
                self._rows(walk).filter(day__in=right).exclude(mark=walk.mark).update(mark=walk.mark)
        self.pending, self.stored_at = [], time.monotonic()
        if self.tell:
            self.tell(self.step, self.steps)

    def _finish(self) -> None:
        """The last ones, without those of days that are no longer kept, in one transaction with the end of the run."""
        with transaction.atomic():
            self._store(
                claim=None, heartbeat=None, done=self.asked, finished_at=timezone.now(), failures=0, reason=""
            )
            for walk in self.walks:
                self._rows(walk).exclude(day__in=walk.kept).delete()

    def _rows(self, walk: Walk) -> QuerySet[Snapshot]:
        return Snapshot.objects.filter(kern=self.kern, audience=walk.sources.audience)


def store(snapshots: list[Snapshot]) -> None:
    """Put these in the place of what stands there of the same kern, audience and day."""
    values = ("fingerprint", "mark", "engine", "seed", "duration_ms", "values", "figures", "computed_at")
    Snapshot.objects.bulk_create(
        snapshots, update_conflicts=True, unique_fields=("kern", "audience", "day"), update_fields=values
    )


def made_now(kern: Kern, audience: str) -> Snapshot:
    """The snapshot of today, not stored."""
    made = Walk(kern.pk, read_sources(kern, audience), {}, timezone.localdate()).latest().snapshot
    if made is None:
        raise AssertionError("nothing is stored, so everything is made")
    return made


def store_when_missing(snapshot: Snapshot) -> None:
    """Store it, unless somebody stored one of that kern, audience and day meanwhile."""
    Snapshot.objects.bulk_create([snapshot], ignore_conflicts=True)


def left_behind() -> list[int]:
    """The kernen that nobody works on although they wait: the message was lost, or who worked on it died."""
    now = timezone.now()
    free = Q(claim=None, asked_at__lt=now - FORGOTTEN_AFTER) | Q(heartbeat__lt=now - SILENT_AFTER)
    runs = SnapshotRun.objects.dirty().filter(free, failures__lt=MOST_FAILURES)
    return list(runs.order_by("asked_at", "pk").values_list("pk", flat=True))
