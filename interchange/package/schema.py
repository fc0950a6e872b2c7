"""What a package must look like: eleven tables, their columns and the rules of each column.

The rules come from our own copy of the format's descriptor. The descriptor that a package brings along
tells where its files are and what it is about; it cannot loosen a rule, because our columns count on them.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DESCRIPTOR = Path(__file__).with_name("datapackage.json")
# The format has only inferred assessments; a kern that assesses itself says so literally.
MORE_ALLOWED = {("ladder", "zekerheid"): ("letterlijk",)}
# What our database can hold; all other text has no end.
LONGEST = {
    "id": 120,
    "bron": 500,
    "kernen.naam": 200,
    "kernen.gemeente": 200,
    "organisaties.naam": 300,
    "personen.rol": 300,
    "initiatieven.naam": 300,
    "activiteiten.naam": 300,
    "activiteiten.locatie": 500,
    "verhalen.titel": 300,
    "feiten.grootheid": 200,
    "feiten.eenheid": 100,
}
LARGEST_INTEGER = 2_147_483_647
DIGITS, DECIMALS = 16, 8


@dataclass(frozen=True)
class Column:
    """One column; `allowed` and `references` judge each item when `separator` makes the cell a list."""

    name: str
    kind: str
    required: bool
    allowed: tuple[str, ...]
    pattern: re.Pattern[str] | None
    separator: str
    is_partial_date: bool
    has_day: bool
    minimum: int | None
    maximum: int | None
    references: tuple[str, ...]
    longest: int | None

    def items(self, cell: str) -> list[str]:
        if not cell:
            return []
        return cell.split(self.separator) if self.separator else [cell]


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


@cache
def tables() -> dict[str, Table]:
    """The eleven tables by name, in the order in which they can be stored."""
    return {resource["name"]: _table(resource) for resource in format_descriptor()["resources"]}


def format_descriptor() -> dict[str, Any]:
    """Our copy of the format's descriptor; a fresh one each time, so that it may be changed."""
    descriptor: dict[str, Any] = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    return descriptor


@cache
def unique_across() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Groups of (table, column) whose values are unique when taken together."""
    groups = format_descriptor().get("uniqueAcross", [])
    return tuple(tuple((name.split(".")[0], name.split(".")[1]) for name in group) for group in groups)


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    foreign = {
        key["fields"]: (key["reference"]["resource"] or resource["name"],)
        for key in schema.get("foreignKeys", [])
    }
    key = schema["primaryKey"]
    return Table(
        resource["name"],
        tuple(_column(resource["name"], field, foreign.get(field["name"], ())) for field in schema["fields"]),
        (key,) if isinstance(key, str) else tuple(key),
        tuple((first, second) for first, second in resource.get("order", [])),
    )


def _column(table: str, field: dict[str, Any], foreign: tuple[str, ...]) -> Column:
    name, rules = field["name"], field.get("constraints", {})
    pattern = rules.get("pattern", "")
    allowed = tuple(rules.get("enum", ())) + MORE_ALLOWED.get((table, name), ())
    if field.get("separator") and pattern.startswith("("):  # a list of words from a fixed choice
        allowed, pattern = tuple(pattern[1 : pattern.index(")")].split("|")), ""
    return Column(
        name=name,
        kind=field.get("type", "string"),
        required=bool(rules.get("required")),
        allowed=allowed,
        pattern=re.compile(pattern) if pattern else None,
        separator=field.get("separator", ""),
        is_partial_date=bool(field.get("partialDate")),
        has_day="12]" in pattern,
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum", LARGEST_INTEGER if field.get("type") == "integer" else None),
        references=tuple(field["references"]["resources"]) if "references" in field else foreign,
        longest=LONGEST.get(f"{table}.{name}", LONGEST.get(name)),
    )
