"""Who asks to be erased leaves no word behind, anywhere; what stays says nothing about a person."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from changes.services import version_of
from initiatives.models import Initiative, Offer, Participation
from keeping.terms import keep
from partners.models import Identity, Partner
from post.models import MailLink, OutboxMail
from post.services import enqueue_text
from residents.models import Registration, State, Words
from residents.services.changing import change_words
from residents.services.erasing import erase
from residents.services.living import step_to
from residents.services.registering import send_space_links
from tests.factories import make_relation
from tests.residents.conftest import CANARIES, EMAIL, Place, everything, mails

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
# What the coordinator wrote about the person, which goes as well.
ALSO = ("waterral", "zilverreiger", "kwikstaart", "goudplevier", "wielewaal")


def lived(registration: Registration, place: Place) -> None:
    """Everything in which a word of a resident may end up."""
    person = registration.person
    assert person
    assert registration.initiative
    person.description, person.source = "waterral", "zilverreiger"
    person.save()
    Identity.objects.create(partner=person, name="Mevrouw Goudplevier", email=EMAIL)
    make_relation(person, place.hall, description="kwikstaart").delete()
    make_relation(person, place.hall, description="wielewaal")
    Offer.objects.create(
        slug="x", type="aanbod", kind="ruimte", partner=person, description="de schuur van roerdomp"
    )
    Participation.objects.filter(partner=person).update(description="kwikstaart")
    registration.messages.create(text="Beste Roerdomp, hoe gaat het?", made_by=place.user)
    registration.messages.create(text="Goed, zei de karekiet", is_from_resident=True)
    change_words(
        registration,
        {"dream": "Nieuw, met een porseleinhoen", "first_name": "Roerdomp"},
        version=0,
        text_version=version_of(registration.initiative),
    )
    step_to(registration.initiative, "gepauzeerd", acting_user=None, lesson="Leer van de steltkluut")
    send_space_links(EMAIL)
    enqueue_text(
        to=EMAIL,
        subject="Een vraag",
        text="Beste Roerdomp",
        purpose=f"resident-news{registration.mail_purpose}",
    )


def test_no_word_stays_in_the_database_the_outbox_the_files_or_the_exports(
    published: Make, place: Place, client: Client, anna: Client, tmp_path: Path, settings: object
) -> None:
    registration = published(consents={"naam": True})
    lived(registration, place)
    before = everything()
    assert not [word for word in (*CANARIES[:-2], *ALSO) if word not in before], (
        "else this test could not fail"
    )
    anna.get("/kernen/oosterdorp/wijkweb/")
    count = Registration.objects.count()
    erase(registration)
    after = everything()
    assert not [word for word in (*CANARIES, *ALSO) if word in after]
    assert not MailLink.objects.exists()
    assert not OutboxMail.objects.exists()
    for path in (
        "/kernen/oosterdorp/",
        "/initiatieven/buurttuin/",
        "/kernen/oosterdorp/wijkweb/",
        "/kernen/oosterdorp/wijkweb.json",
    ):
        shown = anna.get(path).content.decode().lower()
        assert not [word for word in (*CANARIES, *ALSO) if word in shown], path
    call_command("export_package", str(tmp_path / "uit"), stdout=io.StringIO())
    files = " ".join(one.read_text("utf-8") for one in (tmp_path / "uit").rglob("*") if one.is_file()).lower()
    assert "buurttuin" in files
    assert not [word for word in (*CANARIES, *ALSO) if word in files]
    assert Registration.objects.count() == count
    assert Initiative.objects.get(slug="buurttuin").name == "Buurttuin"
    registration.refresh_from_db()
    assert registration.state == State.PUBLISHED
    assert registration.erased_on == timezone.localdate()


def test_what_stays_is_that_a_resident_carried_it(published: Make, place: Place) -> None:
    registration = published()
    erase(registration)
    part = Participation.objects.get(initiative=registration.initiative)
    assert (part.role, str(part.ended_on)) == ("trekker", str(timezone.localdate()))
    assert part.partner.name == "inwoner"
    assert part.partner.visibility == "coordinators"


def test_a_card_that_was_merged_goes_along(published: Make, place: Place) -> None:
    from upkeep.services.merging import merge

    registration = published()
    other = Partner.objects.create(
        slug="p2",
        name="zilverreiger",
        form="persoon",
        kind="inwoner",
        kern=place.kern,
        description="kwikstaart",
    )
    assert registration.person
    merge(other, registration.person, acting_user=place.user)
    registration.refresh_from_db()
    assert registration.person == other
    erase(registration)
    assert not [word for word in ("zilverreiger", "kwikstaart") if word in everything()]


def test_an_offer_that_was_lent_stays_without_a_word(published: Make, place: Place) -> None:
    from sharing.models import Loan

    registration = published()
    assert registration.person
    offer = Offer.objects.create(
        slug="schuur",
        type="aanbod",
        kind="ruimte",
        partner=registration.person,
        description="de schuur van kwikstaart",
    )
    day = timezone.localdate()
    Loan.objects.create(offer=offer, borrower=place.hall, first_day=day, last_day=day, state="gevraagd")
    erase(registration)
    assert "kwikstaart" not in everything()
    assert Loan.objects.count() == 1


def test_another_initiative_of_the_same_person_stays(make: Make, place: Place) -> None:
    one, two = make(dream="Eerste"), make(dream="Tweede")
    erase(one)
    assert Words.objects.get().registration == two
    assert [mail.purpose for mail in mails()] == [f"resident-confirm-{two.pk}"]


def test_a_second_time_changes_nothing(make: Make) -> None:
    registration = make()
    erase(registration)
    before = everything()
    erase(registration)
    assert everything() == before


class TestByTheResident:
    def test_erasing_asks_to_be_sure(self, published: Make, opened: Callable[[Registration], Client]) -> None:
        client = opened(published())
        unsure = client.post("/mijn-initiatief/wissen/", {})
        assert unsure.status_code == 422
        assert "Nog niet gewist" in unsure.content.decode()
        assert "Nog niet opgeslagen" not in unsure.content.decode(), (
            "nothing was typed, and nothing would be stored"
        )
        assert Words.objects.exists()
        answer = client.post("/mijn-initiatief/wissen/", {"sure": "on"})
        assert answer["Location"] == "/mijn-initiatief/gewist/"
        assert not Words.objects.exists()
        assert client.get("/mijn-initiatief/overzicht/").status_code == 302
        assert Initiative.objects.get(slug="buurttuin").phase == "draait"

    def test_withdrawing_stops_it_and_erases_at_once(
        self, published: Make, opened: Callable[[Registration], Client]
    ) -> None:
        registration = published()
        opened(registration).post("/mijn-initiatief/intrekken/", {"sure": "on"})
        registration.refresh_from_db()
        assert registration.state == State.WITHDRAWN
        initiative = Initiative.objects.get(slug="buurttuin")
        assert (initiative.phase, initiative.description) == ("gestopt", "")
        assert not [word for word in CANARIES if word in everything()]

    def test_after_it_the_address_is_as_unknown_as_any_other(
        self, make: Make, opened: Callable[[Registration], Client]
    ) -> None:
        opened(make()).post("/mijn-initiatief/wissen/", {"sure": "on"})
        assert send_space_links(EMAIL) == 0


class TestByTheNight:
    def test_declined_goes_after_thirty_days_and_is_still_counted(self, make: Make, place: Place) -> None:
        registration = make()
        registration.state, registration.decided_at = State.DECLINED, timezone.now()
        registration.save()
        assert keep("residents", timezone.now() + timedelta(days=29)) == 0
        assert keep("residents", timezone.now() + timedelta(days=31)) == 1
        assert keep("residents", timezone.now() + timedelta(days=32)) == 0
        assert not [word for word in CANARIES if word in everything()]
        assert Registration.objects.filter(state=State.DECLINED).count() == 1

    def test_stopped_goes_after_thirty_days_and_what_runs_stays(self, published: Make) -> None:
        registration = published()
        assert keep("residents", timezone.now() + timedelta(days=900)) == 0
        assert registration.initiative
        step_to(registration.initiative, "gestopt", acting_user=None)
        assert keep("residents", timezone.now() + timedelta(days=29)) == 0
        assert keep("residents", timezone.now() + timedelta(days=32)) == 1
        assert not Words.objects.exists()

    def test_the_task_may_run_twice(self, make: Make) -> None:
        make(State.SENT)
        assert keep("residents") == 0
        Registration.objects.update(sent_at=timezone.now() - timedelta(days=8))
        assert keep("residents") == 1
        assert keep("residents") == 0


def test_the_cache_holds_no_word(published: Make, place: Place, anna: Client) -> None:
    registration = published()
    anna.get("/kernen/oosterdorp/wijkweb/")
    erase(registration)
    held = json.dumps(str(getattr(cache, "_cache", "")))
    assert not [word for word in CANARIES if word in held.lower()]
