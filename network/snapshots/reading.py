"""The snapshots, for pages. A page shows a whole snapshot with its date; each answer is one query once it is stored."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.access import Viewer
from network.models import Audience, Snapshot
from network.snapshots.asking import freshen
from network.snapshots.running import made_now
from places.models import Kern

WITHIN = 0.5  # seconds that a reader waits at most for what is behind


def audience_of(viewer: Viewer, kern: Kern) -> Audience:
    """Which figures of `kern` this viewer gets; one query for who looks after some kern, none for others.

    Those of all records only go to who looks after every kern that lies in this one.
    """
    if kern.pk in viewer.kernen and viewer.kernen.issuperset(Kern.objects.ids_below(kern.pk)):
        return Audience.KERN
    return Audience.PUBLIC


def latest_snapshot(kern: Kern, audience: str) -> Snapshot:
    """The latest snapshot; `is_behind` tells whether a newer one is being made. One query when it is stored.

    Where none is stored it is made now and kept, as a map is. Where there are no workers the reader also brings a kern up to
    date that is behind, for half a second at most: the latest snapshot first.
    """
    found = _latest(kern, audience)
    if found is None or _waits_for_a_reader(found):
        freshen([kern.pk], audience, WITHIN)
        found = _latest(kern, audience)
    return found or made_now(kern, audience)


def snapshot_on(kern: Kern, audience: str, day: date) -> Snapshot | None:
    """The last stored snapshot of `day` or before; None when there is none that old. Its own day is in `day`."""
    return _with_state(kern, audience).filter(day__lte=day).order_by("-day").first()


def snapshots_over_time(kern_ids: Collection[int], audience: str) -> dict[int, list[Snapshot]]:
    """All snapshots of these kernen, the earliest first, by kern; one query when they are stored.

    `figures` are not read with them, only `values`: use `value(id)` for a line over time. What is missing, or behind where there
    are no workers, is made as in `latest_snapshot`, for a second at most for all kernen together; a kern that could not be
    brought up to date in that time may have an empty list.
    """
    found = stored_over_time(kern_ids, audience)
    return (
        found | stored_over_time(behind, audience) if (behind := bring_up_to_date(found, audience)) else found
    )


def stored_over_time(kern_ids: Collection[int], audience: str) -> dict[int, list[Snapshot]]:
    """The same of what is stored, and nothing else; always one query."""
    found: dict[int, list[Snapshot]] = {pk: [] for pk in kern_ids}
    rows = Snapshot.objects.with_state().filter(kern_id__in=kern_ids, audience=audience).order_by("day")
    for snapshot in rows.defer("figures"):
        found[snapshot.kern_id].append(snapshot)
    return found


def bring_up_to_date(found: Mapping[int, Sequence[Snapshot]], audience: str) -> list[int]:
    """Make what is missing in these, or behind where there are no workers; gives the kernen of which it was. A second at most."""
    behind = [pk for pk, line in found.items() if not line or _waits_for_a_reader(line[0])]
    if behind:
        freshen(behind, audience, 2 * WITHIN)
    return behind


def _waits_for_a_reader(found: Snapshot) -> bool:
    """Where there are no workers, and so nobody who looks each night: whether it is behind, or nobody looked today."""
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        return False
    looked_at = found.looked_at
    return found.is_behind or (looked_at is not None and timezone.localdate(looked_at) < timezone.localdate())


def _with_state(kern: Kern, audience: str) -> QuerySet[Snapshot]:
    return Snapshot.objects.with_state().filter(kern=kern, audience=audience)


def _latest(kern: Kern, audience: str) -> Snapshot | None:
    return _with_state(kern, audience).order_by("-day").first()
