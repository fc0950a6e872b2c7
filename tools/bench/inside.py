"""What is measured within Django: python -m tools.bench.inside layout|queries|page|package|import|typing|brokering ...; prints JSON.

Runs in a process of its own with the settings of a temporary site (tools/bench/site.py).
"""

import csv
import difflib
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import django

django.setup()

import networkx as nx  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.access import ANYBODY  # noqa: E402
from accounts.models import Membership, Role, User  # noqa: E402
from interchange import importing  # noqa: E402
from interchange.generating import generate_package  # noqa: E402
from interchange.mapping import MAPPINGS  # noqa: E402
from interchange.matching import born  # noqa: E402
from interchange.package.schema import format_descriptor, tables  # noqa: E402
from interchange.parts import Names  # noqa: E402
from network import services  # noqa: E402
from network.analysis.figure import figure_layout  # noqa: E402
from network.analysis.force import force_layout  # noqa: E402
from network.analysis.web import build_web  # noqa: E402
from network.models import Layout  # noqa: E402
from network.source import read_source  # noqa: E402
from partners.models import Partner  # noqa: E402
from places.models import Kern  # noqa: E402

PAGES = {
    "kern": "/kernen/{kern}/",
    "wijkweb": "/kernen/{kern}/wijkweb/",
    "netwerk": "/kernen/{kern}/wijkweb/?weergave=netwerk",
    "lijst": "/kernen/{kern}/wijkweb/?weergave=lijst",
    "gefilterd": "/kernen/{kern}/wijkweb/?levensgebied=wonen&zoek=buurt",
    "json": "/kernen/{kern}/wijkweb.json",
    "svg": "/kernen/{kern}/wijkweb.svg",
    "los bestand": "/kernen/{kern}/wijkweb-los.html",
}


# --- layout -----------------------------------------------------------------------------------------------------


def layout(slug: str) -> dict[str, float]:
    """Seconds for the figure and the force-directed view, from nothing and when one party joins; and networkx."""
    kern = Kern.objects.get(slug=slug)
    source = read_source(kern, ANYBODY)
    web = build_web(source.records, [str(pk) for pk in source.kern_ids], None)
    services.drawing_of(kern, ANYBODY, source)  # stores the layout, as the first reader does
    stored = Layout.objects.get(kern=kern, audience=ANYBODY.key)
    newcomer = next(iter(web.partners))
    for places in (stored.figure["positions"], stored.force["positions"]):
        del places[newcomer]
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any) -> Any:
            begin = time.perf_counter()
            outcome = work(*arguments)
            found[name] = time.perf_counter() - begin
            return outcome

        return wrapped

    for turn, before in (("first", None), ("again", stored)):
        with (
            mock.patch.object(services, "figure_layout", timed(f"figure {turn}", figure_layout)),
            mock.patch.object(services, "force_layout", timed(f"force {turn}", force_layout)),
        ):
            services.lay_out(web, source, before)
    timed("networkx", nx.spring_layout)(web.whole)
    return found


# --- queries ----------------------------------------------------------------------------------------------------


def queries(slug: str) -> dict[str, int]:
    """Queries per page, once the site has warmed up."""
    client = Client(headers={"host": "localhost"})
    counts = {}
    for name, pattern in PAGES.items():
        address = pattern.format(kern=slug)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}.")
        counts[name] = len(captured)
    return counts


def page(slug: str) -> dict[str, float]:
    """Seconds that the server needs for the map: for who asks first, and for who asks what was drawn already."""
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    address = PAGES["wijkweb"].format(kern=slug)
    client.get(address)  # the layout is there, the program is warm
    found: dict[str, list[float]] = {"first": [], "again": []}
    for _ in range(5):
        caches["drawings"].clear()
        for turn in found:
            begin = time.perf_counter()
            client.get(address)
            found[turn].append(time.perf_counter() - begin)
    return {turn: statistics.median(times) for turn, times in found.items()}


# --- import -----------------------------------------------------------------------------------------------------


def package(folder: str, rows: str) -> dict[str, int]:
    """Write a made-up package of exactly this many rows."""
    place, wanted = Path(folder), int(rows)
    place.mkdir()
    partners = wanted // 5
    made = generate_package("invoer", partners, wanted - partners - partners // 5, seed=1).tables
    left = wanted
    for name, table in tables().items():
        kept = made[name][:left]
        left -= len(kept)
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, table.names, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(row.cells for row in kept)
    (place / "datapackage.json").write_text(json.dumps(format_descriptor()), encoding="utf-8")
    return {"rows": wanted - left}


class _AskedEachTime(Names):
    """Who a row refers to, looked up in the database for every row."""

    def pk(self, model: Any, slug: str) -> int | None:
        return model._default_manager.filter(slug=slug).values_list("pk", flat=True).first() if slug else None


def store(folder: str, way: str) -> dict[str, float]:
    """Seconds to store a package in an empty database; `way` is package, rows, or rows-at-once (one transaction).

    Laying out the maps comes after an import and is other work; it is left out of all three.
    """
    with mock.patch.object(importing, "request_layouts"):
        begin = time.perf_counter()
        if way == "package":
            count = importing.import_package(Path(folder)).total.new
        elif way == "rows-at-once":
            with transaction.atomic():
                count = _row_by_row(Path(folder))
        else:
            count = _row_by_row(Path(folder))
        return {"seconds": time.perf_counter() - begin, "rows": count}


def _row_by_row(folder: Path) -> int:
    """The plain way: read a line, look up who it refers to, save(); nothing is checked beforehand."""
    names, count = _AskedEachTime(), 0
    for mapping in MAPPINGS:
        with (folder / f"{mapping.table}.csv").open(encoding="utf-8", newline="") as handle:
            for cells in csv.DictReader(handle):
                mapping.model(**vars(born(mapping, mapping.values(cells, names)))).save()
                count += 1
    return count


# --- the coordinator at work ------------------------------------------------------------------------------------


def coordinator_of(slug: str) -> Client:
    """Somebody who looks after this kern, signed in."""
    user = User.objects.create_user(f"{slug}@meting.invalid", "meting")
    Membership.objects.create(user=user, role=Role.COORDINATOR, kern=Kern.objects.get(slug=slug))
    client = Client(headers={"host": "localhost", "hx-request": "true"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def typing(slug: str) -> dict[str, Any]:
    """Seconds for each answer while a name is typed, and for the same names by difflib alone."""
    client = coordinator_of(slug)
    names = list(Partner.objects.filter(kern__slug=slug).values_list("name", flat=True))
    typed = [name[:length] for name in names[:: len(names) // 10] for length in (6, 10, 40)]
    found: dict[str, list[float]] = {"ours": [], "difflib": []}
    for name in ["warm", *typed]:
        begin = time.perf_counter()
        answer = client.post(f"/kernen/{slug}/lijkt-op/", {"naam": name})
        found["ours"].append(time.perf_counter() - begin)
        if answer.status_code != 200:
            sys.exit(f"The similar names answered {answer.status_code}.")
    for name in typed[:3]:
        begin = time.perf_counter()
        difflib.get_close_matches(name, names, 6)
        found["difflib"].append(time.perf_counter() - begin)
    return {"ours": found["ours"][1:], "difflib": found["difflib"], "partners": len(names)}


def brokering(slug: str) -> dict[str, Any]:
    """Seconds for the page with the introductions, and how many ideas stand on it."""
    client = coordinator_of(slug)
    client.get(f"/kernen/{slug}/lijntjes/")
    begin = time.perf_counter()
    answer = client.get(f"/kernen/{slug}/lijntjes/")
    return {"seconds": time.perf_counter() - begin, "ideas": answer.content.count(b"pair--idea")}


SUBJECTS: dict[str, Callable[..., Any]] = {
    "layout": layout,
    "queries": queries,
    "page": page,
    "package": package,
    "import": store,
    "typing": typing,
    "brokering": brokering,
}

if __name__ == "__main__":
    print(json.dumps(SUBJECTS[sys.argv[1]](*sys.argv[2:])))
