"""The database role of the overview on PostgreSQL: made after each migration, with rights on what `parts` names and nothing else."""

import hashlib
import logging
from typing import Any

from django.db import DatabaseError, connection, transaction

from dashboards.wall.parts import PARTS, Part

ROLE = "wijkweb_dash"
POLICY, OTHERS = "dash_", "not_dash"
ONE_AT_A_TIME = 0x77_6477  # the lock of whoever sets the rights; two at once would stumble over the same rows of PostgreSQL
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
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
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


def is_ready() -> bool:
    """Whether the role can be taken on and has its rights and its rows. A dump that was put back may lack some of it. Two queries."""
    if not may_enter():
        return False
    quote = connection.ops.quote_name
    columns = [(quote(part.table), column) for part in PARTS for column in part.columns]
    policies = [(part.table, name) for part in PARTS for name in (_policy(part), OTHERS)]
    with connection.cursor() as cursor:
        found = _row(cursor, IS_WHOLE, *zip(*columns, strict=True), *zip(*policies, strict=True), ROLE)
    return bool(found and found[0])


IS_WHOLE = """
WITH columns AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS c(part, name)),
     policies AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS p(part, name)),
     dash AS (SELECT oid FROM pg_roles WHERE rolname = %s)
SELECT bool_and(to_regclass(part) IS NOT NULL AND has_column_privilege(dash.oid, to_regclass(part), name, 'SELECT'))
   AND bool_and((SELECT relrowsecurity FROM pg_class WHERE pg_class.oid = to_regclass(part)))
   AND NOT EXISTS (SELECT 1 FROM policies WHERE NOT EXISTS (
           SELECT 1 FROM pg_policy WHERE polname = policies.name AND polrelid = to_regclass(quote_ident(policies.part))))
   AND has_schema_privilege((SELECT oid FROM dash), current_schema(), 'USAGE')
FROM columns, dash
"""


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
    rows, policy = part.rows or "true", _policy(part)
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


def _policy(part: Part) -> str:
    """The name of the policy of these rows: another condition is another policy."""
    return f"{POLICY}{hashlib.sha256((part.rows or 'true').encode()).hexdigest()[:8]}"


def _row(cursor: Any, sql: str, *values: Any) -> Any:
    cursor.execute(sql, [list(value) if isinstance(value, tuple) else value for value in values])
    return cursor.fetchone()
