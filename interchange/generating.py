"""A made-up kern of any size, for trials and measurements; the same seed gives the same web."""

import random
from collections.abc import Iterator
from typing import Any

from initiatives.models import Initiative, Participation
from interchange.package.files import Row
from interchange.package.reading import Package
from interchange.package.schema import tables
from partners.models import Partner, Relation
from places.models import Kern

GENERATED = "generate_web"  # the source of all that is made up
NOTE = "Verzonnen gegevens, om mee te proberen."
# How often each occurs, about as in the kernen we know.
DOMAINS = {
    "wonen": 12,
    "gemeente": 7,
    "veiligheid": 3,
    "levensbeschouwing": 8,
    "verenigingen": 26,
    "kunst-en-cultuur": 9,
    "onderwijs": 6,
    "ondernemers": 17,
    "eerstelijnszorg": 7,
    "tweedelijnszorg": 5,
}
RINGS = {"bekend": 42, "deelnemer": 30, "partner": 17, "keyspeler": 8, "trekker": 3}
TIES = {
    "kent": 24,
    "werkt-samen": 34,
    "verwijst-door": 9,
    "leent-uit": 7,
    "deelt-ruimte": 6,
    "financiert": 4,
    "overlegt": 11,
    "bestuurt": 2,
    "vrijwilligers": 3,
}
ONE_WAY = {"verwijst-door", "leent-uit", "financiert", "bestuurt", "vrijwilligers"}
# Kind, layer and a word for the name of an organisation in each life domain.
SORTS = {
    "wonen": [("stichting", "professionals", "Woonstichting"), ("informele groep", "burgers", "Buurttafel")],
    "gemeente": [("gemeente", "professionals", "Gemeenteloket"), ("overig", "burgers", "Dorpsraad")],
    "veiligheid": [("overig", "professionals", "Wijkteam"), ("informele groep", "burgers", "Buurtpreventie")],
    "levensbeschouwing": [
        ("kerk", "maatschappelijk-middenveld", "Kerk"),
        ("stichting", "burgers", "Diaconie"),
    ],
    "verenigingen": [
        ("vereniging", "maatschappelijk-middenveld", "Sportvereniging"),
        ("vereniging", "maatschappelijk-middenveld", "Oranjevereniging"),
        ("informele groep", "burgers", "Wandelgroep"),
    ],
    "kunst-en-cultuur": [
        ("vereniging", "burgers", "Koor"),
        ("stichting", "maatschappelijk-middenveld", "Museum"),
    ],
    "onderwijs": [("school", "professionals", "Basisschool"), ("stichting", "professionals", "Kinderopvang")],
    "ondernemers": [("onderneming", "professionals", "Winkel"), ("onderneming", "professionals", "Bakkerij")],
    "eerstelijnszorg": [
        ("zorginstelling", "professionals", "Huisartsenpraktijk"),
        ("stichting", "professionals", "Welzijn"),
    ],
    "tweedelijnszorg": [("zorginstelling", "professionals", "Zorgcentrum")],
}
PEOPLE = {"inwoner": 30, "vrijwilliger": 40, "professional": 15, "bestuurder": 10, "ondernemer": 5}
PERSON_SHARE = 0.12
HEAD_START = {
    "partner": 3,
    "keyspeler": 12,
    "trekker": 40,
}  # ends that a partner is drawn with before it has any
PHASES = {
    "droom": 10,
    "gedeeld": 15,
    "gestart": 25,
    "draait": 35,
    "overgedragen": 5,
    "gestopt": 7,
    "gepauzeerd": 3,
}
ORIGINS = ("burger", "maatschappelijk-middenveld", "professional", "gemeente", "gezamenlijk")
GROUPS = ("iedereen", "ouderen", "jongeren", "gezinnen", "mantelzorgers", "nieuwkomers")
ROLES = {
    "organisator": 3,
    "faciliteert": 2,
    "financiert": 1,
    "doet-mee": 6,
    "levert-vrijwilligers": 2,
    "besluit": 1,
}
STANDARD = {"omschrijving": NOTE, "zekerheid": "afgeleid", "bron": GENERATED}


def generate_package(slug: str, partners: int, relations: int, seed: int) -> Package:
    """A package of one kern with this many partners (persons included) and relations between them.

    A few partners have very many ties, most have few; those of one life domain find each other more often.
    Every five partners share an initiative. `relations` is at most the number of pairs.
    """
    dice = random.Random(f"{slug} {seed}")  # noqa: S311 - made-up data, not a secret
    persons = int(partners * PERSON_SHARE)
    organisations = list(_organisations(dice, slug, partners - persons))
    people = list(_people(dice, slug, persons, organisations))
    found = organisations + people
    ids = [row["id"] for row in found]
    initiatives = list(_initiatives(dice, slug, partners // 5))
    name = slug.replace("-", " ").capitalize()
    kern = {"id": slug, "naam": name, "soort": "dorp", "gemeente": "", "bovenliggend": "", **STANDARD}
    content: dict[str, list[dict[str, str]]] = {
        "kernen": [kern],
        "organisaties": organisations,
        "personen": people,
        "relaties": list(_relations(dice, found, relations)),
        "initiatieven": initiatives,
        "betrokkenen": [row for initiative in initiatives for row in _involved(dice, initiative["id"], ids)],
    }
    rows = {
        name: [Row(line, cells) for line, cells in enumerate(content.get(name, []), 2)] for name in tables()
    }
    return Package({"name": GENERATED}, rows, {name: f"{name}.csv" for name in tables()})


def _pick(dice: random.Random, weights: dict[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def _organisations(dice: random.Random, slug: str, count: int) -> Iterator[dict[str, str]]:
    for number in range(1, count + 1):
        domain = _pick(dice, DOMAINS) if dice.random() < 0.97 else ""
        kind, layer, word = dice.choice(SORTS[domain or "verenigingen"])
        yield {
            "id": f"{slug}-partner-{number}",
            "naam": f"{word} {number}",
            "soort": kind,
            "levensgebied": domain,
            "laag": layer,
            "kern": slug,
            "betrokkenheid": _pick(dice, RINGS),
            "sinds": _month(dice) if dice.random() < 0.5 else "",
            **STANDARD,
        }


def _people(
    dice: random.Random, slug: str, count: int, organisations: list[dict[str, str]]
) -> Iterator[dict[str, str]]:
    for number in range(1, count + 1):
        kind = _pick(dice, PEOPLE)
        belongs = bool(organisations) and kind != "inwoner"
        yield {
            "id": f"{slug}-persoon-{number}",
            "rol": f"{kind.capitalize()} {number}",
            "soort": kind,
            "organisatie": dice.choice(organisations)["id"] if belongs else "",
            "kern": slug,
            "betrokkenheid": _pick(dice, RINGS),
            **STANDARD,
        }


def _month(dice: random.Random) -> str:
    return f"{dice.randint(2008, 2023)}-{dice.randint(1, 12):02d}"


def _relations(dice: random.Random, found: list[dict[str, str]], count: int) -> Iterator[dict[str, str]]:
    """Who has ties gets more: an end is drawn from the ends so far about half of the time."""
    by_domain: dict[str, list[int]] = {}
    ends: list[int] = []
    for index, row in enumerate(found):
        by_domain.setdefault(row.get("levensgebied", ""), []).append(index)
        ends += [index] * HEAD_START.get(row["betrokkenheid"], 0)
    pairs: set[tuple[int, int]] = set()
    misses = 0
    while len(pairs) < count:
        is_full = misses > 50  # nearly every pair has a tie: any other will do
        first = (
            dice.choice(ends) if ends and not is_full and dice.random() < 0.5 else dice.randrange(len(found))
        )
        if is_full or dice.random() < 0.25:
            second = dice.randrange(len(found))
        elif dice.random() < 0.4:
            second = dice.choice(by_domain[found[first].get("levensgebied", "")])
        else:
            second = dice.choice(ends or [first])
        pair = (min(first, second), max(first, second))
        if first == second or pair in pairs:
            misses += 1
            continue
        misses = 0
        pairs.add(pair)
        ends += pair
        yield _tie(dice, found[first]["id"], found[second]["id"])


def _tie(dice: random.Random, source: str, target: str) -> dict[str, str]:
    kind = _pick(dice, TIES)
    since = _month(dice) if dice.random() < 0.6 else ""
    return {
        "van": source,
        "naar": target,
        "soort": kind,
        "gericht": "ja" if kind in ONE_WAY else "nee",
        "sterkte": dice.choices("123", (5, 3, 2))[0],
        "sinds": since,
        "tot": "2024-06" if dice.random() < 0.05 else "",
        **STANDARD,
    }


def _initiatives(dice: random.Random, slug: str, count: int) -> Iterator[dict[str, str]]:
    for number in range(1, count + 1):
        phase = _pick(dice, PHASES)
        domains = dict.fromkeys(_pick(dice, DOMAINS) for _turn in range(dice.randint(1, 4)))
        yield {
            "id": f"{slug}-initiatief-{number}",
            "naam": f"{dice.choice(('Samen', 'Buurt', 'Dorps', 'Open'))}initiatief {number}",
            "kern": slug,
            "fase": phase,
            "herkomst": dice.choice(ORIGINS),
            "start": _month(dice) if phase not in ("droom", "gedeeld") else "",
            "einde": "2024-09" if phase == "gestopt" else "",
            "doelgroepen": ";".join(dict.fromkeys(dice.choice(GROUPS) for _turn in range(2))),
            "levensgebieden": ";".join(domains),
            "uitkomst": NOTE,
            **STANDARD,
        }


def _involved(dice: random.Random, initiative: str, ids: list[str]) -> Iterator[dict[str, str]]:
    """The first drives it; how many take part is skewed, as in life."""
    size = min(len(ids), 2 + int(dice.expovariate(0.3)))
    for place, partner in enumerate(dice.sample(ids, size)):
        role = "trekker" if place == 0 else _pick(dice, ROLES)
        yield {"initiatief": initiative, "partij": partner, "rol": role, **STANDARD}


def forget_generated(kern: Kern) -> None:
    """Remove everything that was made up in this kern, history included; the kern itself stays.

    The order is that of the references. A record of others that refers to something here stops it with an
    IntegrityError, and the transaction around it gives everything back.
    """
    steps: list[tuple[Any, dict[str, Any]]] = [
        (Participation, {"initiative__kern": kern}),
        (Initiative, {"kern": kern}),
        (Relation, {"source__kern": kern}),
        (Partner, {"kern": kern, "form": "persoon"}),
        (Partner, {"kern": kern}),
    ]
    for model, where in steps:
        wanted = (
            model.objects.filter(source_text=GENERATED)
            if model is Relation
            else model.objects.filter(source=GENERATED)
        )
        ids = list(wanted.filter(**where).values_list("pk", flat=True))
        for start in range(0, len(ids), 500):
            batch = ids[start : start + 500]
            model.history.filter(id__in=batch).delete()
            rows = model.objects.filter(pk__in=batch)
            rows._raw_delete(rows.db)  # not delete(): that would write a line of history for each
