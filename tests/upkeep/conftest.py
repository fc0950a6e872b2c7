"""A kern in which some is old and some is fresh, and the coordinator who looks after it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from partners.models import Partner, Relation
from places.models import Kern
from tests.factories import make_kern, make_partner, make_person, make_relation, make_user


@dataclass
class Place:
    """De Brug is fresh, with an old tie; De Kerk and the person are old; Buurhuis lives elsewhere."""

    kern: Kern
    elsewhere: Kern
    bridge: Partner
    church: Partner
    club: Partner
    person: Partner
    neighbour: Partner
    old_tie: Relation
    fresh_tie: Relation
    secret_tie: Relation
    user: User


@pytest.fixture
def place(db: None) -> Place:
    kern, elsewhere = make_kern("Oosterdorp"), make_kern("Westerdorp")
    today = timezone.localdate()
    long_ago = date(2023, 3, 3)
    bridge = make_partner(
        "De Brug", kern, confirmed_on=today - timedelta(days=30), mailbox="brug@voorbeeld.nl", involvement="trekker",
        description="Buurthuis", life_domain="wonen",
    )  # fmt: skip
    church = make_partner(
        "De Kerk", kern, confirmed_on=long_ago, mailbox="kerk@voorbeeld.nl", life_domain="levensbeschouwing"
    )
    club = make_partner("De Club", kern, confirmed_on=today, life_domain="verenigingen")
    person = make_person("Dominee zilverreiger", kern, organisation=church, description="kwikstaart")
    neighbour = make_partner("Buurhuis", elsewhere)
    return Place(
        kern=kern,
        elsewhere=elsewhere,
        bridge=bridge,
        church=church,
        club=club,
        person=person,
        neighbour=neighbour,
        old_tie=make_relation(bridge, church, confirmed_on=long_ago, description="wielewaal"),
        fresh_tie=make_relation(bridge, club, confirmed_on=today),
        secret_tie=make_relation(person, church, description="nachtegaal", confirmed_on=today),
        user=make_user(Role.COORDINATOR, kern, name="Anna"),
    )


@pytest.fixture
def anna(place: Place, client: Client) -> Client:
    """The client, signed in as the coordinator of Oosterdorp."""
    client.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_user(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
