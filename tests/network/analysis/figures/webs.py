"""Small webs for the figures: drawn in a comment, and made up at random."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hypothesis import strategies as st

from network.analysis.body import SECTORS
from network.analysis.figures import Activity, Course, Group, Material
from network.analysis.web import (
    Initiative,
    Participation,
    Partner,
    Period,
    Records,
    Relation,
    Web,
    build_web,
)

DAY = date(2026, 6, 1)
CITIZENS, CIVIL, PROFESSIONALS = "burgers", "maatschappelijk-middenveld", "professionals"


def partner(key: str, domain: str = "", layer: str = "", kind: str = "stichting", kern: str = "k") -> Partner:
    return Partner(key, kern, domain, layer, "partner", kind)


def tie(pair: str) -> Relation:
    """ "a-b" is a loose tie, "a=b" a regular one, "a#b" a close one."""
    for strength, mark in enumerate("-=#", start=1):
        if mark in pair:
            one, other = pair.split(mark)
            return Relation(one, other, "kent", strength=strength)
    raise ValueError(pair)


def part(text: str) -> Participation:
    """ "feest:anna" takes part, "feest:anna!" drives it, "feest:anna+" organises it."""
    initiative, key = text.split(":")
    role = {"!": "trekker", "+": "organisator"}.get(key[-1], "doet-mee")
    return Participation(initiative, key.rstrip("!+"), role)


def web_of(partners: Iterable[Partner], ties: str = "", parts: str = "", day: date = DAY) -> Web:
    parted = [part(text) for text in parts.split()]
    initiatives = tuple(Initiative(key, "k") for key in dict.fromkeys(one.initiative for one in parted))
    relations = tuple(tie(pair) for pair in ties.split())
    return build_web(Records(tuple(partners), relations, initiatives, tuple(parted)), ["k"], day)


def material(
    partners: str | Iterable[Partner] = "", ties: str = "", parts: str = "", **more: object
) -> Material:
    """partners: ids, or records."""
    made = [partner(key) for key in partners.split()] if isinstance(partners, str) else list(partners)
    people = {one.id: one for one in made}
    return Material(DAY, web_of(made, ties, parts), partners=people, **more)  # type: ignore[arg-type]


# --- at random ----------------------------------------------------------------------------------------------------


@st.composite
def materials(draw: st.DrawFn, most: int = 12) -> Material:
    """Any web: empty, loose or dense, with unknown domains and layers, guests, initiatives and a coordinator."""
    count = draw(st.integers(0, most))
    ids = [f"p{number:02d}" for number in range(count)]
    people = [
        partner(
            key,
            draw(st.sampled_from([*SECTORS[:4], ""])),
            draw(st.sampled_from([CITIZENS, CIVIL, PROFESSIONALS, ""])),
            draw(st.sampled_from(["stichting", "kerk", "inwoner"])),
            draw(st.sampled_from(["k", "k", "k", "elders"])),
        )
        for key in ids
    ]
    pairs = [(one, other) for one in ids for other in ids if one < other]
    some_pairs = st.lists(st.sampled_from(pairs), max_size=3 * most, unique=True) if pairs else st.just([])
    relations = [
        Relation(one, other, "kent", strength=draw(st.integers(1, 3))) for one, other in draw(some_pairs)
    ]
    before = tuple(draw(some_pairs))
    initiatives = tuple(Initiative(f"i{number}", "k") for number in range(draw(st.integers(0, 3))))
    parts = tuple(
        Participation(one.id, key, draw(st.sampled_from(["trekker", "organisator", "doet-mee"])))
        for one in initiatives
        for key in (draw(st.lists(st.sampled_from(ids), max_size=4, unique=True)) if ids else [])
    )
    records = Records(tuple(people), tuple(relations), initiatives, parts)
    earlier = Records(tuple(people), tuple(Relation(*pair, "kent") for pair in before))
    days = st.dates(date(2024, 1, 1), DAY)
    return Material(
        DAY,
        build_web(records, ["k"], DAY),
        build_web(earlier, ["k"], date(2025, 12, 1)) if draw(st.booleans()) else None,
        {one.id: one for one in people},
        frozenset((one.source, one.target) for one in relations[::3]),
        tuple(
            Activity(f"a{number}", Period(day, day), tuple(ids[number : number + 3]), "ja")
            for number, day in enumerate(draw(st.lists(days, max_size=4)))
        ),
        tuple(
            Course(one.id, "burger", draw(st.sampled_from(["draait", "droom", "gestopt"])), draw(days), DAY)
            for one in initiatives
        ),
        tuple(Group(key, ids[0]) for key in ids[1:3]),
        draw(st.integers(0, 5)),
        5,
        frozenset(ids[:1]) if draw(st.booleans()) else frozenset(),
    )


def renamed(given: Material, names: dict[str, str]) -> Material:
    """The same material with other ids for the partners; what is no partner keeps its id."""

    def name(key: str) -> str:
        return names.get(key, key)

    def again(web: Web) -> Web:
        import networkx as nx

        return Web(
            web.day,
            nx.relabel_nodes(web.partners, names),
            nx.relabel_nodes(web.whole, names),
            frozenset(map(name, web.home)),
            frozenset(map(name, web.guests)),
            web.initiatives,
            tuple(Participation(one.initiative, name(one.partner), one.role) for one in web.participations),
        )

    def pair(one: str, other: str) -> tuple[str, str]:
        return (name(one), name(other)) if name(one) < name(other) else (name(other), name(one))

    return Material(
        given.day,
        again(given.web),
        again(given.previous) if given.previous else None,
        {
            name(key): partner(name(key), one.life_domain, one.layer, one.kind)
            for key, one in given.partners.items()
        },
        frozenset(pair(one, other) for one, other in given.derived),
        tuple(
            Activity(one.id, one.held, tuple(map(name, one.organisers)), one.open_to_all)
            for one in given.activities
        ),
        given.courses,
        tuple(Group(name(one.id), name(one.hangs_on), name(one.successor)) for one in given.groups),
        given.confirmed,
        given.records,
        frozenset(map(name, given.coordinators)),
    )
