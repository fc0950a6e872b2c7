"""What was explained once is not asked again: which column is what, and what a word means."""

import io

import openpyxl
import pytest

from interchange.models import ColumnMemory, JobMode, JobState, SheetJob
from interchange.sheets import reports, running, steps
from interchange.sheets.values import Wrong, parse_date
from partners.models import Partner
from tests.interchange.sheets.makers import Rows, brought_in, compared, sent, xlsx

ROWS: Rows = [
    ["Naam", "Soort", "Ring van nu", "Sinds"],
    ["Zangkoor", "clubje", "partner", "31-02-2016"],
    ["Biljartclub", "vereniging", "partner", "2015"],
]


def explained(kern, user) -> SheetJob:
    """A sheet of which a column and a word were explained, brought in but for one row with a wrong date."""
    job = sent(kern, user, xlsx(ROWS))
    steps.choose_columns(job, {0: ["naam", "soort", "betrokkenheid", "sinds"]})
    steps.compare(job)
    running.judge_job(job.pk)
    job.refresh_from_db()
    steps.explain_words(job, {("partners.soort", "clubje"): "informele groep"})
    running.judge_job(job.pk)
    SheetJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED, mode=JobMode.GOOD)
    running.run_job(job.pk)
    job.refresh_from_db()
    return job


def mended(job: SheetJob) -> bytes:
    """The rows to mend with their date put right, as a person saves them."""
    book = openpyxl.load_workbook(io.BytesIO(reports.workbook(job).read()))
    sheet = book.active
    assert [cell.value for cell in sheet[2]][:4] == ["Zangkoor", "clubje", "partner", "31-02-2016"]
    sheet.cell(2, 4).value = "2016-02"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_mended_rows_come_back_with_the_columns_and_words_of_the_first_time(kern, user):
    job = explained(kern, user)
    again = brought_in(kern, user, mended(job), "hersteld.xlsx")
    assert again.counts["nieuw"] == 1
    choir = Partner.objects.get(name="Zangkoor")
    assert (choir.kind, choir.involvement) == ("informele groep", "partner")


def test_a_word_keeps_its_meaning_in_a_sheet_with_other_columns(kern, user):
    explained(kern, user)
    other = compared(kern, user, xlsx([["Naam organisatie", "Soort"], ["Wandelclub", "clubje"]]))
    assert other.counts["nieuw"] == 1


def test_words_from_two_sheets_are_both_known(kern, user):
    explained(kern, user)
    other = compared(kern, user, xlsx([["Naam organisatie", "Soort"], ["Wandelclub", "soos"]]))
    steps.explain_words(other, {("partners.soort", "soos"): "stichting"})
    third = sent(kern, user, xlsx([["Naam organisatie", "Soort", "Website"], ["Leesclub", "soos", ""]]))
    assert third.choices["words"]["partners.soort"] == {"clubje": "informele groep", "soos": "stichting"}


def test_a_date_that_can_be_two_days_names_both():
    with pytest.raises(Wrong, match=r"2017-05-12.*2017-12-05"):
        parse_date("12-5-2017", "unsure")


def test_what_was_remembered_can_be_forgotten(kern, user, client):
    explained(kern, user)
    ColumnMemory.objects.update(columns=["naam", "soort", "", "sinds"])
    job = sent(kern, user, xlsx(ROWS))
    assert job.choices["sheets"][0]["is_remembered"]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/kernen/{kern.slug}/inlezen/{job.key}/"
    assert "Vergeet deze keuzes" in client.get(address).content.decode()
    client.post(f"{address}vergeten/")
    job.refresh_from_db()
    assert not ColumnMemory.objects.filter(made_by=user, kern=kern).exists()
    assert not job.choices["sheets"][0]["is_remembered"]
    assert job.choices["sheets"][0]["columns"] == ["naam", "soort", "betrokkenheid", "sinds"]
    assert job.choices["words"] == {}
    assert "Vergeet deze keuzes" not in client.get(address).content.decode()
