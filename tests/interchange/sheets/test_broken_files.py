"""Every broken file gets a sentence that helps; none gets a server error or takes a worker along."""

import resource
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from interchange.models import JobState, SheetJob
from interchange.sheets import limits, reading
from interchange.sheets.grid import Refused
from interchange.sheets.refusals import SENTENCES
from partners.models import Partner
from tests.interchange.sheets.broken import BROKEN, Broken, far_cell
from tests.interchange.sheets.makers import compared, csv, xlsx

CASES = [pytest.param(case, id=case.name) for case in BROKEN]


@pytest.fixture
def client(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def post(client: Client, kern: Any, case: Broken) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(case.file, case.make())
    return client.post(reverse("sheet_upload", args=[kern.slug]), {"bestand": file})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_gets_its_sentence(case: Broken, kern: Any, client: Client, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True
    answer = post(client, kern, case)
    if answer.status_code == 422:
        said = answer.content.decode()
    else:
        assert answer.status_code == 302
        job = SheetJob.objects.get()
        if job.state == JobState.WAITING:  # with a broker nobody has looked yet
            from interchange.sheets.running import read_job

            read_job(job.pk)
            job.refresh_from_db()
        if not case.expected:
            assert job.state == JobState.COLUMNS, job.message
            assert client.get(answer.url).status_code == 200
            return
        assert job.state == JobState.REFUSED
        said = job.message
        assert client.get(answer.url).status_code == 200
    assert case.expected, said
    start = str(SENTENCES[case.expected]).split("%")[0]
    assert start in said.replace("&#x27;", "'")
    assert not Partner.objects.exists()


def test_every_sentence_says_what_to_do() -> None:
    for code, text in SENTENCES.items():
        assert str(text).count(".") >= 2, code


def test_the_child_stays_within_its_memory() -> None:
    """The whole way of a nasty file, measured in a process of its own.

    VmHWM is the peak since the program began; ru_maxrss would hold the memory of the tests that started it.
    """
    program = (
        "import re, sys; from interchange.sheets import child; child.main(*sys.argv[1:4]);"
        "print(re.search(r'VmHWM:\\s+([0-9]+)', open('/proc/self/status').read())[1])"
    )
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.xlsx")
        source.write_bytes(far_cell())
        done = subprocess.run(
            [sys.executable, "-c", program, source, f"{folder}/out", "xlsx"], capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * 1024 < limits.MEMORY_BYTES


def test_a_child_that_asks_for_too_much_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Naam"], *[[f"Partner {number} " + "x" * 200] for number in range(19_000)]]
    program = "import sys; from interchange.sheets import limits, child; limits.MEMORY_BYTES = 40_000_000; sys.exit(child.main(*sys.argv[1:4]))"
    real = subprocess.run

    def starved(command: list[str], **options: Any) -> Any:
        return real([command[0], "-c", program, *command[-3:]], **options)

    monkeypatch.setattr(reading.subprocess, "run", starved)
    with pytest.raises(Refused) as refused:
        reading.read_grids(csv(rows), "csv")
    assert refused.value.code == "too-heavy"


def test_the_child_may_not_use_the_network_or_other_programs() -> None:
    for deed in (
        "import socket; socket.socket()",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
    ):
        program = f"from interchange.sheets import child; child.limit(); {deed}"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert "not allowed here" in done.stderr


def test_the_web_server_does_not_grow(kern: Any, user: Any) -> None:
    names = ("zip bomb", "a cell in the far corner", "entities in the XML")
    files = [case.make() for case in BROKEN if case.name in names]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for file in files:
        with pytest.raises(Refused):
            reading.read_grids(file, "xlsx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_dates_in_every_dress(kern: Any, user: Any) -> None:
    rows = [["Naam", "Sinds"]] + [
        [f"Club {n}", date]
        for n, date in enumerate(
            (
                "31-02-2015",
                "42005",
                "12/31/2014",
                "03/04/2014",
                "dec 2014",
                "2014",
                "01-2015",
                "31-12-14",
                "vorig jaar",
            )
        )
    ]
    job = compared(kern, user, csv(rows), "a.csv")
    found = {row.label: row.values.get("sinds", row.outcome) for row in job.rows.all()}
    assert list(found.values()) == [
        "fout",
        "2015-01-01",
        "2014-12-31",
        "fout",  # both orders occur in this column, so this one can be April or March
        "2014-12",
        "2014",
        "2015-01",
        "2014-12-31",
        "fout",
    ]


def test_formulas_errors_and_merged_cells(kern: Any, user: Any) -> None:
    by_name = {case.name: case for case in BROKEN}
    job = compared(kern, user, by_name["formulas without outcome"].make())
    assert "formule" in job.rows.get().problems[0][2]
    job = compared(kern, user, by_name["merged cells"].make())
    assert [row.values["soort"] for row in job.rows.all()] == ["stichting"] * 3
    job = compared(kern, user, by_name["a hidden sheet"].make())
    assert [choice["is_chosen"] for choice in job.choices["sheets"]] == [True, False]


def test_a_column_that_is_needed_is_asked_for(kern: Any, user: Any, client: Client) -> None:
    from tests.interchange.sheets.makers import sent

    job = sent(kern, user, xlsx([["Kleur", "Maat"], ["rood", "groot"]]))
    answer = client.post(
        reverse("sheet_columns", args=[kern.slug, job.key]), {"kolom-0-0": "", "kolom-0-1": ""}
    )
    assert answer.status_code == 422
    assert "Er is geen kolom gekozen voor" in answer.content.decode()


def test_the_letters_survive(kern: Any, user: Any) -> None:
    for case in BROKEN:
        if case.name in (
            "UTF-16",
            "UTF-16 without a mark",
            "UTF-8 with a mark",
            "Windows-1252",
            "tabs",
            "commas",
        ):
            job = compared(kern, user, case.make(), case.file)
            assert "Café Crème" in [row.label for row in job.rows.all()], case.name
