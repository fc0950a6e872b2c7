"""How often from one network, and how many mails to one address."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from post import links
from post.models import OutboxMail
from residents.models import Registration
from tests.residents.conftest import EMAIL, Place, send

OTHER: dict[str, Any] = {"REMOTE_ADDR": "192.0.2.7"}


pytestmark = pytest.mark.usefixtures("real_counting")


def test_five_registrations_an_hour_from_one_network(place: Place, client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert {send(client, email=f"een{number}@voorbeeld.nl").status_code for number in range(5)} == {302}
        stopped = send(client, email="zes@voorbeeld.nl")
        assert stopped.status_code == 429
        assert "over een uur" in stopped.content.decode()
        assert send(Client(**OTHER), email="zes@voorbeeld.nl").status_code == 302
        clock.shift(timedelta(hours=1, seconds=1))
        assert send(client, email="zeven@voorbeeld.nl").status_code == 302
    assert Registration.objects.count() == 7


def test_what_is_not_sent_yet_is_not_counted(place: Place, client: Client) -> None:
    assert {send(client, dream="").status_code for _ in range(10)} == {422}
    assert send(client).status_code == 302


def test_three_mails_an_hour_to_one_address_whatever_for(place: Place, client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(2):
            assert send(Client(REMOTE_ADDR=f"192.0.2.{number}")).status_code == 302
        for _ in range(3):
            answer = client.post("/mijn-initiatief/", {"email": EMAIL.upper()})
            assert answer.status_code == 200
        # The third time brought the link of each of the two; then it was enough, and nothing tells.
        assert OutboxMail.objects.count() == 4
        assert send(Client(**OTHER)).status_code == 302
        assert OutboxMail.objects.count() == 4
        clock.shift(timedelta(hours=1, seconds=1))
        client.post("/mijn-initiatief/", {"email": EMAIL})
        assert OutboxMail.objects.count() == 7


@pytest.mark.parametrize("path", ["/initiatief-aanmelden/bevestigen/", "/mijn-initiatief/openen/"])
def test_thirty_guesses_an_hour(path: str, place: Place, client: Client) -> None:
    answers = [client.get(path, {links.QUERY: f"geraden-{number}"}).status_code for number in range(31)]
    assert set(answers[:30]) == {410}
    assert answers[30] == 429
