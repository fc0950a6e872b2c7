"""Does it still run? A question, two reminders, silence, hidden, erased; and one press that ends all of that."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from changes.models import Change
from initiatives.models import Initiative
from keeping.terms import keep
from post import links
from residents.models import Registration, Words
from residents.services.alive import ask_each_year, sign_of_life
from residents.services.living import hand_over
from tests.residents.conftest import CANARIES, EMAIL, Place, everything, mails, token_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
START = timezone.now()
TODAY = timezone.localdate(START)
PAGE = "/mijn-initiatief/loopt/"


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def nights(until: int, start: int = 0) -> None:
    """Each day the question, each night the rules, as beat asks for them."""
    for day in range(start, until + 1):
        with time_machine.travel(START + timedelta(days=day)):
            ask_each_year()
            keep("residents")


@pytest.fixture
def garden(published: Make) -> Registration:
    """Last heard of today; its resident said yes to a message once a year."""
    return published(consents={"jaarlijks": True})


def seen_by_all() -> bool:
    return Client().get("/initiatieven/buurttuin/").status_code == 200


# Days since the last sign of life, and what holds by then: mails, shown to all, resident still known.
LIFE = [
    (365, 0, True, True),
    (366, 1, True, True),
    (379, 1, True, True),
    (380, 2, True, True),
    (394, 3, True, True),
    (423, 3, True, True),
    (424, 4, False, True),
    (514, 4, False, True),
    (515, 0, False, False),
]


def test_of_whom_nothing_is_heard_is_asked_hidden_and_erased_on_these_days(garden: Registration) -> None:
    start = 360
    for day, number, is_shown, is_known in LIFE:
        nights(day, start)
        start = day + 1
        assert len(mails("resident-yearly")) == number, day
        assert seen_by_all() == is_shown, day
        assert Words.objects.exists() == is_known, day
    assert not [word for word in CANARIES if word in everything()]
    assert Initiative.objects.get(slug="buurttuin").name == "Buurttuin"


def test_running_a_night_twice_sends_and_hides_nothing_twice(garden: Registration) -> None:
    for day in (366, 366, 380, 380, 394, 394, 424, 424):
        nights(day, day)
    assert len(mails("resident-yearly")) == 4
    assert Change.objects.filter(note__contains="niets gehoord").count() == 1


def test_a_server_that_was_off_sends_all_mails_before_it_hides(garden: Registration) -> None:
    nights(800, 800)
    assert len(mails("resident-yearly")) == 1
    assert seen_by_all()
    nights(857, 801)
    assert seen_by_all()
    nights(858, 858)
    assert not seen_by_all()


def test_who_wanted_no_yearly_message_is_asked_once_and_waits_as_long(published: Make) -> None:
    published()
    nights(366, 366)
    (mail,) = mails("resident-yearly")
    assert "niet zonder vragen" in mail.text
    nights(423, 367)
    assert len(mails("resident-yearly")) == 1
    assert seen_by_all()
    nights(424, 424)
    assert not seen_by_all()


@pytest.mark.parametrize("day", [366, 380, 394, 424])
def test_one_press_on_the_link_in_each_mail_is_enough(garden: Registration, client: Client, day: int) -> None:
    nights(day, 360)
    mail = mails("resident-yearly")[-1]
    assert mail.to == EMAIL
    token = token_in(mail)
    page = client.get(PAGE, {links.QUERY: token})
    assert "Ja, het loopt nog" in page.content.decode()
    garden.refresh_from_db()
    assert garden.asked, "a GET says nothing"
    answer = client.post(PAGE, {links.QUERY: token})
    assert answer["Location"] == "/mijn-initiatief/loopt/dank/"
    assert client.get(answer["Location"]).status_code == 200
    garden.refresh_from_db()
    assert (garden.asked, garden.hidden_on, garden.alive_on) == (0, None, TODAY)
    assert seen_by_all()
    assert client.post(PAGE, {links.QUERY: token}).status_code == 410
    assert client.get("/mijn-initiatief/overzicht/").status_code == 302, "it opens nothing else"


def test_what_was_not_public_does_not_become_so(garden: Registration) -> None:
    Initiative.objects.update(visibility="coordinators")
    nights(424, 360)
    garden.refresh_from_db()
    assert garden.hidden_on
    sign_of_life(garden)
    assert not seen_by_all()


def test_a_coordinator_may_show_it_again(garden: Registration, anna: Client) -> None:
    nights(424, 360)
    change = Change.objects.filter(note__contains="niets gehoord").get()
    anna.post(reverse("change_undo", args=[change.pk]))
    assert seen_by_all()


def test_who_stopped_is_left_in_peace(garden: Registration) -> None:
    Initiative.objects.update(phase="gestopt")
    assert ask_each_year(on(400)) == 0


def test_who_handed_over_goes_a_month_later_and_the_text_stays(garden: Registration, place: Place) -> None:
    assert garden.initiative
    hand_over(garden.initiative, place.hall, acting_user=place.user)
    assert ask_each_year(on(400)) == 0
    assert keep("residents", timezone.now() + timedelta(days=29)) == 0
    assert Words.objects.exists()
    assert keep("residents", timezone.now() + timedelta(days=32)) == 1
    assert not Words.objects.exists()
    garden.initiative.refresh_from_db()
    assert garden.initiative.description
    assert seen_by_all()
