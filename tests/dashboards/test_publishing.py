"""The counts of a week: when, of whom, stored once, and the same on every page."""

from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from dashboards.models import ExactCount, Measure, PublishedCount, Shared, WeekOfCounts
from dashboards.services import last_full_week, publish_due, publish_week
from dashboards.services.publishing import KEPT, count_people
from dashboards.tasks import publish_counts
from keeping import terms
from partners.models import Partner
from tests.dashboards.conftest import SUNDAY, TODAY, add_people, family, share
from tests.factories import make_partner, make_person
from wijkweb.kit.partial_dates import PartialDate

WEEK = timedelta(weeks=1)


def shown(
    island: SimpleNamespace, day: date = SUNDAY, measure: str = Measure.RESIDENTS
) -> dict[str, int | None]:
    rows = PublishedCount.objects.filter(
        week__municipality=island.municipality, week__day=day, measure=measure
    ).select_related("kern")
    return {row.kern.name if row.kern else "": row.value for row in rows}


@pytest.mark.parametrize(
    ("today", "sunday"),
    [
        (date(2026, 11, 22), date(2026, 11, 15)),
        (date(2026, 11, 23), date(2026, 11, 15)),  # a day lies between the count and the publication
        (date(2026, 11, 24), date(2026, 11, 22)),
        (date(2026, 11, 30), date(2026, 11, 22)),
        (date(2026, 12, 1), date(2026, 11, 29)),
    ],
)
def test_a_week_is_published_from_tuesday_on(today: date, sunday: date) -> None:
    assert last_full_week(today) == sunday


def test_who_is_counted(island: SimpleNamespace) -> None:
    kern = island.north
    add_people(kern, 3, kind="inwoner")
    add_people(kern, 2, kind="vrijwilliger")
    add_people(kern, 4, kind="professional")
    make_person("Weg", kern, ended_on=PartialDate(2026, 11, 21))
    make_person("Nog niet", kern, started_on=PartialDate(2026, 11, 23))
    make_person("Voor zichzelf", kern, visibility="self")
    make_partner("Club", kern)
    counts = count_people([kern, island.middle], SUNDAY)
    assert counts[Measure.RESIDENTS] == {kern.pk: 5, island.middle.pk: 0}
    assert counts[Measure.WORKERS] == {kern.pk: 4, island.middle.pk: 0}


def test_only_kernen_that_share_it_are_published_and_small_ones_are_hidden(island: SimpleNamespace) -> None:
    add_people(island.north, 23)
    add_people(island.middle, 4)
    add_people(island.south, 40)
    assert publish_due() == 1
    assert shown(island) == {"Noord": 25, "Midden": None, "": None}


def test_a_published_week_stays_as_it_is(island: SimpleNamespace) -> None:
    """So nobody lays two versions of it side by side to see who came in."""
    add_people(island.north, 23)
    publish_due()
    before = shown(island)
    add_people(island.north, 3)
    add_people(island.middle, 30)
    assert publish_due() == 0
    assert publish_week(family(island), SUNDAY - WEEK) is False  # nor one from before it, afterwards
    assert shown(island) == before
    assert WeekOfCounts.objects.count() == 1


def test_the_next_week_looks_at_those_before_it(island: SimpleNamespace) -> None:
    """A kern that falls under ten may not be found from the total, for the others were shown a week before."""
    share(island.south, Shared.PEOPLE)
    for kern, number in ((island.north, 30), (island.middle, 12), (island.south, 20)):
        add_people(kern, number)
    publish_week(family(island), SUNDAY - WEEK)
    assert shown(island, SUNDAY - WEEK) == {"Noord": 30, "Midden": 10, "Zuid": 20, "": 60}
    Partner.objects.filter(kern=island.middle).first().delete()
    for person in Partner.objects.filter(kern=island.middle)[:5]:
        person.delete()
    publish_week(family(island), SUNDAY)
    assert shown(island) == {"Noord": 30, "Midden": None, "Zuid": 20, "": None}


def test_a_municipality_that_went_up_in_another_is_counted_there(island: SimpleNamespace) -> None:
    new = type(island.municipality).objects.create(name="Nieuw Eiland")
    island.municipality.successor = new
    island.municipality.save()
    add_people(island.north, 12)
    assert publish_due() == 1
    assert WeekOfCounts.objects.get().municipality == new
    assert PublishedCount.objects.filter(kern=island.north, measure=Measure.RESIDENTS).get().value == 10


def test_where_nobody_shares_people_nothing_is_counted(island: SimpleNamespace) -> None:
    for kern in (island.north, island.middle):
        share(kern, Shared.LADDER, day=date(2026, 10, 1))
    assert publish_due() == 0
    assert not WeekOfCounts.objects.exists()


def test_after_a_year_a_week_is_forgotten(island: SimpleNamespace) -> None:
    for back in (KEPT + WEEK, KEPT - WEEK):
        WeekOfCounts.objects.create(municipality=island.municipality, day=TODAY - back)
    assert terms.keep("dashboards") == 1
    assert WeekOfCounts.objects.get().day == TODAY - KEPT + WEEK


def test_a_clock_that_runs_years_ahead_empties_no_table(island: SimpleNamespace) -> None:
    for back in range(12):
        WeekOfCounts.objects.create(municipality=island.municipality, day=SUNDAY - back * WEEK)
    ahead = timezone.now() + timedelta(days=3 * 365)
    assert terms.keep("dashboards", ahead) == 0
    assert WeekOfCounts.objects.count() == 12


def test_the_task_and_the_command_do_the_same(island: SimpleNamespace) -> None:
    add_people(island.north, 12)
    assert publish_counts() == 1
    assert publish_counts() == 0
    out = StringIO()
    call_command("publish_counts", stdout=out)
    assert "22 november 2026" in out.getvalue()
    assert ExactCount.objects.filter(kern=island.north, measure=Measure.RESIDENTS).get().count == 12


def test_the_database_refuses_to_show_a_small_count(island: SimpleNamespace) -> None:
    week = WeekOfCounts.objects.create(municipality=island.municipality, day=SUNDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedCount.objects.create(week=week, kern=island.north, measure=Measure.RESIDENTS, value=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekOfCounts.objects.create(municipality=island.municipality, day=SUNDAY)
