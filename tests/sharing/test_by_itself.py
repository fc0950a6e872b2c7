"""What happens to a loan on a day by itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from initiatives.models import Offer
from keeping.terms import keep
from post.models import MailLink, OutboxMail
from sharing.models import Contact, Loan, Message, Side
from sharing.services import lending, mailing
from sharing.services.booking import CannotLend, Period
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
    saturday,
    state_of,
    token_for,
    token_in,
)


def test_what_nobody_confirmed_goes_after_a_week(place: Place, client: Client) -> None:
    ask(client, place)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert keep("sharing") == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert keep("sharing") == 1
        assert keep("sharing") == 0
    assert not Loan.objects.exists()
    assert not Contact.objects.exists()
    assert not OutboxMail.objects.exists()


def test_thirty_days_after_its_end_the_traces_go_and_the_count_stays(place: Place, client: Client) -> None:
    ask(client, place)
    client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
    press(client, token_for("brug@voorbeeld.nl"), "nee")
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert keep("sharing") == 0
    assert Contact.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=31, hours=1)):
        assert keep("sharing") == 1
        assert keep("sharing") == 0
        assert not Contact.objects.exists()
        assert not Message.objects.exists()
        assert not OutboxMail.objects.exists()
        assert not MailLink.objects.filter(used_at__isnull=True, purpose=mailing.SIDE).exists()
    assert only().state == "afgewezen"
    assert only().offer == place.bus


def test_a_person_that_borrowed_goes_from_the_history_too(place: Place) -> None:
    loan = place.asked(partner=place.person)
    lending.decline(loan)
    keep("sharing", timezone.now() + timedelta(days=32))
    assert only().borrower is None
    assert not Loan.history.filter(borrower__isnull=False).exists()


def test_a_hall_is_left_and_silence_is_a_no(place: Place) -> None:
    hall = lending.ask_for_partner(
        place.hall, saturday(), text="", partner=place.club, acting_user=place.user, is_agreed=True
    )
    silent = place.asked(partner=place.church)
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert tidy_loans()["ended"] == 2
        assert tidy_loans()["ended"] == 0
    assert (state_of(hall), state_of(silent)) == ("terug", "afgewezen")


def test_an_offer_that_ended_is_not_asked_for(place: Place, client: Client) -> None:
    Offer.objects.filter(pk=place.bus.pk).update(ended_on="2020")
    assert ask(client, place)["Location"] == f"{place.url}{place.bus.slug}/"
    place.bus.refresh_from_db()
    with pytest.raises((CannotLend, ValidationError)):
        place.asked()


# --- reminders ------------------------------------------------------------------------------------------------

WEDNESDAY = datetime(2027, 3, 10, 7, 30, tzinfo=UTC)


def sent_to(*addresses: str) -> list[str]:
    """The subjects of what these got, in the order in which it was made."""
    return list(OutboxMail.objects.filter(to__in=addresses).order_by("pk").values_list("subject", flat=True))


def swept() -> dict[str, int]:
    """Two sweeps, as when one came twice; what both did together. Only of the mails."""
    one, two = tidy_loans(), tidy_loans()
    return {name: one[name] + two[name] for name in ("begins", "due", "reminded")}


BOTH = ("brug@voorbeeld.nl", "club@voorbeeld.nl")
NOTHING = {"begins": 0, "due": 0, "reminded": 0}


def test_both_are_told_the_day_before_it_begins_and_the_day_before_it_is_due(place: Place) -> None:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        today = timezone.localdate()
        place.asked(period=Period(today + timedelta(days=20), today + timedelta(days=23)), is_agreed=True)
        OutboxMail.objects.all().delete()
        told = {}
        for day in range(26):
            told[day] = swept()
            clock.shift(timedelta(days=1))
    assert {day: found for day, found in told.items() if found != NOTHING} == {
        19: NOTHING | {"begins": 1},
        22: NOTHING | {"due": 1},
        24: NOTHING | {"reminded": 1},
    }
    subjects = ["Morgen is het zover", "Morgen gaat het terug", "Is het weer terug?"]
    assert sent_to("brug@voorbeeld.nl") == sent_to("club@voorbeeld.nl") == subjects


def test_each_side_hears_what_it_can_do_and_nothing_of_the_other(place: Place, client: Client) -> None:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        day = timezone.localdate() + timedelta(days=3)
        ask(client, place, first_day=str(day), last_day=str(day + timedelta(days=2)))
        client.post("/delen/bevestigen/", {KEY: token_for(RESIDENT), "doe": "ja"})
        press(client, token_for("brug@voorbeeld.nl"), "ja")
        clock.shift(timedelta(days=2))
        tidy_loans()
        assert "Zeg het af, dan kan een ander het gebruiken." in newest(RESIDENT).text
        assert "Zeg het af" not in newest("brug@voorbeeld.nl").text
        clock.shift(timedelta(days=2))
        tidy_loans()
        assert "Ik heb het teruggebracht" in newest(RESIDENT).text
        assert "Kijk of alles in orde is" in newest("brug@voorbeeld.nl").text
        for mail in OutboxMail.objects.all():
            assert not [word for word in SECRETS if word in f"{mail.subject} {mail.text} {mail.html}".lower()]
        press(client, token_for(RESIDENT), "teruggebracht")
    assert only().brought_on == day + timedelta(days=1)


def test_what_was_missed_is_said_on_the_day_itself(place: Place) -> None:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        today = timezone.localdate()
        place.asked(period=Period(today + timedelta(days=5), today + timedelta(days=7)), is_agreed=True)
        OutboxMail.objects.all().delete()
        clock.shift(timedelta(days=5))
        assert swept() == NOTHING | {"begins": 1}
        clock.shift(timedelta(days=2))
        assert swept() == NOTHING | {"due": 1}
    assert sent_to("club@voorbeeld.nl") == ["Vandaag is het zover", "Vandaag gaat het terug"]


def test_who_hears_a_yes_for_tomorrow_does_not_hear_it_again(place: Place, client: Client) -> None:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        tomorrow = timezone.localdate() + timedelta(days=1)
        loan = place.asked(period=Period(tomorrow, tomorrow))
        lending.agree(loan)
        assert swept() == NOTHING
        clock.shift(timedelta(days=1))
        assert swept() == NOTHING


def test_nothing_is_said_about_what_is_not_agreed_called_off_back_or_a_space_that_is_left(
    place: Place,
) -> None:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        today = timezone.localdate()
        period = Period(today + timedelta(days=3), today + timedelta(days=5))
        place.asked(partner=place.church, period=period)
        off = place.asked(period=period, is_agreed=True)
        lending.call_off(off, by=Side.BORROWER)
        back = place.asked(period=Period(today, today + timedelta(days=2)), is_agreed=True)
        lending.brought_back(back)
        lending.ask_for_partner(
            place.hall, period, text="", partner=place.club, acting_user=place.user, is_agreed=True
        )
        told = []
        for _day in range(6):
            told.append(swept())
            clock.shift(timedelta(days=1))
    assert [found for found in told if found != NOTHING] == [NOTHING | {"begins": 1}]


def test_a_link_lives_until_a_week_after_the_loan(place: Place, client: Client) -> None:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        today = timezone.localdate()
        loan = place.asked(
            period=Period(today + timedelta(days=60), today + timedelta(days=62)), is_agreed=True
        )
        mail = newest("club@voorbeeld.nl")
        token = token_in(mail.text)
        assert "18 mei 2027" in mail.text
        clock.shift(timedelta(days=60))
        assert client.get(SIDE, {KEY: token}).status_code == 200
        clock.shift(timedelta(days=8))
        assert client.get(SIDE, {KEY: token}).status_code == 200
        clock.shift(timedelta(days=2))
        assert client.get(SIDE, {KEY: token}).status_code == 410
        assert mailing.days_of(loan) == mailing.DAYS
