"""What each figure is made of: exactly those parties, initiatives and activities, as far as somebody may see them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import Viewer
from initiatives.models import Activity, Initiative
from network.analysis.figures import Figure
from network.telling.values import percent, value_in_words
from network.wording import words
from partners.models import LifeDomain, Partner

MOST_LINES = 60
PARTNER, INITIATIVE, ACTIVITY = "partner", "initiative", "activity"
Id = tuple[str, str]
"""What sort of thing it is, and its id."""


@dataclass(frozen=True)
class Part:
    """A list under a heading. rows: the ids that belong together on a line (a pair, an initiative with its carrier) and
    what to say beside them."""

    label: str
    rows: tuple[tuple[tuple[Id, ...], str], ...]


@dataclass(frozen=True)
class Line:
    """What is shown of a row: the records themselves, and what stands beside them."""

    things: tuple[Any, ...]
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """A part as somebody may see it; rows with a record that may not be seen are left out."""

    label: str
    lines: tuple[Line, ...] = field(default_factory=tuple)


def parts_of(figure: Figure) -> list[Part]:
    """What the figure is made of, without empty lists; nothing when there is nothing to click through to."""
    make = PARTS.get(figure.id)
    return [part for part in make(figure.parts) if part.rows] if make else []


def is_long(figure: Figure) -> bool:
    """Whether what it is made of is too much to stand beside other figures; it has a page of its own."""
    return sum(len(part.rows) for part in parts_of(figure)) > MOST_LINES


def shown_parts(figures: Iterable[Figure], viewer: Viewer) -> dict[str, list[Shown]]:
    """For each figure what it is made of, as `viewer` may see it; three queries at most, however much there is."""
    found = {figure.id: parts_of(figure) for figure in figures}
    records = records_of((key for parts in found.values() for key in _ids(parts)), viewer)
    return {
        figure_id: [shown for part in parts if (shown := _shown(part, records)).lines]
        for figure_id, parts in found.items()
    }


def records_of(ids: Iterable[Id], viewer: Viewer) -> dict[Id, Any]:
    """The records with these ids that `viewer` may see; one query for each sort of thing that is asked for."""
    wanted: dict[str, set[str]] = {}
    for sort, slug in ids:
        wanted.setdefault(sort, set()).add(slug)
    fields: dict[str, tuple[Any, tuple[str, ...]]] = {
        PARTNER: (Partner, ("slug", "name", "form", "life_domain")),
        INITIATIVE: (Initiative, ("slug", "name")),
        ACTIVITY: (Activity, ("slug", "name", "dated_on")),
    }
    found: dict[Id, Any] = {}
    for sort, slugs in wanted.items():
        model, columns = fields[sort]
        for one in model.objects.visible_to_viewer(viewer).filter(slug__in=slugs).only(*columns):
            found[sort, one.slug] = one
    return found


def _ids(parts: Iterable[Part]) -> Iterator[Id]:
    for part in parts:
        for ids, _note in part.rows:
            yield from ids


def _shown(part: Part, records: Mapping[Id, Any]) -> Shown:
    lines = [
        Line(tuple(records[key] for key in ids), note)
        for ids, note in part.rows
        if all(key in records for key in ids)
    ]
    return Shown(part.label, tuple(lines))


def _each(label: str, sort: str, ids: Iterable[str]) -> Part:
    return Part(label, tuple((((sort, key),), "") for key in ids if key))


def _domain_cover(parts: Mapping[str, Any]) -> list[Part]:
    domains = [
        _each(words(LifeDomain)[row["domain"]].capitalize(), PARTNER, row["partner_ids"])
        for row in parts.get("domains", ())
    ]
    return [*domains, _each(_("Life domain not known"), PARTNER, parts.get("unknown_ids", ()))]


def _connectedness(parts: Mapping[str, Any]) -> list[Part]:
    return [
        _each(_("Without any tie or initiative"), PARTNER, parts.get("isolated_ids", ())),
        _each(_("In a smaller group, apart from the rest"), PARTNER, parts.get("outside_ids", ())),
    ]


def _centralisation(parts: Mapping[str, Any]) -> list[Part]:
    return [_each(_("The most tied party"), PARTNER, [parts.get("top_id", "")])]


def _hub_dependence(parts: Mapping[str, Any]) -> list[Part]:
    rows = tuple(
        (((PARTNER, row["id"]),), percent(row["value"])) for row in parts.get("top", ()) if row["value"] > 0
    )
    return [Part(_("The five on which most hangs: how many of all pairs lose each other"), rows)]


def _bridges(parts: Mapping[str, Any]) -> list[Part]:
    rows = tuple((((PARTNER, row["id"]),), percent(row["value"])) for row in parts.get("top", ()))
    return [
        Part(_("The five through whom the most shortest ways run, of all pairs of others"), rows),
        _each(_("Without these others come loose"), PARTNER, parts.get("articulation_ids", ())),
    ]


def _residents_in_core(parts: Mapping[str, Any]) -> list[Part]:
    return [_each(_("In the middle of the web"), PARTNER, parts.get("core_ids", ()))]


def _reach(parts: Mapping[str, Any]) -> list[Part]:
    return [
        _each(_("Initiatives driven by residents"), INITIATIVE, parts.get("initiative_ids", ())),
        _each(_("Not reached"), PARTNER, parts.get("outside_ids", ())),
    ]


def _connected_activities(parts: Mapping[str, Any]) -> list[Part]:
    return [
        _each(_("Organised from two or more life domains"), ACTIVITY, parts.get("connected_ids", ())),
        _each(_("Not known"), ACTIVITY, parts.get("unknown_ids", ())),
    ]


def _resident_carried(parts: Mapping[str, Any]) -> list[Part]:
    return [
        _each(_("Driven by residents"), INITIATIVE, parts.get("initiative_ids", ())),
        _each(_("Of these together with others"), INITIATIVE, parts.get("together_ids", ())),
        _each(_("Driver or layer not known"), INITIATIVE, parts.get("unknown_ids", ())),
    ]


def _letting_go(parts: Mapping[str, Any]) -> list[Part]:
    timed = tuple(
        (((INITIATIVE, row["id"]),), value_in_words(row["value"], "months")) for row in parts.get("rows", ())
    )
    return [
        Part(_("Handed over, and after how long"), timed),
        _each(_("Handed over, start not known"), INITIATIVE, parts.get("without_start_ids", ())),
        _each(_("Still alive a year later"), INITIATIVE, parts.get("survived_ids", ())),
        _each(_("Stopped within a year"), INITIATIVE, parts.get("ended_ids", ())),
    ]


def _single_carrier(parts: Mapping[str, Any]) -> list[Part]:
    def rows(key: str, sort: str) -> tuple[tuple[tuple[Id, ...], str], ...]:
        return tuple((((sort, row["id"]), (PARTNER, row["carrier_id"])), "") for row in parts.get(key, ()))

    return [
        Part(_("Initiatives with one person as their only carrier"), rows("initiatives", INITIATIVE)),
        Part(_("Groups that hang on one person"), rows("groups", PARTNER)),
    ]


def _turnover(parts: Mapping[str, Any]) -> list[Part]:
    def rows(key: str) -> tuple[tuple[tuple[Id, ...], str], ...]:
        return tuple((tuple((PARTNER, slug) for slug in row["pair_ids"]), "") for row in parts.get(key, ()))

    return [Part(_("New ties"), rows("new_ties")), Part(_("Ended ties"), rows("ended_ties"))]


PARTS = {
    "domain_cover": _domain_cover,
    "connectedness": _connectedness,
    "centralisation": _centralisation,
    "hub_dependence": _hub_dependence,
    "bridges": _bridges,
    "residents_in_core": _residents_in_core,
    "reach": _reach,
    "connected_activities": _connected_activities,
    "resident_carried": _resident_carried,
    "letting_go": _letting_go,
    "single_carrier": _single_carrier,
    "turnover": _turnover,
}
"""What the figures that are about somebody are made of; the others are about numbers of ties."""
