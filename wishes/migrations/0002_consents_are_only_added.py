"""Consents to first names may be added, never changed or removed; the database itself refuses.

On PostgreSQL both; on SQLite, which a demo runs on and which empties its tables row by row after a test, only changing.
"""

from django.db import migrations

TABLES = ("wishes_nameconsent",)

POSTGRESQL = [
    """CREATE FUNCTION wishes_only_added() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'lines of % are only added', TG_TABLE_NAME; END $$""",
    *(
        f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION wishes_only_added()"
        for table in TABLES
    ),
]
SQLITE = [
    f"CREATE TRIGGER {table}_only_added BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'lines are only added'); END"
    for table in TABLES
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)  # it holds a percent sign of its own


def let_go(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_only_added" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION wishes_only_added()")


class Migration(migrations.Migration):
    dependencies = [("wishes", "0001_tree")]

    operations = [migrations.RunPython(guard, let_go)]
