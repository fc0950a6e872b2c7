"""Oosterdorp with a story, an initiative, a resident who drives it, and figures of two days."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from initiatives.models import Story
from network.models import Audience, Snapshot
from places.models import Municipality
from tests.factories import make_initiative, make_kern, make_partner, make_person, make_user

TODAY, YEAR_BEFORE = date(2026, 11, 20), date(2025, 6, 30)


def keep_figures(kern: Any, audience: str, day: date, **values: float | None) -> Snapshot:
    """A snapshot with these shares, made of many fresh parties."""
    basis = {"ties": 40, "derived": 0, "partners": 30, "fresh": 0.8, "people_seen": audience == "kern"}
    figures = {
        key: {"id": key, "value": value, "unit": "share", "reason": "" if value is not None else "no_ties", "parts": {}, "basis": basis}
        for key, value in values.items()
    }  # fmt: skip
    return Snapshot.objects.create(
        kern=kern, audience=audience, day=day, fingerprint="x", engine="x", duration_ms=1, figures=figures,
        values={key: [value, "", None] for key, value in values.items()}, computed_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def kern(db: None, time_machine_today: None, settings: Any) -> SimpleNamespace:
    settings.CELERY_TASK_ALWAYS_EAGER = False  # a reader does not make the figures that are kept here anew
    municipality = Municipality.objects.create(name="Eiland")
    kern = make_kern("Oosterdorp", municipality=municipality)
    club = make_partner("Sportclub", kern, layer="maatschappelijk-middenveld")
    resident = make_person("Buurvrouw Zilverreiger", kern, life_domain="wonen")
    table = make_initiative("Buurttafel", kern, drivers=[club, resident])
    closed = make_initiative("Stil plan ransuil", kern, visibility="coordinators")
    story = Story.objects.create(
        slug="fiets", kern=kern, rung=2, title="Op de fiets", text="Zo begon het.", visibility="public"
    )
    for audience, now, then in ((Audience.PUBLIC, 0.31, 0.24), (Audience.KERN, 0.62, 0.7)):
        keep_figures(kern, audience, YEAR_BEFORE, connectedness=then)
        keep_figures(kern, audience, TODAY, connectedness=now)
    return SimpleNamespace(
        kern=kern, club=club, table=table, closed=closed, story=story, municipality=municipality
    )


@pytest.fixture
def time_machine_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the ladder stands still."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: TODAY)


def enter(role: str, place: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, place, name="Anna"), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def coordinator(kern: SimpleNamespace) -> Client:
    return enter(Role.COORDINATOR, kern.kern)


@pytest.fixture
def alderman(kern: SimpleNamespace) -> Client:
    return enter(Role.ALDERMAN, kern.municipality)
