"""Whatever bytes come in, the answer is never a server error."""

from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from agenda.filters import AgendaFilter
from agenda.forms import ActivityForm
from checkups.forms import PlanForm, SettingsForm, SupportForm, TalkForm
from network.filters import WebFilter
from sharing.filtering import OfferFilter
from stories.forms import StoryForm
from tests.house.test_permissions import CASES
from tests.network.village import make_village

PARAMETERS = [
    *WebFilter.base_fields,
    *AgendaFilter.base_fields,
    *OfferFilter.base_fields,
    "maand",
    "dag",
    "sleutel",
    "wat",
    "activiteit",
    "zoek",
    "next",
    "naam",
    "page",
    "format",
]
PATHS = sorted({case["path"] for case in CASES})
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
                "/activiteiten/{}/",
                "/kernen/{}/agenda/",
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

    @QUICK
    @given(
        path=st.sampled_from(
            ["/initiatief-aanmelden/", "/initiatief-aanmelden/bevestigen/", "/mijn-initiatief/"]
        ),
        pairs=st.lists(
            st.tuples(
                st.sampled_from(["kern", "dream", "email", "is_sixteen", "token", "sleutel", "gezien"]),
                values,
            ),
            max_size=7,
        ),
    )
    def test_any_registration(self, path: str, pairs: list[tuple[str, bytes]]) -> None:
        body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs)
        client = Client(raise_request_exception=False)
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (answer.status_code, path, body[:200])

    @QUICK
    @given(
        path=st.sampled_from(
            ["/kernen/dorp/delen/aanbod-bus/vragen/", "/delen/afspraak/", "/delen/bevestigen/", "/delen/nieuwe-link/"]
        ),
        pairs=st.lists(
            st.tuples(st.sampled_from(["first_day", "last_day", "first_part", "text", "email", "token", "sleutel", "doe"]), values),
            min_size=1, max_size=6,
        ),
    )  # fmt: skip
    def test_any_question(self, path: str, pairs: list[tuple[str, bytes]]) -> None:
        body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs)
        client = Client(raise_request_exception=False)
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (answer.status_code, path, body[:200])

    def test_each_nasty_value_in_each_question_about_what_is_shared(self) -> None:
        for name in (*OfferFilter.base_fields, "maand", "dag"):
            path = {"maand": "/kernen/dorp/delen/aanbod-bus/", "dag": "/kernen/dorp/delen/aanbod-bus/vragen/"}
            for value in NASTY:
                self.fetch(path.get(name, "/kernen/dorp/delen/"), f"{name}={quote_from_bytes(value)}")

    def test_each_nasty_value_in_each_filter(self) -> None:
        for name in WebFilter.base_fields:
            for value in NASTY[:: 3 if name != "zoek" else 1]:
                self.fetch("/kernen/leeg/wijkweb.json", f"{name}={quote_from_bytes(value)}")

    def test_each_nasty_value_in_the_agenda(self) -> None:
        for name in AgendaFilter.base_fields:
            for value in NASTY[::2]:
                self.fetch("/kernen/dorp/agenda/", f"{name}={quote_from_bytes(value)}")
        for path in ("/activiteiten/wandelen/", "/kernen/dorp/agenda/prikbord/"):
            for value in NASTY[::2]:
                self.fetch(path, f"dag={quote_from_bytes(value)}")

    def test_any_activity(self) -> None:
        """Whatever stands in the fields of the form, as the coordinator sends it."""
        client = Client(raise_request_exception=False)
        client.force_login(
            User.objects.get(email="coordinator@voorbeeld.nl"),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        for name in (*ActivityForm.base_fields, "organiser_1"):
            for value in NASTY[::3]:
                body = f"name=x&dated_on=2035-01-16&repeat=WEEKLY&{name}={quote_from_bytes(value)}"
                for path in (
                    "/kernen/dorp/agenda/nieuw/",
                    "/kernen/dorp/agenda/botsingen/",
                    "/activiteiten/koffie/bewerken/",
                ):
                    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
                    assert answer.status_code < 500, (answer.status_code, path, name, value[:60])

    def test_any_address_of_a_calendar(self) -> None:
        client = Client(raise_request_exception=False)
        client.force_login(
            User.objects.get(email="coordinator@voorbeeld.nl"),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        for name in ("partner", "address", "visibility", "version", "token"):
            for value in NASTY:
                body = f"partner=x&address=y&{name}={quote_from_bytes(value)}"
                for path in ("/kernen/dorp/agenda/agendas/", "/kernen/dorp/agenda/agendas/900001/"):
                    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
                    assert answer.status_code < 500, (answer.status_code, path, name, value[:60])

    @QUICK
    @given(
        path=st.sampled_from(["/apk/", "/apk/niet-nu/", "/apk/nieuw/"]),
        pairs=st.lists(
            st.tuples(
                st.sampled_from(["sleutel", "version", "needs", "outcome", "doe", "address", "gezien"]),
                values,
            ),
            max_size=6,
        ),
    )
    def test_any_answer_by_a_link(self, path: str, pairs: list[tuple[str, bytes]]) -> None:
        body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs)
        client = Client(raise_request_exception=False)
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (answer.status_code, path, body[:200])

    def test_any_checkup(self) -> None:
        """Whatever stands in the fields of the four questions, the plan and the settings."""
        client = Client(raise_request_exception=False)
        client.force_login(
            User.objects.get(email="coordinator@voorbeeld.nl"),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        one = "/initiatieven/bij-de-omas/apk/"
        for form, path in (
            (TalkForm, f"{one}invullen/"), (TalkForm, f"{one}900001/"), (SupportForm, f"{one}steun/900001/"),
            (PlanForm, f"{one}wanneer/"), (SettingsForm, "/kernen/dorp/apk/instellingen/"),
        ):  # fmt: skip
            for name in form.base_fields:
                for value in NASTY[::3]:
                    body = f"needs=x&outcome=blijft&done_on=2025-01-01&{name}={quote_from_bytes(value)}"
                    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
                    assert answer.status_code < 500, (answer.status_code, path, name, value[:60])

    def test_any_wish(self) -> None:
        client = Client(raise_request_exception=False)
        wish = "/wensen/00000000-0000-4000-8000-000000000001"
        for name in ("text", "theme", "first_name", "token", "gezien", "email", "sleutel", "doe"):
            for value in NASTY[::2]:
                body = f"text=x&theme=groen&{name}={quote_from_bytes(value)}"
                for path in ("/kernen/dorp/wensboom/", f"{wish}/helpen/", "/wensen/helpen/bevestigen/"):
                    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
                    assert answer.status_code < 500, (answer.status_code, path, name, value[:60])

    def test_any_story(self) -> None:
        """Whatever stands in the fields of a story and in the order of the booklet, as the coordinator sends it."""
        client = Client(raise_request_exception=False)
        client.force_login(
            User.objects.get(email="coordinator@voorbeeld.nl"),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        for name in StoryForm.base_fields:
            for value in NASTY[::3]:
                body = f"title=x&text=y&{name}={quote_from_bytes(value)}"
                for path in ("/kernen/dorp/verhalen/nieuw/", "/verhalen/verhaal/bewerken/"):
                    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
                    assert answer.status_code < 500, (answer.status_code, path, name, value[:60])
        order = "/kernen/dorp/verhalen/boekje/samenstellen/"
        stand = client.get(order).context["stand"]
        for name in ("plaats-verhaal", "omhoog", "stand"):
            for value in NASTY[::2]:
                body = f"stand={stand}&{name}={quote_from_bytes(value)}"
                answer = client.post(order, body, content_type="application/x-www-form-urlencoded")
                assert answer.status_code < 500, (answer.status_code, name, value[:60])

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
