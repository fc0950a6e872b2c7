"""The village and its coordinator, for the pages on which somebody enters."""

import pytest
from django.test import Client

from tests.network.village import Village, make_village, sign_in


@pytest.fixture
def village() -> Village:
    return make_village()


@pytest.fixture
def anna(client: Client, village: Village) -> Client:
    """The coordinator of Dorp."""
    return sign_in(client, village, "coordinator")


@pytest.fixture
def bas(village: Village) -> Client:
    """A second window of the same kern."""
    return sign_in(Client(), village, "coordinator")
