"""What one kern costs does not hang on how many other kernen there are: neither its queries nor the rows they read."""

import os
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.models import Snapshot, SnapshotRun
from network.snapshots.running import left_behind, mark_behind, recompute
from partners.models import Partner, Relation
from places.models import Kern
from tests.factories import make_kern
from tests.network.village import fill_with

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(os.environ.get("TEST_ON") == "sqlite", reason="asks PostgreSQL how many rows it read"),
]
MORE = 60
DOMAINS = ["verenigingen", "onderwijs", "wonen"]


def rows_read() -> int:
    """How many rows this transaction read up to now, of all tables, by index or by reading a table from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
        )
        return int(cursor.fetchone()[0])


def by_index_alone() -> None:
    """A small table is read from end to end because that is cheap, and what is cheap hangs on what other tests left behind.
    What matters is whether it has to be: an index with a condition, or else everything.
    """
    ways = ("seqscan", "indexscan", "indexonlyscan", "hashjoin", "mergejoin", "material", "memoize")
    with connection.cursor() as cursor:
        for way in ways:
            cursor.execute(f"SET LOCAL enable_{way} = off")


def add_kernen(template: Kern, count: int, name: str) -> None:
    """Kernen with the same parties and ties as this one, straight into the tables."""
    parties = list(Partner.objects.filter(kern=template).order_by("pk"))
    ties = list(Relation.objects.filter(source__kern=template, target__kern=template))
    for number in range(count):
        kern = make_kern(f"{name} {number}")
        made = {}
        for one in parties:
            copy = Partner.objects.get(pk=one.pk)
            copy.pk, copy.slug, copy.kern, copy.organisation = None, f"{one.slug}-{name}-{number}", kern, None
            copy.name = f"{one.name} {name} {number}"
            made[one.pk] = copy
        Partner.objects.bulk_create(made.values())
        Relation.objects.bulk_create(
            Relation(source=made[tie.source_id], target=made[tie.target_id], kind=tie.kind) for tie in ties
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cost_of(kern: Kern) -> tuple[int, int]:
    """Queries, and rows read, of making the snapshots of one kern from nothing while all others wait too."""
    Snapshot.objects.all().delete()
    mark_behind(list(Kern.objects.values_list("pk", flat=True)))
    by_index_alone()
    before = rows_read()
    with CaptureQueriesContext(connection) as queries:
        assert recompute(kern.pk)
    return len(queries), rows_read() - before


def test_a_kern_costs_the_same_among_few_and_among_many(settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    kern = make_kern("Oosterdorp")
    fill_with(kern, 30, DOMAINS)
    add_kernen(kern, 10, "weinig")
    few_queries, few_rows = cost_of(kern)
    assert Snapshot.objects.filter(kern=kern).count() == 2
    add_kernen(kern, MORE, "veel")
    many_queries, many_rows = cost_of(kern)
    assert many_queries == few_queries
    # Once in a while the planner joins by way of a table of kernen: one row of each, and never more than that.
    assert many_rows <= 1.05 * few_rows + MORE, (few_rows, many_rows)


def test_the_kernen_around_are_found_without_reading_the_others() -> None:
    top = make_kern("Streek", kind="regio")
    village = make_kern("Dorp", parent=top)
    ward = make_kern("Wijk", parent=village)
    for number in range(50):
        make_kern(f"Elders {number}")
    by_index_alone()
    before = rows_read()
    assert Kern.objects.ids_below(village.pk) == sorted([village.pk, ward.pk])
    assert Kern.objects.ids_around(village.pk) == sorted([top.pk, village.pk, ward.pk])
    assert rows_read() - before < 20


def test_what_was_left_behind_is_found_by_its_index() -> None:
    ids = [make_kern(f"Kern {number}").pk for number in range(20)]
    mark_behind(ids)
    by_index_alone()
    plan = SnapshotRun.objects.dirty().filter(claim=None).order_by("asked_at").explain()
    assert "runs_behind" in plan
    assert left_behind() == []  # they were asked for just now
