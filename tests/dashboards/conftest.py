"""A municipality with three kernen, figures of two days, decisions and people."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from dashboards.models import Shared
from dashboards.municipal.families import Family, current_families
from dashboards.services import decide
from initiatives.models import Story
from ladder.models import Assessment
from network.models import Audience, Snapshot
from places.models import Kern, Municipality
from tests.factories import make_kern, make_person, make_user
from wijkweb.kit.partial_dates import PartialDate

TODAY, YEAR_BEFORE, LONG_AGO = date(2026, 11, 24), date(2025, 11, 20), date(2014, 12, 31)
SUNDAY = date(2026, 11, 22)
VALUES = {
    "connectedness": (0.6, "share", {"isolated": 2, "largest": 9, "components": [9, 6]}),
    "domain_pairs": (0.4, "share", {"of": 45, "met": 18}),
    "average_degree": (2.4, "number", {"most": 7}),
    "connected_activities": (None, "share", {}),
    "domain_cover": (0.3, "share", {"empty": ["veiligheid"], "covered": []}),
    "centralisation": (0.7, "share", {}),
    "freshness": (0.8, "share", {}),
}


def keep_figures(
    kern: Kern, day: date, connectedness: float | None = 0.6, fresh: float | None = 0.8
) -> Snapshot:
    """A snapshot of what everybody may see, of 15 parties of which 14 are at home."""
    basis = {
        "partners": 15, "home": 14, "initiatives": 3, "ties": 20, "derived": 12, "fresh": fresh, "people_seen": False,
    }  # fmt: skip
    figures = {}
    for key, (value, unit, parts) in VALUES.items():
        value = connectedness if key == "connectedness" else value
        reason = "" if value is not None else "no_activities"
        figures[key] = {
            "id": key, "value": value, "unit": unit, "reason": reason, "parts": parts, "basis": basis,
        }  # fmt: skip
    return Snapshot.objects.create(
        kern=kern, audience=Audience.PUBLIC, day=day, fingerprint="x", engine="x", duration_ms=1, figures=figures,
        values={key: [one["value"], one["reason"], None] for key, one in figures.items()}, computed_at=timezone.now(),
    )  # fmt: skip


def add_kern(name: str, municipality: Municipality) -> Kern:
    kern = make_kern(name, municipality=municipality)
    for day, value in ((LONG_AGO, 0.2), (YEAR_BEFORE, 0.7), (TODAY, 0.6)):
        keep_figures(kern, day, value)
    return kern


def add_people(kern: Kern, number: int, **fields: Any) -> None:
    for _number in range(number):
        make_person("", kern, **fields)


def share(kern: Kern, *parts: Shared, day: date = date(2026, 1, 5)) -> None:
    decide(kern, acting_user=None, decided_on=day, parts=parts, agreed="dorpsraad")


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The clock of these pages stands still, on a Tuesday."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: TODAY)
    return TODAY


@pytest.fixture
def island(db: None, today: date, settings: Any) -> SimpleNamespace:
    """Noord shares everything, Midden its figures and people, Zuid decided nothing."""
    settings.CELERY_TASK_ALWAYS_EAGER = False  # a reader does not make the figures that are kept here anew
    municipality = Municipality.objects.create(name="Het Eiland")
    south, north, middle = (add_kern(name, municipality) for name in ("Zuid", "Noord", "Midden"))
    share(north, *Shared)
    share(middle, Shared.FIGURES, Shared.PEOPLE)
    Assessment.objects.create(
        kern=north, assessed_on=PartialDate(2024, 3), rung=3, reason="Bewoners doen mee.", agreed="dorpsraad"
    )
    Assessment.objects.create(kern=middle, assessed_on=PartialDate(2025), rung=2, reason="Niet voor hier.")
    Story.objects.create(
        slug="fiets", kern=north, title="Op de fiets", text="Zo begon het.", visibility="public"
    )
    Story.objects.create(slug="stil", kern=north, title="Onder ons ransuil", text="Niet voor buiten.")
    return SimpleNamespace(municipality=municipality, north=north, middle=middle, south=south)


def family(island: SimpleNamespace) -> Family:
    return next(one for one in current_families() if one.municipality == island.municipality)


def enter(role: str, place: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, place, name="Anna"), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def alderman(island: SimpleNamespace) -> Client:
    return enter(Role.ALDERMAN, island.municipality)


@pytest.fixture
def coordinator(island: SimpleNamespace) -> Client:
    return enter(Role.COORDINATOR, island.north)
