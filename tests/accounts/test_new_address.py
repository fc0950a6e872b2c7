"""Another e-mail address: confirmed from the new one, told to the old one, signed out elsewhere, the same answer always."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from post.models import MailLink, OutboxMail
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
OLD, NEW = "oud@voorbeeld.nl", "nieuw@voorbeeld.nl"
ASK, CONFIRM = "/account/adres/", "/account/adres/bevestigen/"


def signed_in(email: str = OLD) -> Client:
    client = Client()
    answer = client.post("/inloggen/", {"username": email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.fixture
def user(db: None) -> User:
    return make_user(email=OLD)


@pytest.fixture
def me(user: User) -> Client:
    return signed_in()


def ask(client: Client, email: str = NEW) -> Any:
    return client.post(ASK, {"email": email})


def token() -> str:
    found = re.search(r"sleutel=([\w-]+)", OutboxMail.objects.filter(to=NEW).latest("pk").text)
    assert found
    return found[1]


def press(client: Client, key: str) -> Any:
    return client.post(CONFIRM, {"sleutel": key})


def test_nothing_changes_before_the_new_mailbox_says_yes(me: Client, user: User) -> None:
    assert ask(me)["Location"] == "/account/"
    assert NEW in me.get(CONFIRM, {"sleutel": token()}).content.decode()
    user.refresh_from_db()
    assert user.email == OLD
    assert not OutboxMail.objects.filter(to=OLD).exists()


def test_a_press_changes_it_tells_the_old_one_and_ends_other_sessions(me: Client, user: User) -> None:
    elsewhere = signed_in()
    ask(me, NEW.upper())
    assert press(me, token())["Location"] == "/account/"
    user.refresh_from_db()
    assert user.email == NEW
    assert me.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    (told,) = OutboxMail.objects.filter(to=OLD)
    assert NEW not in told.text + told.subject, "who reads the old mailbox need not know the new one"
    signed_in(NEW)
    assert Client().post("/inloggen/", {"username": OLD, "password": PASSWORD}).status_code == 422


def test_pressed_elsewhere_it_signs_nobody_in_and_ends_all_sessions(me: Client, user: User) -> None:
    ask(me)
    phone = Client()
    assert press(phone, token())["Location"] == "/inloggen/"
    assert phone.get("/account/").status_code == 302
    assert me.get("/account/").status_code == 302


def test_a_link_works_once_for_a_day_and_a_newer_one_ends_it(me: Client, user: User) -> None:
    ask(me)
    first = token()
    ask(me)
    assert me.get(CONFIRM, {"sleutel": first}).status_code == 410
    second = token()
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert Client().get(CONFIRM, {"sleutel": second}).status_code == 410
    assert press(me, second).status_code == 302
    assert press(me, second).status_code == 410


def test_an_address_with_an_account_gets_the_same_answer_and_no_link(user: User) -> None:
    make_user(email=NEW)
    answers = []
    for address in (NEW, "vrij@voorbeeld.nl"):
        client = signed_in()
        answer = ask(client, address)
        page = client.get("/account/").content.decode()
        cleaned = re.sub(r'value="[\w-]{40,}"|session/\d+|sessies/\d+', "", page)
        answers.append((answer.status_code, answer["Location"], len(client.cookies), cleaned.count("<li")))
        assert "Kijk in de mail van uw nieuwe adres" in page
    assert answers[0][:3] == answers[1][:3]
    (mail,) = OutboxMail.objects.filter(to=NEW)
    assert "sleutel=" not in mail.text + mail.html
    assert OutboxMail.objects.filter(to="vrij@voorbeeld.nl").count() == 1


def test_somebody_else_who_took_it_meanwhile_keeps_it(me: Client, user: User) -> None:
    ask(me)
    key = token()
    make_user(email=NEW)
    assert press(me, key).status_code == 410
    user.refresh_from_db()
    assert user.email == OLD
    assert MailLink.objects.filter(purpose="new-address", used_at__isnull=True).exists()


@pytest.mark.parametrize("wrong", ["", "geen adres", OLD, OLD.upper()])
def test_a_wrong_or_the_same_address_comes_back_with_a_reason(me: Client, wrong: str) -> None:
    answer = ask(me, wrong)
    assert answer.status_code == 422
    assert not OutboxMail.objects.exists()


def test_who_signed_in_long_ago_shows_again_who_it_is(me: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        answer = ask(me)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/bevestigen/")
    assert not OutboxMail.objects.exists()


def test_four_mails_an_hour_to_one_address_are_too_many(me: Client) -> None:
    for _time in range(5):
        assert ask(me).status_code == 302
    assert OutboxMail.objects.filter(to=NEW).count() == 3


def test_who_asks_too_often_keeps_what_was_typed(me: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "new_address": "1/h/ip"}
    assert ask(me, "eerder@voorbeeld.nl").status_code == 302
    answer = ask(me)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert f'value="{NEW}"' in page
    assert "Wacht een uur" in page
    assert not OutboxMail.objects.filter(to=NEW).exists()


def mailed_code(to: str) -> str:
    found = re.search(
        r"[0-9]{4}-[0-9]{4}", OutboxMail.objects.filter(to=to, purpose="code").latest("pk").text
    )
    assert found
    return found[0]


def test_a_code_in_the_old_mailbox_opens_nothing_any_more(me: Client) -> None:
    ask(me)
    reader = Client()
    reader.post("/inloggen/", {"username": OLD, "met": "code"})
    press(me, token())
    assert reader.post("/account/code/", {"code": mailed_code(OLD)}).status_code == 422
    assert reader.get("/account/").status_code == 302


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_nor_does_it_choose_a_new_password(me: Client, user: User, is_confirmed: bool) -> None:
    ask(me)
    reader, forgot = Client(), "/account/wachtwoord-vergeten/"
    reader.post(forgot, {"email": OLD})
    if not is_confirmed:
        press(me, token())
    answer = reader.post(f"{forgot}code/", {"code": mailed_code(OLD)})
    assert answer.status_code == (302 if is_confirmed else 422)
    if is_confirmed:
        press(me, token())
    assert reader.post(f"{forgot}nieuw/", {"password1": "een heel ander wachtwoord 73"}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/sessies/", {}),
        ("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": "een heel ander wachtwoord 73"}),
    ],
)
def test_who_finds_somebody_else_in_the_account_ends_what_that_one_asked(
    me: Client, user: User, path: str, form: dict[str, str]
) -> None:
    ask(signed_in())
    assert me.post(path, form).status_code == 302
    assert press(Client(), token()).status_code == 410
    user.refresh_from_db()
    assert user.email == OLD


def test_a_link_is_for_the_address_of_when_it_was_asked(me: Client, user: User) -> None:
    ask(me)
    User.objects.filter(pk=user.pk).update(email="anders@voorbeeld.nl")
    assert press(me, token()).status_code == 410
