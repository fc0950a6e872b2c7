"""A unique word in every personal field, looked for in every page, file, mail and log that is meant for others."""

import io
import logging
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from initiatives.models import Initiative
from partners.models import Identity, Partner
from post.models import OutboxMail
from residents.models import Neighbour, Registration, Takeover
from rounds.models import Note
from sharing.models import Contact, Loan, Message, PostingWords
from tests.house.test_permissions import CASES
from tests.network.village import FIXED, ROLES, SECRET_WORDS, Village, make_village, sign_in

IDENTITY = ("goudplevier", "ijsvogel")
NOTE = ("karekiet", "steltkluut", "waterral", "porseleinhoen")
# What a resident registered: for who looks after the kern. Who that is, no page says without asking for it by a button.
RESIDENT, WHO = ("grutto", "tureluur"), ("kemphaan", "watersnip")
# Who was asked to take over from that resident: only the two of them see that.
NEIGHBOUR = ("buidelmees", "appelvink")
# The address, the first name and the words of a resident that borrows.
LENDING = ("kleinejager", "roodborsttapuit", "zwartkop")
# The address of a resident with a card, which nobody sees at all, and the words that a coordinator has not read yet.
CARD_ADDRESS, CARD = "dodaars", ("krakeend", "smient")
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
    borrowed = Loan.objects.create(pk=FIXED + 1, offer=Loan.objects.get(pk=FIXED).offer, state="gevraagd")
    address, name, words = LENDING
    Contact.objects.create(loan=borrowed, email=f"{address}@voorbeeld.nl", first_name=name)
    Message.objects.create(loan=borrowed, side="lener", text=words)
    registration = Registration.objects.get(key="00000000-0000-4000-8000-00000000a001")
    asked = Takeover.objects.create(
        registration=registration, initiative=Initiative.objects.get(slug="bij-de-omas")
    )
    address, name = NEIGHBOUR
    Neighbour.objects.create(takeover=asked, email=f"{address}@voorbeeld.nl", first_name=name)
    card = PostingWords.objects.get()
    card.email, card.first_name, card.label = f"{CARD_ADDRESS}@voorbeeld.nl", CARD[0], CARD[1]
    card.save()
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
        for path in sorted({case["path"] for case in CASES}):
            sign_in(client, village, role)
            text = text_of(client.get(path))
            forbidden = {*NOTE, *WHO, *NEIGHBOUR, *LENDING, CARD_ADDRESS}
            if role != "coordinator":
                forbidden |= {*SECRET_WORDS, *IDENTITY, *RESIDENT, *CARD}
            elif path not in FOR_THE_COORDINATOR:
                forbidden |= set(IDENTITY)
            found += [f"{path}: {word}" for word in sorted(forbidden) if word in text.replace(path, "")]
    assert not found
    said = caplog.text.lower()
    assert not [
        word
        for word in (*IDENTITY, *NOTE, *RESIDENT, *WHO, *NEIGHBOUR, *LENDING, CARD_ADDRESS, *CARD)
        if word in said
    ]
    mails = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in OutboxMail.objects.all()).lower()
    assert not [
        word for word in (*SECRET_WORDS, *IDENTITY, *NOTE, *RESIDENT, *WHO, *LENDING) if word in mails
    ]


def test_the_words_are_there_for_who_looks_after_the_kern(village: Village, client: Client) -> None:
    """Otherwise the test above could not fail."""
    sign_in(client, village, "coordinator")
    text = text_of(client.get("/partners/mw-zilverreiger/identiteit/"))
    assert [word for word in IDENTITY if word in text] == list(IDENTITY)
    text = text_of(client.get(f"/kernen/dorp/delen/afspraken/{FIXED + 1}/"))
    assert [word for word in LENDING if word in text] == list(LENDING[1:])  # never the address
    text = text_of(client.get("/kernen/dorp/delen/briefjes/00000000-0000-4000-8000-000000000009/"))
    assert [word for word in (CARD_ADDRESS, *CARD) if word in text] == list(CARD)  # never the address
    registration = "/kernen/dorp/aanmeldingen/00000000-0000-4000-8000-00000000a001/"
    assert [word for word in RESIDENT if word in text_of(client.get(registration))] == list(RESIDENT)
    assert [word for word in WHO if word in text_of(client.post(f"{registration}wie/"))] == list(WHO)
    assert "vroeg de inwoner een buur" in text_of(client.get(registration)), "and not which one"
