"""A unique word in every personal field, looked for in every page, file, mail and log that is meant for others."""

import io
import logging
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from partners.models import Identity, Partner
from post.models import OutboxMail
from rounds.models import Note
from tests.house.test_permissions import CASES
from tests.network.village import ROLES, SECRET_WORDS, Village, make_village, sign_in

IDENTITY = ("goudplevier", "ijsvogel")
NOTE = ("karekiet", "steltkluut", "waterral", "porseleinhoen")
# Where who looks after the kern may read who a person is: on the card, beside the map or alone, and where it is entered.
FOR_THE_COORDINATOR = ("/partners/mw-zilverreiger/", "/partners/mw-zilverreiger/identiteit/")


@pytest.fixture
def village(db: None) -> Village:
    village = make_village()
    person = Partner.objects.get(slug="mw-zilverreiger")
    Identity.objects.create(partner=person, name="Mevrouw Goudplevier", email="ijsvogel@voorbeeld.nl")
    stop, party, line, step = NOTE
    Note.objects.create(
        kern=village.kern,
        made_by_id=village.people["coordinator_elsewhere"].pk,
        stop=stop,
        party=party,
        line=line,
        next_step=step,
        noted_at=timezone.now(),
    )
    return village


def text_of(answer: Any) -> str:
    """The whole answer as text; a workbook is unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b" ".join(book.read(name) for name in book.namelist())
    return (body.decode("utf-8", "replace") + str(dict(answer.headers))).lower()


@pytest.mark.parametrize("role", ROLES)
def test_no_personal_word_reaches_who_it_is_not_for(
    role: str, village: Village, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    found = []
    with caplog.at_level(logging.DEBUG):
        for path in sorted({case["path"] for case in CASES if case["name"] not in ("ready", "alive")}):
            sign_in(client, village, role)
            text = text_of(client.get(path))
            forbidden = set(NOTE)
            if role != "coordinator":
                forbidden |= {*SECRET_WORDS, *IDENTITY}
            elif path not in FOR_THE_COORDINATOR:
                forbidden |= set(IDENTITY)
            found += [f"{path}: {word}" for word in sorted(forbidden) if word in text.replace(path, "")]
    assert not found
    said = caplog.text.lower()
    assert not [word for word in (*IDENTITY, *NOTE) if word in said]
    mails = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in OutboxMail.objects.all()).lower()
    assert not [word for word in (*SECRET_WORDS, *IDENTITY, *NOTE) if word in mails]


def test_the_words_are_there_for_who_looks_after_the_kern(village: Village, client: Client) -> None:
    """Otherwise the test above could not fail."""
    sign_in(client, village, "coordinator")
    text = text_of(client.get("/partners/mw-zilverreiger/identiteit/"))
    assert [word for word in IDENTITY if word in text] == list(IDENTITY)
