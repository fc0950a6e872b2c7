"""Similar names while typing: what the coordinator of the kern gets to see."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from tests.factories import make_kern, make_partner, make_person, make_user

ADDRESS = "/kernen/oosterdorp/lijkt-op/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def coordinator(db: None) -> Client:
    region = make_kern("Het Eiland", kind="regio")
    kern = make_kern("Oosterdorp", parent=region)
    care = make_partner("Alerimus", region, kind="zorginstelling")
    make_partner("Stichting Nu", kern)
    make_partner("Vestiging <b>Oost</b>", kern, parent=care, kind="zorginstelling")
    make_partner("Geheim Alerimus", region, visibility="coordinators")
    make_person("Secretaris Stichting Nu", kern)
    make_partner("Stichting Nu Westerdorp", make_kern("Westerdorp"))
    client = Client()
    client.force_login(make_user(Role.COORDINATOR, kern), "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_fragment_names_who_is_meant_why_and_where(coordinator: Client) -> None:
    body = coordinator.post(ADDRESS, {"naam": "Stg. Nu"}, headers=HTMX).content.decode()
    assert "<html" not in body
    assert body.index("Stichting Nu") < body.index("Secretaris Stichting Nu")
    assert "Westerdorp" not in body
    assert 'data-same="stichting-nu"' in body
    assert "bijna dezelfde naam" in body
    assert 'id="lijkt-op-stand" hx-swap-oob' in body
    assert "2 partijen" in body


def test_who_works_in_the_whole_region_is_found_but_not_what_is_closed_there(coordinator: Client) -> None:
    body = coordinator.post(ADDRESS, {"naam": "alerims"}, headers=HTMX).content.decode()
    assert "Alerimus" in body
    assert "Het Eiland" in body
    assert "Geheim" not in body


def test_a_department_says_what_it_is_part_of_and_names_are_no_markup(coordinator: Client) -> None:
    body = coordinator.post(ADDRESS, {"naam": "alerimus vestiging oost"}, headers=HTMX).content.decode()
    assert "onderdeel van Alerimus" in body
    assert "<b>Oost" not in body


@pytest.mark.parametrize("typed", ["", " ", "S", "Stichting", "x" * 5_000])
def test_nothing_to_tell_is_an_empty_list(coordinator: Client, typed: str) -> None:
    answer = coordinator.post(ADDRESS, {"naam": typed}, headers=HTMX)
    assert answer.status_code == 200
    assert "<li" not in answer.content.decode()


def test_without_javascript_it_is_a_page(coordinator: Client) -> None:
    body = coordinator.post(ADDRESS, {"naam": "Stg. Nu"}).content.decode()
    assert "<h1" in body
    assert "Stichting Nu" in body
    assert 'value="Stg. Nu"' in body
    assert "hx-swap-oob" not in body


def test_a_name_in_the_address_is_not_looked_up_for_logs_keep_addresses(coordinator: Client) -> None:
    for headers in ({}, HTMX):
        body = coordinator.get(ADDRESS, {"naam": "Stg. Nu"}, headers=headers).content.decode()
        assert "Stichting Nu" not in body
        assert "Stg. Nu" not in body
    page = coordinator.get(ADDRESS).content.decode()
    assert '<form class="search" method="post"' in page
    assert f'hx-post="{ADDRESS}"' in page


def test_looking_up_writes_nothing(coordinator: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        coordinator.post(ADDRESS, {"naam": "Stg. Nu"}, headers=HTMX)
    writing = [one["sql"] for one in queries if not one["sql"].startswith(("SELECT", "WITH"))]
    assert not writing


def test_the_sort_of_party_that_is_sought_comes_first(coordinator: Client) -> None:
    body = coordinator.post(ADDRESS, {"naam": "secretaris nu", "soort": "vrijwilliger"}, headers=HTMX)
    assert body.content.decode().index("Secretaris") < body.content.decode().index('data-same="stichting-nu"')


def test_the_number_of_queries_does_not_grow(coordinator: Client, django_assert_num_queries) -> None:
    from places.models import Kern

    kern = Kern.objects.get(slug="oosterdorp")
    coordinator.post(ADDRESS, {"naam": "nu"})
    with django_assert_num_queries(9):
        coordinator.post(ADDRESS, {"naam": "Stichting Nu"}, headers=HTMX)
    for number in range(20):
        make_partner(f"Stichting Nu {number}", kern)
    coordinator.post(ADDRESS, {"naam": "nu"})  # makes the index anew, for two queries more
    with django_assert_num_queries(9):
        coordinator.post(ADDRESS, {"naam": "Stichting Nu"}, headers=HTMX)
