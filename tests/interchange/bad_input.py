"""Every kind of bad input: what to change in a good package, and which errors that must give."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.interchange import packages

Change = Callable[[Path], object]
Expected = tuple[str, int, str, str, str]  # file, line, column, value, code


def swap(table: str, old: str, new: str) -> Change:
    def act(folder: Path) -> None:
        assert old in (folder / f"{table}.csv").read_text("utf-8"), old
        packages.change(folder, table, lambda text: text.replace(old, new, 1))

    return act


def add(table: str, row: str) -> Change:
    return lambda folder: packages.change(folder, table, lambda text: text + row + "\r\n")


def recode(table: str, encoding: str) -> Change:
    def act(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(path.read_text("utf-8").encode(encoding))

    return act


def describe(edit: Callable[[dict], object]) -> Change:
    def act(folder: Path) -> None:
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        edit(descriptor)
        path.write_text(json.dumps(descriptor), "utf-8")

    return act


def raw(name: str, content: bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(content)


REST = "Tekst.,afgeleid,hoofdstuk 1"
CASES: dict[str, tuple[Change, list[Expected]]] = {
    "missing file": (
        lambda folder: (folder / "feiten.csv").unlink(),
        [("feiten.csv", 0, "", "", "missing-file")],
    ),
    "missing descriptor": (
        lambda folder: (folder / "datapackage.json").unlink(),
        [("datapackage.json", 0, "", "", "missing-file")],
    ),
    "descriptor is not json": (
        raw("datapackage.json", b'{\n"name": }'),
        [("datapackage.json", 2, "", "", "json")],
    ),
    "descriptor is a list": (raw("datapackage.json", b"[1]"), [("datapackage.json", 0, "", "", "json")]),
    "descriptor is not utf-8": (
        raw("datapackage.json", b'{"name": "\xe9"}'),
        [("datapackage.json", 0, "", "", "encoding")],
    ),
    "descriptor is bottomless": (
        raw("datapackage.json", b"[" * 100_000),
        [("datapackage.json", 0, "", "", "json")],
    ),
    "descriptor with nul": (
        describe(lambda d: d.update(title="a\x00b")),
        [("datapackage.json", 0, "", "", "nul")],
    ),
    "descriptor without title": (
        describe(lambda d: d.pop("title")),
        [("datapackage.json", 0, "", "", "descriptor")],
    ),
    "table not described": (
        describe(lambda d: d["resources"].pop(9)),
        [("datapackage.json", 0, "", "ladder", "missing-table")],
    ),
    "path out of the folder": (
        describe(lambda d: d["resources"][0].update(path="../geheim.csv")),
        [("datapackage.json", 0, "", "../geheim.csv", "path")],
    ),
    "file that nobody described": (
        raw("extra.csv", b"a,b\r\n"),
        [("extra.csv", 0, "", "", "unknown-file")],
    ),
    "windows-1252": (
        recode("organisaties", "cp1252"),
        [("organisaties.csv", 3, "naam", "Koor R\udce9", "encoding")],
    ),
    "utf-16": (recode("feiten", "utf-16"), [("feiten.csv", 1, "", "", "encoding")]),
    "utf-16 without mark": (recode("feiten", "utf-16-le"), [("feiten.csv", 1, "", "", "encoding")]),
    "empty file": (raw("feiten.csv", b""), [("feiten.csv", 0, "", "", "empty")]),
    "semicolons": (
        raw("feiten.csv", b"kern;datum\r\n"),
        [("feiten.csv", 1, "", "kern;datum", "delimiter")],
    ),
    "missing column": (
        lambda folder: packages.change(
            folder, "verhalen", lambda text: text.replace("trede,", "").replace(",2,", ",")
        ),
        [("verhalen.csv", 1, "trede", "", "missing-column")],
    ),
    "unknown column": (
        swap("feiten", "eenheid", "Eenhied"),
        [
            ("feiten.csv", 1, "eenheid", "", "missing-column"),
            ("feiten.csv", 1, "Eenhied", "Eenhied", "unknown-column"),
        ],
    ),
    "double column": (
        raw("verhalen.csv", b"id,kern,initiatief,trede,titel,verhaal,bron,bron\r\n"),
        [("verhalen.csv", 1, "bron", "bron", "double-column")],
    ),
    "too few cells": (add("feiten", "oosterdorp,2016"), [("feiten.csv", 3, "", "", "cells")]),
    "empty line": (add("feiten", ""), [("feiten.csv", 3, "", "", "cells")]),
    "unclosed quote": (
        add("verhalen", 'x,oosterdorp,,1,T,"nooit dicht,bron'),
        [("verhalen.csv", 4, "", "", "quote")],
    ),
    "quote in the wrong place": (
        add("verhalen", 'x,oosterdorp,,1,T,"dicht"open,bron'),
        [("verhalen.csv", 4, "", "", "csv")],
    ),
    "line numbers after a cell of two lines": (
        add("verhalen", "x,oosterdorp,,9,T,V,bron"),
        [("verhalen.csv", 4, "trede", "9", "maximum")],
    ),
    "nul": (swap("kernen", "Eiland", "Ei\x00land"), [("kernen.csv", 2, "naam", "Ei\x00land", "nul")]),
    "stray spaces": (swap("kernen", "Eiland", " Eiland"), [("kernen.csv", 2, "naam", " Eiland", "spaces")]),
    "empty required cell": (swap("kernen", "Eiland", ""), [("kernen.csv", 2, "naam", "", "required")]),
    "unknown enum value": (swap("kernen", "regio", "Regio"), [("kernen.csv", 2, "soort", "Regio", "enum")]),
    "unknown value in a list": (
        swap("initiatieven", "wonen;onderwijs", "wonen;onderwis"),
        [("initiatieven.csv", 2, "levensgebieden", "onderwis", "enum")],
    ),
    "id in another shape": (
        swap("deelaanbod", "zaal", "De Zaal"),
        [("deelaanbod.csv", 2, "id", "De Zaal", "pattern")],
    ),
    "month 13": (swap("feiten", "2015", "2015-13"), [("feiten.csv", 2, "datum", "2015-13", "date")]),
    "30 february": (
        swap("initiatieven", "2015-03-01", "2015-02-30"),
        [("initiatieven.csv", 2, "start", "2015-02-30", "date")],
    ),
    "year zero": (swap("feiten", "2015", "0000"), [("feiten.csv", 2, "datum", "0000", "date")]),
    "date in words": (swap("feiten", "2015", "mei 2015"), [("feiten.csv", 2, "datum", "mei 2015", "date")]),
    "a day where a month is asked": (
        swap("organisaties", "2014-12", "2014-12-05"),
        [("organisaties.csv", 3, "sinds", "2014-12-05", "date")],
    ),
    "strength 4": (
        swap("relaties", "nee,1", "nee,4"),
        [("relaties.csv", 2, "sterkte", "4", "maximum")],
    ),
    "strength 0": (swap("relaties", "nee,1", "nee,0"), [("relaties.csv", 2, "sterkte", "0", "minimum")]),
    "strength one and a half": (
        swap("relaties", "nee,1", "nee,1.5"),
        [("relaties.csv", 2, "sterkte", "1.5", "number")],
    ),
    "negative attendance": (
        swap("activiteiten", ",40,", ",-1,"),
        [("activiteiten.csv", 2, "opkomst", "-1", "minimum")],
    ),
    "attendance beyond the database": (
        swap("activiteiten", ",40,", ",2147483648,"),
        [("activiteiten.csv", 2, "opkomst", "2147483648", "maximum")],
    ),
    "huge integer": (
        swap("activiteiten", ",40,", f",{'9' * 5000},"),
        [("activiteiten.csv", 2, "opkomst", "9" * 5000, "maximum")],
    ),
    "decimal comma": (swap("feiten", "2.50", '"2,50"'), [("feiten.csv", 2, "waarde", "2,50", "number")]),
    "nine decimals": (
        swap("feiten", "2.50", "2.123456789"),
        [("feiten.csv", 2, "waarde", "2.123456789", "decimals")],
    ),
    "negative figure": (swap("feiten", "2.50", "-0.01"), [("feiten.csv", 2, "waarde", "-0.01", "minimum")]),
    "list with a blank": (
        swap("initiatieven", "ouderen;jongeren", "ouderen;;jongeren"),
        [("initiatieven.csv", 2, "doelgroepen", "ouderen;;jongeren", "list")],
    ),
    "list with a double": (
        swap("initiatieven", "ouderen;jongeren", "ouderen;ouderen"),
        [("initiatieven.csv", 2, "doelgroepen", "ouderen;ouderen", "list")],
    ),
    "broken reference": (
        swap("betrokkenen", "tafel,omas", "tafel,opas"),
        [("betrokkenen.csv", 2, "partij", "opas", "reference")],
    ),
    "broken reference in a list": (
        swap("activiteiten", "zorg;omas", "zorg;opas"),
        [("activiteiten.csv", 2, "organisatoren", "opas", "reference")],
    ),
    "a person is not an organisation": (
        swap("personen", "ondernemer,zorg", "ondernemer,bakker"),
        [("personen.csv", 2, "organisatie", "bakker", "reference")],
    ),
    "duplicate id": (
        add("deelaanbod", "zaal,vraag,geld,omas,Tekst.,bron"),
        [("deelaanbod.csv", 3, "id", "zaal", "double")],
    ),
    "duplicate relation": (
        add("relaties", f"omas,koor,kent,nee,1,,,{REST}"),
        [("relaties.csv", 5, "van, naar, soort", "omas / koor / kent", "double")],
    ),
    "one id for an organisation and a person": (
        add("personen", f"koor,Dirigent,inwoner,,,bekend,{REST}"),
        [("personen.csv", 3, "id", "koor", "double")],
    ),
    "end before start": (
        swap("relaties", "ja,3,,2016-02", "ja,3,2016-03,2016-02"),
        [("relaties.csv", 3, "tot", "2016-02", "order")],
    ),
    "kern in itself": (
        swap("kernen", "Eiland,regio,,", "Eiland,regio,,eiland"),
        [("kernen.csv", 2, "bovenliggend", "eiland", "circle")],
    ),
    "kernen in a circle": (
        swap("kernen", "Eiland,regio,,", "Eiland,regio,,oosterdorp"),
        [
            ("kernen.csv", 2, "bovenliggend", "oosterdorp", "circle"),
            ("kernen.csv", 3, "bovenliggend", "eiland", "circle"),
        ],
    ),
    "relation to oneself": (
        add("relaties", f"omas,omas,kent,nee,1,,,{REST}"),
        [("relaties.csv", 5, "naar", "omas", "self")],
    ),
    "mutual relation the other way round": (
        add("relaties", f"koor,omas,kent,nee,1,,,{REST}"),
        [("relaties.csv", 5, "van, naar, soort", "koor / omas / kent", "mutual")],
    ),
    "name too long": (
        swap("kernen", "Eiland", "E" * 201),
        [("kernen.csv", 2, "naam", "E" * 201, "length")],
    ),
}
