"""What the figures are made from, per audience and day, in the village made by hand."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.models import Activity, Initiative, Organiser, Participation
from network.analysis.figures import Material
from network.material import read_sources
from network.models import Audience
from partners.models import Partner, Relation
from tests.network.village import Village, fill_with, organisation, person, tie, when

TODAY = timezone.localdate()


def material(village: Village, day: date = TODAY, audience: str = Audience.PUBLIC) -> Material:
    return read_sources(village.kern, audience).on(day)


def pairs(web: Any) -> set[frozenset[str]]:
    return {frozenset(edge) for edge in web.partners.edges}


def test_the_web_is_that_of_the_day(village: Village) -> None:
    found = material(village, date(2016, 12, 31))
    assert found.web.home == {"dorpskerk", "sportclub", "school", "oude-winkel", "zonder-gebied"}
    assert found.web.guests == {"landelijk-fonds", "streekzorg"}
    assert found.web.day == date(2016, 12, 31)
    assert frozenset({"dorpskerk", "sportclub"}) in pairs(found.web)
    assert found.partners["school"].layer == "professionals"


def test_the_web_before_is_half_a_year_older_and_absent_before_anything_is_known(village: Village) -> None:
    found = material(village, date(2016, 6, 30))
    assert found.previous is not None
    assert found.previous.day == date(2015, 12, 31)
    assert "school" in found.web.home - found.previous.home
    assert material(village, date(2015, 11, 30)).previous is None
    assert material(village, date(2015, 12, 1)).previous is not None


def test_a_day_between_two_others_is_not_mistaken_for_one_of_them(village: Village) -> None:
    """Days on which nothing differs share a web, so every border must be one: compared with webs that share nothing."""
    together = read_sources(village.kern, Audience.PUBLIC)
    for number in range(0, 1600, 7):
        day = date(2014, 12, 20) + timedelta(days=number)
        shared, alone = together.on(day), read_sources(village.kern, Audience.PUBLIC).on(day)
        assert shared == alone or _same(shared, alone), day


def _same(one: Material, other: Material) -> bool:
    """Graphs are equal only when they are the same object."""
    return all(
        (getattr(one, name) == getattr(other, name))
        for name in ("partners", "derived", "activities", "courses", "groups", "confirmed", "records")
    ) and (sorted(one.web.whole.edges), one.web.home) == (sorted(other.web.whole.edges), other.web.home)


def test_persons_are_for_who_looks_after_the_kern(village: Village) -> None:
    public, kern = material(village), material(village, audience=Audience.KERN)
    assert not public.people_seen
    assert "mw-zilverreiger" not in public.partners
    assert kern.people_seen
    assert "mw-zilverreiger" in kern.web.home
    assert "stille-partner" in kern.web.home - public.web.home
    assert "elders-sperwer" not in kern.partners


def test_a_pair_is_derived_when_all_its_ties_of_that_day_are(village: Village) -> None:
    church, club = Partner.objects.get(slug="dorpskerk"), Partner.objects.get(slug="sportclub")
    Relation.objects.filter(source=church, target=club, kind="leent-uit").update(certainty="afgeleid")
    assert not material(village).derived
    Relation.objects.filter(source=church, target=club).update(certainty="afgeleid")
    assert material(village).derived == {("dorpskerk", "sportclub")}
    Relation.objects.filter(kind="leent-uit").update(certainty="letterlijk")
    assert material(village, date(2016, 1, 1)).derived == {("dorpskerk", "sportclub")}
    assert not material(village, date(2017, 1, 1)).derived


def test_belonging_to_an_organisation_is_as_certain_as_the_person(village: Village) -> None:
    Partner.objects.filter(slug="mw-zilverreiger").update(certainty="afgeleid")
    assert material(village, audience=Audience.KERN).derived == {("mw-zilverreiger", "sportclub")}


def test_the_involvement_is_that_of_the_day(village: Village) -> None:
    church = Partner.objects.get(slug="dorpskerk")
    church.past_involvements.create(involvement="bekend", ended_on=date(2016, 5, 1))
    assert material(village, date(2016, 4, 30)).partners["dorpskerk"].involvement == "bekend"
    assert material(village, date(2016, 5, 1)).partners["dorpskerk"].involvement == "keyspeler"


def activity(village: Village, slug: str, day: str, *organisers: Partner, **fields: Any) -> Activity:
    values = {"name": slug, "kern": village.kern, "visibility": "public", "dated_on": when(day)}
    made = Activity.objects.create(slug=slug, **values | fields)
    for place, organiser in enumerate(organisers):
        Organiser.objects.create(activity=made, partner=organiser, position=place)
    return made


def test_what_repeats_counts_in_each_year_in_which_it_took_place(village: Village) -> None:
    """Not by its first day alone: a table that came together each Monday since 2014 was there in 2016 as well."""
    weekly = "FREQ=WEEKLY;BYDAY=MO"
    activity(village, "tafel", "2014-03-03", rule=weekly)
    activity(village, "voorbij", "2014-03-03", rule=weekly, repeats_until=date(2015, 4, 1))
    activity(village, "altijd", "", rule=weekly, except_on=["2016-05-02"])
    found = {one.id: one.held.end for one in material(village, date(2016, 5, 4)).activities}
    assert found == {"tafel": date(2016, 5, 2), "altijd": date(2016, 4, 25)}
    assert "voorbij" in {one.id for one in material(village, date(2015, 5, 4)).activities}
    assert "tafel" not in {one.id for one in material(village, date(2014, 3, 2)).activities}


def test_activities_of_the_last_twelve_months_with_the_organisers_that_may_be_seen(village: Village) -> None:
    church, hidden = (Partner.objects.get(slug=slug) for slug in ("dorpskerk", "mw-zilverreiger"))
    far = organisation("verre-school", village.other, "onderwijs")
    activity(village, "feest", "2016-05-03", church, hidden, far, open_to_all="ja")
    activity(village, "oud", "2015-05-03")
    activity(village, "jaar", "2015")
    activity(village, "later", "2016-05-05")
    activity(village, "ooit", "")
    activity(village, "dicht", "2016-05-01", visibility="coordinators")
    activity(village, "elders", "2016-05-01", kern=village.other)
    found = material(village, date(2016, 5, 4))
    assert [one.id for one in found.activities] == ["feest", "jaar", "ooit"]
    assert found.activities[0].organisers == ("dorpskerk", "verre-school")
    assert found.activities[0].open_to_all == "ja"
    assert found.partners["verre-school"].life_domain == "onderwijs"
    kern = material(village, date(2016, 5, 4), Audience.KERN)
    assert [one.id for one in kern.activities] == ["dicht", "feest", "jaar", "ooit"]
    assert kern.activities[1].organisers == ("dorpskerk", "mw-zilverreiger", "verre-school")


def course(village: Village, slug: str, day: date) -> Any:
    return next((one for one in material(village, day).courses if one.id == slug), None)


def test_an_initiative_has_no_course_before_its_start(village: Village) -> None:
    assert course(village, "cafe-creme", date(2017, 4, 30)) is None
    found = course(village, "cafe-creme", date(2017, 5, 1))
    assert (found.started, found.handed_over, found.stopped) == (date(2017, 5, 1), None, None)
    assert course(village, "dicht-plan", TODAY) is None


def test_a_phase_counts_from_the_day_on_which_it_was_written_down(village: Village) -> None:
    plan = Initiative.objects.get(slug="bij-de-omas")
    history: Any = Initiative.history
    history.filter(id=plan.pk).update(history_date=timezone.now() - timedelta(days=100))
    plan.phase = "overgedragen"
    plan.save()
    history.filter(id=plan.pk, phase="overgedragen").update(history_date=timezone.now() - timedelta(days=40))
    before, since = (course(village, "bij-de-omas", TODAY - timedelta(days=days)) for days in (41, 40))
    assert (before.phase, before.handed_over) == ("draait", None)
    assert (since.phase, since.handed_over) == ("overgedragen", TODAY - timedelta(days=40))


def test_what_was_stopped_before_anybody_wrote_ran_until_its_end(village: Village) -> None:
    Initiative.objects.create(
        slug="gestopt", name="Gestopt", kern=village.kern, visibility="public", phase="gestopt",
        started_on=when("2015"), ended_on=when("2016-06"),
    )  # fmt: skip
    running, stopped = (course(village, "gestopt", day) for day in (date(2016, 6, 30), date(2016, 7, 1)))
    assert (running.phase, running.stopped) == ("draait", None)
    assert (stopped.phase, stopped.stopped) == ("gestopt", date(2016, 6, 30))


def test_a_new_driver_tells_when_it_was_handed_over(village: Village) -> None:
    church, club = Partner.objects.get(slug="dorpskerk"), Partner.objects.get(slug="sportclub")
    plan = Initiative.objects.create(
        slug="over", name="Over", kern=village.kern, visibility="public", phase="overgedragen", started_on=when("2015")
    )  # fmt: skip
    assert course(village, "over", TODAY).handed_over is None
    Participation.objects.create(initiative=plan, partner=church, role="trekker", started_on=when("2015"))
    Participation.objects.create(initiative=plan, partner=club, role="trekker", started_on=when("2016-09"))
    before, since = (course(village, "over", day) for day in (date(2016, 8, 31), date(2016, 9, 1)))
    assert (before.phase, before.handed_over) == ("draait", None)
    assert (since.phase, since.handed_over) == ("overgedragen", date(2016, 9, 1))


def test_groups_hang_on_who_may_be_seen(village: Village) -> None:
    hidden = Partner.objects.get(slug="mw-zilverreiger")
    organisation(
        "wandelgroep", village.kern, form="groep", kind="informele groep", hangs_on=hidden,
        successor=Partner.objects.get(slug="school"),
    )  # fmt: skip
    public, kern = material(village), material(village, audience=Audience.KERN)
    assert [(one.id, one.hangs_on, one.successor) for one in public.groups] == [("wandelgroep", "", "school")]
    assert kern.groups[0].hangs_on == "mw-zilverreiger"


def test_a_coordinator_is_known_by_the_role(village: Village) -> None:
    person("helpt", village.kern, name="Welzijnscoördinator van het dorp", kind="professional")
    person("zorg", village.kern, name="Coördinatoren zorg", kind="professional")
    assert material(village, audience=Audience.KERN).coordinators == {"helpt"}
    assert material(village).coordinators == frozenset()


def test_freshness_counts_partners_at_home_and_ties(village: Village) -> None:
    found = material(village)
    at_home = found.web.home
    assert (found.confirmed, found.records) == (0, len(at_home) + 3)
    Partner.objects.filter(slug__in=["dorpskerk", "streekzorg"]).update(confirmed_on=TODAY)
    Relation.objects.filter(kind="leent-uit").update(confirmed_on=TODAY - timedelta(days=200))
    assert material(village).confirmed == 2
    village.kern.term_months = 3
    village.kern.save()
    assert material(village).confirmed == 1
    Relation.objects.filter(kind="leent-uit").update(term_months=24)
    assert material(village).confirmed == 2


def test_freshness_of_a_past_day_comes_from_history_or_is_not_known(village: Village) -> None:
    church = Partner.objects.get(slug="dorpskerk")
    history: Any = Partner.history
    history.filter(id=church.pk).update(history_date=timezone.now() - timedelta(days=900))
    for days in (800, 100):
        church.confirmed_on = TODAY - timedelta(days=days)
        church.save()
    for days, expected in ((901, None), (801, 0), (800, 1), (500, 1), (300, 0), (101, 0), (100, 1), (0, 1)):
        found = material(village, TODAY - timedelta(days=days))
        assert (found.confirmed if found.records else None) == expected, days


def test_an_empty_kern_gives_empty_material(village: Village) -> None:
    for audience in Audience.values:
        sources = read_sources(village.empty, audience)
        found = sources.on(TODAY)
        assert (len(found.web.partners), found.previous, found.records) == (0, None, 0)
        assert sources.first_day is None


@pytest.mark.parametrize("audience", Audience.values)
def test_the_number_of_queries_does_not_depend_on_partners_or_days(audience: str, village: Village) -> None:
    activity(
        village,
        "feest",
        "2016-05-03",
        Partner.objects.get(slug="dorpskerk"),
        organisation("ver", village.other),
    )

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            sources = read_sources(village.kern, audience)
            for year in range(2010, 2020):
                sources.on(date(year, 6, 30))
        return len(seen)

    few = queries()
    fill_with(village.kern, 100, ["wonen", "onderwijs"])
    assert queries() == few == 18


def test_the_mark_says_whether_anything_was_changed(village: Village) -> None:
    def mark() -> str:
        return read_sources(village.kern, Audience.PUBLIC).mark

    first = mark()
    assert mark() == first
    hidden = Partner.objects.get(slug="mw-zilverreiger")
    Partner.objects.filter(pk=hidden.pk).update(involvement="bekend")
    assert mark() == first
    Partner.objects.filter(slug="dorpskerk").update(confirmed_on=TODAY)
    second = mark()
    assert second != first
    tie(Partner.objects.get(slug="school"), Partner.objects.get(slug="zonder-gebied"))
    assert mark() not in (first, second)


@pytest.mark.parametrize("audience", Audience.values)
def test_a_kern_of_any_size_is_read_alike(
    audience: str, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the numbers of its partners, or by the kernen of both ends when there are too many of them."""
    small = read_sources(village.kern, audience)
    monkeypatch.setattr("network.source.MOST_NUMBERS", 0)
    large = read_sources(village.kern, audience)
    assert large == small
    assert small.source.relation_rows
