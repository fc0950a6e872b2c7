"""Mijn wijkweb is the same page for everybody, and may not speak to the server once it is there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from network.analysis.body import SECTORS
from tests.factories import make_initiative, make_kern, make_partner, make_person, make_user

pytestmark = pytest.mark.django_db
PAGE = "/mijn-wijkweb/"


def test_the_browser_may_not_send_what_is_filled_in(client: Client) -> None:
    policy = client.get(PAGE)["Content-Security-Policy"]
    assert "connect-src 'none'" in policy
    assert "script-src 'self'" in policy


def test_the_empty_figure_has_the_ten_domains(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert [page.count(f'data-domain="{slug}"') for slug in SECTORS] == [1] * 10


def test_a_kern_shows_what_is_public_there_and_no_people(client: Client) -> None:
    kern = make_kern()
    club = make_partner("Sportclub", kern, life_domain="verenigingen")
    make_partner("Stille groep", kern, life_domain="verenigingen", visibility="coordinators")
    make_person("Zilverreiger", kern, life_domain="wonen")
    make_initiative("Soep op vrijdag", kern, life_domains=["wonen"])
    make_initiative("Vroeger", kern, life_domains=["wonen"], phase="gestopt")
    for user in (None, make_user(Role.COORDINATOR, kern)):
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"{PAGE}?kern={kern.slug}").content.decode()
        assert club.get_absolute_url() in page
        assert "/initiatieven/soep-op-vrijdag/" in page
        assert not [name for name in ("Stille groep", "Zilverreiger", "Vroeger") if name in page]


def test_an_unknown_kern_is_not_found(client: Client) -> None:
    assert client.get(f"{PAGE}?kern=nergens").status_code == 404


def test_many_parties_cost_no_more_queries(client: Client) -> None:
    kern = make_kern()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(f"{PAGE}?kern={kern.slug}").status_code == 200
        return len(found)

    make_partner(kern=kern, life_domain="wonen")
    few = queries()
    for _ in range(12):
        make_partner(kern=kern, life_domain="wonen")
    make_person(kern=kern)
    assert queries() == few <= 6
