"""Small packages for tests: every table has at least one row, and each can be changed."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from interchange.package.schema import format_descriptor, tables

Rows = dict[str, list[dict[str, str]]]
REST = {"omschrijving": "Tekst.", "zekerheid": "afgeleid", "bron": "hoofdstuk 1"}
ALL = "wonen;onderwijs"


def small() -> Rows:
    """A region with a village: three organisations, a person, and something of everything."""
    rows: Rows = {
        "kernen": [
            {"id": "eiland", "naam": "Eiland", "soort": "regio"},
            {"id": "oosterdorp", "naam": "Oosterdorp", "soort": "dorp", "gemeente": "Oost", "bovenliggend": "eiland"},
            {"id": "westerdorp", "naam": "Westerdorp", "soort": "dorp", "bovenliggend": "eiland"},
        ],
        "organisaties": [
            _organisation("omas", "Bij de oma's", "oosterdorp", soort="informele groep", laag="burgers"),
            _organisation("koor", "Koor Ré", "oosterdorp", soort="vereniging", levensgebied="", sinds="2014-12"),
            _organisation("zorg", "Zorg Elders", "westerdorp", soort="zorginstelling", sinds="2014"),
        ],
        "personen": [
            {"id": "bakker", "rol": "Bakker", "soort": "ondernemer", "organisatie": "zorg", "kern": "oosterdorp"}
        ],
        "relaties": [
            {"van": "omas", "naar": "koor", "soort": "kent", "gericht": "nee", "sterkte": "1", "sinds": "2014"},
            {"van": "bakker", "naar": "omas", "soort": "leent-uit", "gericht": "ja", "sterkte": "3", "tot": "2016-02"},
            {"van": "koor", "naar": "zorg", "soort": "overlegt", "gericht": "nee", "sterkte": "2"},
        ],
        "initiatieven": [
            {"id": "tafel", "naam": "Buurttafel", "start": "2015-03-01", "doelgroepen": "ouderen;jongeren"},
            {"id": "alleen", "naam": "Doet niemand aan mee", "doelgroepen": "iedereen"},
        ],
        "betrokkenen": [
            {"initiatief": "tafel", "partij": "omas", "rol": "trekker"},
            {"initiatief": "tafel", "partij": "bakker", "rol": "doet-mee"},
        ],
        "activiteiten": [
            {"id": "feest", "naam": "Feest", "kern": "oosterdorp", "datum": "2015", "initiatief": "tafel",
             "locatie": "koor", "organisatoren": "zorg;omas", "doelgroepen": "iedereen", "opkomst": "40"},
            {"id": "tocht", "naam": "Tocht", "kern": "oosterdorp", "locatie": "De dijk", "doelgroepen": "iedereen"},
        ],
        "deelaanbod": [{"id": "zaal", "type": "aanbod", "soort": "ruimte", "partij": "koor"}],
        "verhalen": [{"id": "toen", "kern": "oosterdorp", "trede": "2", "titel": "Toen", "verhaal": "Er was eens.\nEn nu."}],
        "ladder": [{"kern": "oosterdorp", "datum": "2015", "trede": "2", "onderbouwing": "Men kent elkaar."}],
        "feiten": [{"kern": "oosterdorp", "datum": "2015", "grootheid": "bezoek", "waarde": "2.50", "eenheid": "uur"}],
    }  # fmt: skip
    for initiative in rows["initiatieven"]:
        initiative |= {"kern": "oosterdorp", "fase": "draait", "herkomst": "burger", "levensgebieden": ALL}
        initiative["uitkomst"] = "Nog niets."
    for table in ("organisaties", "personen"):
        for row in rows[table]:
            row.setdefault("betrokkenheid", "deelnemer")
    for activity in rows["activiteiten"]:
        activity.setdefault("open_voor_iedereen", "ja")
    return rows


def _organisation(slug: str, name: str, kern: str, **more: str) -> dict[str, str]:
    return {"id": slug, "naam": name, "kern": kern, "levensgebied": "wonen", "laag": "professionals", **more}


def write(folder: Path, rows: Rows | None = None) -> Path:
    """Write a package; a table that is not given has only its header."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = small() if rows is None else rows
    (folder / "datapackage.json").write_text(
        json.dumps(format_descriptor(), ensure_ascii=False), encoding="utf-8"
    )
    for name, table in tables().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, table.names, restval="", lineterminator="\r\n")
            writer.writeheader()
            for row in rows.get(name, []):
                writer.writerow({key: value for key, value in (REST | row).items() if key in table.names})
    return folder


def cells(folder: Path) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """Every row of every table as pairs of column and cell, in an order that does not depend on the file."""
    found = {}
    for name in tables():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            found[name] = sorted(tuple(sorted(row.items())) for row in csv.DictReader(handle))
    return found


def change(folder: Path, table: str, edit: Callable[[str], str]) -> None:
    """Change the text of one file."""
    path = folder / f"{table}.csv"
    path.write_bytes(edit(path.read_bytes().decode("utf-8")).encode("utf-8"))
