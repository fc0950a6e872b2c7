"""The frame: error pages, what search engines and finders of leaks read, and what a browser may load."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from wijkweb import pages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("/kernen/nergens/", 404, "Wij kunnen deze pagina niet vinden"),
        ("/kernen/?zoek=%00", 400, "Wij begrijpen deze vraag niet"),
        ("/kernen/?zoek=%ff", 400, "Wij begrijpen deze vraag niet"),
    ],
)
def test_mistakes_get_a_calm_page(client, url, status, words):
    response = client.get(url)
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.django_db
def test_forms_without_a_token_get_a_calm_page():
    response = Client(enforce_csrf_checks=True).post("/inloggen/", {"username": "a@b.nl", "password": "x"})
    assert response.status_code == 403
    assert "Er is niets opgeslagen" in response.content.decode()


def test_the_500_page_needs_no_database_and_no_context(settings):
    response = pages.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Er ging iets mis" in response.content.decode()
    assert "Er ging iets mis" in render_to_string("500.html")


def test_403_is_calm(rf, db):
    request = rf.get("/")
    assert pages.permission_denied(request).status_code == 403


@pytest.mark.django_db
def test_security_txt_is_there_when_someone_is_named(client, monkeypatch):
    monkeypatch.delenv("SECURITY_CONTACT", raising=False)
    assert client.get("/.well-known/security.txt").status_code == 404
    monkeypatch.setenv("SECURITY_CONTACT", "veilig@voorbeeld.nl")
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:veilig@voorbeeld.nl\n" in text
    policy = re.search("Policy: http://testserver(.*)", text)[1]
    assert '<strong class="report-to">veilig@voorbeeld.nl</strong>' in client.get(policy).content.decode()
    expires = datetime.strptime(re.search("Expires: (.*)", text)[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.django_db
def test_robots_may_read(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /inloggen/\n"


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/kernen/",
        "/kernen/oosterdorp/",
        "/partners/de-brug/",
        "/initiatieven/buurttafel/",
        "/inloggen/",
        "/over/",
        "/toegankelijkheid/",
        "/nergens/",
    ],
)
def test_pages_hold_nothing_inline_and_nothing_of_elsewhere(village, client, url):
    text = client.get(url).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)
    for address in re.findall(r'(?:src|href)="([^"]*)"', text):
        assert address.startswith(("/", "#")), address
    assert "<main" in text
    assert text.count("<h1") == 1
