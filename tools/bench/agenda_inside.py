"""What is measured of the agenda within Django: python -m tools.bench.agenda_inside KERN SERIES; prints JSON.

Runs in a process of its own with the settings of a temporary site.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from typing import Any

import django

django.setup()

import icalendar  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.access import ANYBODY  # noqa: E402
from agenda.events import events_of, versions_of  # noqa: E402
from agenda.happenings import activities_seen, happenings  # noqa: E402
from agenda.ics import Calendar, event_texts, framed  # noqa: E402
from agenda.models import Occurrence  # noqa: E402
from agenda.services import change_activity  # noqa: E402
from initiatives.models import Activity, Organiser  # noqa: E402
from partners.models import Partner  # noqa: E402
from places.models import Kern  # noqa: E402
from wijkweb.kit.partial_dates import PartialDate  # noqa: E402

TURNS = 5
RULES = ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=2WE", "FREQ=DAILY")


def fill(kern: Kern, count: int) -> None:
    """Series with an organiser, a place and words; one in five has a time that was moved and one that is cancelled."""
    partners = list(Partner.objects.filter(kern=kern, visibility="public")[:50])
    for number in range(count):
        activity = Activity.objects.create(
            slug=f"reeks-{number}", name=f"Samen eten, groep {number}", kern=kern, visibility="public",
            dated_on=PartialDate(2024, 1 + number % 12, 1 + number % 28), rule=RULES[number % len(RULES)],
            begins_at=clock(10), ends_at=clock(11, 30), location_partner=partners[number % len(partners)],
            target_groups=["ouderen", "buren"], description="Aanschuiven kan altijd; neem gerust iemand mee. " * 3,
            except_on=["2026-12-29"],
        )  # fmt: skip
        Organiser.objects.create(activity=activity, partner=partners[(number * 7) % len(partners)])
        if number % 5 == 0 and activity.series is not None:
            moved, off = activity.series.days(date(2026, 11, 1), date(2027, 3, 1))[:2]
            Occurrence.objects.create(activity=activity, day=moved, begins_at=clock(14))
            Occurrence.objects.create(activity=activity, day=off, is_cancelled=True, note="Zaal dicht")


def median(work: Callable[[], Any]) -> float:
    found = []
    for _turn in range(TURNS):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


def measure(slug: str, count: str) -> dict[str, Any]:
    """Seconds for the file made anew, asked for again and unchanged, for the month, and for the package that writes too."""
    kern = Kern.objects.get(slug=slug)
    fill(kern, int(count))
    client, address = Client(headers={"host": "localhost"}), f"/kernen/{slug}/agenda.ics"
    content = client.get(address).content  # what a process does only once is done
    etag = client.get(address)["ETag"]

    def anew() -> None:
        caches["drawings"].clear()
        client.get(address)

    calendar = icalendar.Calendar.from_ical(content)
    rows = activities_seen(ANYBODY)
    versions = versions_of(rows)
    events = [event for row in rows for event in events_of(row, *versions[row.pk])]
    changed = Activity.objects.filter(kern=kern)[0]
    number = iter(range(1_000_000))

    def after_a_change() -> float:
        """The same question a moment after somebody changed one of the thousand."""
        change_activity(changed, {"note": f"Neem iets mee {next(number)}"}, acting_user=None)
        begin = time.perf_counter()
        client.get(address)
        return time.perf_counter() - begin

    month = f"/kernen/{slug}/agenda/?weergave=maand&dag=2026-12-01"
    shown = len(happenings(ANYBODY, [kern.pk], date(2026, 12, 1), date(2026, 12, 31)))
    return {
        "events": len({str(event["UID"]) for event in calendar.walk("VEVENT")}),
        "nothing": median(anew),
        "first": statistics.median(after_a_change() for _turn in range(TURNS)),
        "again": median(lambda: client.get(address)),
        "unchanged": median(lambda: client.get(address, headers={"If-None-Match": etag})),
        "written": median(lambda: framed(Calendar("", ""), event_texts(events))),
        "package": median(calendar.to_ical),
        "month": median(lambda: client.get(month)),
        "shown": shown,
    }


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:3])))
