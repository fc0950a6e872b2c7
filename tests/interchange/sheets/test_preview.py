"""What the preview of a sheet tells: equal faults once, and names of people that would come in as a role."""

import pytest

from interchange.models import Outcome
from interchange.sheets.faults import grouped
from interchange.sheets.limits import ROWS
from tests.interchange.sheets.makers import Rows, compared, xlsx
from wijkweb.kit.looking import looks_like_a_name


def shown(client, job, user, query="?toon=fout"):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/kernen/{job.kern.slug}/inlezen/{job.key}/{query}").content.decode()


def test_a_fault_in_many_rows_is_said_once_with_its_rows_in_a_fold(kern, user, client):
    rows: Rows = [["Naam", "Soort", "Sinds"]]
    rows += [[f"Club {number}", "vereniging", "31-02-2016"] for number in range(12)]
    rows += [["Koor", "zangvereniginkje", "2016"]]
    job = compared(kern, user, xlsx(rows))
    assert job.counts[Outcome.WRONG] == 13
    faults, alone = grouped(job)
    assert [(len(fault.rows), fault.values) for fault in faults] == [(12, ["31-02-2016"])]
    assert len(alone) == 1
    body = shown(client, job, user)
    assert body.count('class="sheet-fault"') == 1
    assert "<strong>12 regels</strong>" in body
    assert body.count('class="sheet-row sheet-row--fout"') == 1
    assert "Club 11" in body


def test_a_name_that_would_come_in_as_a_role_is_told(kern, user, client):
    job = compared(
        kern, user, xlsx([["Naam", "Soort"], ["Jan de Vries", "inwoner"], ["voorzitter", "inwoner"]])
    )
    notes = {row.label: row.note for row in job.rows.all()}
    assert "Is dit de naam van iemand?" in notes["Jan de Vries"]
    assert notes["voorzitter"] == ""
    assert "Is dit de naam van iemand?" in shown(client, job, user, "?toon=nieuw")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan de Vries", True),
        ("Anna van der Berg", True),
        ("J. Jansen", True),
        ("Voorzitter", False),
        ("voorzitter van de club", False),
        ("Bewoner 12", False),
    ],
)
def test_what_looks_like_a_name(text, expected):
    assert looks_like_a_name(text) is expected


def test_large_numbers_have_a_dot(kern, user, client):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert ROWS == 20_000
    assert "20.000 " in client.get(f"/kernen/{kern.slug}/inlezen/").content.decode()
