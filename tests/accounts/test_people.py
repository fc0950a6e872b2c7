"""Invitations and roles: who may give what where, once, and who can end it."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Role, User
from accounts.people import roles_to_give
from accounts.services import invitations, memberships
from places.models import Municipality
from post.models import MailLink, OutboxMail
from tests.factories import PASSWORD, make_kern, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Any]:
    gemeente, elders = (Municipality.objects.create(name=name) for name in ("Gemeente", "Elders"))
    region = make_kern("Streek", municipality=gemeente)
    return {
        "gemeente": gemeente,
        "elders": elders,
        "streek": region,
        "dorp": make_kern("Dorp", municipality=gemeente, parent=region),
        "ver": make_kern("Ver", municipality=elders),
    }


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/inloggen/", {"username": user.email, "password": PASSWORD})
    return client


def mailed_link() -> str:
    found = re.search(
        r"/uitnodiging/\?sleutel=\S+", OutboxMail.objects.filter(purpose="invitation").latest("pk").text
    )
    assert found
    return found[0]


GIVES = {
    (Role.COORDINATOR, "dorp"): {"dorp": {Role.PARTNER_CONTACT}},
    (Role.COORDINATOR, "streek"): {"dorp": {Role.PARTNER_CONTACT}, "streek": {Role.PARTNER_CONTACT}},
    (Role.MUNICIPAL_COORDINATOR, "gemeente"): {
        "gemeente": {Role.ALDERMAN},
        "dorp": {Role.COORDINATOR, Role.PARTNER_CONTACT},
        "streek": {Role.COORDINATOR, Role.PARTNER_CONTACT},
    },
    (Role.ADMINISTRATOR, None): {
        "gemeente": {Role.MUNICIPAL_COORDINATOR},
        "elders": {Role.MUNICIPAL_COORDINATOR},
    },
    (Role.ALDERMAN, "gemeente"): {},
    (Role.PARTNER_CONTACT, "dorp"): {},
}


@pytest.mark.parametrize("who", GIVES, ids=str)
def test_who_gives_which_role_where(who, places):
    role, place = who
    user = make_user(role, places.get(place))
    found = {name: set(roles_to_give(user, thing)) for name, thing in places.items()}
    assert {name: roles for name, roles in found.items() if roles} == GIVES[who]


def test_an_invitation_is_shown_taken_and_used_up(places):
    client = signed_in(make_user(Role.COORDINATOR, places["dorp"], name="Anna"))
    given = {"email": "Piet@Voorbeeld.nl", "role": "partner-contact"}
    assert client.post("/kernen/dorp/mensen/", given).status_code == 302
    assert "piet@voorbeeld.nl" in client.get("/kernen/dorp/mensen/").content.decode()
    link, guest = mailed_link(), Client()
    shown = guest.get(link)
    assert (shown.status_code, shown["Cache-Control"], shown["Referrer-Policy"]) == (
        200,
        "no-store",
        "strict-origin",
    )
    assert "Anna" in shown.content.decode()
    assert not User.objects.filter(email="piet@voorbeeld.nl").exists()
    assert guest.post(link, {"name": "Piet"}).status_code == 200
    piet = User.objects.get(email="piet@voorbeeld.nl")
    role = piet.memberships.get()
    assert (piet.name, role.role, role.kern, role.invited_by.name) == (
        "Piet",
        "partner-contact",
        places["dorp"],
        "Anna",
    )
    assert role.history.get().history_user.name == "Anna"
    assert not piet.has_usable_password()
    assert guest.get("/account/").status_code == 302
    assert [guest.get(link).status_code, guest.post(link).status_code] == [410, 410]


def test_a_role_that_may_not_be_given_is_not_given(places):
    client = signed_in(make_user(Role.COORDINATOR, places["dorp"]))
    for role in ("coordinator", "administrator", "municipal-coordinator", "", "x"):
        assert (
            client.post("/kernen/dorp/mensen/", {"email": "x@voorbeeld.nl", "role": role}).status_code == 422
        )
    assert (
        client.post("/kernen/ver/mensen/", {"email": "x@voorbeeld.nl", "role": "partner-contact"}).status_code
        == 404
    )
    assert not MailLink.objects.exists()


def test_an_invitation_ends_after_a_week_when_withdrawn_and_with_the_role_of_who_sent_it(places):
    inviter = make_user(Role.COORDINATOR, places["dorp"])
    client = signed_in(inviter)

    def invite() -> str:
        client.post("/kernen/dorp/mensen/", {"email": "piet@voorbeeld.nl", "role": "partner-contact"})
        return mailed_link()

    first, second = invite(), invite()
    assert [Client().get(link).status_code for link in (first, second)] == [410, 200]
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert Client().get(second).status_code == 410
    pk = MailLink.objects.get(used_at=None).pk
    assert client.post(f"/kernen/dorp/mensen/uitnodiging/{pk}/").status_code == 302
    assert Client().get(second).status_code == 410
    third = invite()
    inviter.memberships.update(ended_at=timezone.now())
    assert Client().post(third).status_code == 410


def test_ending_a_role_counts_at_once_and_is_kept(places):
    boss = make_user(Role.MUNICIPAL_COORDINATOR, places["gemeente"], name="Bea")
    anna = make_user(Role.COORDINATOR, places["dorp"])
    client, hers = signed_in(boss), signed_in(anna)
    row = anna.memberships.get()
    assert hers.get("/kernen/dorp/mensen/").status_code == 200
    assert client.post(f"/kernen/ver/mensen/{row.pk}/einde/").status_code == 404
    assert client.post(f"/kernen/dorp/mensen/{row.pk}/einde/").status_code == 302
    assert hers.get("/kernen/dorp/mensen/").status_code == 404
    row.refresh_from_db()
    assert row.ended_at
    assert row.history.first().history_user == boss


def test_the_last_municipal_coordinator_stays(places):
    first = make_user(Role.MUNICIPAL_COORDINATOR, places["gemeente"])
    with pytest.raises(memberships.LastCoordinator):
        memberships.end(first.memberships.get(), acting_user=first)
    second = make_user(Role.MUNICIPAL_COORDINATOR, places["gemeente"])
    memberships.end(first.memberships.get(), acting_user=first)
    with pytest.raises(memberships.LastCoordinator):
        memberships.end(second.memberships.get(), acting_user=second)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
def test_two_who_leave_at_once_do_not_leave_it_empty(places):
    users = [make_user(Role.MUNICIPAL_COORDINATOR, places["gemeente"]) for _ in range(2)]
    gate, refused = threading.Barrier(2), []

    def leave(user: User) -> None:
        gate.wait()
        try:
            memberships.end(user.memberships.get(), acting_user=user)
        except memberships.LastCoordinator:
            refused.append(user)
        connection.close()

    threads = [threading.Thread(target=leave, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.active().count() == 1


def test_roles_ask_for_a_recent_proof(places):
    user = make_user(Role.COORDINATOR, places["dorp"])
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(user)
        clock.shift(timedelta(minutes=11))
        given = {"email": "piet@voorbeeld.nl", "role": "partner-contact"}
        answer = client.post("/kernen/dorp/mensen/", given)
        assert answer["Location"].startswith("/account/bevestigen/")
        assert not MailLink.objects.exists()
        client.post(answer["Location"], {"password": PASSWORD})
        assert MailLink.objects.count() == 1  # what was typed is not lost


def test_the_first_administrator_comes_from_the_command_line():
    call_command("invite_administrator", "baas@voorbeeld.nl")
    assert Client().post(mailed_link()).status_code == 200
    assert User.objects.get().memberships.get().role == Role.ADMINISTRATOR


def test_who_proved_an_address_elsewhere_gets_the_open_invitations(places):
    boss = make_user(Role.MUNICIPAL_COORDINATOR, places["gemeente"])
    invitations.invite("piet@voorbeeld.nl", Role.ALDERMAN, places["gemeente"], acting_user=boss)
    assert invitations.accept_open_invitations("niemand@voorbeeld.nl") is None
    piet = invitations.accept_open_invitations("piet@voorbeeld.nl")
    assert piet
    assert piet.memberships.get().role == Role.ALDERMAN
