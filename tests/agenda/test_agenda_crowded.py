"""A busy kern: what a page has no room for stands one step further, and the nearest day follows the filters."""

from datetime import date, time
from typing import Any

import pytest
from django.db.models.signals import post_init
from django.test import Client
from django.urls import reverse

from accounts.access import ANYBODY
from agenda.filters import CELL_MOST, LIST_MOST, MONTH, AgendaFilter
from agenda.happenings import activities_seen, moment_of
from agenda.models import Occurrence, OutsideCalendar, OutsideEvent
from agenda.nearest import nearest
from initiatives.models import Activity
from partners.models import Partner
from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.agenda.test_agenda_page import names, page
from tests.factories import make_initiative, make_partner

pytestmark = pytest.mark.django_db
TUESDAY = "FREQ=WEEKLY;BYDAY=TU"


def test_a_full_day_of_the_month_points_at_the_rest(client: Client, kern: Kern) -> None:
    most = CELL_MOST[MONTH]
    for number in range(most + 3):
        make_activity(f"Sporten {number:02}", kern, "2026-12-01", rule=TUESDAY, begins_at=time(8 + number))
    sport = Activity.objects.get(name="Sporten 00")
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 8), begins_at=time(23))
    answer = page(client, kern, weergave="maand")
    full = {entry["day"].day: entry for entry in answer.context["days"] if entry["moments"]}
    assert list(full) == [1, 8, 15, 22, 29]
    assert [moment.name for moment in full[1]["moments"]] == [f"Sporten {n:02}" for n in range(most)]
    assert full[8]["moments"][0].name == "Sporten 01", "the first one was moved to the evening"
    assert {moment.day for moment in full[15]["moments"]} == {date(2026, 12, 15)}
    assert [entry["rest"] for entry in full.values()] == [3] * 5
    assert "nog 3" in answer.content.decode()
    rest = names(client.get(full[8]["rest_url"]))
    assert rest[: most + 3][-1] == "Sporten 00"


def test_a_long_list_goes_on_at_the_next_day_and_loses_nothing(client: Client, kern: Kern) -> None:
    for number in range(LIST_MOST // 2 + 1):
        make_activity(
            f"Sporten {number:03}", kern, "2026-12-01", rule="FREQ=DAILY", repeats_until=date(2026, 12, 6)
        )
    make_activity("Kerst", kern, "2026-12-25")
    seen: list[tuple[date, str]] = []
    answer, turns = page(client, kern), 0
    while answer.context["goes_on"]:
        seen += [(one.day, one.name) for entry in answer.context["days"] for one in entry["moments"]]
        assert answer.context["stretch"].last < answer.context["goes_on"]
        answer, turns = client.get(answer.context["links"]["after"]), turns + 1
    seen += [(one.day, one.name) for entry in answer.context["days"] for one in entry["moments"]]
    assert turns == 2
    assert len(seen) == len(set(seen)) == 5 * (LIST_MOST // 2 + 1) + 1
    assert seen[-1] == (date(2026, 12, 25), "Kerst")


def test_the_nearest_day_follows_the_filters(client: Client, kern: Kern, house: Partner) -> None:
    make_activity(
        "Wel", kern, "2026-10-05", house, is_step_free="ja", open_to_all="ja", target_groups=["ouderen"]
    )
    make_activity(
        "Niet", kern, "2026-11-05", is_step_free="nee", open_to_all="nee", target_groups=["jongeren"]
    )
    make_activity("Later wel", kern, "2027-03-05", initiative=make_initiative("Tafel", kern, life_domains=["wonen"]),
                  is_step_free="ja", open_to_all="ja", target_groups=["ouderen"])  # fmt: skip
    make_activity("Later niet", kern, "2027-02-05")
    for asked in (
        {"toegang": "is_step_free"},
        {"open": "on"},
        {"doelgroep": "ouderen"},
        {"levensgebied": "wonen"},
    ):
        answer = page(client, kern, **asked)
        assert answer.context["earlier"]["day"] == date(2026, 10, 5), asked
        assert answer.context["later"]["day"] == date(2027, 3, 5), asked
        assert names(client.get(answer.context["later"]["url"])) == ["Later wel"]
    assert page(client, kern, toegang="has_lift").context["later"] is None
    assert page(client, kern).context["later"]["day"] == date(2027, 2, 5)


def test_of_all_that_was_only_the_nearest_is_read(kern: Kern) -> None:
    for day in ("2026-09-01", "2026-10-05", "2026-11", "2026", "2027", "2027-02", "2027-03-05", "2027-04-01"):
        make_activity(f"Op {day}", kern, day)
    read: list[Any] = []

    def count(instance: Any, **_kwargs: Any) -> None:
        read.append(instance)

    first, last = date(2026, 12, 1), date(2026, 12, 28)
    post_init.connect(count, sender=Activity)
    try:
        found = nearest(ANYBODY, [kern.pk], first, last, AgendaFilter({}))
    finally:
        post_init.disconnect(count, sender=Activity)
    assert found == (date(2026, 10, 5), date(2027, 3, 5))
    assert len(read) == 2


def test_what_repeats_and_what_a_partner_tells_can_be_nearest_too(
    client: Client, kern: Kern, house: Partner
) -> None:
    make_activity("Zwemmen", kern, "2026-09-01", rule=TUESDAY, repeats_until=date(2026, 11, 10))
    make_activity("Zomermarkt", kern, "2025-07-04", rule="FREQ=YEARLY")
    assert page(client, kern).context["earlier"]["day"] == date(2026, 11, 10)
    assert page(client, kern).context["later"]["day"] == date(2027, 7, 4)
    calendar = OutsideCalendar.objects.create(kern=kern, partner=house, address="https://dorpshuis.nl/a.ics")
    for day in (date(2026, 11, 20), date(2027, 1, 20)):
        OutsideEvent.objects.create(calendar=calendar, day=day, last_day=day, name="Bridge", key=str(day))
    for asked in ({}, {"levensgebied": "wonen"}):
        answer = page(client, kern, **asked)
        found = answer.context["earlier"]["day"], answer.context["later"]["day"]
        assert found == (date(2026, 11, 20), date(2027, 1, 20))
    assert page(client, kern, open="on").context["later"] is None


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"toegang": ["is_step_free", "has_lift"]},
        {"open": "on"},
        {"doelgroep": "ouderen"},
        {"levensgebied": "wonen"},
        {"levensgebied": "wonen", "open": "on", "doelgroep": "ouderen"},
    ],
)
def test_narrowing_rows_is_the_same_as_passing_moments(
    asked: dict[str, Any], kern: Kern, house: Partner
) -> None:
    hidden = make_partner("Stil", kern, life_domain="wonen", visibility="coordinators")
    table = make_initiative("Tafel", kern, life_domains=["wonen"])
    make_activity(
        "Alles",
        kern,
        "2026-12-05",
        house,
        is_step_free="ja",
        has_lift="ja",
        open_to_all="ja",
        target_groups=["ouderen"],
    )
    make_activity(
        "Half", kern, "2026-12-05", is_step_free="ja", initiative=table, target_groups=["jongeren", "ouderen"]
    )
    make_activity("Verborgen", kern, "2026-12-05", hidden, open_to_all="nee", target_groups=["oud"])
    make_activity("Niets", kern, "2026-12-05")
    form = AgendaFilter(asked, groups=["ouderen", "jongeren", "oud"])
    rows = activities_seen(ANYBODY).order_by("pk")
    passed = [row.name for row in rows if form.passes(moment_of(row))]
    assert [row.name for row in form.narrowed(rows, ANYBODY)] == passed


def test_unknown_is_said_once_for_the_whole_list(client: Client, kern: Kern) -> None:
    legend = "Dan weten we dat nog niet"
    known = dict.fromkeys(("is_step_free", "has_lift", "has_toilet", "open_to_all"), "ja")
    make_activity("Bekend", kern, "2026-12-05", begins_at=time(9), **known)
    assert legend not in page(client, kern).content.decode()
    for number in range(5):
        make_activity(f"Onbekend {number}", kern, "2026-12-06", is_step_free="ja", begins_at=time(9))
    body = page(client, kern).content.decode()
    assert body.count(legend) == 1
    assert "niet bekend" not in body.lower()
    told = client.get(reverse("activity_detail", args=["onbekend-1"])).content.decode()
    assert told.lower().count("niet bekend") >= 2, "on its own page each fact says so itself"


def test_the_sheet_has_a_size(client: Client, kern: Kern) -> None:
    address = reverse("agenda_poster", args=[kern.slug])
    assert "css/poster-a4" in client.get(address).content.decode()
    for wrong in ("a5", "", "x"):
        assert client.get(address, {"papier": wrong}).context["size"] == "a4"
    large = client.get(address, {"papier": "a3", "dag": "2026-12-01"}).content.decode()
    assert "css/poster-a3" in large
    assert "dag=2027-01-01&amp;papier=a3" in large


def test_an_address_to_subscribe_to_is_folded_away(client: Client, kern: Kern, house: Partner) -> None:
    make_activity("Eten", kern, "2026-12-05", house)
    club = make_partner("Bridgeclub", kern, life_domain="verenigingen")
    calendar = OutsideCalendar.objects.create(kern=kern, partner=club, address="https://club.nl/a.ics")
    OutsideEvent.objects.create(
        calendar=calendar, day=date(2026, 12, 4), last_day=date(2026, 12, 4), name="Bridge"
    )
    body = client.get(reverse("agenda_subscribe", args=[kern.slug])).content.decode()
    for path in (
        "agenda.ics",
        "agenda/wonen.ics",
        "agenda/verenigingen.ics",
        "partners/bridgeclub/agenda.ics",
    ):
        assert f"{path}</code></p></details>" in body
    assert body.count("data-copy=") == body.count('<details class="feed__fold">') == 5
