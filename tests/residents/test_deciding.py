"""What a coordinator does with what residents registered: read, publish, ask back, decline; and what a party answers."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from changes.models import Change
from changes.services import CannotUndo, undo
from initiatives.models import Initiative, Participation
from partners.models import Partner
from post import links
from residents.models import Registration, Sighting, State
from residents.services.changing import Overtaken, change_words
from residents.services.deciding import (
    AlreadyDecided,
    OwnInitiative,
    decline,
    publish,
)
from residents.services.erasing import erase
from residents.services.inviting import invite
from residents.services.talking import ANSWER, answer, ask_back
from tests.factories import make_user
from tests.overtaken import at_once, overtaken
from tests.residents.conftest import CANARIES, EMAIL, NAME, WORDS, Place, everything, mails, text, token_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
LIST = "/kernen/oosterdorp/aanmeldingen/"


def at(registration: Registration, what: str = "") -> str:
    return f"{LIST}{registration.key}/" + (f"{what}/" if what else "")


def filled(**other: Any) -> dict[str, Any]:
    standard = {"name": "Buurttuin", "description": "Een tuin", "visibility": "public", "token": str(uuid4())}
    return {**standard, **other}


class TestReading:
    def test_it_waits_on_the_start_page_and_in_the_list(self, make: Make, anna: Client, place: Place) -> None:
        registration = make()
        make(State.SENT, dream="Niet bevestigd")
        for path in ("/kernen/oosterdorp/start/", LIST):
            page = text(anna.get(path))
            assert at(registration) in page
            assert "Niet bevestigd" not in page

    def test_name_and_address_are_shown_by_a_button_only_and_that_is_written_down(
        self, make: Make, anna: Client, place: Place
    ) -> None:
        registration = make()
        page = text(anna.get(at(registration)))
        assert WORDS["dream"] in page
        assert NAME not in page
        assert EMAIL not in page
        assert not Sighting.objects.exists()
        shown = text(anna.post(at(registration, "wie")))
        assert NAME in shown
        assert EMAIL in shown
        seen = Sighting.objects.get()
        assert (seen.registration_key, seen.seen_by) == (registration.key, place.user.pk)
        assert NAME not in text(anna.get(at(registration)))

    def test_the_resident_sees_that_somebody_looked(
        self, make: Make, anna: Client, opened: Callable[[Registration], Client]
    ) -> None:
        registration = make()
        assert "Nog geen coördinator" in text(opened(registration).get("/mijn-initiatief/overzicht/"))
        anna.post(at(registration, "wie"))
        assert "bekeek uw voornaam" in text(opened(registration).get("/mijn-initiatief/overzicht/"))

    @pytest.mark.parametrize("role", [Role.COORDINATOR, ""])
    def test_others_see_nothing(self, role: str, make: Make, place: Place, client: Client) -> None:
        registration = make()
        where = place.elsewhere if role == Role.COORDINATOR else None
        client.force_login(make_user(role, where), backend="django.contrib.auth.backends.ModelBackend")
        for what in ("", "wie", "plaatsen", "vragen", "afwijzen", "uitnodigen"):
            answers = [client.get(at(registration, what)), client.post(at(registration, what))]
            assert {answer.status_code for answer in answers} <= {404, 405}
        assert not Sighting.objects.exists()

    def test_the_list_costs_the_same_for_many(self, make: Make, anna: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                anna.get(LIST)
            return len(caught)

        make()
        anna.get(LIST)
        before = queries()
        for _ in range(5):
            make()
        assert queries() == before


@pytest.mark.parametrize(
    ("what", "typed"),
    [("plaatsen", filled(name="Tuin van de roerdomp")), ("afwijzen", {"text": "Vraag het de roerdomp"})],
)
def test_words_that_the_resident_changed_meanwhile_are_read_first(
    what: str, typed: dict[str, str], make: Make, anna: Client, opened: Callable[[Registration], Client]
) -> None:
    registration = make()
    version = anna.get(at(registration, what)).context["form"]["version"].value()
    edit = opened(registration).get("/mijn-initiatief/aanpassen/").context["form"]
    values = {
        name: edit[name].value() for name in ("brings", "seeks", "first_name", "version", "text_version")
    }
    opened(registration).post("/mijn-initiatief/aanpassen/", {**values, "dream": "Een tuin met een waterral"})
    answer = anna.post(at(registration, what), {**typed, "version": version})
    assert answer.status_code == 409
    assert "waterral" in text(answer)
    assert "roerdomp" in text(answer)
    registration.refresh_from_db()
    assert registration.state == State.NEW
    again = {**typed, "version": answer.context["form"]["version"].value()}
    assert anna.post(at(registration, what), again).status_code == 302
    registration.refresh_from_db()
    assert registration.state in (State.PUBLISHED, State.DECLINED)


def test_a_resident_who_typed_while_it_was_published_sees_what_everybody_reads(
    make: Make, place: Place, opened: Callable[[Registration], Client]
) -> None:
    registration = make()
    edit = Registration.objects.select_related("words", "initiative").get(pk=registration.pk)
    publish(registration, acting_user=place.user, name="Tuin", description="Een tuin voor iedereen")
    with pytest.raises(Overtaken):
        change_words(edit, {"dream": "Een tuin met een waterral"}, version=0)
    values = {"dream": "Een tuin met een waterral", "first_name": NAME, "version": "0", "text_version": "0"}
    answer = opened(registration).post("/mijn-initiatief/aanpassen/", values)
    assert answer.status_code == 409
    assert "waterral" in text(answer)
    assert "Een tuin voor iedereen" in text(answer)


class TestPublishing:
    def test_it_comes_on_the_map_driven_by_a_resident(self, make: Make, anna: Client, place: Place) -> None:
        registration = make()
        form = anna.get(at(registration, "plaatsen")).context["form"]
        assert WORDS["dream"] in form["description"].value()
        assert "Komt halen" in form["description"].value()
        assert not form["name"].value(), "the title is the coordinator's"
        answer = anna.post(
            at(registration, "plaatsen"), filled(life_domains=["wonen"], target_groups="ouderen")
        )
        assert answer.status_code == 302
        registration.refresh_from_db()
        initiative = Initiative.objects.get(slug="buurttuin")
        assert (registration.state, registration.initiative, registration.decided_by) == (
            State.PUBLISHED, initiative, place.user,
        )  # fmt: skip
        assert (initiative.phase, initiative.origin, initiative.visibility) == ("gedeeld", "burger", "public")
        part = Participation.objects.get(initiative=initiative)
        assert (part.role, part.partner, part.partner.layer) == ("trekker", registration.person, "burgers")
        assert part.partner.visibility == "coordinators"
        assert "Uw initiatief staat in Wijkweb" in mails("resident-news")[-1].subject

    def test_it_is_one_deed_and_one_undo_brings_it_back(self, make: Make, anna: Client, place: Place) -> None:
        registration = make()
        before = Change.objects.count()
        anna.post(at(registration, "plaatsen"), filled())
        assert Change.objects.count() == before + 1
        undo(Change.objects.latest("pk"), acting_user=place.user)
        registration.refresh_from_db()
        assert (registration.state, registration.initiative, registration.person) == (State.NEW, None, None)
        assert not Initiative.objects.filter(slug="buurttuin").exists()
        assert not Partner.objects.filter(form="persoon").exists()

    def test_sending_twice_makes_one(self, make: Make, anna: Client) -> None:
        registration = make()
        values = filled()
        answers = [anna.post(at(registration, "plaatsen"), values) for _ in range(2)]
        assert answers[0].status_code == 302
        assert answers[1].status_code == 409, "it has been decided by now"
        assert Initiative.objects.filter(name="Buurttuin").count() == 1

    def test_what_may_be_better_not_said_is_asked_about(self, make: Make, anna: Client) -> None:
        registration = make()
        values = filled(description="Bel 06-12345678")
        asked = anna.post(at(registration, "plaatsen"), values)
        assert asked.status_code == 422
        assert (
            anna.post(at(registration, "plaatsen"), {**values, "gezien": asked.context["seen"]}).status_code
            == 302
        )

    def test_nobody_decides_about_the_own_initiative(self, make: Make, anna: Client, place: Place) -> None:
        registration = make(email=place.user.email.upper())
        assert "eigen adres" in text(anna.get(at(registration)))
        for what in ("plaatsen", "vragen", "afwijzen"):
            assert anna.get(at(registration, what)).status_code == 409
            assert anna.post(at(registration, what), filled(text="x")).status_code == 409
        for deed in (
            lambda: publish(registration, acting_user=place.user, name="X", description="x"),
            lambda: decline(registration, "x", acting_user=place.user),
        ):
            with pytest.raises(OwnInitiative):
                deed()
        assert not Initiative.objects.filter(name="X").exists()
        colleague = make_user(Role.COORDINATOR, place.kern)
        publish(registration, acting_user=colleague, name="Buurttuin", description="x")
        assert Initiative.objects.filter(name="Buurttuin").exists()

    def test_who_comes_second_sees_who_was_first(self, make: Make, anna: Client, place: Place) -> None:
        registration = make()
        colleague = make_user(Role.COORDINATOR, place.kern, name="Bert")
        decline(registration, "Er is al een tuin", acting_user=colleague)
        late = anna.post(at(registration, "plaatsen"), filled())
        assert late.status_code == 409
        assert "Bert was u voor: afgewezen" in text(late)
        assert not Initiative.objects.filter(name="Buurttuin").exists()

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
    def test_of_two_that_decide_at_once_one_wins(self, make: Make, place: Place) -> None:
        registration = make()
        colleague = make_user(Role.COORDINATOR, place.kern, name="Bert")
        gate, won, lost = threading.Barrier(2), [], []

        def run(deed: Callable[[], Any]) -> None:
            gate.wait()
            try:
                deed()
                won.append(deed)
            except AlreadyDecided as error:
                lost.append(error.who)
            finally:
                connection.close()

        deeds = [
            lambda: publish(registration, acting_user=place.user, name="Buurttuin", description="x"),
            lambda: decline(registration, "nee", acting_user=colleague),
        ]
        threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        registration.refresh_from_db()
        assert len(won) == len(lost) == 1
        assert lost == [registration.decided_by]
        assert Initiative.objects.filter(name="Buurttuin").count() == (registration.state == State.PUBLISHED)
        assert len(mails("resident-news")) == 1


class TestAskingBack:
    @pytest.mark.django_db(transaction=True)
    @at_once
    def test_an_answer_that_comes_too_late_takes_nothing_back(self, make: Make, place: Place) -> None:
        registration = make()
        ask_back(registration, "Waar precies?", acting_user=place.user)
        link = links.read(ANSWER, token_in(mails("resident-news")[-1]))
        assert link is not None

        def published() -> None:
            publish(registration, acting_user=place.user, name="Buurttuin", description="x")

        assert overtaken(published, lambda: answer(link, "Achter de kerk")) is None
        registration.refresh_from_db()
        assert registration.state == State.PUBLISHED
        assert registration.initiative == Initiative.objects.get(name="Buurttuin")

    def test_a_question_goes_by_mail_and_the_answer_comes_back(
        self, make: Make, anna: Client, client: Client
    ) -> None:
        registration = make()
        anna.post(at(registration, "vragen"), {"text": "Waar precies?", "token": str(uuid4())})
        registration.refresh_from_db()
        assert registration.state == State.ASKED
        mail = mails("resident-news")[-1]
        assert (mail.to, "Waar precies?" in mail.text) == (EMAIL, True)
        token = token_in(mail)
        page = "/mijn-initiatief/antwoord/"
        assert "Waar precies?" in text(client.get(page, {links.QUERY: token}))
        assert client.post(page, {links.QUERY: token, "text": ""}).status_code == 422
        assert client.post(page, {links.QUERY: token, "text": "Bij de kerk"}).status_code == 302
        assert client.post(page, {links.QUERY: token, "text": "Bij de kerk"}).status_code == 410
        registration.refresh_from_db()
        assert registration.state == State.NEW
        assert "Bij de kerk" in text(anna.get(at(registration)))

    def test_after_a_decision_nothing_can_be_answered(self, make: Make, anna: Client, client: Client) -> None:
        registration = make()
        anna.post(at(registration, "vragen"), {"text": "Waar?", "token": str(uuid4())})
        token = token_in(mails("resident-news")[-1])
        anna.post(at(registration, "plaatsen"), filled())
        assert client.post("/mijn-initiatief/antwoord/", {links.QUERY: token, "text": "x"}).status_code == 410


class TestDeclining:
    def test_the_resident_reads_the_reason_by_mail_and_behind_the_link(
        self, make: Make, anna: Client, opened: Callable[[Registration], Client]
    ) -> None:
        registration = make()
        assert anna.post(at(registration, "afwijzen"), {"text": ""}).status_code == 422
        anna.post(at(registration, "afwijzen"), {"text": "Er is al zo'n tuin", "token": str(uuid4())})
        registration.refresh_from_db()
        assert registration.state == State.DECLINED
        assert "Er is al zo'n tuin" in mails("resident-news")[-1].text
        assert "Er is al zo" in text(opened(registration).get("/mijn-initiatief/overzicht/"))

    def test_it_can_be_taken_back_until_the_resident_was_erased(
        self, make: Make, anna: Client, place: Place
    ) -> None:
        registration = make()
        anna.post(at(registration, "afwijzen"), {"text": "nee", "token": str(uuid4())})
        change = Change.objects.latest("pk")
        undo(change, acting_user=place.user)
        registration.refresh_from_db()
        assert registration.is_open
        anna.post(at(registration, "afwijzen"), {"text": "toch nee", "token": str(uuid4())})
        again = Change.objects.latest("pk")
        erase(registration)
        with pytest.raises(CannotUndo):
            undo(again, acting_user=place.user)


def test_erased_after_all_this_no_word_is_left(
    make: Make, anna: Client, client: Client, place: Place
) -> None:
    registration = make(consents={"contact": True})
    anna.post(at(registration, "vragen"), {"text": f"Beste {NAME}, waar?", "token": str(uuid4())})
    client.post(
        "/mijn-initiatief/antwoord/",
        {links.QUERY: token_in(mails("resident-news")[-1]), "text": "bij de karekiet"},
    )
    form = anna.get(at(registration, "plaatsen")).context["form"]
    anna.post(at(registration, "plaatsen"), filled(description=form["description"].value()))
    client.post(
        "/initiatieven/buurttuin/bericht/", {"text": f"Dag {NAME}", "email": "kwikstaart@voorbeeld.nl"}
    )
    registration.refresh_from_db()
    assert registration.initiative
    invite(registration.initiative, place.hall, reasons=[["ruimte", ""]], acting_user=place.user)
    assert "karekiet" in everything()
    assert "kwikstaart" in everything()
    erase(registration)
    left = everything()
    assert not [word for word in (*CANARIES, "kwikstaart") if word in left]
    assert "buurttuin" in left
    assert "is gewist" in text(anna.get(at(registration)))
