"""Hanging a wish, its answer, who helps, the initiative that it becomes, and erasing it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from changes.models import Change
from changes.services import undo, version_of
from initiatives.models import Initiative
from keeping.terms import keep
from places.models import Kern
from post.models import MailLink, OutboxMail
from tests.factories import make_kern, make_user
from tests.overtaken import at_once, overtaken
from tests.residents.conftest import everything
from wishes.helping import offer_help
from wishes.models import Helper, NameConsent, State, Wish, WishWords
from wishes.services import decide, erase, make_initiative

pytestmark = pytest.mark.django_db
NAMES = ("karekiet", "steltkluut", "roerdomp")


@pytest.fixture(autouse=True)
def fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def kern(db: None) -> Kern:
    return make_kern()


@pytest.fixture
def user(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def anna(user: User) -> Client:
    return signed_in(user)


def hang(client: Client, kern: Kern, text: str = "Een bankje bij de haven", **values: Any) -> Any:
    sent = {"text": text, "theme": "groen", "token": str(uuid4()), **values}
    return client.post(reverse("wish_tree", args=[kern.slug]), sent)


@pytest.fixture
def wish(anna: Client, kern: Kern) -> Wish:
    """One that hangs in the tree."""
    hang(Client(), kern)
    wish = Wish.objects.get()
    deed(anna, wish, "wish_decide", doe="tonen")
    wish.refresh_from_db()
    return wish


def deed(client: Client, wish: Wish, page: str, /, **values: Any) -> Any:
    return client.post(reverse(page, args=[wish.key]), values)


def link(purpose: str) -> str:
    found = re.search(
        r"https?://[^/\s]+(/\S*sleutel=[\w-]+)",
        OutboxMail.objects.filter(purpose__startswith=purpose).latest("pk").text,
    )
    assert found
    return found[1]


def press(client: Client, address: str, doe: str) -> Any:
    path, _mark, token = address.partition("?sleutel=")
    return client.post(path, {"sleutel": token, "doe": doe})


def helps(wish: Wish, number: int) -> None:
    for index in range(number):
        deed(
            Client(REMOTE_ADDR=f"10.0.0.{index}"),
            wish,
            "wish_help",
            first_name=f"Roerdomp{index}",
            email=f"steltkluut{index}@voorbeeld.nl",
        )
        press(Client(), link("wish-confirm"), "ja")


def test_what_became_an_initiative_is_not_closed_by_who_looked_before(wish: Wish, user: User) -> None:
    looked_at = Wish.objects.get()
    make_initiative(wish, "Bankje bij de haven", acting_user=user)
    assert decide(looked_at, State.CLOSED, acting_user=user) is None
    wish.refresh_from_db()
    assert wish.state == State.INITIATIVE


@pytest.mark.django_db(transaction=True)
@at_once
def test_a_double_click_is_one_helper(wish: Wish) -> None:

    def press() -> None:
        offer_help(wish, first_name="Roerdomp", email="steltkluut@voorbeeld.nl", with_mail=False)

    overtaken(press, press)
    assert Helper.objects.count() == 1


def test_pressed_twice_sends_one_mail_whose_link_works(wish: Wish) -> None:
    given = {"first_name": "Roerdomp", "email": "steltkluut@voorbeeld.nl", "token": str(uuid4())}
    for _press in range(2):
        deed(Client(), wish, "wish_help", **given)
    assert OutboxMail.objects.filter(purpose__startswith="wish-confirm").count() == 1
    press(Client(), link("wish-confirm"), "ja")
    assert Helper.objects.get().confirmed_at
    deed(Client(), wish, "wish_help", **given)
    deed(Client(), wish, "wish_help", **{**given, "token": str(uuid4())})
    assert OutboxMail.objects.filter(purpose__startswith="wish-helps").count() == 2, "another form is new"


def test_an_address_that_was_mistyped_goes_when_it_is_mended(wish: Wish) -> None:
    token = str(uuid4())
    for email in ("steltkluut@voorbeeeld.nl", "steltkluut@voorbeeld.nl"):
        deed(Client(), wish, "wish_help", first_name="Roerdomp", email=email, token=token)
    assert Helper.objects.get().email == "steltkluut@voorbeeld.nl"
    deed(
        Client(), wish, "wish_help", first_name="Karekiet", email="karekiet@voorbeeld.nl", token=str(uuid4())
    )
    assert Helper.objects.count() == 2


def test_the_form_to_help_carries_its_token(client: Client, wish: Wish) -> None:
    assert 'name="token"' in client.get(wish.get_absolute_url()).content.decode()


def test_each_mail_has_a_link_to_stop_that_keeps_working(anna: Client, wish: Wish) -> None:
    helps(wish, 1)
    first = link("wish-helps")
    deed(anna, wish, "wish_write", text="Wij & u: tot dinsdag")
    assert "Wij & u: tot dinsdag" in OutboxMail.objects.filter(purpose__startswith="wish-note").get().text
    assert Client().get(first).status_code == 200
    press(Client(), first, "nee")
    assert not Helper.objects.exists()
    assert not MailLink.objects.filter(purpose="wish-stop").exists()


def test_a_wish_is_seen_by_the_coordinator_before_it_is_public(
    anna: Client, client: Client, kern: Kern
) -> None:
    answer = hang(client, kern, "Een bankje")
    assert answer["Location"] == reverse("wish_hung", args=[kern.slug])
    wish = Wish.objects.get()
    listed = reverse("wish_list", args=[kern.slug])
    assert "Een bankje" not in client.get(listed).content.decode()
    assert client.get(wish.get_absolute_url()).status_code == 404
    assert "Een bankje" in anna.get(listed).content.decode()
    assert "1 wens wacht" in anna.get(reverse("start", args=[kern.slug])).content.decode()
    deed(anna, wish, "wish_decide", doe="tonen")
    assert "Een bankje" in client.get(listed).content.decode()
    deed(anna, wish, "wish_answer", answer="Wij vragen het de gemeente.")
    assert "Wij vragen het de gemeente." in client.get(wish.get_absolute_url()).content.decode()
    assert "wens wacht" not in anna.get(reverse("start", args=[kern.slug])).content.decode()


def test_a_name_is_only_kept_when_it_may_be_shown_and_that_is_noted(client: Client, kern: Kern) -> None:
    hang(client, kern, first_name="Roerdomp")
    assert WishWords.objects.get().first_name == ""
    assert not NameConsent.objects.exists()
    hang(client, kern, first_name="Roerdomp", may_name="on")
    assert WishWords.objects.latest("pk").first_name == "Roerdomp"
    assert NameConsent.objects.get().is_given
    assert "roerdomp" not in str(list(WishWords.objects.values_list("pk", "text"))).lower()


def test_what_may_be_better_not_said_is_asked_and_a_citizen_number_is_refused(
    client: Client, kern: Kern
) -> None:
    asked = hang(client, kern, "Bel mij op 0612345678")
    assert asked.status_code == 422
    assert not Wish.objects.exists()
    assert hang(client, kern, "Bel mij op 0612345678", gezien=asked.context["seen"]).status_code == 302
    assert hang(client, kern, "Mijn nummer is 111222333").status_code == 422
    assert Wish.objects.count() == 1


def test_a_double_click_is_one_wish(client: Client, kern: Kern) -> None:
    token = str(uuid4())
    assert hang(client, kern, token=token).status_code == hang(client, kern, token=token).status_code == 302
    assert Wish.objects.count() == 1


def test_many_from_one_network_must_wait_unless_the_tree_was_opened(
    anna: Client, client: Client, kern: Kern
) -> None:
    assert [hang(client, kern).status_code for _time in range(7)] == [302] * 6 + [429]
    anna.post(reverse("wish_open", args=[kern.slug]))
    assert [hang(client, kern).status_code for _time in range(20)] == [302] * 20
    assert not Wish.objects.public().exists()  # also then the coordinator looks first
    assert hang(client, make_kern("Elders")).status_code == 429  # another kern was not opened


def test_the_tablet_keeps_nothing_of_the_one_before(client: Client, kern: Kern) -> None:
    hang(client, kern, "Een karekiet")
    page = client.get(reverse("wish_tree", args=[kern.slug]))
    assert "karekiet" not in page.content.decode().lower()
    assert page["Cache-Control"] == "no-store"
    assert 'autocomplete="off"' in page.content.decode()
    assert "data-keep" not in page.content.decode()
    assert not client.session.keys()


def test_deeds_are_changes_that_can_be_taken_back(anna: Client, user: User, wish: Wish) -> None:
    deed(anna, wish, "wish_answer", answer="Goed idee.")
    undo(Change.objects.latest("pk"), acting_user=user)
    wish.refresh_from_db()
    assert (wish.answer, wish.state) == ("", State.SHOWN)
    deed(anna, wish, "wish_decide", doe="niet")
    undo(Change.objects.latest("pk"), acting_user=user)
    assert Wish.objects.public().count() == 1


def test_help_without_an_account_is_confirmed_by_a_link_that_shows_first(wish: Wish) -> None:
    answer = deed(Client(), wish, "wish_help", first_name="Roerdomp", email="steltkluut@voorbeeld.nl")
    assert answer["Location"] == reverse("wish_help_done")
    address = link("wish-confirm")
    page = Client().get(address)
    assert page.status_code == 200
    assert "haven" in page.content.decode()
    assert Helper.objects.sure().count() == 0
    press(Client(), address, "ja")
    for again in (press(Client(), address, "ja"), Client().get(address)):
        assert again["Location"].endswith("?wat=ja"), "pressed or opened twice: it went well"
    assert Helper.objects.sure().count() == 1
    raw = str(list(Helper.objects.values_list("first_name", flat=True)))
    assert raw == "['Roerdomp']"
    press(Client(), link("wish-helps"), "nee")
    assert not Helper.objects.exists()
    assert not MailLink.objects.exists()
    assert not [word for word in ("roerdomp", "steltkluut") if word in everything()]


def test_who_did_not_offer_help_throws_it_away(wish: Wish) -> None:
    deed(Client(), wish, "wish_help", first_name="Roerdomp", email="steltkluut@voorbeeld.nl")
    address = link("wish-confirm")
    press(Client(), address, "nee")
    gone = Client().get(address)
    assert gone.status_code == 410
    assert 'href="/kernen/"' in gone.content.decode().partition("<main")[2], "a way on"
    assert not Helper.objects.exists()
    assert not OutboxMail.objects.exists()


def test_the_same_answer_for_an_address_that_helps_already(wish: Wish) -> None:
    helps(wish, 1)
    again = deed(Client(), wish, "wish_help", first_name="X", email="steltkluut0@voorbeeld.nl")
    assert again["Location"] == reverse("wish_help_done")
    assert Helper.objects.count() == 1


def test_who_answers_after_somebody_else_sees_both_answers(anna: Client, kern: Kern, wish: Wish) -> None:
    opened = {"version": version_of(wish)}
    karel = signed_in(make_user(Role.COORDINATOR, kern, name="Karel"))
    deed(karel, wish, "wish_answer", answer="Het bankje komt er.", **opened)
    page = deed(anna, wish, "wish_answer", answer="Wij vragen het na.", **opened)
    assert page.status_code == 409
    assert all(
        answer in page.content.decode() for answer in ("Het bankje komt er.", "Wij vragen het na.", "Karel")
    )
    wish.refresh_from_db()
    assert wish.answer == "Het bankje komt er."
    choice = {"gezien": version_of(wish), "keuze-answer": "van-mij"}
    deed(anna, wish, "wish_answer", answer="Wij vragen het na.", **opened, **choice)
    wish.refresh_from_db()
    assert wish.answer == "Wij vragen het na."


def test_a_partner_who_is_signed_in_helps_at_once(kern: Kern, wish: Wish) -> None:
    partner = signed_in(make_user(Role.PARTNER_CONTACT, kern))
    deed(partner, wish, "wish_help", doe="ja")
    deed(partner, wish, "wish_help", doe="ja")
    assert Helper.objects.sure().count() == 1
    assert not OutboxMail.objects.exists()
    deed(partner, wish, "wish_help", doe="niet-meer")
    assert not Helper.objects.exists()


def test_three_make_an_initiative_that_remembers_its_wish(
    anna: Client, client: Client, user: User, wish: Wish
) -> None:
    helps(wish, 2)
    assert deed(anna, wish, "wish_make", name="Bankjes").status_code == 404
    helps(wish, 3)
    deed(anna, wish, "wish_make", name="Bankjes")
    deed(anna, wish, "wish_make", name="Bankjes")
    initiative = Initiative.objects.get()
    assert (initiative.phase, initiative.origin, initiative.source) == ("gedeeld", "burger", "wensboom")
    assert wish.get_absolute_url() in client.get(initiative.get_absolute_url()).content.decode()
    assert initiative.get_absolute_url() in client.get(wish.get_absolute_url()).content.decode()
    assert OutboxMail.objects.filter(purpose__startswith="wish-made").count() == 3
    undo(Change.objects.get(verb="toegevoegd"), acting_user=user)
    assert not Initiative.objects.exists()
    wish.refresh_from_db()
    assert wish.state == State.SHOWN


def test_a_message_goes_to_each_apart_and_shows_no_address(anna: Client, wish: Wish) -> None:
    helps(wish, 2)
    deed(anna, wish, "wish_write", text="Kom dinsdag praten")
    mails = OutboxMail.objects.filter(purpose__startswith="wish-note")
    assert sorted(mail.to for mail in mails) == ["steltkluut0@voorbeeld.nl", "steltkluut1@voorbeeld.nl"]
    assert all("Kom dinsdag praten" in mail.text for mail in mails)
    page = anna.get(wish.get_absolute_url()).content.decode()
    assert "Roerdomp0" in page
    assert "steltkluut" not in page
    assert "Roerdomp" not in Client().get(wish.get_absolute_url()).content.decode()


def test_no_word_stays_after_erasing(anna: Client, kern: Kern) -> None:
    hang(Client(), kern, "Een karekiet in het riet", first_name="Roerdomp", may_name="on")
    wish = Wish.objects.get()
    deed(anna, wish, "wish_answer", answer="Die karekiet komt er.")
    deed(anna, wish, "wish_answer", answer="De karekiet is er.", version=version_of(wish))
    helps(wish, 3)
    deed(anna, wish, "wish_make", name="Riet")
    before = everything()
    assert not [word for word in ("karekiet",) if word not in before], "else this test could not fail"
    assert deed(anna, wish, "wish_erase").status_code == 422
    deed(anna, wish, "wish_erase", sure="on")
    erase(wish)  # a second time changes nothing
    after = everything()
    assert not [word for word in NAMES if word in after]
    assert Client().get(wish.get_absolute_url()).status_code == 404
    assert [line.is_given for line in NameConsent.objects.all()] == [True, False]
    assert Initiative.objects.get().name == "Riet"


def test_who_helped_goes_a_month_after_it_was_settled(anna: Client, kern: Kern, wish: Wish) -> None:
    helps(wish, 2)
    deed(anna, wish, "wish_decide", doe="sluiten")
    assert keep("wishes") == 0
    Wish.objects.update(settled_at=timezone.now() - timedelta(days=31))
    assert keep("wishes") == 2
    assert not Helper.objects.exists()
    assert not [word for word in ("roerdomp", "steltkluut") if word in everything()]


def test_what_nobody_confirmed_and_what_was_not_shown_goes(anna: Client, wish: Wish) -> None:
    deed(Client(), wish, "wish_help", first_name="Roerdomp", email="steltkluut@voorbeeld.nl")
    Helper.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert keep("wishes") == 1
    deed(anna, wish, "wish_decide", doe="niet")
    Wish.objects.update(settled_at=timezone.now() - timedelta(days=31))
    assert keep("wishes") == 1
    assert not WishWords.objects.exists()
