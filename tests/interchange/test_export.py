"""Exporting: every cell back, one kern with what it needs, and never over somebody's files."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from facts.models import Fact
from initiatives.models import Participation
from interchange.exporting import ExportRefused, export_package
from interchange.importing import import_package
from interchange.package.reading import read_package
from ladder.models import Assessment
from partners.models import Partner, Relation
from places.models import Kern
from tests.interchange import packages
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


def test_every_cell_of_the_demo_comes_back(demo, tmp_path):
    import_package(demo)
    result = export_package(tmp_path / "out")
    assert packages.cells(tmp_path / "out") == packages.cells(demo)
    before, after = (
        json.loads((f / "datapackage.json").read_text("utf-8")) for f in (demo, tmp_path / "out")
    )
    assert after == before
    assert result.warnings == []
    assert import_package(tmp_path / "out").is_unchanged


def test_every_cell_of_another_package_comes_back(package, tmp_path):
    import_package(package)
    export_package(tmp_path / "out")
    assert packages.cells(tmp_path / "out") == packages.cells(package)
    raw = (tmp_path / "out" / "verhalen.csv").read_bytes()
    assert raw.startswith(b"id,kern,")
    assert raw.endswith(b"\r\n")


def test_a_full_copy_fills_an_empty_database(package, tmp_path):
    import_package(package)
    export_package(tmp_path / "one")
    for model in (Participation, Relation, Assessment, Fact):
        model.objects.all().delete()
    import_package(tmp_path / "one")
    export_package(tmp_path / "two")
    assert packages.cells(tmp_path / "one") == packages.cells(tmp_path / "two")


def test_one_kern_and_what_it_needs(demo, tmp_path):
    import_package(demo)
    folder = tmp_path / "out"
    result = export_package(folder, kern=Kern.objects.get(slug="piershil"))
    kept = read_package(folder).tables
    ids = {table: {row.cells.get("id", "") for row in rows} for table, rows in kept.items()}
    assert ids["kernen"] >= {"piershil", "hoeksche-waard"}
    home = set(Partner.objects.filter(kern__slug="piershil").values_list("slug", flat=True))
    everybody = ids["organisaties"] | ids["personen"]
    assert home
    assert home <= everybody
    ties = Relation.objects.filter(source__slug__in=home) | Relation.objects.filter(target__slug__in=home)
    pairs = {(row.cells["van"], row.cells["naar"]) for row in kept["relaties"]}
    assert {(tie.source.slug, tie.target.slug) for tie in ties} <= pairs
    assert len(pairs) < 117
    parts = Participation.objects.filter(initiative__kern__slug="piershil")
    assert {part.partner.slug for part in parts} <= everybody
    assert {row.cells["kern"] for row in kept["ladder"] + kept["feiten"]} <= {"piershil"}
    assert json.loads((folder / "datapackage.json").read_text("utf-8"))["name"].endswith("-piershil")
    assert result.warnings == []


def test_guests_bring_their_kern_and_their_ties(package, tmp_path):
    import_package(package)
    export_package(tmp_path / "out", kern=Kern.objects.get(slug="oosterdorp"))
    kept = read_package(tmp_path / "out").tables
    assert {row.cells["id"] for row in kept["kernen"]} == {"eiland", "oosterdorp", "westerdorp"}
    assert {row.cells["id"] for row in kept["organisaties"]} == {"omas", "koor", "zorg"}
    export_package(tmp_path / "west", kern=Kern.objects.get(slug="westerdorp"))
    kept = read_package(tmp_path / "west").tables
    assert [row.cells["soort"] for row in kept["relaties"]] == ["overlegt"]
    assert {row.cells["id"] for row in kept["organisaties"]} == {"koor", "zorg"}
    assert kept["personen"] == [] == kept["activiteiten"]


def test_a_folder_with_something_else_stays_as_it_is(package, tmp_path):
    import_package(package)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "brief.txt").write_text("van mij")
    for force in (False, True):
        with pytest.raises(ExportRefused):
            export_package(folder, force=force)
    assert [path.name for path in folder.iterdir()] == ["brief.txt"]
    with pytest.raises(ExportRefused):
        export_package(package)
    export_package(package, force=True)
    assert not list(tmp_path.glob(".export-*"))


def test_the_newest_of_two_equal_relations_is_written_and_said(package, tmp_path):
    import_package(package)
    first = Relation.objects.get(kind="kent")
    Relation.objects.filter(pk=first.pk).update(ended_on=PartialDate(2015))
    tie = {
        "source": first.source,
        "target": first.target,
        "kind": "kent",
        "description": "Nieuw.",
        "source_text": "x",
    }
    Relation.objects.create(**tie, started_on=PartialDate(2016, 4, 3))
    err = io.StringIO()
    call_command("export_package", str(tmp_path / "out"), stdout=io.StringIO(), stderr=err)
    assert "omas / koor / kent" in err.getvalue()
    row = next(
        row for row in read_package(tmp_path / "out").tables["relaties"] if row.cells["soort"] == "kent"
    )
    assert (row.cells["sinds"], row.cells["tot"]) == ("2016-04", "")


def test_an_assessment_of_the_kern_itself_can_be_told(package, tmp_path):
    import_package(package)
    Assessment.objects.update(certainty="letterlijk")
    assert export_package(tmp_path / "out").warnings == []
    assert (
        '"letterlijk"' in (tmp_path / "out" / "datapackage.json").read_text("utf-8").split('"ladder.csv"')[1]
    )


def test_what_the_format_asks_and_we_do_not_know_is_said(package, tmp_path):
    import_package(package)
    Partner.objects.filter(slug="koor").update(description="")
    (warning,) = export_package(tmp_path / "out").warnings
    assert "organisaties.csv" in warning
    assert "omschrijving" in warning


def test_an_unknown_kern_is_a_plain_error(tmp_path):
    with pytest.raises(CommandError, match="nergens"):
        call_command("export_package", str(tmp_path / "out"), "--kern", "nergens")
    assert not (tmp_path / "out").exists()
