"""Behind the wall nothing of persons can be read, by the rights of the database itself (W-06)."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client

from dashboards.services import publish_due
from dashboards.wall import behind_wall, entering, role
from dashboards.wall.parts import PARTS
from initiatives.models import Participation, Story
from network.models import Audience, Snapshot
from partners.models import Identity, Partner
from tests.dashboards.conftest import TODAY, add_people, keep_figures
from tests.factories import make_initiative, make_partner, make_person

OPEN = {part.table: part for part in PARTS}
TABLES = sorted(
    {
        table
        for model in apps.get_models(include_auto_created=True)
        for table in [model._meta.db_table]
        if model._meta.managed
    }
)
POSTGRES = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no roles, nor rows of its own"
)


def refused(sql: str) -> bool:
    """Whether the database will not do this behind the wall."""
    try:
        with transaction.atomic(), behind_wall(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        words = str(error)
        assert "permission denied" in words or "prohibited" in words or "not authorized" in words, words
        return True
    return False


def may_read(table: str) -> bool:
    return not refused(f"SELECT count(*) FROM {table}")


def test_every_table_but_those_within_is_refused(db: None) -> None:
    """Also those of models that are made after this was written: the list of tables is that of the models there are."""
    assert {table for table in TABLES if may_read(table)} == set(OPEN)
    for table in (
        "partners_identity",
        "accounts_user",
        "rounds_note",
        "dashboards_exactcount",
        "residents_resident",
    ):
        assert table not in OPEN
    assert may_read("partners_partner")  # so the refusals above mean something


@pytest.mark.parametrize(
    "table", ["partners_identity", "accounts_user", "dashboards_exactcount", "auth_group"]
)
def test_outside_the_wall_the_same_is_read_again(table: str, db: None) -> None:
    assert refused(f"SELECT count(*) FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("part", [part for part in PARTS if part.fields], ids=lambda part: part.model)
def test_of_some_tables_only_some_columns(part: Any, db: None) -> None:
    every = [field.column for field in apps.get_model(part.model)._meta.concrete_fields]
    assert [column for column in every if not refused(f"SELECT {column} FROM {part.table}")] == [
        column for column in every if column in part.columns
    ]
    assert set(every) > set(part.columns)


def test_nothing_can_be_written(db: None) -> None:
    for table in OPEN:
        assert refused(f"DELETE FROM {table} WHERE 1 = 0")
        assert refused(f"UPDATE {table} SET {OPEN[table].columns[1]} = {OPEN[table].columns[1]} WHERE 1 = 0")


@POSTGRES
def test_of_a_table_with_persons_and_clubs_only_the_clubs_are_there(island: SimpleNamespace) -> None:
    club = make_partner("Club", island.north, visibility="public")
    make_partner("Besloten club", island.north, visibility="network")
    person = make_person("Buurman", island.north)
    initiative = make_initiative("Soep", island.north, visibility="public")
    for partner in (club, person):
        Participation.objects.create(partner=partner, initiative=initiative, role="trekker")
    keep_figures(island.north, TODAY.replace(day=1))
    Snapshot.objects.filter(day=TODAY.replace(day=1)).update(audience=Audience.KERN)
    with behind_wall():
        assert list(Partner.with_merged.order_by("pk").values_list("slug", flat=True)) == [club.slug]
        assert list(Participation.objects.order_by().values_list("partner_id", flat=True)) == [club.pk]
        assert set(Snapshot.objects.values_list("audience", flat=True)) == {Audience.PUBLIC}
        assert list(Story.objects.values_list("slug", flat=True)) == ["fiets"]
    assert Partner.objects.count() == 3
    assert Story.objects.count() == 2


@POSTGRES
def test_an_account_of_the_site_that_does_not_own_the_tables_sees_every_row(island: SimpleNamespace) -> None:
    """Rows are kept from the dashboard alone; a second account of an administrator is not struck by it."""
    make_person("Buurman", island.north)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE wijkweb_try NOLOGIN")
        cursor.execute("GRANT SELECT ON partners_partner TO wijkweb_try")
        cursor.execute("SET LOCAL ROLE wijkweb_try")
        cursor.execute("SELECT count(*) FROM partners_partner")
        found = cursor.fetchone()
        cursor.execute("RESET ROLE")
    assert found == (1,)


def test_the_pages_are_read_behind_it(
    alderman: Client, island: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one table less within the wall the pages break; so they do read behind it."""
    add_people(island.north, 12)
    publish_due()
    pages = [f"/gemeenten/Het%20Eiland/{rest}" for rest in ("", "overzicht.csv", "kernen/noord/")]
    for page in pages:
        assert alderman.get(page).status_code == 200
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("REVOKE ALL ON dashboards_publishedcount FROM wijkweb_dash")
        monkeypatch.setattr(entering, "_may_enter", lambda: True)
    else:
        less = {name: columns for name, columns in entering._columns().items() if "published" not in name}
        monkeypatch.setattr(entering, "_columns", lambda: less)
    for page in pages:
        with pytest.raises(DatabaseError), transaction.atomic():
            alderman.get(page)


@POSTGRES
def test_the_rights_are_set_anew_and_only_when_asked(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON partners_identity TO wijkweb_dash")
    assert may_read("partners_identity")
    role.set_rights_after_migrating(plan=[])
    assert may_read("partners_identity")
    call_command("make_dashboard_role", verbosity=0)
    assert not may_read("partners_identity")
    assert may_read("places_kern")
    assert Identity.objects.count() == 0


@POSTGRES
def test_without_the_role_the_pages_are_read_all_the_same_and_the_log_says_so(
    alderman: Client, island: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(entering, "_said", [])
    monkeypatch.setattr(entering, "is_ready", lambda: False)

    def not_allowed() -> None:
        raise ProgrammingError("permission denied to create role")

    monkeypatch.setattr(entering, "set_rights", not_allowed)
    for _turn in range(2):
        assert alderman.get("/gemeenten/Het%20Eiland/").status_code == 200
    assert [record.message for record in caplog.records if "make_dashboard_role" in record.message] == [
        "The overview is read without the role wijkweb_dash; see manage.py make_dashboard_role"
    ]


@POSTGRES
@pytest.mark.parametrize(
    "lost",
    [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wijkweb_dash",
        "ALTER TABLE partners_partner DISABLE ROW LEVEL SECURITY",
        "DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM pg_policies WHERE policyname LIKE '%dash%' LOOP "
        "EXECUTE format('DROP POLICY %I ON %I', one.policyname, one.tablename); END LOOP; END $$",
    ],
    ids=["rights", "row security", "policies"],
)
def test_what_a_restored_database_lacks_is_set_again(
    lost: str, alderman: Client, island: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """A dump that was put back beside another role, or without rights (pg_restore --no-acl), has none of it."""
    make_person("Buurman", island.north)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what waits to be checked keeps a table
        cursor.execute(lost)
    monkeypatch.setattr(entering, "_said", [])
    assert alderman.get("/gemeenten/Het%20Eiland/").status_code == 200
    assert "have been set anew" in caplog.text
    with behind_wall():
        assert not Partner.objects.filter(form="persoon").exists()
    assert refused("SELECT count(*) FROM partners_identity")
    caplog.clear()
    assert alderman.get("/gemeenten/Het%20Eiland/").status_code == 200
    assert not caplog.text


@POSTGRES
def test_a_dump_put_back_under_a_running_server_heals_at_the_next_page(
    alderman: Client, island: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "_said", [])
    assert alderman.get("/gemeenten/Het%20Eiland/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wijkweb_dash")
    with pytest.raises(DatabaseError), transaction.atomic():
        alderman.get("/gemeenten/Het%20Eiland/")
    assert alderman.get("/gemeenten/Het%20Eiland/").status_code == 200


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite")
def test_the_command_says_that_sqlite_has_no_roles(db: None) -> None:
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("make_dashboard_role")
