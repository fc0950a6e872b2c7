"""How one cell of the package becomes fields of a model and back: a text, a date, a list, a reference."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.text import SEARCH_LENGTH, fold

Cells = dict[str, str]
Values = dict[str, Any]


@dataclass
class Names:
    """Ids of the package and of the database, both ways, for everything that others refer to."""

    pks: dict[type[models.Model], dict[str, int]] = field(default_factory=dict)
    slugs: dict[type[models.Model], dict[int, str]] = field(default_factory=dict)

    def learn(self, model: type[models.Model], pairs: dict[str, int]) -> None:
        self.pks.setdefault(model, {}).update(pairs)
        self.slugs.setdefault(model, {}).update({pk: slug for slug, pk in pairs.items()})

    def pk(self, model: type[models.Model], slug: str) -> int | None:
        return self.pks.get(model, {}).get(slug) if slug else None

    def slug(self, model: type[models.Model], pk: int | None) -> str:
        return self.slugs.get(model, {}).get(pk, "") if pk else ""


@dataclass(frozen=True)
class Part:
    """One column and the fields it stands for.

    `read` turns a row into values of fields, `write` a record into the cell. `keeps` says when a value
    that is already stored is more precise than the cell can be, so that it stays.
    """

    column: str
    read: Callable[[Cells, Names], Values]
    write: Callable[[Any, Names], str]
    keeps: Callable[[Any, Any], bool] | None = None


def text(column: str, name: str) -> Part:
    return Part(
        column, lambda cells, _names: {name: cells[column]}, lambda record, _names: getattr(record, name)
    )


def named(column: str, name: str, folded: str) -> Part:
    """A name with the form of it that people search and sort by, which bulk writing does not make."""

    def read(cells: Cells, _names: Names) -> Values:
        return {name: cells[column], folded: fold(cells[column])[:SEARCH_LENGTH]}

    return Part(column, read, lambda record, _names: getattr(record, name))


def day(column: str, name: str) -> Part:
    def read(cells: Cells, _names: Names) -> Values:
        return {name: PartialDate.parse(cells[column]) if cells[column] else None}

    return Part(column, read, lambda record, _names: str(getattr(record, name) or ""))


def month(column: str, name: str) -> Part:
    """A date that the format knows to the month at most; a day that we know stays."""

    def keeps(stored: PartialDate | None, new: PartialDate | None) -> bool:
        return bool(stored and new and stored.day) and str(stored)[:7] == str(new)

    return Part(
        column, day(column, name).read, lambda record, _names: str(getattr(record, name) or "")[:7], keeps
    )


def number(column: str, name: str) -> Part:
    def read(cells: Cells, _names: Names) -> Values:
        return {name: int(cells[column]) if cells[column] else None}

    def write(record: Any, _names: Names) -> str:
        value = getattr(record, name)
        return "" if value is None else str(value)

    return Part(column, read, write)


def several(column: str, name: str) -> Part:
    def read(cells: Cells, _names: Names) -> Values:
        return {name: cells[column].split(";") if cells[column] else []}

    return Part(column, read, lambda record, _names: ";".join(getattr(record, name)))


def refers(column: str, name: str, model: type[models.Model]) -> Part:
    def read(cells: Cells, names: Names) -> Values:
        return {f"{name}_id": names.pk(model, cells[column])}

    return Part(column, read, lambda record, names: names.slug(model, getattr(record, f"{name}_id")))
