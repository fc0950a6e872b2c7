"""A sheet of five hundred contacts as it has grown for years, made from the demo, with the dirt of those years.

`messy_workbook()` gives the file and how many rows must be new, perhaps double, the same and wrong.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from typing import Any

import openpyxl

from interchange.management.commands.load_demo import PACKAGE
from tests.interchange.sheets.makers import saved

HEADER = ["  NAAM   organisatie ", "Soort\nOrganisatie", "Levens-gebied", "Betrokkenheid?", "Sinds wanneer", "Opmerkingen ", "Telefoon", "Website", "tot"]  # fmt: skip
PLACES = ("Noord", "Zuid", "Oost", "West", "Haven", "Polder", "Dijk", "Plein")
GOOD_ROWS = 460
DATES: tuple[Any, ...] = (2014, "dec 2014", "31-12-2013", dt.date(2015, 3, 1), "ca. 2012", "2016-05", "01/2011", "", "n.v.t.", "'15")  # fmt: skip
DOMAINS = {"tweedelijnszorg": "2e lijn", "eerstelijnszorg": "1e lijns zorg", "verenigingen": "SPORT", "kunst-en-cultuur": "Kunst & Cultuur", "levensbeschouwing": "kerk"}  # fmt: skip
RINGS = {"keyspeler": "Sleutelspeler", "trekker": "kartrekker", "bekend": "Bekend ", "deelnemer": "doet mee"}
# Rows that must be refused, each for another reason.
WRONG: list[list[Any]] = [
    ["", "stichting", "wonen", "", 2014, "zonder naam"],
    ["Clubhuis De Aak", "sportclubje", "", "", "", "soort die niemand kent"],
    ["Clubhuis De Boot", "vereniging", "", "", "31-02-2015", "dag die niet bestaat"],
    ["Clubhuis De Cent", "vereniging", "", "", 2015, "einde voor begin", "", "", 2012],
    ["info@clubhuis-de-draad.example", "vereniging", "", "", "", "adres als naam"],
    ["Clubhuis De Eik", "vereniging", "", "", "", "BSN 123456782 van de beheerder"],
    ["Clubhuis De Fuik", "vereniging", "", "", "", "geen webadres", "", "geen site"],
    ["Clubhuis " + "x" * 300, "vereniging", "", "", "", "te lange naam"],
    ["Clubhuis De Geit", "vereniging", "", "heel erg", "", "ring die niemand kent"],
    ["Clubhuis De Hoek", "vereniging", "#REF!", "", "", "fout van Excel"],
    ["Clubhuis De IJsbeer", "vereniging", "", "", "=A1", "formule zonder uitkomst"],
    ["Clubhuis De Jol", "vereniging", "", "", "vorig jaar", "datum in woorden"],
]
# Names of the demo in another dress.
DOUBLES = ["Stg. Nu", "STICHTING  NU", "Voetbalver. NSVV", "Muziekvereniging Wilhelmina."]


def _organisations() -> list[dict[str, str]]:
    with (PACKAGE / "organisaties.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [row for row in rows if row["kern"] == "numansdorp"]


def _dirty(name: str, number: int) -> str:
    """The same name as somebody types it in a hurry."""
    return [
        name,
        f"  {name} ",
        name.replace(" ", "\u00a0"),
        f"{name}\u200b",
        name.replace(" ", "  "),
        f"{name}\n",
    ][number % 6]


def good_rows() -> Iterator[list[Any]]:
    """Rows that can be brought in, each with a name of its own."""
    found = _organisations()
    for number in range(GOOD_ROWS):
        row = found[number % len(found)]
        name = f"{PLACES[number // len(found) % 8]}erkring {number} bij {row['naam'].split()[0]}"
        kind = ("Vereniging", "STICHTING", "stg.", "ver.", "club", "overig", "-")[number % 7]
        notes = (
            "=SOM(A1:A3)",
            "- bellen na 17.00 uur",
            "CafÃ© CrÃ¨me",
            "+31 is het landnummer",
            "",
            "n.v.t.",
            "regel een\nregel twee",
        )[number % 7]
        website = ("www.voorbeeld.nl", "", "https://voorbeeld.nl/a", "-")[number % 4]
        yield [
            _dirty(name, number),
            kind,
            DOMAINS.get(row["levensgebied"], row["levensgebied"].upper()),
            RINGS.get(row["betrokkenheid"], row["betrokkenheid"]),
            DATES[number % len(DATES)],
            "'" + notes if notes.startswith("=") else notes,
            f"06-{number:08d}",
            website,
        ]


def messy_workbook() -> bytes:
    """Titles above the header, blank lines, the header again halfway, totals at the end, merged cells, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Contacten (oud)"
    sheet.append(["Contactenlijst welzijn"])
    sheet.append([])
    sheet.append(HEADER)
    good = list(good_rows())
    for number, row in enumerate(good):
        sheet.append(row)
        if number == 200:
            sheet.append(HEADER)
        if number % 97 == 0:
            sheet.append([])
    for row in WRONG:
        sheet.append(row)
    for name in DOUBLES:
        sheet.append([name, "", "", "", "", ""])
    for row in good[:6]:
        sheet.append([row[0], row[1]])
    sheet.append(["Totaal", len(good)])
    sheet.merge_cells("A1:E1")
    hidden = book.create_sheet("Lijstjes")
    hidden.append(["stichting", "vereniging"])
    hidden.append(["x", "y"])
    hidden.sheet_state = "hidden"
    return saved(book)
