"""Starts what the tests run on, before Django reads its settings; loaded with `-p tests.services_plugin`.

A conftest.py would be too late for that. With pytest-xdist the first process starts PostgreSQL once; its workers find
the address in their environment. TEST_ON=sqlite starts nothing: SQLite, and tasks that run at once. Workers share
nothing that a test may empty: each has a database, a Redis and a folder of its own.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tools import messages, private_services

_stack = contextlib.ExitStack()
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
_on_sqlite = os.environ.get("TEST_ON") == "sqlite"
_ALONE = "master"  # what pytest-xdist calls the only process


def _use_folder(folder: Path) -> None:
    os.environ["WIJKWEB_VAR"] = str(folder)
    (folder / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
    if _on_sqlite:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/test.sqlite3"


def _set_environment() -> None:
    os.environ |= {
        "WIJKWEB_ENV": "test",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's synchronous API runs an event loop of its own
    }
    _use_folder(Path(_stack.enter_context(tempfile.TemporaryDirectory(prefix="wijkweb-test-"))) / _ALONE)
    if _on_sqlite:
        os.environ["REDIS_URL"] = ""
    else:
        os.environ["DATABASE_URL"] = _stack.enter_context(private_services.postgres())
        os.environ["REDIS_URL"] = _stack.enter_context(private_services.redis())


def _own_redis() -> None:
    """Each worker a Redis of its own: what one empties, or takes from the queue, is not another's.

    Celery cannot choose a database behind a Unix socket, so a private one is started again; it costs 20 ms.
    """
    if named := os.environ.get("TEST_REDIS_URL"):
        number = int(_worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = f"{named.rstrip('/').removesuffix('/0')}/{number}"
    else:
        os.environ["REDIS_URL"] = _stack.enter_context(private_services.redis())


if _worker:
    _use_folder(Path(os.environ["WIJKWEB_VAR"]).with_name(_worker))
    if os.environ["REDIS_URL"]:
        _own_redis()
else:
    messages.compile_when_changed()
    try:
        _set_environment()
    except private_services.NoService as problem:
        _stack.close()
        pytest.exit(str(problem), returncode=1)


def pytest_report_header() -> list[str]:
    """The true names and versions of the servers, as they give them themselves."""
    return [] if _worker else [f"servers: {', '.join(_servers())}"]


def _servers() -> list[str]:
    if _on_sqlite:
        import sqlite3

        return [f"SQLite {sqlite3.sqlite_version}", "no Redis (tasks run at once)"]
    return [_postgres_name(), _redis_name()]


def _postgres_name() -> str:
    import psycopg
    from django.conf import settings

    database = settings.DATABASES["default"]
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    parameters: dict[str, Any] = {
        ours: str(database[theirs]) for ours, theirs in names.items() if database.get(theirs)
    }
    with psycopg.connect(**parameters) as connection:  # pytest-django keeps Django's own closed at this point
        answer = connection.execute("select version()").fetchone()
    return " ".join(answer[0].split()[:2]) if answer else "PostgreSQL"


def _redis_name() -> str:
    import redis

    address = os.environ["REDIS_URL"].replace("redis+socket:", "unix:")
    with redis.Redis.from_url(address) as client:
        info = client.info("server")
    if "valkey_version" in info:
        return f"Valkey {info['valkey_version']}"
    return f"Redis {info['redis_version']}"


def pytest_unconfigure() -> None:
    _stack.close()
