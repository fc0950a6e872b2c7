"""A neighbour without an account takes over: asked by mail, yes or no by a link, and a page of their own."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from changes.models import Change
from changes.services import CannotUndo, undo
from initiatives.models import Initiative, Participation
from keeping.terms import keep
from post import links
from residents.models import Neighbour, Registration, Takeover
from residents.services.deciding import publish
from residents.services.erasing import erase
from residents.services.living import hand_over, step_to
from residents.services.neighbours import TAKEOVER
from residents.services.registering import CONFIRM, SPACE, space_link
from residents.services.taking_over import accept, ask, refuse
from tests.residents.conftest import EMAIL, NAME, Place, everything, mails, text, token_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
Opened = Callable[[Registration], Client]
HAND_OVER, NEIGHBOUR = "/mijn-initiatief/overdragen/", "/mijn-initiatief/overdragen/buur/"
BACK, ANSWER, HOME = (
    "/mijn-initiatief/overdragen/terugnemen/",
    "/overnemen/",
    "/mijn-initiatief/overzicht/",
)
THEIRS, THEIR_NAME = "buidelmees@voorbeeld.nl", "Wielewaal"
YES = {"doe": "ja", "is_sixteen": "on", "first_name": THEIR_NAME}


def at(registration: Registration, what: str = "") -> str:
    return f"/kernen/oosterdorp/aanmeldingen/{registration.key}/" + (f"{what}/" if what else "")


def typed(**other: Any) -> dict[str, Any]:
    standard = {"email": THEIRS, "first_name": THEIR_NAME, "agreed": "on", "token": str(uuid4())}
    return standard | other


def key() -> str:
    return token_in(mails(TAKEOVER)[-1])


@pytest.fixture
def asked(published: Make) -> Registration:
    registration = published(consents={"naam": True})
    ask(registration, email=THEIRS, first_name=THEIR_NAME)
    return registration


class TestAsking:
    def test_what_happens_is_said_before_anything_is_sent_and_nothing_changes(
        self, published: Make, opened: Opened
    ) -> None:
        registration = published()
        client = opened(registration)
        assert NEIGHBOUR in text(client.get(HAND_OVER))
        page = text(client.get(NEIGHBOUR))
        for said in (
            "wissen meteen alles over u",
            "Wat iedereen op de kaart kan lezen, blijft",
            "Als helper",
        ):
            assert said in page
        assert client.post(NEIGHBOUR, typed())["Location"] == HAND_OVER
        page = text(client.get(HAND_OVER))
        assert THEIRS in page
        assert NEIGHBOUR not in page, "one at a time"
        assert "U vroeg een buur" in text(client.get(HOME))
        registration.refresh_from_db()
        assert (registration.initiative and registration.initiative.phase) == "draait"
        drivers = Participation.objects.filter(initiative=registration.initiative, ended_on__isnull=True)
        assert drivers.get().partner == (registration.person)

    def test_the_mail_says_the_public_title_and_nothing_that_was_typed(self, asked: Registration) -> None:
        (mail,) = mails(TAKEOVER)
        assert mail.to == THEIRS
        whole = f"{mail.text} {mail.html}"
        assert "Buurttuin" in whole
        for word in (THEIR_NAME, NAME, EMAIL, "karekiet", "Buurttuin"):
            assert word not in mail.subject
        for word in (THEIR_NAME, NAME, EMAIL, "karekiet", "steltkluut"):
            assert word not in whole

    def test_of_what_not_everybody_may_see_the_mail_keeps_the_title_back(self, published: Make) -> None:
        registration = published()
        Initiative.objects.update(visibility="coordinators")
        ask(Registration.objects.get(pk=registration.pk), email=THEIRS)
        assert "Buurttuin" not in f"{mails(TAKEOVER)[-1].text} {mails(TAKEOVER)[-1].html}"

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"email": ""}, "Vul het e-mailadres"),
            ({"email": "buur"}, "geen e-mailadres"),
            ({"email": EMAIL.upper()}, "uw eigen adres"),
            ({"agreed": ""}, "Praat eerst met uw buur"),
            ({"first_name": "111222333"}, "burgerservicenummer"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, wrong: dict[str, str], said: str, published: Make, opened: Opened
    ) -> None:
        answer = opened(published()).post(NEIGHBOUR, typed(**wrong))
        assert answer.status_code == 422
        assert said in text(answer)
        assert (wrong.get("first_name") or THEIR_NAME) in text(answer)
        assert not Takeover.objects.exists()

    def test_pressed_twice_there_is_one_question_and_one_mail(self, published: Make, opened: Opened) -> None:
        client, values = opened(published()), typed()
        for sent in (values, values, typed(email="ander@voorbeeld.nl")):
            assert client.post(NEIGHBOUR, sent).status_code == 302
        assert Takeover.objects.count() == len(mails(TAKEOVER)) == 1

    @pytest.mark.usefixtures("real_counting")
    def test_three_mails_an_hour_to_one_address_and_nothing_tells(
        self, published: Make, opened: Opened
    ) -> None:
        registration = published()
        for _ in range(3):
            Client().post("/mijn-initiatief/", {"email": THEIRS})
        client = opened(registration)
        assert client.post(NEIGHBOUR, typed())["Location"] == HAND_OVER
        assert "na een uur opnieuw" in text(client.get(HAND_OVER))
        assert not mails(TAKEOVER)
        for _ in range(4):
            client.post(BACK)
            assert client.post(NEIGHBOUR, typed()).status_code == 302
        client.post(BACK)
        assert client.post(NEIGHBOUR, typed()).status_code == 429

    def test_who_stopped_or_no_longer_drives_it_asks_nobody(
        self, published: Make, opened: Opened, place: Place
    ) -> None:
        registration = published()
        client = opened(registration)
        assert registration.initiative
        hand_over(registration.initiative, place.hall, acting_user=place.user)
        assert NEIGHBOUR not in text(client.get(HAND_OVER))
        assert client.post(NEIGHBOUR, typed())["Location"] == HOME
        assert not Takeover.objects.exists()


class TestTheLink:
    def test_a_get_shows_what_it_is_about_and_changes_nothing(
        self, asked: Registration, client: Client
    ) -> None:
        answer = client.get(ANSWER, {links.QUERY: key()})
        page = text(answer)
        for said in ("Buurttuin", "Oosterdorp", "Wat doet een trekker", THEIRS, THEIR_NAME, NAME, "Bij ja"):
            assert said in page
        assert EMAIL not in page
        assert "checked" not in page
        assert answer["Cache-Control"] == "no-store"
        assert Takeover.objects.get().state == "gevraagd"

    def test_without_consent_the_name_of_the_resident_is_not_shown(
        self, published: Make, client: Client
    ) -> None:
        ask(published(), email=THEIRS)
        assert NAME not in text(client.get(ANSWER, {links.QUERY: key()}))

    def test_a_wrong_link_or_one_for_something_else_opens_nothing(
        self, asked: Registration, client: Client
    ) -> None:
        for token in ("geraden", "", space_link(asked), links.issue(CONFIRM, {"registration": asked.pk})):
            for answer in (
                client.get(ANSWER, {links.QUERY: token}),
                client.post(ANSWER, {links.QUERY: token, **YES}),
            ):
                assert answer.status_code == 410
        for purpose in (SPACE, CONFIRM):
            assert links.read(purpose, key()) is None
        assert Takeover.objects.get().state == "gevraagd"

    def test_yes_asks_for_the_age_and_a_press_on_nothing_does_nothing(
        self, asked: Registration, client: Client
    ) -> None:
        answer = client.post(ANSWER, {links.QUERY: key(), "doe": "ja", "first_name": "Pimpelmees"})
        assert answer.status_code == 422
        assert "16 jaar of ouder" in text(answer)
        assert "Pimpelmees" in text(answer)
        assert client.post(ANSWER, {links.QUERY: key()}).status_code == 422
        assert Takeover.objects.get().state == "gevraagd"

    def test_after_seven_days_it_no_longer_works_and_the_resident_sees_that(
        self, published: Make, client: Client, opened: Opened
    ) -> None:
        registration = published()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            ask(registration, email=THEIRS, first_name=THEIR_NAME)
            token = key()
            clock.shift(timedelta(days=6, hours=23))
            assert client.get(ANSWER, {links.QUERY: token}).status_code == 200
            assert keep("residents") == 0
            clock.shift(timedelta(hours=2))
            assert client.post(ANSWER, {links.QUERY: token, **YES}).status_code == 410
            assert "gaf geen antwoord" in text(opened(registration).get(HAND_OVER)), "before the night too"
            assert keep("residents") == 1
            assert keep("residents") == 0
            assert not Neighbour.objects.exists()
            assert not mails(TAKEOVER)
            assert Takeover.objects.get().state == "verlopen"
            page = text(client.get(HAND_OVER))
            assert "gaf geen antwoord" in page
            assert THEIRS not in page
            assert client.post(NEIGHBOUR, typed()).status_code == 302
            assert Takeover.objects.filter(state="gevraagd").count() == 1


class TestTakingBack:
    def test_the_resident_takes_it_back_and_the_address_is_gone(
        self, asked: Registration, client: Client, opened: Opened
    ) -> None:
        token = key()
        for _ in range(2):
            assert opened(asked).post(BACK)["Location"] == HAND_OVER
        assert Client().post(ANSWER, {links.QUERY: token, **YES}).status_code == 410
        assert Takeover.objects.get().state == "teruggenomen"
        assert not Neighbour.objects.exists()
        assert not mails(TAKEOVER)

    def test_a_coordinator_helps_by_taking_it_back(self, asked: Registration, anna: Client) -> None:
        assert "Vraag terugnemen" in text(anna.get(at(asked)))
        for _ in range(2):
            assert anna.post(at(asked, "terugnemen"))["Location"] == at(asked)
        assert Takeover.objects.get().state == "teruggenomen"
        assert Change.objects.latest("pk").note == "de vraag om het over te nemen is teruggenomen"

    def test_stopping_or_handing_over_otherwise_ends_the_question(
        self, asked: Registration, place: Place, client: Client
    ) -> None:
        token = key()
        assert asked.initiative
        hand_over(asked.initiative, place.hall, acting_user=place.user)
        assert client.get(ANSWER, {links.QUERY: token}).status_code == 410
        assert not Neighbour.objects.exists()

    def test_so_does_stopping(self, asked: Registration) -> None:
        assert asked.initiative
        step_to(asked.initiative, "gestopt", acting_user=None)
        assert not Neighbour.objects.exists()

    @pytest.mark.parametrize("deed", ["handed over", "stopped"])
    def test_and_that_is_undone_as_ever_while_the_question_stays_over(
        self, deed: str, asked: Registration, place: Place
    ) -> None:
        assert asked.initiative
        if deed == "stopped":
            step_to(asked.initiative, "gestopt", acting_user=place.user)
        else:
            hand_over(asked.initiative, place.hall, acting_user=place.user)
        undo(Change.objects.latest("pk"), acting_user=place.user)
        asked.initiative.refresh_from_db()
        assert asked.initiative.phase == "draait"
        assert Takeover.objects.get().state == "teruggenomen"

    def test_taking_back_that_it_was_published_forgets_the_neighbour(self, make: Make, place: Place) -> None:
        registration = make()
        publish(registration, acting_user=place.user, name="Plein", description="Een plein")
        change = Change.objects.latest("pk")
        registration.refresh_from_db()
        ask(registration, email=THEIRS)
        undo(change, acting_user=place.user)
        assert "buidelmees" not in everything()

    def test_and_so_does_erasing(self, asked: Registration, client: Client) -> None:
        token = key()
        erase(asked)
        assert client.get(ANSWER, {links.QUERY: token}).status_code == 410
        assert not Neighbour.objects.exists()


@pytest.mark.parametrize("who", ["resident", "coordinator"])
def test_the_button_to_take_back_carries_its_token(who: str, asked: Registration, place: Place) -> None:
    """A part of a page that is handed only what it needs has to be handed that as well."""
    client = Client(enforce_csrf_checks=True)
    if who == "coordinator":
        client.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
        page, button = at(asked), at(asked, "terugnemen")
    else:
        link = f"/mijn-initiatief/openen/?{links.QUERY}={space_link(asked)}"
        form = csrf_in(client.get(link))
        client.post("/mijn-initiatief/openen/", {**form, links.QUERY: link.split("=")[1]})
        page, button = HAND_OVER, BACK
    assert client.post(button, csrf_in(client.get(page), button)).status_code == 302
    assert Takeover.objects.get().state == "teruggenomen"


def csrf_in(answer: Any, action: str = "") -> dict[str, str]:
    """The token in the form that is sent to this address."""
    forms = re.findall(r"<form.*?</form>", answer.content.decode(), re.DOTALL)
    (form,) = [one for one in forms if f'action="{action}"' in one] if action else forms
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    return {"csrfmiddlewaretoken": found[1]} if found else {}


class TestWhatTheCoordinatorSees:
    def test_that_it_was_asked_and_that_it_happened_not_to_whom(
        self, asked: Registration, anna: Client, client: Client
    ) -> None:
        changes = "/kernen/oosterdorp/wijzigingen/"
        assert "vraag aan een buur" in text(anna.get(changes))
        page = text(anna.get(at(asked)))
        assert "vroeg de inwoner een buur" in page
        assert THEIRS not in page
        client.post(ANSWER, {links.QUERY: key(), **YES})
        assert "Buurttuin · zei ja" in text(anna.get(changes))
        new = Registration.objects.get(took_over__isnull=False)
        assert at(new) in text(anna.get(at(asked)))
        assert at(asked) in text(anna.get(at(new)))
        assert at(new) in text(anna.get("/initiatieven/buurttuin/levensloop/"))
        assert THEIR_NAME in text(anna.post(at(new, "wie")))

    def test_it_is_not_undone(self, asked: Registration, place: Place) -> None:
        question = Change.objects.latest("pk")
        link = links.read(TAKEOVER, key())
        assert link
        new = accept(link, is_sixteen=True, consents={})
        assert new
        for change in (question, Change.objects.latest("pk")):
            with pytest.raises(CannotUndo):
                undo(change, acting_user=place.user)
        assert Participation.objects.get(partner=new.person).ended_on is None

    def test_a_refusal_twice_is_one(self, asked: Registration) -> None:
        link = links.read(TAKEOVER, key())
        assert link
        assert [refuse(link), refuse(link)] == [True, False]
