"""Adding an initiative that may be here already under a slightly other name."""

import pytest
from django.test import Client

from accounts.access import viewer_of
from accounts.models import Role, User
from initiatives.models import Initiative
from initiatives.similar import similar_initiatives
from places.models import Kern
from tests.factories import make_initiative, make_kern, make_user
from tests.partners.entering import fields_of

pytestmark = pytest.mark.django_db
ADDRESS = "/kernen/oosterdorp/initiatieven/nieuw/"


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


@pytest.fixture
def browser(anna: User, client: Client) -> Client:
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_name_that_is_here_already_is_asked_about_once(browser: Client, kern: Kern) -> None:
    here = make_initiative("Repaircafé Oosterdorp", kern)
    typed = fields_of(browser.get(ADDRESS), ADDRESS) | {"name": "Repair café", "description": "Elke zaterdag"}
    asked = browser.post(ADDRESS, typed)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert here.get_absolute_url() in page
    assert "Elke zaterdag" in page
    assert Initiative.objects.count() == 1
    again = fields_of(asked, ADDRESS)
    assert browser.post(ADDRESS, again).status_code == 422
    assert browser.post(ADDRESS, again | {"is_new": "on"}).status_code == 302
    assert set(Initiative.objects.values_list("name", flat=True)) == {here.name, "Repair café"}


def test_another_name_is_stored_at_once(browser: Client, kern: Kern) -> None:
    make_initiative("Repaircafé Oosterdorp", kern)
    typed = fields_of(browser.get(ADDRESS), ADDRESS) | {"name": "Wandelclub"}
    assert browser.post(ADDRESS, typed).status_code == 302


def test_what_somebody_may_not_see_is_not_found(kern: Kern, anna: User) -> None:
    elsewhere = make_kern("Westerdorp")
    make_initiative("Eettafel", elsewhere, visibility="coordinators")
    make_initiative("Eettafel geheim", kern, visibility="self", slug="geheim")
    kernen = [kern.pk, elsewhere.pk]
    assert similar_initiatives("Eettafel", kern_ids=kernen, viewer=viewer_of(anna)) == []


def test_the_number_of_queries_does_not_grow(kern: Kern, anna: User, django_assert_num_queries) -> None:
    viewer = viewer_of(anna)
    for count in (1, 7):
        for number in range(count):
            make_initiative(f"Eettafel {count} {number}", kern)
        with django_assert_num_queries(3):
            assert similar_initiatives("Eettafel", kern_ids=[kern.pk], viewer=viewer)
