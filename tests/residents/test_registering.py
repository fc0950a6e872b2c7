"""From an empty form to a registration that the coordinator sees."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from post import links
from post.models import OutboxMail
from residents.consents import consents_of
from residents.models import ConsentEvent, Registration, State, Words
from tests.factories import make_kern
from tests.residents.conftest import (
    CANARIES,
    EMAIL,
    FORM,
    NAME,
    WORDS,
    Place,
    filled,
    mails,
    send,
    text,
    token_in,
)

pytestmark = pytest.mark.django_db
CONFIRM_PAGE = "/initiatief-aanmelden/bevestigen/"


def test_the_form_asks_these_things_and_nothing_else(place: Place, client: Client) -> None:
    form = client.get(f"{FORM}?kern=oosterdorp").context["form"]
    assert set(form.fields) == {
        "kern", "dream", "brings", "seeks", "first_name", "email", "is_sixteen", "token", "mag_naam", "mag_contact", "mag_jaarlijks",
    }  # fmt: skip
    assert not [name for name in form.fields if name.startswith("mag_") and form[name].value()]
    assert form["kern"].value() == "oosterdorp"


def test_places_from_further_away_stand_below(place: Place, client: Client) -> None:
    def listed() -> str:
        page = client.get(FORM).content.decode()
        return page.partition("<select")[2].partition("</select>")[0]

    assert "optgroup" not in listed(), "nothing belongs to anything"
    make_kern("Oosterwijk", parent=place.kern)
    shown = listed()
    near, _label, far = shown.partition('<optgroup label="Elders">')
    assert "oosterdorp" in near
    assert "oosterwijk" in near
    assert "westerdorp" in far
    assert "westerdorp" not in near
    assert send(client, kern="westerdorp").status_code == 302, "they may be chosen all the same"


def test_it_is_kept_and_a_mail_goes_to_the_address(place: Place, client: Client) -> None:
    answer = send(client)
    assert answer.status_code == 302
    assert answer["Location"] == f"{FORM}verstuurd/"
    registration = Registration.objects.select_related("words").get()
    words = registration.words
    assert registration.state == State.SENT
    assert (words.email, words.first_name, words.dream, words.brings, words.seeks) == (
        EMAIL,
        NAME,
        *WORDS.values(),
    )
    (mail,) = mails()
    assert mail.to == EMAIL
    said = f"{mail.subject} {mail.text} {mail.html}".lower()
    assert not [word for word in CANARIES if word in said]
    assert "uw initiatief in" not in text(client.get(f"{FORM}verstuurd/")).lower() or EMAIL not in text(
        client.get(f"{FORM}verstuurd/")
    )


def test_bringing_and_seeking_may_be_nothing_and_so_may_the_name(place: Place, client: Client) -> None:
    assert send(client, brings="", seeks="", first_name="").status_code == 302


@pytest.mark.parametrize("missing", ["kern", "dream", "email", "is_sixteen"])
def test_what_is_missing_is_said_and_all_that_was_typed_stays(
    missing: str, place: Place, client: Client
) -> None:
    answer = send(client, **{missing: None})
    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert "Nog niet verstuurd" in text(answer).partition("<main")[2], (
        "nothing is stored yet, and nobody asked for that"
    )
    if missing != "dream":
        assert WORDS["dream"] in text(answer)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("field", ["dream", "brings", "seeks", "first_name"])
def test_a_citizen_service_number_is_refused(field: str, place: Place, client: Client) -> None:
    answer = send(client, **{field: "mijn bsn is 111222333"})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Bel mij op 06-12345678", "telefoonnummer"),
        ("Mail naar jan@voorbeeld.nl", "e-mailadres"),
        ("Voor mensen met dementie", "gezondheid"),
    ],
)
def test_what_may_be_better_not_said_is_asked_about_once(
    said: str, asked: str, place: Place, client: Client
) -> None:
    values = filled(dream=said)
    answer = client.post(FORM, values)
    assert answer.status_code == 422
    assert asked in text(answer)
    assert not Registration.objects.exists()
    again = client.post(FORM, {**values, "gezien": answer.context["seen"], "dream": f"{said} en 010-1234567"})
    assert again.status_code == 422, "other words are asked about again"
    assert client.post(FORM, {**values, "gezien": answer.context["seen"]}).status_code == 302


def test_what_runs_already_is_shown_first(place: Place, client: Client) -> None:
    values = filled(dream="Samen zingen in een koor, zoals een zangkoor")
    answer = client.post(FORM, values)
    assert answer.status_code == 422
    assert "Misschien samen?" in text(answer)
    assert "/initiatieven/zangkoor/" in text(answer)
    assert client.post(FORM, {**values, "gezien": answer.context["seen"]}).status_code == 302


def test_what_was_shown_once_does_not_stop_the_button_below(place: Place, client: Client) -> None:
    values = filled(dream="Samen zingen in een koor, zoals een zangkoor")
    shown = client.post(FORM, values).context["shown"]
    assert shown == [str(place.choir.pk)]
    assert client.post(FORM, {**values, "getoond": ["0"]}).status_code == 422, "another one was shown"
    values |= {"dream": f"{values['dream']}, op woensdag", "getoond": shown}
    assert client.post(FORM, values).status_code == 302, "it was seen, whatever else is changed"


def test_what_is_closed_or_over_or_elsewhere_is_not_shown(place: Place, client: Client) -> None:
    from initiatives.models import Initiative

    Initiative.objects.filter(pk=place.choir.pk).update(visibility="coordinators")
    assert send(client, dream="Een zangkoor").status_code == 302
    Initiative.objects.filter(pk=place.choir.pk).update(visibility="public", phase="gestopt")
    assert send(client, dream="Een zangkoor").status_code == 302
    Initiative.objects.filter(pk=place.choir.pk).update(phase="draait")
    assert send(client, dream="Een zangkoor", kern="westerdorp").status_code == 302


def test_sending_twice_makes_one_and_answers_the_same(place: Place, client: Client) -> None:
    values = filled()
    answers = [client.post(FORM, values) for _ in range(2)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{FORM}verstuurd/")}
    assert Registration.objects.count() == OutboxMail.objects.count() == 1


def test_who_goes_back_and_mends_the_address_gets_the_mail_there(place: Place, client: Client) -> None:
    values = filled(email="tikvout@voorbeeld.nl")
    assert "tikvout@voorbeeld.nl" in text(client.post(FORM, values, follow=True)), "so that a mistake is seen"
    answer = client.post(FORM, {**values, "email": EMAIL, "mag_naam": "on"}, follow=True)
    assert EMAIL in text(answer)
    assert [mail.to for mail in mails()] == [EMAIL], "the link to the wrong address went with what it was for"
    registration = Registration.objects.get()
    assert registration.words.email == EMAIL
    assert consents_of(registration)["naam"]
    assert EMAIL not in text(client.get(f"{FORM}verstuurd/")), "it is shown once"


def test_another_idea_from_the_same_page_does_not_touch_what_was_confirmed(
    place: Place, client: Client
) -> None:
    values = filled()
    client.post(FORM, values)
    client.post(CONFIRM_PAGE, {links.QUERY: token_in(mails()[0]), "doe": "ja"})
    client.post(FORM, {**values, "dream": "Een heel ander plan"})
    states = Registration.objects.order_by("pk").values_list("state", "words__dream")
    assert list(states) == [(State.NEW, WORDS["dream"]), (State.SENT, "Een heel ander plan")]


def test_a_known_and_an_unknown_address_get_the_same(place: Place, client: Client) -> None:
    send(client)
    for path, data in ((FORM, filled()), ("/mijn-initiatief/", {"email": EMAIL})):
        known, unknown = Client(), Client()
        other = "onbekend@voorbeeld.nl"
        first = known.post(path, data, follow=True)
        second = unknown.post(path, {**data, "email": other, "token": str(uuid4())}, follow=True)
        assert first.redirect_chain == second.redirect_chain
        assert first.status_code == second.status_code == 200
        assert first.content.replace(EMAIL.encode(), b"") == second.content.replace(other.encode(), b"")
        assert first.headers == second.headers
        assert known.cookies.keys() == unknown.cookies.keys()


def test_the_address_and_the_name_are_not_to_be_read_in_the_database(place: Place, client: Client) -> None:
    send(client)
    OutboxMail.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("select email, first_name, address_mark from residents_words")
        (row,) = cursor.fetchall()
    assert not [cell for cell in row if "ijsvogel" in cell.lower() or "roerdomp" in cell.lower()]
    assert list(Registration.objects.of_address(" IJSVOGEL@voorbeeld.nl ")) == [Registration.objects.get()]
    assert not Registration.objects.of_address("ander@voorbeeld.nl").exists()


def test_another_key_still_opens_what_was_sealed_before(place: Place, client: Client, settings: Any) -> None:
    send(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "een heel andere sleutel van meer dan vijftig tekens lang 123"
    assert Words.objects.get().email == EMAIL
    assert Registration.objects.of_address(EMAIL).count() == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert Words.objects.get().email == ""
    assert not Registration.objects.of_address(EMAIL).exists()


class TestConsent:
    def test_refusing_all_is_no_obstacle_and_leaves_no_line(self, place: Place, client: Client) -> None:
        send(client)
        assert not ConsentEvent.objects.exists()
        assert not any(consents_of(Registration.objects.get()).values())

    def test_each_purpose_is_recorded_apart_with_its_text(self, place: Place, client: Client) -> None:
        send(client, mag_contact="on")
        (event,) = ConsentEvent.objects.all()
        assert (event.purpose, event.is_given, event.text_version) == ("contact", True, "2026-11")
        assert consents_of(Registration.objects.get()) == {"naam": False, "contact": True, "jaarlijks": False}
        assert str(Registration.objects.get().pk) != event.subject
        assert len(event.subject) == 64

    def test_a_line_is_never_changed_or_removed(self, place: Place, client: Client) -> None:
        from django.db import DatabaseError, transaction

        from wijkweb.kit.add_only import OnlyAdded

        send(client, mag_naam="on")
        event = ConsentEvent.objects.get()
        event.is_given = False
        for deed in (event.save, event.delete, ConsentEvent.objects.all().delete):
            with pytest.raises(OnlyAdded):
                deed()
        with pytest.raises(OnlyAdded):
            ConsentEvent.objects.update(is_given=False)
        statements = ["update residents_consentevent set is_given = false"]
        if connection.vendor == "postgresql":
            statements.append("delete from residents_consentevent")
        for statement in statements:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.parametrize("value", ["%00", "a%00b", "%ED%A0%80", "9" * 5000, "%FF"])
@pytest.mark.parametrize("name", ["kern", "dream", "first_name", "email", "token", "gezien"])
def test_any_bytes_are_answered(name: str, value: str, place: Place) -> None:
    body = f"kern=oosterdorp&dream=x&email=a@b.nl&is_sixteen=on&{name}={value}"
    kind = "application/x-www-form-urlencoded"
    assert Client(raise_request_exception=False).post(FORM, body, content_type=kind).status_code < 500
