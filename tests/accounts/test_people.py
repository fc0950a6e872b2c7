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
from accounts.people import places_to_manage, roles_to_give
from accounts.services import invitations, memberships
from places.models import Kern, Municipality
from post.models import MailLink, OutboxMail
from tests.factories import PASSWORD, make_kern, make_user
from tests.overtaken import at_once, overtaken

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


def test_who_looks_after_the_municipality_that_a_kern_went_up_in_gives_roles_there(
    places: dict[str, Any],
) -> None:
    for merged in ("Gemeente", "Elders"):
        Municipality.objects.filter(name=merged).update(
            successor=Municipality.objects.create(name=f"Nieuw {merged}")
        )
    user = make_user(Role.MUNICIPAL_COORDINATOR, Municipality.objects.get(name="Nieuw Gemeente"))
    village, far = Kern.objects.get(slug="dorp"), Kern.objects.get(slug="ver")
    assert set(roles_to_give(user, village)) == {Role.COORDINATOR, Role.PARTNER_CONTACT}
    assert roles_to_give(user, far) == ()
    assert roles_to_give(user, Municipality.objects.get(name="Gemeente")) == ()
    assert [str(place) for place in places_to_manage(user)] == ["Nieuw Gemeente", "Dorp", "Streek"]


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
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert [guest.get(link).status_code, guest.post(link).status_code] == [410, 410]


def test_the_second_half_of_a_double_click_is_told_the_same(places):
    client = signed_in(make_user(Role.COORDINATOR, places["dorp"]))
    client.post("/kernen/dorp/mensen/", {"email": "piet@voorbeeld.nl", "role": "partner-contact"})
    link, guest = mailed_link(), Client()
    first, second = guest.post(link, {"name": "Piet"}), guest.post(link, {"name": "Piet"})
    assert [first.status_code, second.status_code, guest.get(link).status_code] == [200, 200, 410]
    assert "welkom" in second.content.decode().lower()
    assert Membership.objects.filter(user__email="piet@voorbeeld.nl").count() == 1
    Membership.objects.filter(user__email="piet@voorbeeld.nl").update(ended_at=timezone.now())
    assert guest.post(link, {"name": "Piet"}).status_code == 410


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


@pytest.mark.django_db(transaction=True)
@at_once
def test_two_invitations_of_a_new_address_taken_at_once_are_one_account_with_both_roles(places):
    boss = make_user(Role.MUNICIPAL_COORDINATOR, places["gemeente"])
    opened = []
    for role, place in ((Role.ALDERMAN, places["gemeente"]), (Role.COORDINATOR, places["dorp"])):
        invitations.invite("piet@voorbeeld.nl", role, place, acting_user=boss)
        token = mailed_link().partition("sleutel=")[2]
        invitation = invitations.read(token)
        assert invitation
        opened.append(invitation)
    second = overtaken(
        lambda: invitations.accept(opened[0], "Piet"), lambda: invitations.accept(opened[1], "Piet")
    )
    piet = User.objects.get(email="piet@voorbeeld.nl")
    assert second == piet
    assert set(piet.memberships.values_list("role", flat=True)) == {Role.ALDERMAN, Role.COORDINATOR}


def test_a_municipality_shows_where_coordinators_are_invited(places):
    page = "/gemeenten/Gemeente/mensen/"
    wide = signed_in(make_user(Role.MUNICIPAL_COORDINATOR, places["gemeente"])).get(page).content.decode()
    assert 'href="/kernen/dorp/mensen/">Mensen van Dorp</a>' in wide
    assert "/kernen/ver/mensen/" not in wide
    of_all = signed_in(make_user(Role.ADMINISTRATOR)).get(page).content.decode()
    assert "/kernen/dorp/mensen/" not in of_all


def test_after_a_merger_the_new_municipality_invites_in_the_kernen_of_the_old(places):
    Municipality.objects.filter(name="Gemeente").update(successor=places["elders"])
    new = make_user(Role.MUNICIPAL_COORDINATOR, places["elders"])
    alderman = make_user(Role.ALDERMAN, places["elders"])
    page = "/kernen/dorp/mensen/"
    assert places["dorp"] in places_to_manage(new)
    assert 'href="/kernen/dorp/mensen/">' in signed_in(new).get("/gemeenten/Elders/mensen/").content.decode()
    given = {"email": "joke@voorbeeld.nl", "role": Role.COORDINATOR}
    assert signed_in(new).post(page, given).status_code == 302
    link, guest = mailed_link(), Client()
    guest.get(link)
    guest.post(link, {"name": "Joke"})
    joke = Membership.objects.get(user__email="joke@voorbeeld.nl")
    assert (joke.role, joke.kern) == (Role.COORDINATOR, places["dorp"])
    assert signed_in(new).post(f"{page}{joke.pk}/einde/").status_code == 302
    assert not Membership.objects.active().filter(pk=joke.pk).exists()
    assert signed_in(alderman).get(page).status_code == 403
    stranger = Municipality.objects.create(name="Vreemd")
    assert signed_in(make_user(Role.MUNICIPAL_COORDINATOR, stranger)).get(page).status_code == 404
