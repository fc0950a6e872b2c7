"""The agenda of a busy kern: how long a phone, and a visitor, waits for a thousand activities that repeat."""

import json

from tools.bench.site import BenchFailed, empty_site
from tools.bench.table import Line, seconds, times

SERIES = 1000
GOAL = 0.3  # seconds; who asks first after a change waits while the file is made


def answering() -> list[Line]:
    """In a copy of its own: the file made anew, asked for again, and that nothing changed; and the pages."""
    with empty_site() as site:
        site.collect()
        site.manage("generate_web", "--seed", 1, "--partners", 200, "--relations", 600, "--kern-slug", "druk")
        took = json.loads(
            site.python("-m", "tools.bench.agenda_inside", "druk", str(SERIES)).splitlines()[-1]
        )
    if took["events"] < SERIES:
        raise BenchFailed(f"{took['events']} activities came, not {SERIES}.")
    return [
        Line(
            f"{SERIES} reeksen: het bestand schrijven",
            seconds(took["written"]),
            f"met het pakket icalendar {seconds(took['package'])}",
            times(took["package"] / took["written"]),
        ),
        Line(f"{SERIES} reeksen: de agenda om op te abonneren, van niets af", seconds(took["nothing"])),
        Line(
            "  idem, na een wijziging",
            seconds(took["first"]),
            "",
            "",
            f"< {seconds(GOAL)}",
            took["first"] < GOAL,
        ),
        Line("  idem, nog eens", seconds(took["again"]), "", "", f"< {seconds(GOAL)}", took["again"] < GOAL),
        Line("  idem, er is niets veranderd (304)", seconds(took["unchanged"])),
        Line(f"{SERIES} reeksen: de maand als pagina ({took['shown']} keren)", seconds(took["month"])),
    ]
