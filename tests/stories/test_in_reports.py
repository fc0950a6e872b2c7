"""A story that is withdrawn leaves the half-year reports: the picks of the writer, and what was published."""

import pytest
from django.test import Client
from django.utils import timezone

from halfyear.models import Edition, HalfYearReport
from initiatives.models import Story
from places.models import Kern
from stories.services import withdraw
from tests.residents.conftest import everything

pytestmark = pytest.mark.django_db


def printed(report: HalfYearReport) -> str:
    """The PDF of the first version; in tests that is the page which would be printed."""
    return Client().get(report.address("half_year_pdf", 1)).content.decode()


def test_a_published_report_loses_the_words_and_keeps_the_rest(kern: Kern) -> None:
    story = Story.objects.create(
        slug="de-karekiet", kern=kern, title="De karekiet", text="Steltkluut.", visibility="public"
    )
    report = HalfYearReport.objects.create(
        kern=kern, year=2026, half=1, stories=["de-karekiet", "ander"], readers="public"
    )
    told = [
        {"title": "De karekiet", "text": "Steltkluut.", "url": "/kernen/x/ladder/#verhaal-de-karekiet"},
        {"title": "Een ander", "text": "Blijft.", "url": "/kernen/x/ladder/#verhaal-ander"},
    ]
    Edition.objects.create(
        report=report,
        number=1,
        published_at=timezone.now(),
        content={"stories": told, "texts": {}, "until": "2026-06-30", "web": [1]},
    )
    assert "steltkluut" in everything(), "else this test could not fail"
    assert "Steltkluut" in printed(report)
    withdraw(story)
    assert "Steltkluut" not in printed(report), "a PDF that was kept goes too"
    assert not [word for word in ("karekiet", "steltkluut") if word in everything()]
    report.refresh_from_db()
    assert report.stories == ["ander"]
    content = Edition.objects.get().content
    assert (content["stories"], content["web"]) == (told[1:], [1])
