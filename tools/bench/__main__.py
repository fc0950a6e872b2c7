"""python -m tools.bench [--quick]: how fast wijkweb is, beside what people use now, on this machine and in one run.

Ends with 0, also when a goal was not met: the table says which.
"""

import argparse
import contextlib
import os
import platform
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Error

from tools.bench import agenda, figures, rival, sheets, snapshots, waiting
from tools.bench.browser import chromium
from tools.bench.site import BenchFailed, Site, empty_site, served
from tools.bench.sizes import FULL, LARGE, QUICK, SMALL, TIES, Effort
from tools.bench.table import Line, part_95, render, seconds, times
from tools.private_services import NoService, postgres
from tools.provision import say

IMPORT, ANSWER = 10, 0.050  # the goals
MANY = 5000  # among which a name is looked up

Groups = list[tuple[str, list[Line]]]


# --- in Django --------------------------------------------------------------------------------------------------


def laying_out(site: Site) -> list[Line]:
    lines = []
    for size in (SMALL, LARGE):
        took = site.inside("layout", site.kernen[size])
        networkx = took["networkx"]
        for name, words in (("figure", "figuur"), ("force", "netwerk")):
            mine = took[f"{name} first"]
            own = f"{seconds(mine)} (één erbij: {seconds(took[f'{name} again'])})"
            other = f"networkx spring {seconds(networkx)}"
            lines.append(Line(f"{size} partners: opmaak van {words}", own, other, times(networkx / mine)))
    return lines


def serving(site: Site) -> list[Line]:
    lines = []
    for size in (SMALL, LARGE):
        took = site.inside("page", site.kernen[size])
        first, again = took["first"], took["again"]
        other = f"voor wie als eerste vraagt {seconds(first)}"
        lines.append(
            Line(f"{size} partners: de pagina op de server", seconds(again), other, times(first / again))
        )
    return lines


def asking(site: Site) -> list[Line]:
    few, many = (site.inside("queries", site.kernen[size]) for size in (SMALL, LARGE))
    return [
        Line(
            f"zoekopdrachten: {name}",
            f"{count} bij {LARGE}",
            f"{few[name]} bij {SMALL}",
            times(count / few[name]) if few[name] else "",
            "gelijk",
            count == few[name],
        )
        for name, count in many.items()
    ]


def coordinating() -> list[Line]:
    """In a copy of its own, so that five thousand parties more do not slow down the rest."""
    with empty_site() as site:
        site.collect()
        site.manage(
            "generate_web", "--seed", 1, "--partners", MANY, "--relations", MANY, "--kern-slug", "groot"
        )
        site.add_kern(LARGE, TIES[LARGE])
        took = site.inside("typing", "groot")
        page = site.inside("brokering", site.kernen[LARGE])
    mine, theirs = part_95(took["ours"]), part_95(took["difflib"])
    half = statistics.median(took["ours"])
    return [
        Line(
            f"{took['partners']} partners: namen die erop lijken",
            f"{seconds(half)} (95 % binnen {seconds(mine)})",
            f"difflib {seconds(theirs)}, zonder lezen",
            times(theirs / half),
            f"< {seconds(ANSWER)}",
            half < ANSWER,
        ),
        Line(f"{LARGE} partners: de pagina met lijntjes ({page['ideas']} ideeën)", seconds(page["seconds"])),
    ]


def importing(database: str, name: str, effort: Effort) -> list[Line]:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="wijkweb-bench-package-") as folder:
        for way in ("package", "rows", "rows-at-once"):
            with emptied(database) as site:
                if way == "package":
                    site.inside("package", f"{folder}/package", effort.rows)
                outcome = site.inside("import", f"{folder}/package", way)
            if outcome["rows"] != effort.rows:
                raise BenchFailed(f"{outcome['rows']} rows were stored, not {effort.rows}.")
            found[way] = outcome["seconds"]
    lines = []
    for way, words in (("rows", "rij voor rij save()"), ("rows-at-once", "idem, in één transactie")):
        ratio = found[way] / found["package"]
        is_met = ratio >= IMPORT if way == "rows" else None
        goal = f">= {IMPORT}x" if way == "rows" else ""
        lines.append(
            Line(
                f"{effort.rows} rijen inlezen, {name}",
                seconds(found["package"]),
                f"{words} {seconds(found[way])}",
                times(ratio),
                goal,
                is_met,
            )
        )
    return lines


@contextlib.contextmanager
def emptied(database: str) -> Iterator[Site]:
    with empty_site(database) as site:
        if database:
            site.manage("flush", "--noinput", "-v0")
        yield site


def importing_everywhere(effort: Effort) -> list[Line]:
    lines = importing("", "SQLite", effort)
    try:
        with postgres() as address:
            if os.environ.get("TEST_DATABASE_URL"):
                return lines  # somebody's own server: that one is not emptied for a measurement
            lines += importing(address, "PostgreSQL", effort)
    except NoService as reason:
        say(str(reason))
    return lines


# --- all of it --------------------------------------------------------------------------------------------------


def measured(groups: Groups, title: str, work: Callable[[], list[Line]]) -> None:
    """Add what `work` finds; a measurement that fails is a line in the table and does not stop the others."""
    say(title)
    try:
        lines = work()
        groups.append((title, lines))
        print(render([(title, lines)]), flush=True)
    except (BenchFailed, Error) as reason:
        groups.append((title, [failed(reason)]))


def failed(reason: Exception) -> Line:
    say(str(reason))
    return Line(f"niet gemeten: {str(reason).strip().splitlines()[-1]}", "", goal="meten", is_met=False)


def in_browser(site: Site, groups: Groups, effort: Effort) -> dict[int, dict[str, Any]]:
    """Everything that needs a browser; the webs that were drawn."""
    with served(site), chromium() as browser:
        webs = {size: site.web_of(size) for size in (SMALL, LARGE)}
        drawn = {size: rival.draw(web, site.folder) for size, web in webs.items()}
        measured(groups, "Zoomen", lambda: waiting.zooming(site, browser, webs[LARGE]))
        measured(groups, "Bytes over de lijn", lambda: waiting.weight(site, browser, drawn))
        measured(
            groups,
            "Tot de kaart stilstaat en een klik beantwoordt",
            lambda: waiting.stands_still(site, browser, drawn, effort),
        )
    return webs


def run(effort: Effort) -> str:
    groups: Groups = []
    webs: dict[int, dict[str, Any]] = {}
    with empty_site() as site:
        say("data")
        site.collect()
        for size in (SMALL, LARGE):
            site.add_kern(size, TIES[size])
        measured(groups, "Opmaak (eenmalig, wordt bewaard)", lambda: laying_out(site))
        measured(groups, "Werk van de server per bezoek", lambda: serving(site))
        measured(groups, "Zoekopdrachten aan de database per pagina", lambda: asking(site))
        try:
            webs = in_browser(site, groups, effort)
        except (BenchFailed, Error) as reason:
            groups.append(("In de browser", [failed(reason)]))
    measured(groups, "De coördinator aan het werk, hele antwoord van de server", coordinating)
    measured(groups, "De Doe-agenda, hele antwoord van de server", agenda.answering)
    measured(groups, "Inlezen van een datapakket", lambda: importing_everywhere(effort))
    measured(
        groups,
        "Inlezen van een spreadsheet",
        lambda: sheets.importing("", "SQLite", effort.rows, effort.compared, emptied),
    )
    measured(groups, "Cijfers van een web, twee motoren", lambda: figures.computing(effort.reference))
    measured(groups, "Cijfers van veel kernen, door werkers", lambda: snapshots.computing(effort.kernen))
    drawings = ", ".join(
        f"{len(web['nodes'])} partners met {len(web['edges'])} banden" for web in webs.values()
    )
    machine = f"Python {platform.python_version()}, {os.cpu_count()} rekenkernen, belasting {os.getloadavg()[0]:.1f}"
    return f"{render(groups)}\n\nGetekend: {drawings}. {machine}. Verhoudingen tellen, seconden hangen af van de machine."


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="less patience and smaller input: a first impression"
    )
    effort = QUICK if parser.parse_args().quick else FULL
    # Ended from outside, it still takes its servers and folders along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begin = time.monotonic()
    text = run(effort)
    print(f"\n{text}\nGemeten in {time.monotonic() - begin:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
