"""This weekend: the one that comes, and on a Sunday what is left of it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.agenda.test_agenda_page import names, page

pytestmark = pytest.mark.django_db
DAYS = ("2026-11-28", "2026-11-29", "2026-12-04", "2026-12-05", "2026-12-06", "2026-12-07", "2026-12-12")


def on(day: date) -> Any:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    return time_machine.travel(moment, tick=True)


@pytest.fixture
def filled(kern: Kern) -> Kern:
    for day in DAYS:
        make_activity(day, kern, day)
    return kern


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 11, 30), ["2026-12-05", "2026-12-06"]),  # a Monday
        (date(2026, 12, 4), ["2026-12-05", "2026-12-06"]),  # a Friday
        (date(2026, 12, 5), ["2026-12-05", "2026-12-06"]),  # a Saturday
        (date(2026, 12, 6), ["2026-12-06"]),  # a Sunday
    ],
)
def test_it_is_the_coming_one_until_it_is_over(
    today: date, shown: list[str], client: Client, filled: Kern
) -> None:
    with on(today):
        answer = page(client, filled, weergave="weekend")
        assert names(answer) == shown
        assert answer.context["links"]["is_this_weekend"]
        before, after = (client.get(answer.context["links"][name]) for name in ("before", "after"))
        assert names(before) == ["2026-11-28", "2026-11-29"]
        assert names(after) == ["2026-12-12"]
        assert not after.context["links"]["is_this_weekend"]
        assert names(client.get(after.context["links"]["weekend"])) == shown


def test_the_filters_stay_and_an_empty_weekend_points_at_a_weekday(client: Client, kern: Kern) -> None:
    make_activity("Kaarten", kern, "2026-12-09", open_to_all="ja")
    answer = page(client, kern, weergave="weekend", open="on")
    assert names(answer) == []
    assert names(client.get(answer.context["later"]["url"])) == ["Kaarten"]
    assert "open=on" in answer.context["links"]["weekend"]
    assert "Dit weekend" in page(client, kern).content.decode()
