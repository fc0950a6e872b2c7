"""The PDF: tagged, in Dutch, without network; and what is said when it cannot be made."""

import io
import os
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client

from halfyear import printing
from halfyear.models import Edition
from halfyear.printing import NoPrinter, PrintFailed, can_print, pdf_of
from halfyear.services import publish_report, write_report
from tests.halfyear.conftest import ONE
from tools import provision

LINK = f"{ONE}versie/1/verslag.pdf"
PAGE = '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title></head><body>{}</body></html>'


@pytest.fixture
def printer(settings: Any) -> None:
    """The browser that the other tests use."""
    settings.CHROMIUM = os.environ.get("CHROMIUM") or str(provision.browser())


@pytest.fixture
def edition(report: Any, place: Any) -> Edition:
    caches["drawings"].clear()
    write_report(report, {"about_opening": "Een bijzónder halfjaar."}, acting_user=place.anna)
    return publish_report(report, acting_user=place.anna, readers="public")


def names_in(part: Any, found: set[str]) -> set[str]:
    """The names of all tags in the tree of a tagged PDF."""
    part = part.get_object()
    if isinstance(part, list):
        for one in part:
            names_in(one, found)
    elif isinstance(part, dict):
        if "/S" in part:
            found.add(str(part["/S"]))
        if "/K" in part:
            names_in(part["/K"] if not isinstance(part["/K"], int) else pypdf.generic.ArrayObject(), found)
    return found


@pytest.mark.browser
@pytest.mark.prints
def test_a_published_report_is_a_tagged_pdf(edition: Edition, printer: None) -> None:
    answer = Client().get(LINK)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert 'filename="verslag-oosterdorp-2026-2-versie-1.pdf"' in answer["Content-Disposition"]
    pdf = pypdf.PdfReader(io.BytesIO(answer.content))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Oosterdorp, tweede helft van 2026, versie 1"
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link"} <= names_in(
        root["/StructTreeRoot"], set()
    )
    assert [item.title for item in pdf.outline if not isinstance(item, list)]
    text = " ".join(page.extract_text() for page in pdf.pages)
    for words in ("Een bijzónder halfjaar.", "Zomerfeest", "Trede 3", "minder dan 10"):
        assert words in text
    links = {
        note["/A"]["/URI"]
        for page in pdf.pages
        for note in page.get("/Annots", [])
        for note in [note.get_object()]
        if "/A" in note
    }
    assert any(link.startswith("http://testserver/kernen/oosterdorp/netwerk/cijfer/") for link in links)
    assert all(abs(float(page.mediabox.width) - 595) < 2 for page in pdf.pages)  # A4


@pytest.mark.browser
@pytest.mark.prints
def test_the_draft_says_that_it_is_one(report: Any, coordinator: Client, printer: None) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(coordinator.get(f"{ONE}concept/verslag.pdf").content))
    assert "Concept, niet uitgegeven." in pdf.pages[0].extract_text()


@pytest.mark.browser
@pytest.mark.prints
def test_a_page_reaches_nothing_and_runs_nothing(printer: None, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("ransuil", "utf-8")
    page = PAGE.format(
        f'<p>Begin</p><iframe src="{secret.as_uri()}"></iframe><img src="http://127.0.0.1:1/x.png" alt="">'
        '<script>document.body.append("uitgevoerd")</script>'
    )
    text = pypdf.PdfReader(io.BytesIO(pdf_of(page))).pages[0].extract_text()
    assert "Begin" in text
    assert "uitgevoerd" not in text


@pytest.mark.prints
@pytest.mark.usefixtures("edition")
def test_without_a_browser_it_is_said_what_to_do(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CHROMIUM = "/bestaat/niet"
    assert not can_print()
    with pytest.raises(NoPrinter):
        pdf_of(PAGE)
    answer = Client().get(LINK)
    assert answer.status_code == 404
    assert "kies “opslaan als pdf” als printer" in answer.content.decode()
    page = Client().get(LINK.removesuffix("verslag.pdf")).content.decode()
    assert "Hier kan geen pdf worden gemaakt" in page
    assert LINK not in page


@pytest.mark.prints
@pytest.mark.parametrize("body", ["exit 1", "sleep 60", "head -c 100 /dev/zero"])
@pytest.mark.usefixtures("edition")
def test_a_browser_that_fails_or_hangs_is_ended(
    body: str, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "kapot"
    program.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    program.chmod(0o700)
    settings.CHROMIUM = str(program)
    monkeypatch.setattr(printing, "WALL_SECONDS", 2)
    answer = Client().get(LINK)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Probeer het over een minuut nog eens." in answer.content.decode()


def test_one_at_a_time(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(printing, "WAIT", 0.2)
    with printing._turn(), pytest.raises(PrintFailed), printing._turn():
        pass
    with printing._turn():
        pass


@pytest.mark.usefixtures("edition")
def test_a_published_pdf_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def count(page: str) -> bytes:
        made.append(page)
        return b"%PDF-"

    monkeypatch.setattr("halfyear.views.sheets.pdf_of", count)
    for _turn in range(2):
        assert Client().get(LINK).content == b"%PDF-"
    assert len(made) == 1
    assert "default-src 'none'" in made[0]
    assert "<script" not in made[0]


def test_the_styles_of_paper_are_there() -> None:
    text = printing.styles()
    for words in (".paper", ".hy-part", ".line-chart"):
        assert words in text
    assert "</style" not in text
    assert Path(django_settings.BASE_DIR).is_dir()
