"""Signing in with the municipality's own account, against a small issuer that runs inside the test."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from accounts.models import Role, User
from accounts.services import invitations
from places.models import Municipality
from post.models import OutboxMail
from tests.factories import make_kern, make_user

pytestmark = pytest.mark.django_db
EMAIL = "anna@gemeente.voorbeeld"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """What a municipality has: says who somebody is, to whoever brings the code that the browser got."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.person: dict[str, Any] = {"sub": "a1", "email": EMAIL, "email_verified": True, "name": "Anna"}
        self.in_token: dict[str, Any] = {}
        self.challenge = ""
        self.is_down = False

    def answer(self, path: str, sent: dict[str, list[str]]) -> tuple[int, Any]:
        if self.is_down:
            return 503, {}
        if path == "/token":
            return self.token(sent)
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        pages: dict[str, Any] = {
            "/.well-known/openid-configuration": self.configuration(),
            "/jwks": {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]},
            "/userinfo": self.person,
        }
        return (200, pages[path]) if path in pages else (404, {})

    def configuration(self) -> dict[str, Any]:
        pages = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo", "jwks_uri": "jwks"}  # fmt: skip
        return {
            "issuer": self.address,
            **{name: f"{self.address}/{page}" for name, page in pages.items()},
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, sent: dict[str, list[str]]) -> tuple[int, Any]:
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if sent["code"] != ["goed"] or sent["client_secret"] != ["geheim"] or proof != self.challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        content = {"iss": self.address, "aud": "wijkweb", "iat": now, "exp": now + 60, **self.person, **self.in_token}  # fmt: skip
        signed = jwt.encode(content, KEY, algorithm="RS256", headers={"kid": "k1"})
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def issuer(settings: Any) -> Iterator[Issuer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, content = municipal.answer(
                urlsplit(self.path).path, parse_qs(self.rfile.read(length).decode())
            )
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        do_POST = do_GET

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    municipal = Issuer(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    settings.OIDC_NAME = "de gemeente Voorbeeld"
    app = {
        "provider_id": "gemeente", "name": settings.OIDC_NAME, "client_id": "wijkweb", "secret": "geheim",
        "settings": {"server_url": municipal.address, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield municipal
    server.shutdown()
    server.server_close()


def start(client: Client, issuer: Issuer, following: str = "/account/") -> dict[str, str]:
    """To the municipality; gives what it is asked."""
    answer = client.post("/account/via/gemeente/", {"next": following})
    assert answer["Location"].startswith(issuer.address + "/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    issuer.challenge = asked["code_challenge"]
    return asked


def come_back(client: Client, issuer: Issuer, code: str = "goed", following: str = "/account/") -> Any:
    state = start(client, issuer, following)["state"]
    return client.get("/account/via/gemeente/terug/", {"code": code, "state": state})


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_who_has_an_account_comes_in_and_we_keep_only_a_number(client, issuer):
    user = make_user(email=EMAIL)
    assert "Inloggen met de gemeente Voorbeeld" in client.get("/inloggen/").content.decode()
    assert come_back(client, issuer)["Location"] == "/account/"
    assert is_signed_in(client)
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data, SocialToken.objects.count()) == (user, "a1", {}, 0)
    issuer.person["email"] = "anders@gemeente.voorbeeld"  # she married
    again = Client()
    come_back(again, issuer)
    assert is_signed_in(again)
    assert User.objects.count() == 1


def test_what_is_asked_of_the_municipality(client, issuer):
    asked = start(client, issuer)
    assert asked["redirect_uri"] == "http://testserver/account/via/gemeente/terug/"
    assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (
        "wijkweb",
        "code",
        "S256",
    )
    assert client.get("/account/via/gemeente/").status_code == 405
    assert client.post("/account/via/anders/").status_code == 404


def test_who_was_invited_gets_the_role(client, issuer):
    place = Municipality.objects.create(name="Gemeente")
    boss = make_user(Role.MUNICIPAL_COORDINATOR, place)
    invitations.invite(EMAIL, Role.ALDERMAN, place, acting_user=boss)
    come_back(client, issuer)
    assert User.objects.get(email=EMAIL).memberships.get().role == Role.ALDERMAN
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "person",
    [
        {"email": "vreemd@gemeente.voorbeeld"}, {"email_verified": False}, {"email_verified": "false"},
        {"email_verified": None}, {"email": ""}, {"email": "weg@gemeente.voorbeeld"},
    ],
    ids=str,
)  # fmt: skip
def test_a_stranger_stays_outside(client, issuer, person):
    make_user(email=EMAIL)
    make_user(email="weg@gemeente.voorbeeld", is_active=False)
    issuer.person |= person
    answer = come_back(client, issuer)
    assert answer.status_code == 403
    assert "U hebt hier nog geen account" in answer.content.decode()
    assert not is_signed_in(client)
    assert (User.objects.count(), SocialAccount.objects.count(), OutboxMail.objects.count()) == (2, 0, 0)


def test_a_municipality_that_vouches_for_all_its_addresses(client, issuer, settings):
    settings.OIDC_TRUSTS_EMAIL = True
    make_user(email=EMAIL)
    issuer.person.pop("email_verified")
    come_back(client, issuer)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "wrong",
    [{"aud": "ander"}, {"iss": "https://elders.voorbeeld"}, {"exp": 1}, {"sub": "een-ander"}],
    ids=str,
)
def test_an_answer_that_is_not_for_us_opens_nothing(client, issuer, wrong):
    make_user(email=EMAIL)
    issuer.in_token |= wrong
    answer = come_back(client, issuer)
    assert answer["Location"] == "/inloggen/"
    assert "Inloggen via uw gemeente lukte niet" in client.get("/inloggen/").content.decode()
    assert not is_signed_in(client)


def test_a_wrong_code_another_state_and_a_person_who_says_no(client, issuer):
    make_user(email=EMAIL)
    assert come_back(client, issuer, code="fout")["Location"] == "/inloggen/"
    for given in (
        {"code": "goed", "state": "x"},
        {"code": "goed"},
        {},
        {"error": "access_denied", "state": start(client, issuer)["state"]},
    ):
        answer = client.get("/account/via/gemeente/terug/", given)
        assert (answer.status_code, answer["Location"]) == (302, "/inloggen/"), given
    stolen = start(Client(), issuer)["state"]
    assert (
        client.get("/account/via/gemeente/terug/", {"code": "goed", "state": stolen})["Location"]
        == "/inloggen/"
    )
    assert not is_signed_in(client)


def test_a_municipality_that_does_not_answer(client, issuer):
    issuer.is_down = True
    assert client.post("/account/via/gemeente/")["Location"] == "/inloggen/"
    assert "Inloggen via uw gemeente lukte niet" in client.get("/inloggen/").content.decode()
    issuer.is_down = False
    state = start(client, issuer)["state"]
    issuer.is_down = True
    answer = client.get("/account/via/gemeente/terug/", {"code": "goed", "state": state})
    assert answer["Location"] == "/inloggen/"


def test_after_it_one_stays_on_this_site(client, issuer):
    make_user(email=EMAIL)
    assert come_back(client, issuer, following="https://elders.voorbeeld/")["Location"] == "/start/"


@pytest.mark.parametrize("trusted", [True, False])
def test_its_second_step_counts_when_it_has_one(client, issuer, settings, trusted):
    settings.SECOND_STEP_REQUIRED, settings.OIDC_HAS_SECOND_STEP = True, trusted
    make_user(Role.COORDINATOR, make_kern("Dorp"), email=EMAIL)
    come_back(client, issuer)
    assert client.get("/kernen/dorp/").status_code == (200 if trusted else 302)


GOOD = {
    "OIDC_ISSUER": "https://login.voorbeeld/realm", "OIDC_CLIENT_ID": "wijkweb", "OIDC_CLIENT_SECRET": "geheim",
    "OIDC_NAME": "de gemeente",
}  # fmt: skip
SHOW = (
    "from django.conf import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
)


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "wijkweb.settings", "WIJKWEB_ENV": "demo", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_with_all_values_it_starts_and_the_form_may_go_there():
    done = started(**GOOD)
    assert (done.returncode, done.stderr) == (0, "")
    assert "'https://login.voorbeeld'" in done.stdout


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"OIDC_ISSUER": ""}, "OIDC_ISSUER must be the https address"),
        ({"OIDC_ISSUER": "http://login.voorbeeld"}, "OIDC_ISSUER must be the https address"),
        ({"OIDC_ISSUER": "login.voorbeeld"}, "OIDC_ISSUER must be the https address"),
        ({"OIDC_CLIENT_ID": ""}, "set OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME too"),
        ({"OIDC_CLIENT_SECRET": ""}, "set OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME too"),
        ({"OIDC_NAME": ""}, "set OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME too"),
        ({"OIDC_HAS_SECOND_STEP": "misschien"}, "OIDC_HAS_SECOND_STEP must be"),
    ],
    ids=str,
)
def test_a_wrong_value_stops_the_start_and_says_which(wrong, sentence):
    done = started(**{**GOOD, **wrong})
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "geheim" not in done.stderr
