"""What is measured of snapshots within Django: python -m tools.bench.snapshots_inside fill|alone|content|server|ask|twice|run ...; prints JSON.

Runs in a process of its own with the settings of a temporary site on PostgreSQL.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Model  # noqa: E402

from initiatives.models import Initiative, Participation  # noqa: E402
from interchange.generating import generate_package  # noqa: E402
from interchange.importing import store_package  # noqa: E402
from network.models import Snapshot, SnapshotRun  # noqa: E402
from network.snapshots.asking import ask, send  # noqa: E402
from network.snapshots.running import mark_behind, recompute  # noqa: E402
from partners.models import Partner, Relation  # noqa: E402
from places.models import Kern  # noqa: E402
from tools.bench.effort import parent_of  # noqa: E402
from wijkweb.celery import app  # noqa: E402

STEP = 1_000_000  # between the numbers of a row and those of its copies
PATIENCE = 1800  # seconds
COPIED: tuple[tuple[type[Model], set[str]], ...] = (
    (Kern, {"id"}),
    (Partner, {"id", "kern_id", "organisation_id", "parent_id", "hangs_on_id", "successor_id"}),
    (Relation, {"id", "source_id", "target_id", "reported_by_id"}),
    (Initiative, {"id", "kern_id"}),
    (Participation, {"id", "initiative_id", "partner_id"}),
)


def fill(kernen: str, partners: str, ties: str, periods: str) -> dict[str, int]:
    """Many kernen of this size: one is made up, the others are copies within the database, without history.

    periods: "1" keeps when things began and ended, so that each kern has many days; "0" leaves today only.
    """
    store_package(generate_package("veel", int(partners), int(ties), 1), remember=False)
    if periods == "0":
        dated: tuple[Any, ...] = (Partner, Relation, Initiative, Participation)
        for one in dated:
            one.objects.update(started_on=None, ended_on=None)
    with connection.cursor() as cursor:
        for model, numbers in COPIED:
            fields = model._meta.concrete_fields
            values = ", ".join(_copied(str(field.column), numbers) for field in fields)
            columns = ", ".join(f'"{field.column}"' for field in fields)
            table = model._meta.db_table
            cursor.execute(
                f"insert into {table} ({columns}) select {values} from {table}, generate_series(1, %s) g where id < {STEP}",  # noqa: S608 - names of our own tables
                [int(kernen) - 1],
            )
        cursor.execute("analyze")
    SnapshotRun.objects.all().delete()
    app.control.purge()  # what the import asked for: laying out the maps is other work
    return {
        "kernen": Kern.objects.count(),
        "partners": Partner.objects.count(),
        "ties": Relation.objects.count(),
    }


def _copied(column: str, numbers: set[str]) -> str:
    if column in numbers:
        return f'"{column}" + g * {STEP}'
    return f"\"{column}\" || '-' || g" if column == "slug" else f'"{column}"'


def _ids(count: str) -> list[int]:
    return list(Kern.objects.order_by("pk").values_list("pk", flat=True)[: int(count)])


def run(count: str) -> dict[str, float]:
    """Seconds in which the workers make the snapshots of this many kernen from nothing."""
    _forget()
    ids = _ids(count)
    mark_behind(ids)
    begin = time.perf_counter()
    send(ids)
    while SnapshotRun.objects.dirty().exists():
        if time.perf_counter() - begin > PATIENCE:
            sys.exit(f"{SnapshotRun.objects.dirty().count()} kernen are not ready.")
        time.sleep(0.1)
    took = time.perf_counter() - begin
    failed = SnapshotRun.objects.exclude(reason="").count()
    return {"seconds": took, "snapshots": Snapshot.objects.count(), "failed": failed}


def alone(count: str) -> dict[str, Any]:
    """The same in one process that nobody disturbs, and what comes of it; forgotten again."""
    _forget()
    begin = time.perf_counter()
    for pk in _ids(count):
        mark_behind([pk])
        recompute(pk)
    took = time.perf_counter() - begin
    found = content()
    _forget()
    return {"seconds": took, **found}


def content() -> dict[str, Any]:
    """A fingerprint of all snapshots, without when and how fast each was computed."""
    total, count = hashlib.sha256(), 0
    rows = Snapshot.objects.order_by("kern", "audience", "day")
    names = ("kern_id", "audience", "day", "fingerprint", "mark", "engine", "seed", "values", "figures")
    for row in rows.values_list(*names).iterator():
        total.update(json.dumps(row, default=str, sort_keys=True).encode())
        count += 1
    claimed = SnapshotRun.objects.exclude(claim=None).count()
    return {"content": total.hexdigest(), "snapshots": count, "claimed": claimed}


def server() -> dict[str, int]:
    """The process number of the database server: what began the process that serves this connection, while it is there."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return {"pid": parent_of(int(cursor.fetchone()[0]))}


def ask_for(count: str) -> dict[str, int]:
    """Ask for these kernen, as a change does."""
    ids = _ids(count)
    ask(ids)
    return {"asked": len(ids)}


def twice(count: str) -> dict[str, int]:
    """Deliver the work of these kernen two times more."""
    ids = _ids(count)
    send(ids * 2)
    return {"sent": 2 * len(ids)}


def _forget() -> None:
    Snapshot.objects.all()._raw_delete("default")
    SnapshotRun.objects.all()._raw_delete("default")


SUBJECTS: dict[str, Callable[..., Any]] = {
    "fill": fill,
    "run": run,
    "alone": alone,
    "content": content,
    "server": server,
    "ask": ask_for,
    "twice": twice,
}

if __name__ == "__main__":
    print(json.dumps(SUBJECTS[sys.argv[1]](*sys.argv[2:])))
