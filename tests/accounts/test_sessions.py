"""Sessions end by themselves, and by their owner."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Role, SignedIn
from accounts.services.sessions import device_of
from keeping.terms import keep
from tests.factories import PASSWORD, make_kern, make_user

pytestmark = pytest.mark.django_db


def signed_in(email: str = "anna@voorbeeld.nl", **headers: str) -> Client:
    client = Client(headers=headers)
    client.post("/inloggen/", {"username": email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_half_an_hour_without_a_deed_ends_it():
    make_user(email="anna@voorbeeld.nl")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in()
        for _ in range(4):
            clock.shift(timedelta(minutes=29))
            assert is_in(client)
        clock.shift(timedelta(minutes=31))
        answer = client.get("/account/")
        assert answer["Location"] == "/inloggen/?next=/account/"
        assert "half uur niets" in client.get(answer["Location"]).content.decode()


def test_twelve_hours_end_it_whatever_is_done():
    make_user(email="anna@voorbeeld.nl")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in()
        for _ in range(35):
            clock.shift(timedelta(minutes=20))
            assert is_in(client)
        clock.shift(timedelta(minutes=21))
        assert not is_in(client)


def test_own_sessions_are_listed_and_can_be_ended():
    make_user(email="anna@voorbeeld.nl")
    make_user(email="bas@voorbeeld.nl")
    here, there, other = (
        signed_in(),
        signed_in(user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"),
        signed_in("bas@voorbeeld.nl"),
    )
    assert "Firefox, Windows" in here.get("/account/").content.decode()
    pk = SignedIn.objects.get(device="Firefox, Windows").pk
    assert other.post(f"/account/sessies/{pk}/").status_code == 404
    assert here.post(f"/account/sessies/{pk}/").status_code == 302
    assert is_in(here)
    assert is_in(other)
    assert not is_in(there)


def test_all_others_end_at_once():
    make_user(email="anna@voorbeeld.nl")
    here, one, two = signed_in(), signed_in(), signed_in()
    here.post("/account/sessies/")
    assert [is_in(client) for client in (here, one, two)] == [True, False, False]


def test_another_password_ends_other_sessions_and_tells_by_mail():
    from post.models import OutboxMail

    make_user(email="anna@voorbeeld.nl")
    here, there = signed_in(), signed_in()
    given = {"oldpassword": PASSWORD, "password1": "paard fiets lantaarn kaas"}
    assert here.post("/account/wachtwoord/", given)["Location"] == "/account/"
    assert [is_in(client) for client in (here, there)] == [True, False]
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == ("anna@voorbeeld.nl", "Uw account bij Wijkweb is gewijzigd")


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": "paard fiets lantaarn kaas"}),
        ("/account/", {"name": "Anna"}),
    ],
)
def test_a_session_that_goes_on_under_another_key_is_still_listed_and_can_be_ended(path, given, settings):
    """A new password gives the session another key; a new secret of the site, at the next request, too."""
    make_user(email="anna@voorbeeld.nl")
    there = signed_in()
    if path == "/account/":
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another secret of at least fifty characters, all new"
    assert there.post(path, given).status_code == 302
    assert SignedIn.objects.get().session_key == there.session.session_key
    here = Client()
    here.force_login(SignedIn.objects.get().user)
    here.post("/account/sessies/")
    assert not is_in(there)


def test_old_ones_are_forgotten():
    make_user(email="anna@voorbeeld.nl")
    signed_in()
    with time_machine.travel(timezone.now() + timedelta(hours=12, minutes=1)):
        assert [keep("accounts"), keep("accounts")] == [2, 0]


@pytest.mark.parametrize(
    ("agent", "device"), [("", ""), ("x" * 9000, ""), ("(iPhone) Safari/604.1", "Safari, iPhone")]
)
def test_a_device_is_two_words(agent, device):
    assert device_of(agent) == device


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTNER_CONTACT])
def test_some_roles_must_have_a_second_step(role, settings):
    settings.SECOND_STEP_REQUIRED = True
    make_user(role, make_kern("Dorp"), email="anna@voorbeeld.nl")
    client = signed_in()
    must = role == Role.COORDINATOR
    for path in ("/", "/kernen/dorp/", "/kernen/dorp/wijkweb/", "/account/"):
        answer = client.get(path)
        assert (answer.status_code == 302 and answer["Location"] == "/account/beveiliging/") == must, path
    assert client.get("/account/beveiliging/").status_code == 200
    assert client.get("/account/beveiliging/app/").status_code == 200


def test_a_name_that_cannot_be_shown_comes_back_with_its_reason():
    user = make_user(email="anna@voorbeeld.nl", name="Anna")
    answer = signed_in().post("/account/", {"name": "a\u200bb"})
    assert answer.status_code == 422
    assert "a\u200bb" in answer.content.decode()
    user.refresh_from_db()
    assert user.name == "Anna"
