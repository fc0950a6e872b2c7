"""Lending from asking to back again by the links in mails, and what those links and the limits hold back."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Partner
from post.models import MailLink, OutboxMail
from sharing.models import Contact, Loan, Message, Side, Taken
from sharing.services import mailing
from sharing.services.booking import Period
from sharing.tasks import tidy_loans
from tests.sharing.conftest import (
    KEY,
    RESIDENT,
    SECRETS,
    SIDE,
    Place,
    ask,
    newest,
    only,
    press,
    question,
    soon,
    token_for,
    token_in,
)

# --- the whole way by mail -------------------------------------------------------------------------------------


def test_a_resident_borrows_the_bus_and_brings_it_back_by_mail_alone(place: Place, client: Client) -> None:
    answer = ask(client, place)
    assert answer["Location"] == f"{place.url}gevraagd/"
    assert only().state == "verstuurd"
    assert not OutboxMail.objects.filter(to="brug@voorbeeld.nl").exists()
    token = token_for(RESIDENT)
    shown = client.get("/delen/bevestigen/", {KEY: token})
    assert "Uitje karekiet" in shown.content.decode()
    assert shown["Referrer-Policy"] == "strict-origin"
    assert only().state == "verstuurd"
    borrower = token_in(client.post("/delen/bevestigen/", {KEY: token, "doe": "ja"})["Location"])
    assert only().state == "gevraagd"

    lender = token_for("brug@voorbeeld.nl")
    asked = client.get(SIDE, {KEY: lender}).content.decode()
    assert "Goudplevier" in asked
    assert "Spreek nu samen af" not in asked
    lender = token_in(press(client, lender, "ja")["Location"])
    assert only().state == "toegezegd"
    assert "Spreek nu samen af" in client.get(SIDE, {KEY: lender}).content.decode()
    assert Taken.objects.count() == 3
    assert newest(RESIDENT).subject == "Het antwoord is ja"
    assert client.get(SIDE, {KEY: borrower}).status_code == 410  # the mail about the answer has a newer link

    with time_machine.travel(timezone.now() + timedelta(days=11)):
        tidy_loans()
        assert newest(RESIDENT).subject == newest("brug@voorbeeld.nl").subject == "Is het weer terug?"
        borrower = token_in(press(client, token_for(RESIDENT), "teruggebracht")["Location"])
        assert only().brought_on == timezone.localdate()
        press(client, token_for("brug@voorbeeld.nl"), "in-orde")
        assert only().state == "terug"
        assert not Taken.objects.exists()
        press(client, token_for(RESIDENT), "dank", text="Heel fijn, dank!")
        assert only().thanked_on == timezone.localdate()
        text = client.get(SIDE, {KEY: token_for("brug@voorbeeld.nl")}).content.decode()
        assert "Heel fijn, dank!" in text
        assert RESIDENT not in text


def test_mails_hold_nothing_that_a_stranger_typed(place: Place, client: Client) -> None:
    ask(client, place)
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    press(client, token_for("brug@voorbeeld.nl"), "ja")
    said = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in OutboxMail.objects.all()).lower()
    assert "bus met acht plaatsen" in said
    assert not [word for word in SECRETS if word in said]


def test_what_a_resident_typed_is_not_in_the_clear_in_the_database(place: Place, client: Client) -> None:
    ask(client, place)
    with connection.cursor() as cursor:
        stored = ""
        for model in (Contact, Message, Loan, Loan.history.model):
            cursor.execute(f"select * from {model._meta.db_table}")
            stored += str(cursor.fetchall()).lower()
    assert not [word for word in SECRETS if word in stored]
    assert Contact.objects.get().email == RESIDENT
    assert Message.objects.get().text == "Uitje karekiet"


def test_who_goes_back_and_mends_the_address_gets_the_mail_there(place: Place, client: Client) -> None:
    values = {"token": str(uuid4()), "email": "tikvout@voorbeeld.nl"}
    ask(client, place, **values)
    assert "tikvout@voorbeeld.nl" in client.get(f"{place.url}gevraagd/").content.decode()
    for _click in range(2):
        assert ask(client, place, **{**values, "email": RESIDENT}).status_code == 302
    assert only().contact.email == RESIDENT
    assert [mail.to for mail in OutboxMail.objects.all()] == [RESIDENT]
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    ask(client, place, **values)
    assert only().contact.email == RESIDENT, "what was confirmed stays"


def test_who_goes_back_and_mends_the_words_is_asked_about_those(place: Place, client: Client) -> None:
    token = str(uuid4())
    ask(client, place, token=token, text="Uitje met een tikvout")
    for _click in range(2):
        assert (
            ask(client, place, token=token, text="Uitje karekiet", last_day=str(soon(11))).status_code == 302
        )
    assert (only().last_day, only().messages.get().text) == (soon(11), "Uitje karekiet")
    assert OutboxMail.objects.filter(to=RESIDENT).count() == 1
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    ask(client, place, token=token, text="Nog een uitje", first_day=str(soon(20)), last_day=str(soon(20)))
    assert sorted(one.state for one in Loan.objects.all()) == ["gevraagd", "verstuurd"]


def test_a_no_an_unwanted_question_and_a_call_off(place: Place, client: Client) -> None:
    ask(client, place)
    taken_away = client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "nee"})
    assert taken_away.status_code == 200
    assert not Loan.objects.exists()
    assert not Loan.history.exists()
    assert not OutboxMail.objects.exists()

    ask(client, place)
    borrower = token_in(
        client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})["Location"]
    )
    press(client, borrower, "afzeggen")
    assert only().state == "afgezegd"
    assert newest("brug@voorbeeld.nl").subject == "Het is afgezegd"
    Loan.objects.all().delete()

    ask(client, place)
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    press(client, token_for("brug@voorbeeld.nl"), "nee")
    assert only().state == "afgewezen"
    assert newest(RESIDENT).subject == "Het antwoord is nee"


def test_damage_is_told_and_stays_counted(place: Place, client: Client) -> None:
    loan = place.asked(period=Period(soon(0), soon(1)), is_agreed=True)
    token = mailing.side_link(loan, Side.LENDER)
    press(client, token, "schade", text="Kras op de deur")
    assert only().state == "beschadigd"
    assert newest("club@voorbeeld.nl").subject == "Het is terug, met schade"
    text = client.get(SIDE, {KEY: token_for("club@voorbeeld.nl")}).content.decode()
    assert "Kras op de deur" in text


# --- links and limits ------------------------------------------------------------------------------------------


def test_a_link_works_once_and_only_for_its_side(place: Place, client: Client) -> None:
    loan = place.asked()
    token = mailing.side_link(loan, Side.LENDER)
    assert press(client, token, "teruggebracht").status_code == 422  # that is for the other side
    assert press(client, token, "ja").status_code == 302
    again = press(client, token, "nee", text="Wat ik typte")
    assert again.status_code == client.post(SIDE, {KEY: "onzin"}).status_code == 410
    assert "Wat ik typte" in again.content.decode()
    assert only().state == "toegezegd"
    assert client.get("/delen/bevestigen/", {KEY: mailing.side_link(loan, Side.LENDER)}).status_code == 410


def test_a_get_changes_nothing(place: Place, client: Client) -> None:
    loan = place.asked()
    token = mailing.side_link(loan, Side.LENDER)
    for _look in range(2):
        assert client.get(SIDE, {KEY: token, "doe": "ja"}).status_code == 200
    assert only().state == "gevraagd"


def test_a_link_ends_with_the_mailbox_it_went_to_and_a_week_after_the_loan(
    place: Place, client: Client
) -> None:
    loan = place.asked()
    token = mailing.side_link(loan, Side.LENDER)
    with time_machine.travel(timezone.now() + timedelta(days=18)):
        assert client.get(SIDE, {KEY: token}).status_code == 410
    Partner.objects.filter(pk=place.bridge.pk).update(mailbox="anders@voorbeeld.nl")
    assert client.get(SIDE, {KEY: token}).status_code == 410


def test_known_and_unknown_addresses_get_the_same_answer(place: Place, client: Client) -> None:
    ask(client, place)
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    before = OutboxMail.objects.count()
    pages = [
        Client().post("/delen/nieuwe-link/", {"email": email})
        for email in (RESIDENT.upper(), "niemand@voorbeeld.nl")
    ]
    assert pages[0].status_code == pages[1].status_code == 200
    assert pages[0].content == pages[1].content
    assert OutboxMail.objects.count() == before + 1
    assert client.get(SIDE, {KEY: token_for(RESIDENT)}).status_code == 200


def test_an_unknown_address_takes_as_much_work_as_a_known_one(place: Place, client: Client) -> None:
    """The number of writes stands for the time; a clock would tell more about the machine than about us."""

    def writes(email: str) -> int:
        with CaptureQueriesContext(connection) as found:
            Client().post("/delen/nieuwe-link/", {"email": email})
        return sum("post_outboxmail" in query["sql"] and "INSERT" in query["sql"] for query in found)

    ask(client, place)
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    assert writes("niemand@voorbeeld.nl") == writes(RESIDENT) == mailing.MOST_LINKS
    assert not OutboxMail.objects.filter(to="niemand@voorbeeld.nl").exists()
    assert not MailLink.objects.filter(about__startswith="loan 0 ").exists()


def test_five_questions_an_hour_from_a_network_and_three_mails_to_an_address(
    place: Place, client: Client
) -> None:
    for number in range(5):
        assert ask(client, place, first_day=str(soon(10 + number))).status_code == 302
    assert OutboxMail.objects.filter(to=RESIDENT).count() == 3
    assert ask(client, place).status_code == 429
    assert Loan.objects.count() == 5


def test_the_second_half_of_a_double_click_gets_the_same_answer(place: Place, client: Client) -> None:
    token = "6a1fb0f8-9a52-4f5e-9f5b-0d4f8f0f7a12"
    answers = [ask(client, place, token=token) for _try in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Loan.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_day": ""}, "first_day"),
        ({"first_day": "gisteren"}, "first_day"),
        ({"first_day": str(soon(-1))}, "first_day"),
        ({"last_day": str(soon(9))}, "last_day"),
        ({"last_day": str(soon(200))}, "last_day"),
        ({"first_day": str(soon(400)), "last_day": str(soon(401))}, "last_day"),
        ({"first_part": "2", "last_part": "0"}, "last_day"),
        ({"text": "Nummer 111222333"}, "text"),
        ({"text": ""}, "text"),
        ({"email": "geen adres"}, "email"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    values: dict[str, str], field: str, place: Place, client: Client
) -> None:
    answer = ask(client, place, **values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Loan.objects.exists()


def test_something_that_is_not_lent_is_asked_for_without_days(place: Place, client: Client) -> None:
    given = question()
    del given["first_day"]
    client.post(f"{place.url}{place.need.slug}/vragen/", given)
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    press(client, token_for("club@voorbeeld.nl"), "ja")
    assert (only().state, only().first_day) == ("toegezegd", None)
    assert not Taken.objects.exists()
