"""Whatever bytes come in, the answer is never a server error."""

from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from network.filters import WebFilter
from tests.house.test_permissions import CASES
from tests.network.village import make_village

PARAMETERS = [*WebFilter.base_fields, "zoek", "next", "naam", "page", "format"]
PATHS = sorted({case["path"] for case in CASES if case["name"] != "ready"})
NASTY = [
    b"\x00", b"a\x00b", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", b"%", b"%zz", b"9" * 5000, b"-1", b"1e999", b"NaN",
    b"[" * 10_000, b'{"a":' * 3000, b"x" * 10_000, "é".encode() * 5000, b"2017-02-30", b"0000-00-00", b"99999-01-01",
    "٢٠١٧-٠١-٠١".encode(), "\u202e\u0000".encode(), b"'; drop table partners_partner; --", b"{{ 7*7 }}", b"{% debug %}",
    b"../../../etc/passwd", b"<script>alert(1)</script>", b"a\r\nSet-Cookie: x=y", b" ", b"", b"dorp\n",
]  # fmt: skip
values = (
    st.sampled_from(NASTY) | st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode())
)
QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


class AnyInput(TestCase):
    """One village for all examples; each example is rolled back."""

    client: Client

    @classmethod
    def setUpTestData(cls) -> None:
        make_village()
        Client().get("/kernen/dorp/wijkweb/")  # the layout is stored once

    def fetch(self, path: str, query: str = "", **extra: Any) -> None:
        client = Client(raise_request_exception=False)
        answer = client.get(path, QUERY_STRING=query, **extra)
        assert answer.status_code < 500, (answer.status_code, path[:200], query[:200])

    @QUICK
    @given(
        path=st.sampled_from(PATHS),
        pairs=st.lists(st.tuples(st.sampled_from(PARAMETERS), values), min_size=1, max_size=4),
    )
    def test_any_query(self, path: str, pairs: list[tuple[str, bytes]]) -> None:
        self.fetch(path, "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs))

    @QUICK
    @given(raw=st.binary(max_size=80))
    def test_any_bytes_as_query(self, raw: bytes) -> None:
        self.fetch("/kernen/dorp/wijkweb/", raw.decode("latin-1"))

    @QUICK
    @given(
        value=values,
        form=st.sampled_from(
            [
                "/kernen/{}/",
                "/kernen/{}/wijkweb/",
                "/kernen/{}/wijkweb.json",
                "/partners/{}/",
                "/initiatieven/{}/",
                "/{}",
            ]
        ),
    )
    def test_any_path(self, value: bytes, form: str) -> None:
        client = Client(raise_request_exception=False)
        answer = client.get("/", PATH_INFO=form.format(value.decode("latin-1")))
        assert answer.status_code < 500, (answer.status_code, value[:100])

    @QUICK
    @given(username=values, password=values, after=values)
    def test_any_sign_in(self, username: bytes, password: bytes, after: bytes) -> None:
        body = "&".join(
            f"{name}={quote_from_bytes(value)}"
            for name, value in [("username", username), ("password", password), ("next", after)]
        )
        client = Client(raise_request_exception=False)
        answer = client.post("/inloggen/", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (answer.status_code, body[:200])

    def test_each_nasty_value_in_each_filter(self) -> None:
        for name in WebFilter.base_fields:
            for value in NASTY[:: 3 if name != "zoek" else 1]:
                self.fetch("/kernen/leeg/wijkweb.json", f"{name}={quote_from_bytes(value)}")

    def test_many_and_odd_parameters(self) -> None:
        for query in (
            "&".join(f"a{n}=1" for n in range(2000)),
            "zoek=" * 300,
            "=&=&==",
            "weergave[]=x",
            ";;;",
            "dag=2017-01-01&" * 100,
        ):
            self.fetch("/kernen/dorp/wijkweb/", query)

    def test_odd_headers_and_bodies(self) -> None:
        for header in (
            "HX-Request",
            "HX-Current-URL",
            "Accept-Language",
            "If-Modified-Since",
            "Range",
            "X-Forwarded-For",
            "Cookie",
        ):
            for value in ("\x00", "é" * 100, "[" * 5000, "9" * 5000):
                self.fetch("/kernen/dorp/wijkweb/", headers={header: value})
        client = Client(raise_request_exception=False)
        for kind, body in (
            ("application/json", b"[" * 100_000),
            ("multipart/form-data; boundary=x", b"--x\r\n\x00"),
            ("text/plain; charset=onbekend", b"\xff"),
        ):
            assert client.generic("POST", "/inloggen/", body, kind).status_code < 500


@pytest.mark.parametrize("value", [b"2017-10-31 ", b"2017-10-31"])
@pytest.mark.django_db
def test_what_is_right_still_works(value: bytes, client: Client) -> None:
    make_village()
    assert (
        client.get("/kernen/dorp/wijkweb/", QUERY_STRING=f"dag={quote_from_bytes(value)}").status_code == 200
    )
