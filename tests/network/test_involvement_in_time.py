"""The map of an earlier day shows each party in the ring of that day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import Viewer, viewer_of
from network.services import drawing_of
from network.source import read_source
from partners.models import Partner
from partners.services import set_involvement
from tests.network.village import Village, make_village

pytestmark = pytest.mark.django_db
WEB = "/kernen/dorp/wijkweb.json"


@pytest.fixture
def village() -> Village:
    return make_village()


def nodes(client: Client, query: str = "") -> dict[str, Any]:
    return {node["id"]: node for node in client.get(WEB + query).json()["nodes"]}


def ring_at(village: Village, node: dict[str, Any]) -> str:
    figure = drawing_of(village.kern, Viewer()).figure
    x, y = (node["x"] - figure.centre[0]) / figure.axes[0], (node["y"] - figure.centre[1]) / figure.axes[1]
    share = (x * x + y * y) ** 0.5
    return next(ring for ring, (inner, outer) in figure.rings.items() if inner <= share <= outer)


def test_yesterday_shows_the_ring_of_yesterday_and_nobody_else_moves(
    village: Village, client: Client
) -> None:
    today = timezone.localdate()
    set_involvement(
        Partner.objects.get(slug="sportclub"), "deelnemer", acting_user=None, on=today - timedelta(days=90)
    )
    set_involvement(
        Partner.objects.get(slug="sportclub"), "trekker", acting_user=None, on=today - timedelta(days=30)
    )
    now = nodes(client)
    then = nodes(client, f"?dag={today - timedelta(days=31)}")
    long_ago = nodes(client, f"?dag={today - timedelta(days=91)}")
    on_the_day = nodes(client, f"?dag={today - timedelta(days=30)}")
    for shown, ring in ((now, "trekker"), (then, "deelnemer"), (long_ago, "bekend"), (on_the_day, "trekker")):
        assert shown["sportclub"]["betrokkenheid"] == ring
        assert ring_at(village, shown["sportclub"]) == ring
    for other in now.keys() & then.keys() - {"sportclub"}:
        assert (now[other]["x"], now[other]["y"]) == (then[other]["x"], then[other]["y"])


def test_the_slider_stops_at_no_day_of_somebody_who_may_not_be_seen(village: Village) -> None:
    day = timezone.localdate() - timedelta(days=30)
    set_involvement(Partner.objects.get(slug="mw-zilverreiger"), "deelnemer", acting_user=None, on=day)

    def stops(viewer: Viewer) -> set[date]:
        return {stop.last_day for stop in read_source(village.kern, viewer).change_days}

    assert day in stops(viewer_of(village.people["coordinator"]))
    assert day not in stops(Viewer())


def test_the_filter_and_the_list_ask_the_ring_of_that_day(village: Village, client: Client) -> None:
    today = timezone.localdate()
    set_involvement(Partner.objects.get(slug="sportclub"), "trekker", acting_user=None)
    earlier = today - timedelta(days=1)
    assert "sportclub" in nodes(client, f"?dag={earlier}&betrokkenheid=bekend")
    assert "sportclub" not in nodes(client, f"?dag={earlier}&betrokkenheid=trekker")
    assert "sportclub" in nodes(client, "?betrokkenheid=trekker")


def test_the_slider_stops_on_the_day_of_a_change(village: Village, client: Client) -> None:
    day = timezone.localdate() - timedelta(days=40)
    set_involvement(Partner.objects.get(slug="sportclub"), "trekker", acting_user=None, on=day)
    assert f'data-day="{day}"' in client.get("/kernen/dorp/wijkweb/").content.decode()
