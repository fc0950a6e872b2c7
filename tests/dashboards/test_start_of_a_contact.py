"""Where a partner contact begins: at what they keep of their own party."""

import pytest
from django.test import Client

from accounts.models import Membership, Role
from tests.factories import make_kern, make_partner, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_a_contact_finds_the_agenda_of_their_own_party(client: Client) -> None:
    dorp, elders = make_kern("Dorp"), make_kern("Elders")
    make_partner("Dorpshuis", dorp, mailbox="balie@dorpshuis.nl")
    make_partner("Kerk", elders, mailbox="balie@dorpshuis.nl")
    client.force_login(make_user(Role.PARTNER_CONTACT, dorp, email="balie@dorpshuis.nl"), backend=BACKEND)
    page = client.get("/start/").content.decode()
    assert "Dorpshuis" in page
    assert "/kernen/dorp/agenda/nieuw/" in page
    assert "Kerk" not in page, "of another kern than the role"
    assert client.get("/kernen/dorp/agenda/nieuw/").status_code == 200


def test_a_contact_whose_address_no_party_has_reads_what_to_do(client: Client) -> None:
    dorp = make_kern("Dorp")
    make_partner("Dorpshuis", dorp, mailbox="balie@dorpshuis.nl")
    client.force_login(make_user(Role.PARTNER_CONTACT, dorp, email="anders@voorbeeld.nl"), backend=BACKEND)
    page = client.get("/start/").content.decode()
    assert "geen partij heeft anders@voorbeeld.nl als postbus" in page
    assert "/agenda/nieuw/" not in page


def test_who_coordinates_the_same_kern_goes_straight_to_its_start(client: Client) -> None:
    dorp = make_kern("Dorp")
    both = make_user(Role.COORDINATOR, dorp)
    Membership.objects.create(user=both, role=Role.PARTNER_CONTACT, kern=dorp)
    client.force_login(both, backend=BACKEND)
    assert client.get("/start/")["Location"] == "/kernen/dorp/start/"
