"""A card that waits for the coordinator, and one on the list."""

import pytest
from django.test import Client

from sharing.models import Posting
from sharing.services.placing import place as put_up
from tests.sharing.conftest import KEY, RESIDENT, Place, token_for
from tests.sharing.postings.cards import CONFIRM, only, send


@pytest.fixture
def waiting(place: Place, client: Client) -> Posting:
    """A confirmed card that the coordinator has not read yet."""
    send(client, place)
    client.post(CONFIRM, {KEY: token_for(RESIDENT), "doe": "ja"})
    return only()


@pytest.fixture
def placed(waiting: Posting, place: Place) -> Posting:
    put_up(
        waiting,
        acting_user=place.user,
        kind="materiaal",
        label="Ladder van vier meter",
        description="Met karekiet",
    )
    return only()
