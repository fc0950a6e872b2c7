"""What the bar of the map offers a coordinator in each view."""

import pytest
from django.test import Client

from accounts.models import Role
from initiatives.models import Initiative
from tests.factories import make_user
from tests.network.village import Village, sign_in

pytestmark = pytest.mark.django_db
MAP = "/kernen/dorp/wijkweb/"
TO_THE_FIGURE = "Relatie leggen in het wijkweb"


@pytest.fixture
def coordinator(village: Village) -> Client:
    signed_in = Client()
    sign_in(signed_in, village, "coordinator")
    return signed_in


def test_the_network_view_shows_the_way_to_where_a_tie_is_drawn(coordinator):
    page = coordinator.get(f"{MAP}?weergave=netwerk&laag=burgers").content.decode()
    assert f'href="?laag=burgers">{TO_THE_FIGURE}</a>' in page
    assert TO_THE_FIGURE not in coordinator.get(MAP).content.decode()


def test_who_touches_the_figure_is_told_how_a_ring_is_changed(coordinator, client):
    words = "Tik op een partij om haar ring te wijzigen"
    assert words in coordinator.get(MAP).content.decode()
    assert words not in coordinator.get(f"{MAP}?weergave=netwerk").content.decode()
    assert words not in client.get(MAP).content.decode()


@pytest.mark.parametrize("view", ["wijkweb", "netwerk", "lijst"])
def test_an_empty_web_says_how_to_begin_to_who_may(view, village, client):
    Initiative.objects.create(slug="een-plan", name="Een plan", kern=village.empty, phase="droom")
    at = f"/kernen/leeg/wijkweb/?weergave={view}"
    signed_in = Client()
    signed_in.force_login(make_user(Role.COORDINATOR, village.empty))
    page = signed_in.get(at).content.decode()
    assert "In dit wijkweb staat nog niemand." in page
    assert ("Klik in het vak" in page) == (view == "wijkweb")
    assert 'href="/kernen/leeg/inlezen/"' in page
    assert "Op deze dag stond er nog niemand" in signed_in.get(f"{at}&dag=1990-01-01").content.decode()
    visitor = client.get(at).content.decode()
    assert "In dit wijkweb staat nog niemand." in visitor
    assert "inlezen" not in visitor


def test_who_skips_the_map_comes_to_the_bar_below_it(coordinator):
    page = coordinator.get(MAP).content.decode()
    assert page.index('id="na-de-kaart"') < page.index("data-edit-bar")


def test_the_legend_tells_what_the_view_draws(coordinator):
    triangle = 'd="M11 3L20 19H2Z"'
    network, figure = (
        coordinator.get(f"{MAP}?weergave={view}").content.decode() for view in ("netwerk", "wijkweb")
    )
    assert triangle in network
    assert triangle not in figure
    assert "Dichter bij de burger" in figure
    assert "Dichter bij de burger" not in network
