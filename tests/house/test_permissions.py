"""One table says who may ask what; an address that is not in it fails."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from allauth.core.internal import ratelimit
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.network.village import ROLES, Village, make_village, sign_in

TABLES = sorted((Path(__file__).parent / "permissions").glob("*.toml"))
CASES = [case for table in TABLES for case in tomllib.loads(table.read_text("utf-8"))["case"]]


@pytest.fixture
def village(db: None, monkeypatch: pytest.MonkeyPatch) -> Village:
    monkeypatch.delenv("SECURITY_CONTACT", raising=False)
    return make_village()


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            yield from patterns(item)
        else:
            yield item


def test_every_address_has_a_name_and_stands_in_the_table() -> None:
    nameless = [str(item.pattern) for item in patterns(get_resolver()) if not item.name]
    assert not nameless
    names = {str(item.name) for item in patterns(get_resolver())}
    assert names == {case["name"] for case in CASES}


def test_every_row_of_the_table_is_about_the_address_that_it_names() -> None:
    for case in CASES:
        assert resolve(case["path"]).url_name == case["name"]
        assert {*case["get"], *case["post"]} <= {"everybody", *ROLES}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(role: str, method: str, village: Village, client: Client) -> None:
    sign_in(client, village, role)
    wrong = []
    for case in CASES:
        expected = case[method].get(role, case[method]["everybody"])
        with forgotten_afterwards(client):
            status = getattr(client, method)(case["path"]).status_code
        if status != expected:
            wrong.append(f"{method.upper()} {case['path']} as {role}: {status}, expected {expected}")
    assert not wrong, "\n".join(wrong)


@contextmanager
def forgotten_afterwards(client: Client) -> Iterator[None]:
    """What is asked within leaves nothing: no row, no cookie, no count of tries. Signing in for each address costs more than asking it."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    ratelimit.cache.clear()
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)
    client.cookies = SimpleCookie(cookies)


CLOSED = [
    case
    for case in CASES
    if case["get"]["everybody"] == 404 and "bestaat-niet" not in case["path"] and case["path"].endswith("/")
]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize("role", ROLES)
def test_what_is_closed_answers_as_what_does_not_exist(
    role: str, headers: dict[str, str], village: Village, client: Client
) -> None:
    sign_in(client, village, role)
    unknown_in = cache(lambda room: client.get(f"/{room}/bestaat-niet/", headers=headers))
    for case in CLOSED:
        if case["get"].get(role, 404) != 404:
            continue
        closed = client.get(case["path"], headers=headers)
        unknown = unknown_in(case["path"].strip("/").split("/")[0])
        assert closed.status_code == unknown.status_code == 404, case["path"]
        assert without_tokens(closed.content) == without_tokens(unknown.content), case["path"]
        assert dict(closed.headers).keys() == dict(unknown.headers).keys(), case["path"]


def without_tokens(body: bytes) -> str:
    """The page without its CSRF token, which differs at every request."""
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body.decode())


def test_a_role_counts_until_its_end(village: Village, client: Client) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Membership

    sign_in(client, village, "coordinator")
    assert client.get("/partners/mw-zilverreiger/").status_code == 200
    Membership.objects.update(
        started_at=timezone.now() - timedelta(days=2), ended_at=timezone.now() - timedelta(days=1)
    )
    assert client.get("/partners/mw-zilverreiger/").status_code == 404
