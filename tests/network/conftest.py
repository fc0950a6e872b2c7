"""The village by hand, for the tests of the map's pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.network.village import Village, make_village

Ask = Callable[..., Any]


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def web_of(client: Client) -> Ask:
    """The web of a kern as data: web_of("dorp", dag="2017-01-01")."""

    def ask(slug: str, status: int = 200, **query: str) -> Any:
        answer = client.get(f"/kernen/{slug}/wijkweb.json", query)
        assert answer.status_code == status, answer.content
        return answer.json()

    return ask
