"""Signing in and out."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/inloggen/", {"username": email, "password": password, **more})


def test_signing_in_and_out(client):
    user = make_user(email="anna@voorbeeld.nl", name="Anna")
    assert sign_in(client, "Anna@Voorbeeld.nl")["Location"] == "/"
    assert "Anna" in client.get("/").content.decode()
    assert client.get("/uitloggen/").status_code == 405
    assert client.post("/uitloggen/")["Location"] == "/"
    assert user.name not in client.get("/").content.decode()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    make_user(email="anna@voorbeeld.nl")
    make_user(email="weg@voorbeeld.nl", is_active=False)
    answers = [
        sign_in(client, "anna@voorbeeld.nl", "fout"),
        sign_in(client, "niemand@voorbeeld.nl", "fout"),
        sign_in(client, "weg@voorbeeld.nl"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    errors = [answer.context["form"].non_field_errors() for answer in answers]
    assert errors[0] == errors[1] == errors[2]
    assert "horen niet bij elkaar" in str(errors[0])


def test_an_empty_form_says_what_is_missing(client):
    response = sign_in(client, "", "")
    assert response.status_code == 422
    text = response.content.decode()
    assert "Vul uw e-mailadres in." in text
    assert "Vul uw wachtwoord in." in text
    assert 'aria-invalid="true"' in text


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("/kernen/", "/kernen/"), ("https://elders.voorbeeld/", "/"), ("//elders.voorbeeld", "/")],
)
def test_next_stays_on_this_site(client, wanted, given):
    make_user(email="anna@voorbeeld.nl")
    assert sign_in(client, "anna@voorbeeld.nl", next=wanted)["Location"] == given


def test_who_is_signed_in_goes_on(client):
    client.force_login(make_user(), "django.contrib.auth.backends.ModelBackend")
    assert client.get("/inloggen/").status_code == 302


def test_too_many_tries_wait(client, settings):
    make_user(email="druk@voorbeeld.nl")
    answers = [
        sign_in(client, "druk@voorbeeld.nl", "fout").status_code for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert answers == [422] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    locked = sign_in(client, "DRUK@voorbeeld.nl")
    assert locked.status_code == 429
    assert "Te vaak geprobeerd" in locked.content.decode()
    make_user(email="ander@voorbeeld.nl")
    assert sign_in(client, "ander@voorbeeld.nl").status_code == 302
