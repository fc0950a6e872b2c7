"""What the two sides tell each other, what somebody signed in does about loans, and taking a step back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from changes.models import Change
from changes.services import CannotUndo, undo
from partners.models import Partner
from sharing.models import SharesAddress, Side, Taken
from sharing.services import lending, mailing
from sharing.services.booking import Period
from tests.factories import make_partner, make_user
from tests.sharing.conftest import (
    KEY,
    RESIDENT,
    SIDE,
    Place,
    ask,
    newest,
    only,
    press,
    saturday,
    sign_in,
    soon,
    state_of,
    token_for,
)

# --- addresses -------------------------------------------------------------------------------------------------


def test_an_address_is_shown_only_when_both_agreed_and_is_hidden_again_by_one(
    place: Place, client: Client
) -> None:
    ask(Client(), place)
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    lender = press(client, token_for("brug@voorbeeld.nl"), "adres")["Location"]
    assert RESIDENT not in client.get(lender).content.decode()
    assert "brug@" not in client.get(SIDE, {KEY: token_for(RESIDENT)}).content.decode()
    borrower = press(client, token_for(RESIDENT), "adres")["Location"]
    assert "brug@voorbeeld.nl" in client.get(borrower).content.decode()
    lender = client.get(SIDE, {KEY: token_for("brug@voorbeeld.nl")})
    assert RESIDENT in lender.content.decode()
    press(client, token_for("brug@voorbeeld.nl"), "adres-niet")
    assert SharesAddress.objects.count() == 1
    token = mailing.side_link(only(), Side.LENDER)
    assert RESIDENT not in client.get(SIDE, {KEY: token}).content.decode()


def test_a_message_goes_through_the_app(place: Place, client: Client) -> None:
    loan = place.asked()
    lender = mailing.side_link(loan, Side.LENDER)
    assert press(client, lender, "bericht", text="").status_code == 422
    assert press(client, lender, "bericht", text="Met chauffeur?").status_code == 302
    assert newest("club@voorbeeld.nl").subject == "Er is een bericht voor u"
    assert "chauffeur" not in newest("club@voorbeeld.nl").text
    assert "Met chauffeur?" in client.get(SIDE, {KEY: token_for("club@voorbeeld.nl")}).content.decode()
    assert press(client, token_for("club@voorbeeld.nl"), "bericht", text="Ja 111222333").status_code == 422


# --- signed in -------------------------------------------------------------------------------------------------


def test_a_coordinator_sees_what_waits_and_what_is_late(place: Place, anna: Client) -> None:
    place.asked(period=saturday(20))
    late = place.asked(period=Period(soon(0), soon(1)), is_agreed=True)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        sign_in(anna, place.user)
        groups = anna.get(f"{place.url}afspraken/").context["groups"]
    assert [loan.pk for loan in groups.late] == [late.pk]
    assert len(groups.waiting) == 1


def test_a_coordinator_answers_for_a_lender_without_a_mailbox(place: Place, anna: Client) -> None:
    Partner.objects.filter(pk=place.bridge.pk).update(mailbox="")
    place.bus.refresh_from_db()
    loan = place.asked()
    mail = newest(place.user.email)
    assert f"{place.url}afspraken/{loan.pk}/" in mail.text
    assert KEY not in mail.text
    answer = anna.post(f"{place.url}afspraken/{loan.pk}/", {"kant": "uitlener", "doe": "ja"})
    assert answer.status_code == 302
    assert only().state == "toegezegd"
    assert anna.post(f"{place.url}afspraken/{loan.pk}/", {"kant": "uitlener", "doe": "ja"}).status_code == 422
    assert anna.post(f"{place.url}afspraken/{loan.pk}/", {"kant": "x", "doe": "ja"}).status_code == 422


def test_a_partner_contact_asks_and_sees_only_its_own(place: Place, client: Client) -> None:
    sign_in(client, make_user(Role.PARTNER_CONTACT, place.kern, email="club@voorbeeld.nl"))
    given = {"partner": "de-club", "first_day": str(soon()), "text": "Uitje"}
    answer = client.post(f"{place.url}{place.bus.slug}/vragen/", given)
    own = only()
    assert answer["Location"] == f"{place.url}afspraken/{own.pk}/"
    other = place.asked(partner=place.church, period=saturday(12))
    assert client.get(f"{place.url}afspraken/{own.pk}/").status_code == 200
    assert client.get(f"{place.url}afspraken/{other.pk}/").status_code == 404
    assert (
        client.post(f"{place.url}afspraken/{own.pk}/", {"kant": "uitlener", "doe": "ja"}).status_code == 422
    )
    assert state_of(own) == "gevraagd"
    assert (
        client.post(f"{place.url}{place.bus.slug}/vragen/", given | {"partner": "de-kerk"}).status_code == 422
    )


def test_the_calendar_says_when_and_never_who(place: Place, client: Client) -> None:
    place.asked(period=Period(soon(), soon(), 2, 2), is_agreed=True)
    place.asked(partner=place.church, period=saturday(11))
    page = client.get(f"{place.url}{place.bus.slug}/?maand={soon():%Y-%m}")
    text = page.content.decode()
    assert "deels bezet: avond" in text
    assert "De Club" not in text.split("Wie dit misschien zoekt")[0]
    for wrong in ("2026-13", "0000-01", "x", "9999-01"):
        assert client.get(f"{place.url}{place.bus.slug}/", {"maand": wrong}).status_code == 200


def test_the_list_of_loans_costs_the_same_for_one_and_for_many(place: Place, anna: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            anna.get(f"{place.url}afspraken/")
        return len(found)

    place.asked()
    few = count()
    for number in range(15):
        partner = make_partner(f"Club {number}", place.kern)
        place.asked(partner=partner, period=saturday(20 + number), is_agreed=bool(number % 2))
    assert count() == few <= 20


# --- undoing ---------------------------------------------------------------------------------------------------


def test_a_yes_that_is_taken_back_frees_the_days_and_is_told(place: Place) -> None:
    loan = place.asked()
    lending.agree(loan, acting_user=place.user)
    change = Change.objects.order_by("-pk")[0]
    undoing = undo(change, acting_user=place.user)
    assert only().state == "gevraagd"
    assert not Taken.objects.exists()
    assert newest("club@voorbeeld.nl").subject == "Een stap is teruggedraaid"
    undo(undoing, acting_user=place.user)
    assert only().state == "toegezegd"
    assert Taken.objects.count() == 3


def test_a_call_off_is_not_taken_back_when_somebody_else_has_it_now(place: Place) -> None:
    loan = place.asked(is_agreed=True)
    lending.call_off(loan, by=Side.BORROWER, acting_user=place.user)
    change = Change.objects.order_by("-pk")[0]
    place.asked(partner=place.church, is_agreed=True)
    with pytest.raises(CannotUndo):
        undo(change, acting_user=place.user)
    assert state_of(loan) == "afgezegd"
    assert Taken.objects.count() == 3
