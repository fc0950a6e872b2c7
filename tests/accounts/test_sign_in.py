"""Signing in and out: by password, by a code in the mail, and the same answer whoever is known."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from post.models import OutboxMail
from tests.factories import PASSWORD, make_kern, make_user

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/inloggen/", {"username": email, "password": password, **more})


def ask_code(client: Client, email: str, **more: str) -> Any:
    return client.post("/inloggen/", {"username": email, "met": "code", **more})


def mailed_code() -> str:
    found = re.search(r"[0-9]{4}-[0-9]{4}", OutboxMail.objects.latest("pk").text)
    assert found
    return found[0]


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_signing_in_and_out(client):
    user = make_user(email="anna@voorbeeld.nl", name="Anna")
    assert sign_in(client, "Anna@Voorbeeld.nl")["Location"] == "/start/"
    assert "Anna" in client.get("/").content.decode()
    assert client.get("/uitloggen/").status_code == 405
    assert client.post("/uitloggen/")["Location"] == "/"
    assert user.name not in client.get("/").content.decode()


def test_signing_out_ends_the_session_here_and_at_the_server(client):
    make_user(email="anna@voorbeeld.nl")
    sign_in(client, "anna@voorbeeld.nl")
    stolen = client.cookies["session"].value
    assert client.post("/uitloggen/")["Clear-Site-Data"] == '"cache", "cookies"'
    thief = Client()
    thief.cookies["session"] = stolen
    assert not is_signed_in(thief)


def test_signing_in_gives_a_new_session(client):
    make_user(email="anna@voorbeeld.nl")
    ask_code(client, "anna@voorbeeld.nl")
    before = client.cookies["session"].value
    client.post("/account/code/", {"code": mailed_code()})
    assert client.cookies["session"].value != before
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "form", [lambda code: code, lambda code: code.replace("-", ""), lambda code: f" {code} "]
)
def test_a_code_by_mail_opens_the_door(client, form):
    make_user(email="anna@voorbeeld.nl")
    answer = ask_code(client, "Anna@voorbeeld.nl", next="/kernen/")
    assert answer["Location"] == "/account/code/?next=/kernen/"
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == ("anna@voorbeeld.nl", "Uw code voor Wijkweb")
    assert mailed_code() in mail.html
    page = client.get(answer["Location"])
    assert "anna@voorbeeld.nl" in page.content.decode()
    answer = client.post("/account/code/", {"code": form(mailed_code()), "next": "/kernen/"})
    assert answer["Location"] == "/kernen/"
    assert is_signed_in(client)


def test_without_a_password_a_code_is_sent(client):
    make_user(email="anna@voorbeeld.nl")
    assert sign_in(client, "anna@voorbeeld.nl", "")["Location"] == "/account/code/"
    assert OutboxMail.objects.count() == 1


def test_a_code_works_once_ten_minutes_and_three_tries(client):
    make_user(email="anna@voorbeeld.nl")
    ask_code(client, "anna@voorbeeld.nl")
    code = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=5)):
        assert client.post("/account/code/", {"code": code})["Location"] == "/account/inloggen/"
    ask_code(client, "anna@voorbeeld.nl")
    code = mailed_code()
    answers = [client.post("/account/code/", {"code": "0000-0000"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 302]
    client.post("/account/code/", {"code": code})
    assert not is_signed_in(client)


def test_a_code_is_for_the_browser_that_asked(client):
    make_user(email="anna@voorbeeld.nl")
    ask_code(client, "anna@voorbeeld.nl")
    other = Client()
    assert other.post("/account/code/", {"code": mailed_code()}).status_code == 302
    assert not is_signed_in(other)


def comparable(answer: HttpResponse, email: str) -> tuple[Any, ...]:
    """All that somebody sees of an answer, without what differs at every request and what they typed."""
    body = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    cookies = {
        name: {key: value for key, value in cookie.items() if key != "expires"}
        for name, cookie in answer.cookies.items()
    }
    return answer.status_code, body.replace(email, "ADRES"), headers, cookies


def journey(email: str, *steps: tuple[str, str, dict[str, str]]) -> list[tuple[Any, ...]]:
    client = Client()
    answers = []
    for method, path, data in steps:
        given = {key: value.replace("ADRES", email) for key, value in data.items()}
        answers.append(comparable(getattr(client, method)(path, given), email))
    return answers


@pytest.mark.parametrize(
    "steps",
    [
        [("post", "/inloggen/", {"username": "ADRES", "password": "fout"})],
        [
            ("post", "/inloggen/", {"username": "ADRES", "met": "code"}),
            ("get", "/account/code/", {}),
            *[("post", "/account/code/", {"code": "0000-0000"})] * 3,
            ("get", "/inloggen/", {}),
        ],
        [
            ("post", "/account/wachtwoord-vergeten/", {"email": "ADRES"}),
            ("get", "/account/wachtwoord-vergeten/code/", {}),
            *[("post", "/account/wachtwoord-vergeten/code/", {"code": "0000-0000"})] * 3,
        ],
        [("post", "/inloggen/", {"username": "ADRES", "met": "code"})] * 6,
        [("post", "/inloggen/", {"username": "ADRES", "password": "fout"})] * 11,
    ],
    ids=["password", "code", "reset", "codes-limit", "passwords-limit"],
)
def test_known_unknown_and_closed_accounts_get_the_same_answers(steps):
    make_user(email="anna@voorbeeld.nl")
    make_user(email="klas@voorbeeld.nl", is_active=False)
    with time_machine.travel(timezone.now(), tick=False):
        answers = [
            journey(email, *steps)
            for email in ("anna@voorbeeld.nl", "niet@voorbeeld.nl", "klas@voorbeeld.nl")
        ]
    assert answers[0] == answers[1]
    assert answers[0] == answers[2]


def test_known_and_unknown_addresses_each_get_one_mail(client):
    make_user(email="anna@voorbeeld.nl")
    for email in ("anna@voorbeeld.nl", "niet@voorbeeld.nl"):
        ask_code(client, email)
        client.post("/account/wachtwoord-vergeten/", {"email": email})
    assert list(OutboxMail.objects.order_by("pk").values_list("to", "purpose")) == [
        ("anna@voorbeeld.nl", "code"), ("anna@voorbeeld.nl", "code"), ("niet@voorbeeld.nl", "unknown"), ("niet@voorbeeld.nl", "unknown"),
    ]  # fmt: skip


def test_a_closed_account_does_not_open_with_the_right_password(client):
    make_user(email="weg@voorbeeld.nl", is_active=False)
    answer = sign_in(client, "weg@voorbeeld.nl")
    assert answer.status_code == 422
    assert "horen niet bij elkaar" in answer.content.decode()


def test_an_empty_form_says_what_is_missing(client):
    response = sign_in(client, "", "")
    assert response.status_code == 422
    text = response.content.decode()
    assert "Vul uw e-mailadres in." in text
    assert 'aria-invalid="true"' in text


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/kernen/", "/kernen/"),
        *[
            (elsewhere, "/start/")
            for elsewhere in (
                "https://elders.voorbeeld/", "//elders.voorbeeld", "/\\elders.voorbeeld", "\\\\elders.voorbeeld", "///elders.voorbeeld",
                "http:///elders.voorbeeld", "javascript:alert(1)", " //elders.voorbeeld", "\t//elders.voorbeeld", "/\t/elders.voorbeeld",
                "http://testserver/", "elders.voorbeeld", "data:text/html,x", "https:elders.voorbeeld", "/\n/elders.voorbeeld", "",
            )
        ],
    ],
)  # fmt: skip
def test_next_stays_on_this_site(client, wanted, given):
    make_user(email="anna@voorbeeld.nl")
    assert sign_in(client, "anna@voorbeeld.nl", next=wanted)["Location"] == given


def test_who_is_signed_in_goes_on(client):
    client.force_login(make_user(), "django.contrib.auth.backends.ModelBackend")
    assert client.get("/inloggen/").status_code == 302


def test_too_many_tries_wait_a_quarter(client, real_counting):
    make_user(email="druk@voorbeeld.nl")
    make_user(email="ander@voorbeeld.nl")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = [sign_in(client, "druk@voorbeeld.nl", "fout") for _ in range(10)]
        assert {answer.status_code for answer in answers} == {422}
        locked = sign_in(client, "DRUK@voorbeeld.nl")
        assert locked.status_code == 422
        assert "te vaak geprobeerd" in locked.content.decode()
        assert sign_in(Client(), "ander@voorbeeld.nl").status_code == 302
        clock.shift(timedelta(minutes=15, seconds=1))
        assert sign_in(client, "druk@voorbeeld.nl").status_code == 302


def test_five_codes_an_hour_for_a_mailbox(client, real_counting):
    make_user(email="anna@voorbeeld.nl")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        statuses = [ask_code(Client(), "anna@voorbeeld.nl").status_code for _ in range(6)]
        assert statuses == [302] * 5 + [422]
        clock.shift(timedelta(hours=1, seconds=1))
        assert ask_code(client, "anna@voorbeeld.nl").status_code == 302


def test_twenty_codes_an_hour_for_a_network(real_counting):
    statuses = [ask_code(Client(), f"iemand{number}@voorbeeld.nl").status_code for number in range(21)]
    assert statuses == [302] * 20 + [422]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
def test_fifty_at_once_do_not_get_past_the_limit(real_counting):
    make_user(email="anna@voorbeeld.nl")
    gate = threading.Barrier(50)

    def ask() -> None:
        gate.wait()
        ask_code(Client(), "anna@voorbeeld.nl")
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= OutboxMail.objects.count() <= 5


def test_without_redis_the_database_counts(settings):
    from django.core.cache.backends.db import DatabaseCache

    counting = DatabaseCache("wijkweb_cache", {})
    assert counting.add("proef", 1)
    assert not counting.add("proef", 1)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "127.0.0.1"), ("9.9.9.9", 0, "127.0.0.1"), ("9.9.9.9", 1, "9.9.9.9"), ("1.1.1.1, 9.9.9.9", 1, "9.9.9.9"),
        ("1.1.1.1, 9.9.9.9", 2, "1.1.1.1"), ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::"), ("", 1, "127.0.0.1"),
    ],
)  # fmt: skip
def test_who_is_counted_is_the_one_that_our_proxy_saw(rf, settings, forwarded, proxies, address):
    from allauth.core.context import request_context
    from allauth.core.internal.ratelimit import get_ip

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    with request_context(request):
        assert get_ip(request) == address


def test_nobody_makes_an_account_alone(client):
    for path in (
        "/account/signup/",
        "/accounts/signup/",
        "/account/login/",
        "/accounts/login/",
        "/account/email/",
        "/signup/",
    ):
        assert client.get(path).status_code == 404


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client):
    answer = client.get(
        "/account/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/kernen/dorp/wijkweb/?laag=x"},
    )
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/inloggen/?next=/kernen/dorp/wijkweb/%3Flaag%3Dx"
    answer = client.get(
        "/account/", headers={"HX-Request": "true", "HX-Current-URL": "https://elders.nl//elders.nl"}
    )
    assert answer["HX-Redirect"] == "/inloggen/?next=/"


def test_a_role_that_is_taken_away_works_no_more_on_the_next_request(client):
    kern = make_kern("Dorp")
    user = make_user(Role.COORDINATOR, kern, email="anna@voorbeeld.nl")
    sign_in(client, "anna@voorbeeld.nl")
    assert client.get("/kernen/dorp/mensen/").status_code == 200
    user.memberships.update(ended_at=timezone.now())
    assert client.get("/kernen/dorp/mensen/").status_code == 404
    user.is_active = False
    user.save()
    assert client.get("/account/").status_code == 302
