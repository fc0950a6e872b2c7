"""What the agenda shows, to whom, on which day, and what a filter lets through."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import ANYBODY
from agenda.happenings import happenings
from agenda.models import Occurrence, OutsideCalendar, OutsideEvent
from initiatives.models import Activity
from partners.models import Partner
from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.factories import make_initiative, make_kern, make_partner, make_person

pytestmark = pytest.mark.django_db
TUESDAY = "FREQ=WEEKLY;BYDAY=TU"


def page(client: Client, kern: Kern, **query: Any) -> Any:
    return client.get(reverse("agenda", args=[kern.slug]), query)


def names(answer: Any) -> list[str]:
    return [moment.name for entry in answer.context["days"] for moment in entry["moments"]]


def test_the_list_shows_four_weeks_from_today(client: Client, kern: Kern) -> None:
    make_activity("Gisteren", kern, "2026-12-01")
    make_activity("Sinterklaas", kern, "2026-12-05", begins_at=time(14))
    make_activity("Ochtend", kern, "2026-12-05", begins_at=time(9))
    make_activity("Later", kern, "2026-12-30")
    make_activity("Sporten", kern, "2026-11-03", rule=TUESDAY)
    answer = page(client, kern)
    assert (
        names(answer)
        == ["Ochtend", "Sinterklaas", "Sporten", "Sporten", "Sporten", "Sporten"][:2] + ["Sporten"] * 4
    )
    assert names(page(client, kern, dag="2026-12-30"))[0] == "Later"


def test_what_is_not_for_everybody_is_not_shown(client: Client, signed_in: Client, kern: Kern) -> None:
    make_activity("Besloten", kern, "2026-12-05", visibility="coordinators")
    assert names(page(Client(), kern)) == []
    assert names(page(signed_in, kern)) == ["Besloten"]


def test_an_organiser_whom_nobody_may_see_gives_no_domain_away(client: Client, kern: Kern) -> None:
    hidden = make_partner("Stil", kern, life_domain="veiligheid", visibility="coordinators")
    make_activity("Avond", kern, "2026-12-05", hidden)
    make_activity("Dag", kern, "2026-12-05", make_partner("Club", kern, life_domain="verenigingen"))
    assert names(page(client, kern, levensgebied="veiligheid")) == []
    assert names(page(client, kern, levensgebied="verenigingen")) == ["Dag"]


def test_the_domains_of_an_initiative_count_too(client: Client, kern: Kern) -> None:
    table = make_initiative("Buurttafel", kern, life_domains=["wonen"])
    make_activity("Eten", kern, "2026-12-05", initiative=table)
    assert names(page(client, kern, levensgebied="wonen")) == ["Eten"]


def test_unknown_never_passes_a_filter_and_is_counted(client: Client, kern: Kern) -> None:
    make_activity("Wel", kern, "2026-12-05", is_step_free="ja", has_lift="ja", open_to_all="ja")
    make_activity("Niet", kern, "2026-12-05", is_step_free="nee", has_lift="ja", open_to_all="nee")
    make_activity("Weet niet", kern, "2026-12-05")
    half = page(client, kern, toegang=["is_step_free", "has_lift"])
    assert names(half) == ["Wel"]
    assert half.context["doubtful"] == 1
    welcome = page(client, kern, open="on")
    assert (names(welcome), welcome.context["doubtful"]) == (["Wel"], 1)
    assert page(client, kern).context["doubtful"] == 0


def test_a_target_group_is_chosen_from_those_that_are_here(client: Client, kern: Kern) -> None:
    make_activity("Bingo", kern, "2026-12-05", target_groups=["ouderen"])
    make_activity("Disco", kern, "2026-12-05", target_groups=["jongeren", "kinderen"])
    assert names(page(client, kern, doelgroep="jongeren")) == ["Disco"]
    everything = page(client, kern, doelgroep="bestaat niet")
    assert names(everything) == ["Bingo", "Disco"]
    assert [value for value, _label in everything.context["form"].fields["doelgroep"].choices] == [
        "", "jongeren", "kinderen", "ouderen",
    ]  # fmt: skip


def test_a_moved_time_stands_on_its_new_day_only(client: Client, kern: Kern) -> None:
    sport = make_activity("Sporten", kern, "2026-12-01", rule=TUESDAY, begins_at=time(10))
    Occurrence.objects.create(
        activity=sport, day=date(2026, 12, 8), moved_to=date(2026, 12, 9), begins_at=time(11)
    )
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 15), is_cancelled=True, note="Zaal dicht")
    found = happenings(ANYBODY, [kern.pk], date(2026, 12, 7), date(2026, 12, 20))
    assert [(one.day, one.begins_at, one.was_on, one.is_cancelled) for one in found] == [
        (date(2026, 12, 9), time(11), date(2026, 12, 8), False),
        (date(2026, 12, 15), time(10), None, True),
    ]
    alone = happenings(ANYBODY, [kern.pk], date(2026, 12, 9), date(2026, 12, 9))
    assert [one.series_day for one in alone] == [date(2026, 12, 8)]
    assert happenings(ANYBODY, [kern.pk], date(2026, 12, 8), date(2026, 12, 8)) == []


def test_a_time_that_was_moved_out_of_a_series_that_ended_is_still_found(kern: Kern) -> None:
    sport = make_activity("Sporten", kern, "2026-11-03", rule=TUESDAY, repeats_until=date(2026, 11, 30))
    Occurrence.objects.create(activity=sport, day=date(2026, 11, 24), moved_to=date(2026, 12, 10))
    found = happenings(ANYBODY, [kern.pk], date(2026, 12, 1), date(2026, 12, 31))
    assert [one.day for one in found] == [date(2026, 12, 10)]


def test_what_is_known_to_the_month_stands_apart(client: Client, kern: Kern) -> None:
    make_activity("Kerstmarkt", kern, "2026-12")
    make_activity("Ooit", kern)
    make_activity("Vorig jaar", kern, "2025")
    answer = page(client, kern)
    assert names(answer) == []
    assert {one.name for one in answer.context["loose"]} == {"Kerstmarkt", "Ooit"}
    month = page(client, kern, weergave="maand")
    assert [one.name for one in month.context["loose"]] == ["Kerstmarkt"]


def test_an_empty_stretch_points_at_what_was_before(client: Client, kern: Kern) -> None:
    make_activity("Opening", kern, "2016-09-10")
    answer = page(client, kern)
    assert answer.context["earlier"]["day"] == date(2016, 9, 10)
    assert names(client.get(answer.context["earlier"]["url"])) == ["Opening"]


def test_week_and_month_hold_every_day(client: Client, kern: Kern) -> None:
    make_activity("Sinterklaas", kern, "2026-12-05")
    week = page(client, kern, weergave="week", dag="2026-12-03")
    assert [entry["day"].day for entry in week.context["days"]] == [30, 1, 2, 3, 4, 5, 6]
    month = page(client, kern, weergave="maand", dag="2026-12-31")
    assert len(month.context["days"]) == 31
    assert "agenda-cell--from-2" in month.content.decode()  # 1 December 2026 is a Tuesday
    assert names(month) == names(week) == ["Sinterklaas"]


def test_a_kern_shows_what_lies_in_it(client: Client, kern: Kern) -> None:
    part = make_kern("Westwijk", parent=kern)
    make_activity("Wijkfeest", part, "2026-12-05")
    assert names(page(client, kern)) == ["Wijkfeest"]
    assert names(page(client, part)) == ["Wijkfeest"]


@pytest.mark.parametrize("wrong", ["31-02-2026", "9999-12-31", "0001-01-01", "x", "2026-13-01"])
def test_a_wrong_day_counts_as_today(wrong: str, client: Client, kern: Kern) -> None:
    for view in ("lijst", "week", "maand"):
        answer = page(client, kern, dag=wrong, weergave=view)
        assert answer.status_code == 200
        assert answer.context["stretch"].first <= date(2026, 12, 2) <= answer.context["stretch"].last


def test_a_calendar_of_a_partner_is_shown_as_theirs(client: Client, kern: Kern, house: Partner) -> None:
    calendar = OutsideCalendar.objects.create(kern=kern, partner=house, address="https://dorpshuis.nl/a.ics")
    OutsideEvent.objects.create(
        calendar=calendar,
        day=date(2026, 12, 4),
        last_day=date(2026, 12, 4),
        name="Klaverjassen",
        begins_at=time(20),
    )
    answer = page(client, kern)
    assert names(answer) == ["Klaverjassen"]
    body = answer.content.decode()
    assert "Uit de agenda van" in body
    assert "Dorpshuis" in body
    assert names(page(client, kern, open="on")) == []
    assert names(page(client, kern, levensgebied="wonen")) == ["Klaverjassen"]
    Partner.objects.update(visibility="network")
    assert names(page(client, kern)) == []


def test_the_page_costs_the_same_for_one_and_for_many(
    client: Client, kern: Kern, house: Partner, django_assert_num_queries: Any
) -> None:
    page(client, kern)
    for number in range(2):
        sport = make_activity(
            f"Sport {number}", kern, "2026-12-01", house, rule=TUESDAY, location_partner=house
        )
    with django_assert_num_queries(10) as first:
        page(client, kern)
    for number in range(40):
        one = make_activity(
            f"Meer {number}", kern, "2026-12-01", house, rule="FREQ=DAILY", location_partner=house
        )
        Occurrence.objects.create(activity=one, day=date(2026, 12, 5), note="x")
    with django_assert_num_queries(len(first)):
        page(client, kern)
    assert sport.pk


def test_the_sheet_tells_what_comes_back_once(client: Client, kern: Kern, house: Partner) -> None:
    sport = make_activity(
        "Sporten", kern, "2026-11-03", house, rule=TUESDAY, begins_at=time(10), except_on=["2026-12-29"]
    )
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 15), is_cancelled=True, note="Zaal dicht")
    make_activity("Sinterklaas", kern, "2026-12-05", begins_at=time(14), location="Plein")
    make_activity("Besloten", kern, "2026-12-06", visibility="network")
    poster = client.get(reverse("agenda_poster", args=[kern.slug])).context["poster"]
    assert [one.moment.name for one in poster.regular] == ["Sporten"]
    assert poster.regular[0].missing == (date(2026, 12, 15), date(2026, 12, 29))
    assert [(day, [one.name for one in moments]) for day, moments in poster.days] == [
        (date(2026, 12, 5), ["Sinterklaas"]),
        (date(2026, 12, 15), ["Sporten"]),
    ]


def test_few_visitors_are_told_to_who_looks_after_the_kern_only(signed_in: Client, kern: Kern) -> None:
    few = make_activity("Soep", kern, "2026-12-01", attendance=7)
    many = make_activity("Concert", kern, "2026-12-01", attendance=498)
    shown = [Client().get(one.get_absolute_url()).context["visitors"] for one in (few, many)]
    assert shown == ["minder dan 10", "ongeveer 500"]
    assert signed_in.get(few.get_absolute_url()).context["visitors"] == "7"
    told = Client().get(kern.get_absolute_url()).content.decode()
    assert "bezoekers: minder dan 10" in told
    assert "bezoekers: ongeveer 500" in told
    assert "498" not in told
    assert "bezoekers: 7" in signed_in.get(kern.get_absolute_url()).content.decode()


def test_a_person_who_organises_is_seen_by_the_coordinator_alone(signed_in: Client, kern: Kern) -> None:
    activity = make_activity("Soep", kern, "2026-12-05", make_person("Zilverreiger", kern))
    address = activity.get_absolute_url()
    assert "Zilverreiger" in signed_in.get(address).content.decode()
    assert "Zilverreiger" not in Client().get(address).content.decode()
    assert Activity.objects.get().organiser_rows.count() == 1


def test_what_has_no_day_comes_after_everything_with_a_day(client: Client, kern: Kern) -> None:
    make_activity("Zonder dag", kern)
    make_activity("Vorig jaar", kern, "2025-05-05")
    empty = page(client, kern).content.decode()
    assert empty.index("5 mei 2025") < empty.index("Zonder dag")
    assert "geen datum" not in empty, "the heading says it"
    make_activity("Sinterklaas", kern, "2026-12-05")
    full = page(client, kern).content.decode()
    assert full.index("Sinterklaas") < full.index("Zonder dag")
