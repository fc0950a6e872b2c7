"""An error that nobody expected: the page says so calmly, with a number that is also in the log, and nothing more."""

import json
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.house.test_headers import address_of_this_database, in_production, needs_postgresql

SAID = "geheim-van-de-server"
NUMBER = re.compile(r"\b\d{4}-\d{4}\b")


def written(record: logging.LogRecord) -> str:
    """The line as it comes in the log of the server."""
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "console"]
    assert handler.filter(record)
    return handler.format(record)


@pytest.fixture
def broken(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A site on which one page fails."""

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError(SAID)

    monkeypatch.setattr("wijkweb.pages.render", fail)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_the_number_on_the_page_is_the_one_in_the_log(
    broken: Client, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    numbers = set()
    for _time in range(2):
        caplog.clear()
        answer = broken.get("/toegankelijkheid/", headers=headers)
        text = answer.content.decode()
        assert answer.status_code == 500
        assert "Er ging iets mis" in text
        (number,) = NUMBER.findall(text)
        assert answer["X-Storing"] == number
        assert answer["Cache-Control"] == "no-store"
        (line,) = [line for line in caplog.records if line.name == "django.request"]
        assert f"fault {number} Internal Server Error: /toegankelijkheid/" in written(line)
        assert SAID in written(line)
        assert ("<html" in text) == (not headers)
        for word in (SAID, "Traceback", "ValueError", "Django", "Python", ".py"):
            assert word not in text + str(answer.headers)
        numbers.add(number)
    assert len(numbers) == 2


def test_a_line_about_no_request_has_no_number() -> None:
    line = logging.LogRecord("keeping", logging.WARNING, "", 0, "one line", (), None)
    assert written(line).endswith("WARNING keeping one line")


IN_PRODUCTION = """
import json, django; django.setup()
from django.test import Client
from unittest import mock
answers = []
with mock.patch("wijkweb.pages.render", side_effect=ValueError("geheim-van-de-server")):
    for headers in ({}, {"HX-Request": "true"}):
        client = Client(raise_request_exception=False, headers={"host": "wijkweb.voorbeeld.nl", **headers})
        answer = client.get("/toegankelijkheid/", secure=True)
        answers.append([answer.status_code, answer.content.decode(), dict(answer.headers)])
print(json.dumps(answers))
"""


@needs_postgresql
@pytest.mark.django_db
def test_in_production_an_answer_tells_nothing_but_the_number() -> None:
    done = in_production("-c", IN_PRODUCTION, DATABASE_URL=address_of_this_database())
    assert done.returncode == 0, done.stderr
    for status, text, headers in json.loads(done.stdout.splitlines()[-1]):
        assert status == 500
        (number,) = NUMBER.findall(text)
        assert headers["X-Storing"] == number
        assert "Server" not in headers
        assert f"fault {number} Internal Server Error" in done.stderr
        for word in (SAID, "Traceback", "ValueError", "Django", ".py", str(settings.BASE_DIR)):
            assert word not in text + str(headers)
    assert done.stderr.count(f"ValueError: {SAID}") == 2
