"""Lists that go out: harmless in every program, the same after any number of round trips, and nobody too much in them."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_kern, make_partner, make_person, make_relation
from tests.interchange.sheets.makers import brought_in
from wijkweb.kit.harmless import UNWRITABLE, harmless, restored
from wijkweb.kit.partial_dates import PartialDate

NASTY = ["=1+1", "+31 6", "-bellen", "@SOM(A1)", "\t=1", " =1", "'=1", "a\n=1+1", "＝1", "Café; \"quote\"", "regel 1\r\nregel 2"]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=" '=+-@\t\r\n＝＠a;\"\u00a0", max_size=12))
def test_a_harmless_cell_comes_back_exactly(text: str) -> None:
    text = UNWRITABLE.sub(" ", text)
    safe = harmless(text)
    assert restored(safe) == text
    for line in safe.replace("\r", "\n").split("\n"):
        assert not line.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "＝", "＠"))
    assert not safe.startswith(("\t", "\r", "\n"))


@pytest.fixture
def filled(kern: Any) -> Any:
    """A kern with nasty texts, a person, a guest and something closed."""
    bridge = make_partner(
        "De Brug", kern, life_domain="wonen", started_on=PartialDate(2014, 12), website="https://brug.example"
    )
    part = make_partner("Deel van De Brug", kern, parent=bridge)
    for number, text in enumerate(NASTY):
        make_partner(
            f"Naam {number}", kern, slug=f"naam-{number}", description=text, source=text.strip()[:50]
        )
    make_partner("=cmd|' /C calc'!A0", kern, slug="formule")
    person = make_person("Zilverreiger", kern, organisation=bridge, kind="bestuurder")
    closed = make_partner("Gesloten Huis", kern, visibility="coordinators")
    make_partner("Tuinploeg", kern, slug="tuinploeg", parent=closed)
    guest = make_partner("Streekzorg", make_kern("Verdorp"), slug="streekzorg")
    make_relation(bridge, guest, strength=2, description="=gevaar")
    make_relation(person, bridge, kind="bestuurt", is_directed=True)
    make_relation(part, closed, kind="kent", ended_on=PartialDate(2020))
    return kern


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def fetched(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def cells(workbook: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def test_three_round_trips_change_nothing(filled: Any, user: Any, stored: Any) -> None:
    client = client_of(user)
    before = stored()
    first = fetched(client, f"/kernen/{filled.slug}/lijst.xlsx")
    for _turn in range(3):
        job = brought_in(filled, user, fetched(client, f"/kernen/{filled.slug}/lijst.xlsx"))
        assert job.counts.get("gelijk") == job.total, list(
            job.rows.exclude(outcome="gelijk").values("label", "outcome", "changes", "problems")
        )
        assert cells(fetched(client, f"/kernen/{filled.slug}/lijst.xlsx")) == cells(first)
    for what in ("partners", "banden"):
        content = fetched(client, f"/kernen/{filled.slug}/lijst.csv?wat={what}")
        job = brought_in(filled, user, content, "lijst.csv")
        assert job.counts.get("gelijk") == job.total > 0
    after = stored()
    assert {name for name in after if after[name] != before[name]} <= {
        "SheetJob",
        "SheetFile",
        "SheetRow",
        "ColumnMemory",
    }


def test_no_cell_is_a_formula(filled: Any, user: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetched(client_of(user), f"/kernen/{filled.slug}/lijst.xlsx")))
    for sheet in book:
        for row in sheet.iter_rows():
            strange = [
                (c.value, c.data_type)
                for c in row
                if c.value is not None and c.data_type not in ("s", "inlineStr")
            ]
            assert not strange
    text = fetched(client_of(user), f"/kernen/{filled.slug}/lijst.csv").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_others_get_no_persons_and_nothing_closed(filled: Any, user: Any) -> None:
    from accounts.models import Role
    from tests.factories import make_user

    others = [
        Client(),
        client_of(make_user()),
        client_of(make_user(Role.PARTNER_CONTACT, filled)),
        client_of(make_user(Role.COORDINATOR, make_kern("Elders"))),
    ]
    for client in others:
        for path in ("lijst.csv", "lijst.csv?wat=banden"):
            text = fetched(client, f"/kernen/{filled.slug}/{path}").decode()
            assert "Zilverreiger" not in text
            assert "Gesloten Huis" not in text
        words = str(cells(fetched(client, f"/kernen/{filled.slug}/lijst.xlsx")))
        assert "Zilverreiger" not in words
        assert "'Gesloten Huis'" not in words
    mine = str(cells(fetched(client_of(user), f"/kernen/{filled.slug}/lijst.xlsx")))
    assert "Zilverreiger" in mine
    assert "'Gesloten Huis'" in mine


def test_the_number_of_queries_does_not_grow(kern: Any, django_assert_num_queries: Any) -> None:
    for number in range(40):
        make_partner(f"Club {number}", kern)
    with django_assert_num_queries(5):
        fetched(Client(), f"/kernen/{kern.slug}/lijst.csv")


def test_the_rows_to_mend_can_be_sent_again(kern: Any, user: Any) -> None:
    from tests.interchange.sheets.makers import xlsx

    job = brought_in(
        kern,
        user,
        xlsx([["Naam", "Soort", "Eigen kolom"], ["De Brug", "kerk", "a"], ["Koor", "blorp", "=b"]]),
    )
    report = fetched(client_of(user), f"/kernen/{kern.slug}/inlezen/{job.key}/verslag.xlsx")
    rows = cells(report)
    assert rows[0][:3] == ("Naam", "Soort", "Eigen kolom")
    assert len(rows) == 2
    assert rows[1][1] == "blorp"
    assert "Dit woord kennen wij niet" in rows[1][3]
    again = brought_in(kern, user, report)
    assert [(row.label, row.outcome) for row in again.rows.all()] == [("Koor", "fout")]
    mended = openpyxl.load_workbook(io.BytesIO(report))
    mended.active["B2"] = "vereniging"
    out = io.BytesIO()
    mended.save(out)
    assert brought_in(kern, user, out.getvalue()).counts["nieuw"] == 1
