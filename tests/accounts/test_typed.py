"""What the server says about text that a browser keeps: whose it is, that it was taken in, and where its form stands."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db.utils import OperationalError
from django.test import Client

from accounts.models import Role
from brokering import services
from brokering.models import Introduction
from partners.models import Partner
from tests.factories import PASSWORD, make_kern, make_user
from tests.network.village import Village, make_village, sign_in
from wijkweb.kit.typed import COOKIE, LINK, LONGEST_ADDRESS, PERSON, mark_of, own_page

pytestmark = pytest.mark.django_db
NUMBER = "0123456789abcdef" * 2
TAKEN = f"{COOKIE}{NUMBER}"
ADD = "/kernen/dorp/partners/nieuw/"
GOOD = {
    "name": "Praathuis",
    "kind": "stichting",
    "layer": "burgers",
    "visibility": "public",
    "involvement": "bekend",
}
PART = {"HX-Request": "true"}


@pytest.fixture
def village() -> Village:
    return make_village(with_persons=False)


@pytest.fixture
def anna(client: Client, village: Village) -> Client:
    sign_in(client, village, "coordinator")
    return client


def mark_in(client: Client, path: str = "/") -> str:
    found = re.search(r'<meta name="typed-by" content="([^"]*)">', client.get(path).content.decode())
    return found[1] if found else ""


def next_of(answer: Any) -> str:
    address = answer.get("HX-Redirect") or answer["Location"]
    return parse_qs(urlsplit(address).query)["next"][0]


# --- whose it is --------------------------------------------------------------------------------------


def test_the_mark_differs_per_person_and_is_the_same_in_each_session() -> None:
    kern = make_kern("Dorp")
    marks = []
    for email in ("anna@voorbeeld.nl", "bas@voorbeeld.nl"):
        user = make_user(Role.COORDINATOR, kern, email=email)
        for _ in range(2):
            client = Client()
            client.post("/inloggen/", {"username": email, "password": PASSWORD})
            marks.append(mark_in(client))
            assert str(user.pk) not in marks[-1].removeprefix("p-") or len(str(user.pk)) < 4
            assert "anna" not in marks[-1]
    assert marks[0] == marks[1] != marks[2] == marks[3]
    assert all(re.fullmatch(r"p-[0-9a-f]{24}", mark) for mark in marks)


def test_who_is_not_signed_in_has_no_mark(client: Client) -> None:
    assert mark_in(client) == ""
    assert mark_in(client, "/inloggen/") == ""


def test_the_page_of_which_a_copy_stays_on_a_phone_has_no_mark(anna: Client) -> None:
    assert mark_in(anna, "/kernen/dorp/") != ""
    assert mark_in(anna, "/kernen/dorp/rondje/") == ""


def test_a_mark_hangs_on_the_key_of_the_site_and_on_its_sort(settings: Any) -> None:
    before = mark_of(PERSON, 1)
    assert before != mark_of(LINK, 1).replace("l-", "p-")
    settings.SECRET_KEY = "x" * 60
    assert mark_of(PERSON, 1) != before


# --- that it was taken in ---------------------------------------------------------------------------------


def test_a_form_that_was_stored_is_taken_in(anna: Client) -> None:
    answer = anna.post(ADD, GOOD | {"getypt": NUMBER})
    assert answer.status_code == 302
    cookie = answer.cookies[TAKEN]
    assert (cookie["max-age"], cookie["path"], cookie["samesite"], cookie["httponly"]) == (
        600,
        "/",
        "Lax",
        "",
    )
    assert Partner.objects.filter(name="Praathuis").exists()


def test_beside_the_map_a_header_says_it(anna: Client) -> None:
    answer = anna.post(ADD, GOOD, headers=PART | {"X-Getypt": NUMBER})
    assert (answer.status_code, answer["X-Ingenomen"]) == (200, NUMBER)
    assert TAKEN not in answer.cookies


def test_a_form_that_comes_back_is_not_taken_in(anna: Client) -> None:
    for headers in ({}, PART):
        for values in ({"name": ""}, GOOD | {"name": "Sportclub"}):  # an error, and a question
            answer = anna.post(ADD, values | {"getypt": NUMBER}, headers=headers)
            assert answer.status_code == 422
            assert not says_taken_in(answer)


def test_a_search_within_a_form_takes_nothing_in(anna: Client) -> None:
    for headers in ({}, PART):
        sent = {"zoek": "dorp", "zoeken": "1", "getypt": NUMBER}
        answer = anna.post("/partners/sportclub/relaties/nieuw/", sent, headers=headers)
        assert answer.status_code == 200
        assert not says_taken_in(answer)


def test_a_deed_that_was_refused_takes_nothing_in(
    anna: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = Partner.objects.filter(slug__in=["sportclub", "school"]).order_by("pk")
    row = Introduction.objects.create(kern=village.kern, first=one, second=two, state="gelegd")
    path = f"/kernen/dorp/lijntjes/{row.pk}/"
    sent = {"stap": "leidde-ergens-toe", "tekst": "Samen de tuin gedaan.", "getypt": NUMBER}

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ValidationError("Dat kan niet meer.")

    with monkeypatch.context() as broken:
        broken.setattr(services, "led_to", refuse)
        for headers in ({}, PART):
            assert not says_taken_in(anna.post(path, sent, headers=headers))
    assert says_taken_in(anna.post(path, sent))


def test_the_door_takes_nothing_in(village: Village, client: Client, settings: Any) -> None:
    for headers in ({}, PART):
        assert not says_taken_in(client.post(ADD, GOOD | {"getypt": NUMBER}, headers=headers))
    sign_in(client, village, "coordinator")
    settings.SECOND_STEP_REQUIRED = True  # first the second step
    answer = client.post(ADD, GOOD | {"getypt": NUMBER})
    assert answer["Location"] == "/account/beveiliging/"
    assert not says_taken_in(answer)
    assert not Partner.objects.filter(name="Praathuis").exists()


def test_who_must_first_show_who_they_are_sent_nothing_yet(anna: Client) -> None:
    sent = {"email": "nieuw@voorbeeld.nl", "role": "coordinator", "getypt": NUMBER}
    answer = anna.post("/kernen/dorp/mensen/", sent)
    assert answer["Location"].startswith("/account/bevestigen/")
    assert not says_taken_in(answer)


def test_a_forged_form_is_not_taken_in_and_shows_the_way_back(village: Village) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, village, "coordinator")
    headers = {"Referer": f"http://testserver{ADD}?van=kern"}
    answer = client.post(ADD, GOOD | {"getypt": NUMBER}, headers=headers)
    assert answer.status_code == 403
    assert not says_taken_in(answer)
    text = answer.content.decode()
    assert f'href="{ADD}?van=kern"' in text
    assert "is bewaard in deze browser" in text


@pytest.mark.parametrize(
    "number", ["", "x", NUMBER.upper(), NUMBER + "0", NUMBER[:-1] + "\n", "a; Path=/", "é" * 32, "\x00" * 32]
)
def test_no_other_text_comes_back_in_a_cookie(anna: Client, number: str) -> None:
    answer = anna.post(ADD, GOOD | {"getypt": number})
    assert answer.status_code == 302
    assert not [name for name in answer.cookies if name.startswith(COOKIE)]


def says_taken_in(answer: Any) -> bool:
    return TAKEN in answer.cookies or "X-Ingenomen" in answer


# --- where the form stands --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent_to", "stood_on", "expected"),
    [
        (ADD, f"http://testserver{ADD}?van=kern&soort=club", f"{ADD}?van=kern&soort=club"),
        (ADD, "", ADD),
        ("/kernen/dorp/lijntjes/5/", "http://testserver/kernen/dorp/lijntjes/", "/kernen/dorp/lijntjes/"),
        # it had come back at an address that takes POST only
        ("/partners/x/betrokkenheid/", "http://testserver/partners/x/betrokkenheid/", "/partners/x/"),
        ("/partners/x/betrokkenheid/", "", "/partners/x/"),
        ("/kernen/dorp/taken/3/klaar/", "https://elders.nl/kernen/dorp/", "/kernen/dorp/taken/"),
    ],
)
def test_after_signing_in_one_comes_to_the_form(
    client: Client, sent_to: str, stood_on: str, expected: str
) -> None:
    answer = client.post(sent_to, headers={"Referer": stood_on} if stood_on else {})
    assert answer.status_code == 302
    assert next_of(answer) == expected


def test_it_is_said_at_the_door_that_the_text_is_kept(client: Client) -> None:
    kept = "Wat u had ingevuld, is bewaard"
    assert kept not in client.post(ADD, GOOD, follow=True).content.decode()
    assert kept in client.post(ADD, GOOD | {"getypt": NUMBER}, follow=True).content.decode()
    answer = client.post(ADD, GOOD, headers=PART | {"X-Getypt": NUMBER})
    assert answer.status_code == 204
    assert kept in client.get(answer["HX-Redirect"]).content.decode()


def test_asking_for_a_page_comes_back_to_that_page(client: Client) -> None:
    answer = client.get(f"{ADD}?van=kern", headers={"Referer": "http://testserver/kernen/"})
    assert next_of(answer) == f"{ADD}?van=kern"


OTHERS = [
    "https://elders.nl/kernen/", "//elders.nl/kernen/", "http://elders.nl", "http://testserver.elders.nl/kernen/",
    "http://testserver@elders.nl/kernen/", "http://elders.nl@testserver/kernen/", "http://testserver:80@elders.nl/",
    "http://testserver:8000/kernen/", "javascript:alert(1)", "data:text/html,x", "ftp://testserver/kernen/",
    "http://testserver//elders.nl/", "http://testserver/\\elders.nl", "http:\\\\elders.nl", "http://testserver\\@elders.nl/",
    "http://[::1", "http://testserver/%00", "http://testserver/\x00", "http://testserver/kernen/\r\nSet-Cookie: a=b",
    "http://testserver/%5C%5Celders.nl", "/kernen/", "kernen/", "", "HTTP://TESTSERVER.nl/", "http:///kernen/",
    "http://testserver/kernen/?" + "x" * LONGEST_ADDRESS,
]  # fmt: skip


@pytest.mark.parametrize("address", OTHERS)
def test_an_address_that_is_not_ours_leads_nowhere(client: Client, address: str) -> None:
    assert own_page(address, "testserver") == ""
    printable = address if address.isprintable() else "http://elders.nl/"
    for headers in ({"Referer": printable}, PART | {"HX-Current-URL": printable}):
        wanted = next_of(client.post(ADD, headers=headers))
        assert wanted in (ADD, "/")


# --- when all is broken -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_a_broken_site_says_that_the_text_is_kept(
    village: Village, monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def broken(self: Any) -> None:
        raise error("no answer from secret-host")

    client = Client(raise_request_exception=False)
    sign_in(client, village, "coordinator")
    monkeypatch.setattr(SessionStore, "load", broken)
    headers = {"Referer": f"http://testserver{ADD}?van=kern"}
    answer = client.post(ADD, GOOD | {"getypt": NUMBER}, headers=headers)
    assert answer.status_code == status
    assert answer.get("Retry-After") == ("30" if status == 503 else None)
    text = answer.content.decode()
    assert f'href="{ADD}?van=kern"' in text
    assert "is bewaard in deze browser" in text
    assert "secret-host" not in text
    plain = client.get(ADD)
    assert plain.status_code == status
    assert "is bewaard in deze browser" not in plain.content.decode()
