"""Oosterdorp in the second half of 2026, with something in every part of a report, and who works there."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from facts.services import add_fact
from halfyear.models import HalfYearReport
from halfyear.periods import HalfYear
from halfyear.services import start_report
from initiatives.models import Activity, Organiser, Story
from ladder.models import Assessment
from network.models import Audience
from partners.models import Identity
from places.models import Municipality
from tests.factories import make_initiative, make_kern, make_partner, make_person, make_user
from tests.ladder.conftest import keep_figures
from wijkweb.kit.partial_dates import PartialDate

TODAY = date(2027, 1, 15)
PERIOD = HalfYear(2026, 2)
ROOM = "/kernen/oosterdorp/verslag/"
ONE = f"{ROOM}2026-2/"


def keep_web(kern: Any, audience: str, day: date, value: float) -> None:
    """A snapshot that says how much of the web hangs together."""
    kept = keep_figures(kern, audience, day, connectedness=value)
    kept.figures["connectedness"]["parts"] = {"largest": 3, "components": [3, 1], "isolated": 1}
    kept.save()


@pytest.fixture
def place(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> SimpleNamespace:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: TODAY)
    settings.CELERY_TASK_ALWAYS_EAGER = False  # a reader does not make the figures that are kept here anew
    municipality = Municipality.objects.create(name="Eiland")
    kern = make_kern("Oosterdorp", municipality=municipality)
    club = make_partner("Sportclub", kern)
    person = make_person("Dorpsgids", kern)
    Identity.objects.create(partner=person, name="Annet van Zilverreiger")
    make_initiative("Buurttafel", kern, started_on=PartialDate(2026, 9))
    make_initiative(
        "Oude Markt", kern, started_on=PartialDate(2020), ended_on=PartialDate(2026, 8), phase="overgedragen"
    )
    make_initiative("Te Vroeg", kern, started_on=PartialDate(2026, 6))
    make_initiative("Stil Plan Ransuil", kern, started_on=PartialDate(2026, 9), visibility="coordinators")
    party = Activity.objects.create(
        slug="feest",
        name="Zomerfeest",
        kern=kern,
        dated_on=PartialDate(2026, 7),
        visibility="public",
        attendance=7,
    )
    Organiser.objects.create(activity=party, partner=club)
    Organiser.objects.create(activity=party, partner=person)
    for slug, name, more in (
        ("koffie", "Koffieochtend", {"dated_on": PartialDate(2020), "rule": "FREQ=WEEKLY;BYDAY=TU"}),
        ("oud", "Oude Soos", {"rule": "FREQ=WEEKLY;BYDAY=MO", "repeats_until": date(2025, 1, 1)}),
        ("af", "Afgelast Concert", {"dated_on": PartialDate(2026, 9), "is_cancelled": True}),
        ("later", "Nieuwjaarsduik", {"dated_on": PartialDate(2027, 1, 20)}),
    ):
        Activity.objects.create(slug=slug, name=name, kern=kern, visibility="public", **more)
    Activity.objects.create(
        slug="dicht",
        name="Gesloten Overleg Ransuil",
        kern=kern,
        dated_on=PartialDate(2026, 7),
        visibility="coordinators",
    )
    for slug, title, visibility in (
        ("fiets", "Op de fiets", "public"),
        ("stil", "Stil Verhaal", "coordinators"),
    ):
        Story.objects.create(slug=slug, kern=kern, title=title, text="Zo begon het.", visibility=visibility)
    Assessment.objects.create(
        kern=kern, assessed_on=PartialDate(2026, 10), rung=3, reason="Bewoners helpen mee."
    )
    anna = make_user(Role.COORDINATOR, kern, name="Anna Coordinatie")
    add_fact(
        acting_user=anna, kern=kern, kind="output", quantity="vrijwilligers", unit="personen", value=7,
        dated_on=PartialDate(2026, 9), source="lijst",
    )  # fmt: skip
    for day, value in ((date(2026, 6, 30), 0.24), (date(2026, 12, 31), 0.31), (date(2027, 1, 15), 0.77)):
        keep_web(kern, Audience.PUBLIC, day, value)
        keep_web(kern, Audience.KERN, day, 0.99)
    return SimpleNamespace(kern=kern, anna=anna, municipality=municipality, person=person, club=club)


@pytest.fixture
def report(place: SimpleNamespace) -> HalfYearReport:
    return start_report(acting_user=place.anna, kern=place.kern, period=PERIOD)


def enter(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def coordinator(place: SimpleNamespace) -> Client:
    return enter(place.anna)
