"""Nothing is left of who handed over, nor of who said no; and of twenty who press at the same moment one takes over."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from changes.services import version_of
from initiatives.models import Initiative, Participation
from keeping import ledger
from partners.models import Partner
from post import links
from post.models import MailLink
from post.services import deliver_due
from residents.models import Neighbour, Registration, Takeover
from residents.services import taking_over
from residents.services.changing import change_words
from residents.services.deciding import AlreadyDecided
from residents.services.erasing import erase
from residents.services.living import hand_over
from residents.services.neighbours import TAKEOVER
from residents.services.taking_over import accept, ask, refuse, take_back
from residents.services.talking import ask_back
from tests.overtaken import at_once, overtaken, press_at_once
from tests.residents.conftest import EMAIL, Place, everything, mails, token_in
from tests.residents.test_erasing import ALSO, lived

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
THEIRS, THEIR_NAME = "buidelmees@voorbeeld.nl", "Wielewaal"
OF_THEM = ("buidelmees", "wielewaal")
# Of the resident; what stands on the map at the end holds none of these.
OF_HIM = ("karekiet", "steltkluut", "porseleinhoen", "roerdomp", "ijsvogel", *ALSO[:-1])


def asked_of(registration: Registration) -> MailLink:
    ask(registration, email=THEIRS, first_name=THEIR_NAME)
    link = links.read(TAKEOVER, token_in(mails(TAKEOVER)[-1]))
    assert link
    return link


def yes(link: MailLink) -> Registration | None:
    return accept(link, first_name=THEIR_NAME, is_sixteen=True, consents={"naam": True})


class TestErasing:
    def test_with_yes_no_word_of_the_old_one_stays_but_what_is_on_the_map(
        self, published: Make, place: Place, mailoutbox: list[Any]
    ) -> None:
        registration = published(consents={"naam": True})
        lived(registration, place)
        initiative = Initiative.objects.get(registration=registration)
        initiative.outcome = ""
        initiative.save()
        change_words(
            registration, {"dream": "Een tuin voor het dorp"}, version=1, text_version=version_of(initiative)
        )
        link = asked_of(Registration.objects.get(pk=registration.pk))
        before = everything()
        assert not [word for word in OF_HIM[:3] if word not in before], "else this test could not fail"
        assert yes(link)
        deliver_due()
        left = everything()
        assert not [word for word in OF_HIM if word in left]
        assert Initiative.objects.get(name="Buurttuin").description == "Een tuin voor het dorp"
        goodbye = [mail for mail in mailoutbox if mail.to == [EMAIL]][-1]
        assert "Uw buur zei ja" in goodbye.body

    def test_a_no_leaves_nothing_of_the_neighbour(self, published: Make) -> None:
        link = asked_of(published())
        before = everything()
        assert not [word for word in ("buidelmees",) if word not in before]
        assert refuse(link)
        assert not [word for word in OF_THEM if word in everything()]

    def test_nor_does_a_question_that_was_taken_back(self, published: Make) -> None:
        registration = published()
        asked_of(registration)
        assert take_back(registration)
        assert not [word for word in OF_THEM if word in everything()]

    def test_nor_does_erasing_or_withdrawing_of_who_asked(self, published: Make) -> None:
        registration = published()
        asked_of(registration)
        erase(registration, is_withdrawn=True)
        assert not [word for word in (*OF_THEM, *OF_HIM) if word in everything()]

    def test_who_took_over_is_erased_like_anybody(self, published: Make) -> None:
        new = yes(asked_of(published()))
        assert new
        erase(new)
        deliver_due()
        assert not [word for word in (*OF_THEM, *OF_HIM) if word in everything()]

    def test_after_a_restore_both_are_forgotten_again(
        self,
        published: Make,
        place: Place,
        django_capture_on_commit_callbacks: Any,
        tmp_path: Any,
        settings: Any,
    ) -> None:
        """The rows come back as they were before the yes; the ledger knows of it."""
        settings.ERASURE_LEDGER = tmp_path / "ledger"
        registration = published()
        asked_of(registration)
        takeover = Takeover.objects.get()
        ledger.note("passing-on", registration.key.hex)
        ledger.note("neighbour", takeover.key.hex)
        ledger.complete_file()
        ledger.Erasure.objects.all().delete()
        Initiative.objects.filter(registration=registration).update(description="Een tuin voor het dorp")
        done = ledger.catch_up()
        assert done.again["passing-on"] == 1
        assert not Neighbour.objects.exists()
        assert not [word for word in (*OF_THEM, *OF_HIM) if word in everything()]
        assert Initiative.objects.get(name="Buurttuin").description == "Een tuin voor het dorp"


def test_after_it_the_old_one_can_no_longer_be_written_to(published: Make, place: Place) -> None:
    registration = published()
    yes(asked_of(registration))
    with pytest.raises(AlreadyDecided):
        ask_back(registration, "Hallo?", acting_user=place.user)


@pytest.mark.django_db(transaction=True)
@at_once
class TestAtOnce:
    def test_of_twenty_that_press_yes_one_takes_over(self, published: Make) -> None:
        link = asked_of(published())
        answers = press_at_once(lambda: yes(link))
        assert len([answer for answer in answers if answer]) == 1
        assert Registration.objects.count() == 2
        assert Partner.objects.filter(form="persoon").count() == 2
        assert Participation.objects.filter(role="trekker", initiative__name="Buurttuin").count() == 2

    def test_without_the_guards_more_would(self, published: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        """Otherwise the test above could not fail."""
        link = asked_of(published())
        looked = threading.Barrier(5)

        def careless(found: MailLink) -> Any:
            takeover = taking_over.takeover_of(found)
            looked.wait()
            return takeover

        monkeypatch.setattr(taking_over, "_in_hand", careless)
        reached: list[int] = []
        register = taking_over._register

        def counted(*args: Any, **kwargs: Any) -> Registration:
            reached.append(1)
            return register(*args, **kwargs)

        monkeypatch.setattr(taking_over, "_register", counted)

        def press() -> None:
            try:
                yes(link)
            except Exception:
                return

        press_at_once(press, 5)
        assert len(reached) > 1

    def test_of_yes_and_no_and_taking_back_at_once_one_holds(self, published: Make) -> None:
        registration = published()
        link = asked_of(registration)
        deeds = iter([lambda: yes(link), lambda: refuse(link), lambda: take_back(registration)] * 4)
        lock = threading.Lock()

        def press() -> Any:
            with lock:
                deed = next(deeds)
            try:
                return deed()
            except Registration.DoesNotExist:
                return None

        answers = press_at_once(press, 12)
        assert len([answer for answer in answers if answer]) == 1
        assert not Neighbour.objects.exists()

    def test_a_yes_while_the_coordinator_hands_it_over_comes_too_late(
        self, published: Make, place: Place
    ) -> None:
        registration = published()
        link = asked_of(registration)
        assert registration.initiative
        initiative = registration.initiative
        assert (
            overtaken(lambda: hand_over(initiative, place.hall, acting_user=place.user), lambda: yes(link))
            is None
        )
        (open_one,) = Participation.objects.filter(
            initiative=initiative, role="trekker", ended_on__isnull=True
        )
        assert open_one.partner == place.hall

    def test_a_yes_while_the_resident_withdraws_comes_too_late(self, published: Make) -> None:
        registration = published()
        link = asked_of(registration)
        assert overtaken(lambda: erase(registration, is_withdrawn=True), lambda: yes(link)) is None
        assert Registration.objects.count() == 1
        assert not Neighbour.objects.exists()

    def test_of_twenty_that_ask_one_mail_goes_out(self, published: Make) -> None:
        registration = published()

        def press() -> bool:
            try:
                ask(registration, email=THEIRS)
            except taking_over.CannotAsk:
                return False
            return True

        assert press_at_once(press).count(True) == 1
        assert len(mails(TAKEOVER)) == 1
