"""What holds for every page on which something is entered."""

import pytest
from django.test import Client

from tests.network.village import Village
from tests.partners.entering import fields_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ADD = "/kernen/dorp/partners/nieuw/"


PAGES = [
    ADD, "/partners/sportclub/bewerken/", "/partners/sportclub/gestopt/", "/partners/mw-zilverreiger/identiteit/",
    "/partners/sportclub/relaties/nieuw/", "/relaties/900001/bewerken/", "/relaties/900001/beeindigen/",
    "/kernen/dorp/initiatieven/nieuw/", "/initiatieven/bij-de-omas/bewerken/", "/initiatieven/bij-de-omas/deelnames/nieuw/",
    "/partners/sportclub/deelnames/nieuw/", "/deelnames/900001/bewerken/", "/deelnames/900001/beeindigen/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_reading_writes_nothing(anna: Client, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for headers in ({}, HTMX):
        with CaptureQueriesContext(connection) as queries:
            assert anna.get(path, headers=headers).status_code == 200
        written = [
            q["sql"]
            for q in queries
            if not q["sql"].startswith(
                ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "DECLARE", "WITH RECURSIVE below")
            )
        ]
        assert not written


QUERIES = dict(zip(PAGES, (9, 9, 6, 6, 7, 6, 5, 7, 7, 7, 7, 6, 5), strict=True))


@pytest.mark.parametrize("path", PAGES)
def test_queries_do_not_grow_with_the_kern(anna: Client, village: Village, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.network.village import fill_with

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert anna.get(path).status_code == 200
        return len(queries)

    few = count()
    fill_with(village.kern, 150, ["wonen", "onderwijs"], prefix="kerkclub")
    assert (few, count()) == (QUERIES[path], QUERIES[path])


NASTY = [
    "\x00",
    "a\x00b",
    "\ud800",
    "9" * 5000,
    "-1",
    "x" * 20_000,
    "<script>alert(1)</script>",
    "2017-02-30",
    "\u202e",
]


@pytest.mark.parametrize("path", [*PAGES, "/partners/sportclub/betrokkenheid/"])
def test_any_value_in_any_field_is_no_server_error(anna: Client, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies = anna.cookies
    plain = path.split("?")[0]
    page = client.get(path)
    names = fields_of(page, plain) if page.status_code == 200 else {"involvement": "", "van": ""}
    names |= {"met": "nieuw:", "zoek": "Iets", "new_kind": "stichting", "gezien": "", "keuze-name": ""}
    for place, name in enumerate(names):
        for value in (NASTY[place % len(NASTY)], NASTY[(place + 4) % len(NASTY)]):
            sent = {**names, name: value.encode("utf-8", "surrogatepass")}
            answer = client.post(plain, sent)
            assert answer.status_code < 500, (name, value[:20])
