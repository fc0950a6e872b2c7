"""Every answer carries the strict headers, and asking changes nothing."""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from tests.house.test_permissions import CASES
from tests.network.village import ROLES, Village, make_village, sign_in

ROOT = Path(__file__).resolve().parents[2]
PATHS = [*sorted({case["path"] for case in CASES}), "/bestaat/niet", "/?q=%00"]
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
    "form-action 'self'", "manifest-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
SILENT = POLICY - {"connect-src 'self'"} | {
    "connect-src 'none'"
}  # what is filled in there never leaves the browser


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


# One village for all addresses: asking changes nothing, as the last test here says.
@pytest.mark.parametrize("role", ["anonymous", "coordinator"])
def test_every_answer_has_the_strict_headers(role: str, village: Village, client: Client) -> None:
    sign_in(client, village, role)
    for path in PATHS:
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        expected = SILENT if path.startswith("/mijn-wijkweb/") else POLICY
        assert {part.strip() for part in policy.split(";") if part.strip()} == expected, path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["X-Frame-Options"] == "DENY", path
        # The latter behind a token.
        assert answer["Referrer-Policy"] in ("same-origin", "strict-origin"), path
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path


@pytest.mark.parametrize("role", ["anonymous", "coordinator"])
def test_caches_keep_apart_what_differs(role: str, village: Village, client: Client) -> None:
    sign_in(client, village, role)
    for path in PATHS:
        if "?" in path:
            continue
        answer = client.get(path)
        assert {"HX-Request", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}, path
        if role != "anonymous":
            assert "no-store" in answer["Cache-Control"], path
            assert "public" not in answer["Cache-Control"], path


def test_who_asks_for_the_headers_only_gets_what_a_page_gives(village: Village, client: Client) -> None:
    for path in PATHS:
        page, head = client.get(path), client.head(path)
        assert (head.status_code, head["Content-Type"]) == (page.status_code, page["Content-Type"]), path
        assert not b"".join(head), path
        if not page.streaming:
            assert int(head["Content-Length"]) == len(page.content), path


def test_the_session_cookie_is_not_for_scripts_nor_for_others(village: Village, client: Client) -> None:
    from tests.network.village import PASSWORD

    client.get("/inloggen/")
    client.post("/inloggen/", {"username": "coordinator@voorbeeld.nl", "password": PASSWORD})
    assert {"session", "csrf"} <= set(client.cookies)
    for cookie in ("session", "csrf"):
        assert client.cookies[cookie]["httponly"]
        assert client.cookies[cookie]["samesite"] == "Lax"


def test_a_visitor_gets_no_cookie(village: Village, client: Client) -> None:
    for path in ("/", "/kernen/", "/kernen/dorp/", "/kernen/dorp/wijkweb/", "/partners/sportclub/"):
        client.get(path)
    assert "session" not in client.cookies


PRODUCTION_FACTS = """
import django; django.setup()
from django.conf import settings as s
print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,
      s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY,
      s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SAMESITE)
"""


def in_production(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Another process with the settings of production."""
    given = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wijkweb.settings",
        "WIJKWEB_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "wijkweb.voorbeeld.nl",
        **environment,
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )


needs_postgresql = pytest.mark.skipif(
    "sqlite" in connection.vendor, reason="the settings of production take no SQLite"
)


def address_of_this_database() -> str:
    """DATABASE_URL for another process that must find what this test wrote; also where PostgreSQL listens at a socket only."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{server}/{connection.settings_dict['NAME']}"


def test_production_is_closed_tight() -> None:
    done = in_production("-c", PRODUCTION_FACTS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", *["True"] * 7, "__Host-session", "__Host-csrf", "Lax"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"SECRET_KEY": "kort"},
        {"SECRET_KEY": ""},
        {"ALLOWED_HOSTS": "*"},
        {"ALLOWED_HOSTS": ""},
        {"WIJKWEB_ENV": "x"},
        {"EMAIL_URL": "consolemail://"},
        {"EMAIL_URL": "dummymail://"},
        {"EMAIL_URL": "smtp://mail:vijfentwintig"},
        {"EMAIL_URL": "mail.voorbeeld.nl"},
        {"SITE_URL": "http://wijkweb.voorbeeld.nl"},
        {"SITE_URL": "https://wijkweb.voorbeeld.nl/pad"},
        {"DEFAULT_FROM_EMAIL": "Wijkweb"},
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(wrong: dict[str, str]) -> None:
    done = in_production("-c", PRODUCTION_FACTS, **wrong)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr


# Made from the records for whoever reads first, and kept (docs/decisions/0011 and 0094).
DERIVED = {"network_layout", "network_snapshot", "network_snapshotrun"}


def table_hashes() -> dict[str, str]:
    """A fingerprint of every row of every table but those of what is derived."""

    def rows() -> Iterator[tuple[str, str]]:
        with connection.cursor() as cursor:
            for model in apps.get_models(include_auto_created=True):
                table = model._meta.db_table
                if table in DERIVED or not model._meta.managed:
                    continue
                cursor.execute(f"select * from {connection.ops.quote_name(table)} order by 1")
                yield table, hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()

    return dict(rows())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_asking_writes_nothing_but_what_is_derived(
    method: str, role: str, village: Village, client: Client
) -> None:
    sign_in(client, village, role)
    before = table_hashes()
    for path in PATHS:
        getattr(client, method)(path)
        if method == "get":
            client.get(path, headers={"HX-Request": "true"})
    assert table_hashes() == before
