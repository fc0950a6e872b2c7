"""The database role of the overview on PostgreSQL: made after each migration, with rights on what `parts` names and nothing else."""

import hashlib
import logging
from typing import Any

from django.db import DatabaseError, connection, transaction

from dashboards.wall.parts import PARTS, Part

ROLE = "wijkweb_dash"
POLICY, OTHERS = "dash_", "not_dash"
log = logging.getLogger(__name__)

MAKE_ROLE = f"""
DO $$ BEGIN
    CREATE ROLE {ROLE} NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


def set_rights_after_migrating(plan: Any = None, **_kwargs: Any) -> None:
    """After migrations that did something; where the role cannot be made, that is logged and migrating goes on."""
    if plan and connection.vendor == "postgresql":
        try:
            set_rights()
        except DatabaseError as error:
            log.warning("No role %s (decision 128), the overview is read without it: %s", ROLE, error)


@transaction.atomic
def set_rights() -> None:
    """Make the role where it is not there, and give it exactly the rights of `PARTS`. PostgreSQL only; may run again.

    Raises DatabaseError (ProgrammingError) when whoever is connected may make no roles and an administrator did not make it.
    """
    with connection.cursor() as cursor:
        if not _row(cursor, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
            cursor.execute(MAKE_ROLE)
        if not may_enter():
            cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
        schema = connection.ops.quote_name(_row(cursor, "SELECT current_schema()")[0])
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {ROLE}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {ROLE}")
        there = set(connection.introspection.table_names(cursor))
        for part in PARTS:
            if part.table in there:
                _open(cursor, part)


def may_enter() -> bool:
    """Whether the role is there and whoever is connected may take it on. One query."""
    kind = "SET" if connection.pg_version >= 160000 else "MEMBER"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        found = _row(
            cursor, "SELECT pg_has_role(current_user, oid, %s) FROM pg_roles WHERE rolname = %s", kind, ROLE
        )
    return bool(found and found[0])


def _open(cursor: Any, part: Part) -> None:
    """Give the rights on one table, and keep its other rows away from the role. Who owns the table notices nothing of that."""
    quote = connection.ops.quote_name
    table, columns = quote(part.table), ", ".join(quote(column) for column in part.columns)
    cursor.execute(f"GRANT SELECT ({columns}) ON {table} TO {ROLE}")
    rows = part.rows or "true"
    policy = f"{POLICY}{hashlib.sha256(rows.encode()).hexdigest()[:8]}"
    cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [part.table])
    there = {name for (name,) in cursor.fetchall()}
    for old in {name for name in there if name.startswith(POLICY)} - {policy}:
        cursor.execute(f"DROP POLICY {quote(old)} ON {table}")
    if policy not in there:
        cursor.execute(f"CREATE POLICY {quote(policy)} ON {table} FOR SELECT TO {ROLE} USING ({rows})")
    if (
        OTHERS not in there
    ):  # who is neither this role nor the owner of the table, such as a second account of the site
        others = f"current_user <> '{ROLE}'"
        cursor.execute(f"CREATE POLICY {OTHERS} ON {table} USING ({others}) WITH CHECK ({others})")
    if not _row(cursor, "SELECT 1 FROM pg_class WHERE oid = to_regclass(%s) AND relrowsecurity", table):
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def _row(cursor: Any, sql: str, *values: Any) -> Any:
    cursor.execute(sql, values)
    return cursor.fetchone()
