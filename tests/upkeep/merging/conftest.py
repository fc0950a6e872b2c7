"""A kern with its coordinator, and two cards of one party."""

import pytest

from accounts.models import Role, User
from initiatives.models import Activity, Offer, Organiser, Participation
from partners.models import Partner
from partners.services import add_partner, set_involvement
from places.models import Kern
from tests.factories import make_initiative, make_kern, make_partner, make_person, make_relation, make_user
from wijkweb.kit.partial_dates import PartialDate


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


@pytest.fixture
def pair(kern: Kern, anna: User) -> tuple[Partner, Partner]:
    """Two cards of one party, with everything that can hang on a card."""
    one = add_partner(
        acting_user=anna, kern=kern, name="Stichting Nu", kind="stichting", source="gids", started_on=PartialDate(2016)
    )  # fmt: skip
    two = add_partner(
        acting_user=anna, kern=kern, name="Stg. Nu", kind="stichting", life_domain="wonen", source="gesprek",
        started_on=PartialDate(2014), website="https://nu.nl", involvement="partner",
    )  # fmt: skip
    church, club = make_partner("Kerk", kern), make_partner("Club", kern)
    make_relation(one, church, strength=1, started_on=PartialDate(2018), source_text="a")
    make_relation(church, two, strength=3, started_on=PartialDate(2015), source_text="b")
    make_relation(two, club, kind="financiert", is_directed=True)
    make_relation(one, two, kind="kent")
    make_relation(two, one, kind="overlegt")
    table = make_initiative("Buurttafel", kern, drivers=[one, two])
    Participation.objects.create(initiative=table, partner=two, role="financiert")
    meal = Activity.objects.create(slug="maaltijd", name="Maaltijd", kern=kern, location_partner=two)
    Organiser.objects.create(activity=meal, partner=one, position=0)
    Organiser.objects.create(activity=meal, partner=two, position=1)
    walk = Activity.objects.create(slug="wandeling", name="Wandeling", kern=kern)
    Organiser.objects.create(activity=walk, partner=two)
    Offer.objects.create(slug="zaal", type="aanbod", kind="ruimte", partner=two, description="Een zaal")
    make_partner("Afdeling", kern, parent=two)
    make_person("Penningmeester", kern, organisation=two)
    make_partner("Groep", kern, form="groep", kind="informele groep", hangs_on=two, successor=one)
    set_involvement(two, "trekker", acting_user=anna)
    return one, two
