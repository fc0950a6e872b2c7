"""Who hung a wish and left an address sees the answer, takes the wish back, or is forgotten; no word of it is in the mail."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from keeping.terms import keep
from places.models import Kern
from post.models import MailLink, OutboxMail
from tests.factories import make_kern, make_user
from tests.residents.conftest import everything
from tests.wishes.test_wishes import deed, hang, link, press, signed_in
from wishes import services
from wishes.models import Hanger, Wish, WishWords

pytestmark = pytest.mark.django_db
EMAIL = "ijsvogel@voorbeeld.nl"


@pytest.fixture(autouse=True)
def fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def kern(db: None) -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> Client:
    user: User = make_user(Role.COORDINATOR, kern, name="Anna")
    return signed_in(user)


@pytest.fixture
def wish(kern: Kern) -> Wish:
    hang(Client(), kern, "Een bankje voor de roerdomp", email=EMAIL)
    return Wish.objects.get()


def mails() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(purpose__startswith="wish-mine"))


def see(client: Client, address: str) -> Any:
    return client.get(address)


def test_without_an_address_nothing_is_kept_or_sent_and_the_form_says_so(client: Client, kern: Kern) -> None:
    page = client.get(f"/kernen/{kern.slug}/wensboom/").content.decode()
    assert "Zonder adres kunnen wij u niets sturen" in page
    hang(client, kern)
    assert Wish.objects.count() == 1
    assert not Hanger.objects.exists()
    assert not mails()


def test_the_link_shows_the_wish_and_a_look_changes_nothing(client: Client, wish: Wish) -> None:
    (mail,) = mails()
    assert "roerdomp" not in mail.text.lower() + mail.subject.lower()
    before = everything()
    page = see(client, link("wish-mine")).content.decode()
    assert "roerdomp" in page
    assert "nog niet naar gekeken" in page
    assert everything() == before


def test_news_goes_to_who_confirmed_only(client: Client, anna: Client, wish: Wish) -> None:
    deed(anna, wish, "wish_answer", answer="Wij vragen het.")
    assert len(mails()) == 1
    answer = press(client, link("wish-mine"), "blijf")
    assert answer.status_code == 302
    wish.refresh_from_db()
    services.answer(wish, "Het komt er.", acting_user=None)
    assert len(mails()) == 2
    assert "Het komt er." not in mails()[1].text
    assert "Het komt er." in see(client, link("wish-mine")).content.decode()


def test_taking_it_back_asks_to_be_sure_and_leaves_no_word(client: Client, anna: Client, wish: Wish) -> None:
    deed(anna, wish, "wish_decide", doe="tonen")
    address = link("wish-mine")
    assert press(client, address, "terug").status_code == 422
    assert WishWords.objects.exists()
    path, _mark, token = address.partition("?sleutel=")
    answer = client.post(path, {"sleutel": token, "doe": "terug", "zeker": "on"})
    assert client.get(answer["Location"]).status_code == 200
    assert not [word for word in ("roerdomp", "ijsvogel") if word in everything()]
    assert not Hanger.objects.exists()
    assert client.get(wish.get_absolute_url()).status_code == 404
    assert see(client, address).status_code == 410


def test_forgetting_the_address_leaves_the_wish(client: Client, wish: Wish) -> None:
    press(client, link("wish-mine"), "vergeet")
    assert not Hanger.objects.exists()
    assert not mails()
    assert not MailLink.objects.filter(purpose="wish-mine").exists()
    assert WishWords.objects.exists()


@pytest.mark.parametrize(
    ("confirms", "days", "stays"), [(False, 6, True), (False, 8, False), (True, 300, True)]
)
def test_an_address_that_nobody_confirmed_goes_after_a_week(
    client: Client, wish: Wish, confirms: bool, days: int, stays: bool
) -> None:
    if confirms:
        press(client, link("wish-mine"), "blijf")
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        keep("wishes")
    assert Hanger.objects.exists() == stays
    assert WishWords.objects.exists()


def test_it_goes_a_month_after_the_wish_was_settled(client: Client, anna: Client, wish: Wish) -> None:
    press(client, link("wish-mine"), "blijf")
    deed(anna, wish, "wish_decide", doe="tonen")
    deed(anna, wish, "wish_decide", doe="sluiten")
    keep("wishes", timezone.now() + timedelta(days=29))
    assert Hanger.objects.exists()
    keep("wishes", timezone.now() + timedelta(days=31))
    assert not Hanger.objects.exists()
