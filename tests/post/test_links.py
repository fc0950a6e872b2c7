"""A link in a mail works once, for what it was meant for, and the database does not know it."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.utils import timezone

from post import links
from post.models import MailLink
from post.pages import token_page
from post.services import forget_old
from tests.overtaken import at_once, press_at_once

pytestmark = pytest.mark.django_db


def opened(purpose: str, token: str) -> MailLink:
    link = links.read(purpose, token)
    assert link
    return link


def test_a_link_shows_until_it_is_used_and_works_once():
    token = links.issue("proef", {"partner": 5})
    link = opened("proef", token)
    assert link.payload == {"partner": 5}
    assert links.read("proef", token)
    assert links.use(link)
    assert not links.use(link)
    assert links.read("proef", token) is None


def test_the_database_knows_only_the_hash():
    token = links.issue("proef", {})
    assert len(token) >= 43
    stored = str(MailLink.objects.values().get())
    assert token not in stored
    assert hashlib.sha256(token.encode()).hexdigest() in stored


def test_a_link_is_for_one_purpose():
    tokens = {purpose: links.issue(purpose, {}) for purpose in ("een", "twee", "drie")}
    for purpose in tokens:
        for other, token in tokens.items():
            assert (links.read(purpose, token) is not None) == (purpose == other)


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 100_000, "é"])
def test_any_other_token_opens_nothing(token):
    links.issue("proef", {})
    assert links.read("proef", token) is None


def test_it_ends_after_its_days():
    token = links.issue("proef", {}, days=7)
    link = opened("proef", token)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        assert links.read("proef", token) is None
        assert not links.use(link)


def test_a_new_link_ends_the_older_ones_about_the_same():
    first = links.issue("proef", {"partner": 5})
    other = links.issue("proef", {"partner": 6})
    elsewhere = links.issue("anders", {"partner": 5})
    second = links.issue("proef", {"partner": 5})
    assert links.read("proef", first) is None
    assert links.read("proef", second)
    assert links.read("proef", other)
    assert links.read("anders", elsewhere)


def test_about_says_what_is_the_same_thing():
    first = links.issue("proef", {"role": "a"}, about="user 1")
    links.issue("proef", {"role": "b"}, about="user 1")
    assert links.read("proef", first) is None


@pytest.mark.django_db(transaction=True)
@at_once
def test_of_twenty_that_press_at_once_one_wins():
    link = opened("proef", links.issue("proef", {}))
    answers = press_at_once(lambda: links.use(link))
    assert answers.count(True) == 1
    assert len(answers) == 20


def test_links_go_a_day_after_their_end():
    used = opened("proef", links.issue("proef", {"n": 1}))
    links.use(used)
    links.issue("proef", {"n": 2}, days=1)
    links.issue("proef", {"n": 3}, days=30)
    forget_old(timezone.now() + timedelta(days=2, minutes=1))
    assert [link.payload for link in MailLink.objects.all()] == [{"n": 3}]


def test_a_page_behind_a_token_leaks_nothing(rf):
    page = token_page(lambda request: HttpResponse("dag"))
    answer = page(rf.get("/"))
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["Cache-Control"] == "no-store"
    assert vars(page)["login_required"] is False
