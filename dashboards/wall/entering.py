"""Going behind the wall: for as long as the block lasts, this connection can read what `parts` names and write nothing.

PostgreSQL: as a role without other rights. SQLite, which has no roles: what a statement touches is judged when it is prepared.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import DatabaseError, ProgrammingError, connection, transaction

from dashboards.wall.parts import PARTS
from dashboards.wall.role import ROLE, is_ready, set_rights

log = logging.getLogger(__name__)
HARMLESS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT,
    }
)
_said: list[str] = []  # what this process found out about the role, so that it asks and warns once


@contextlib.contextmanager
def behind_wall() -> Iterator[None]:
    """Read as the dashboard. In one transaction; nothing may be written in it.

    What lies outside raises DatabaseError. Without the role (decision 128) a warning is logged and the block runs as it would.
    """
    if connection.vendor == "sqlite":
        with _judged():
            yield
    elif _may_enter():
        with _as_role():
            yield
    else:
        yield


@contextlib.contextmanager
def _as_role() -> Iterator[None]:
    with transaction.atomic(savepoint=False):
        _tell(f"SET LOCAL ROLE {ROLE}")
        try:
            yield
        except ProgrammingError:
            _said.clear()  # perhaps a dump was put back meanwhile: whoever comes next looks again
            raise
        finally:
            # After a statement that failed the transaction ends, and the role with it.
            with contextlib.suppress(DatabaseError):
                _tell("RESET ROLE")


def _tell(statement: str) -> None:
    """To the driver itself: it asks nothing, so it is no query."""
    with connection.wrap_database_errors:
        connection.connection.execute(statement)


def _may_enter() -> bool:
    """Whether the role is whole. Where it is not, it is made whole once: a dump that was put back lacks it, or its rights."""
    if "yes" not in _said and (is_ready() or _mended()):
        _said.append("yes")
    if not _said:
        log.warning("The overview is read without the role %s; see manage.py make_dashboard_role", ROLE)
        _said.append("no")
    return "yes" in _said


def _mended() -> bool:
    if _said:  # tried before, and said that it did not work
        return False
    try:
        set_rights()
    except DatabaseError as error:
        log.warning("The role %s could not be made whole: %s", ROLE, error)
        return False
    log.warning("The rights of the role %s were not there and have been set anew", ROLE)
    return True


@contextlib.contextmanager
def _judged() -> Iterator[None]:
    connection.ensure_connection()
    connection.connection.set_authorizer(_judge)
    try:
        yield
    finally:
        connection.connection.set_authorizer(None)


def _judge(action: int, first: str | None, second: str | None, _database: Any, _trigger: Any) -> int:
    """Whether SQLite may do this: `first` is a table and `second` a column when it reads."""
    if action in HARMLESS or (action == sqlite3.SQLITE_READ and _may_read(first or "", second or "")):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _may_read(table: str, column: str) -> bool:
    columns = _columns().get(table)
    if columns is None:
        return table == "below"  # the kernen below one, worked out in the statement itself
    return not column or column in columns


@cache
def _columns() -> dict[str, frozenset[str]]:
    return {part.table: frozenset(part.columns) for part in PARTS}
