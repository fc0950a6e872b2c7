"""Who was entered as a person by somebody else is told within thirty days, and may object (W-52)."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.access import Visibility
from accounts.models import Role
from brokering.models import Consent, Introduction
from initiatives.models import Activity, Organiser, Participation
from keeping import ledger
from keeping.terms import run
from partners.models import Identity, Partner, PersonNotice, Relation
from partners.services import add_partner, set_identity
from post.models import MailStatus, OutboxMail
from rounds.models import Task
from tests.factories import make_initiative, make_person, make_user
from tests.house.test_canaries import text_of
from tests.upkeep.conftest import Place
from upkeep.services import informing
from upkeep.tasks import tell_persons, tell_persons_everywhere

DAY = timedelta(days=1)
ADDRESS = "ijsvogel@voorbeeld.nl"


@pytest.fixture
def person(place: Place) -> Partner:
    """The person of the place, with an address; entered today. Its short name comes from the kind, as when somebody enters it."""
    Partner.objects.filter(pk=place.person.pk).update(slug="inwoner")
    Partner.history.filter(id=place.person.pk).update(slug="inwoner")
    place.person.refresh_from_db()
    set_identity(place.person, acting_user=place.user, name="Mevrouw Goudplevier", email=ADDRESS)
    return place.person


@pytest.fixture
def later() -> Iterator[Callable[[int], datetime]]:
    """A clock that stands still; it goes on by a number of days when one says so."""
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def pass_by(days: int) -> datetime:
            clock.shift(days * DAY)
            return timezone.now()

        yield pass_by


@pytest.fixture
def anna(place: Place) -> Client:
    client = Client()
    client.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session.save()
    return client


def page_of(place: Place) -> str:
    return f"/kernen/{place.kern.slug}/bijhouden/personen/"


def link_in(mail: OutboxMail) -> str:
    found = re.search(r"/bericht/\?sleutel=\S+", mail.text)
    assert found
    return found[0]


def mailed() -> OutboxMail:
    return OutboxMail.objects.filter(purpose__startswith="person-notice").latest("pk")


# --- the mail ---------------------------------------------------------------------------------------------


def test_who_has_an_address_is_mailed_once_a_day_after_entering(
    person: Partner, place: Place, later: Callable[[int], datetime]
) -> None:
    assert tell_persons(place.kern.pk) == 0, "a slip of the pen may still be mended"
    later(2)
    assert tell_persons(place.kern.pk) == 1
    assert tell_persons(place.kern.pk) == 0
    assert tell_persons_everywhere() == 1, "one task, for the one kern with addresses"
    mail = mailed()
    assert mail.to == ADDRESS
    for word in ("Goudplevier", "zilverreiger", "kwikstaart"):  # the address may be a stranger's
        assert word not in mail.text + mail.html + mail.subject
    assert "Oosterdorp" in mail.text
    assert not [one for one in informing.untold_in([place.kern.pk]) if one.partner == person]


@pytest.mark.parametrize("why", ["told", "ended", "no address", "objected"])
def test_who_need_not_be_mailed_is_not(
    why: str, person: Partner, place: Place, later: Callable[[int], datetime]
) -> None:
    if why == "told":
        informing.set_told(person, timezone.localdate())
    elif why == "ended":
        Partner.objects.filter(pk=person.pk).update(ended_on="2026")
    elif why == "no address":
        Identity.objects.update(email="")
    else:
        informing.object_to(person)
    later(40)
    assert tell_persons(place.kern.pk) == 0
    assert informing.mail(Partner.with_merged.get(pk=person.pk)) is (why == "ended")


def test_a_kern_sends_a_few_a_day(place: Place, later: Callable[[int], datetime]) -> None:
    for number in range(informing.PER_DAY + 3):
        one = make_person(f"Bestuurder {number}", place.kern)
        Identity.objects.create(partner=one, email=f"a{number}@voorbeeld.nl")
    later(2)
    assert tell_persons(place.kern.pk) == informing.PER_DAY
    assert tell_persons(place.kern.pk) == 3


def test_a_mail_that_fails_comes_back_to_the_coordinator_and_a_new_address_is_tried(
    person: Partner, place: Place, later: Callable[[int], datetime]
) -> None:
    later(2)
    tell_persons(place.kern.pk)
    OutboxMail.objects.update(status=MailStatus.FAILED)
    tell_persons_everywhere()
    (one,) = [one for one in informing.untold_in([place.kern.pk]) if one.partner == person]
    assert one.is_undelivered
    assert not one.is_mailed_soon
    assert tell_persons(place.kern.pk) == 0
    set_identity(person, acting_user=place.user, email="beter@voorbeeld.nl")
    assert tell_persons(place.kern.pk) == 1
    assert mailed().to == "beter@voorbeeld.nl"


def hang_on(person: Partner, place: Place) -> None:
    """What other rooms may have about a person."""
    soup = make_initiative("Soepdag", place.kern)
    Participation.objects.create(partner=person, initiative=soup, role="trekker")
    activity = Activity.objects.create(
        name="Soep", slug="soep", kern=place.kern, initiative=soup, visibility="public", dated_on="2026-12-01"
    )
    Organiser.objects.create(activity=activity, partner=person)
    Task.objects.create(kern=place.kern, text="zilverreiger bellen", partner=person)
    Consent.objects.create(partner=person, agreed_on=timezone.localdate())
    first, second = sorted((person, place.club), key=lambda one: one.pk)
    Introduction.objects.create(
        kern=place.kern, first=first, second=second, note="zilverreiger zag het zitten"
    )


# --- the page behind the link -----------------------------------------------------------------------------


def test_the_link_shows_what_is_kept_and_changes_nothing(
    person: Partner, place: Place, later: Callable[[int], datetime]
) -> None:
    soup = make_initiative("Soepdag", place.kern)
    Participation.objects.create(partner=person, initiative=soup, role="trekker")
    neighbour = make_person("Buurman roodborst", place.kern)
    Relation.objects.create(source=person, target=neighbour, kind="kent")
    later(2)
    tell_persons(place.kern.pk)
    client, address = Client(), link_in(mailed())
    for _turn in range(2):
        answer = client.get(address)
        text = answer.content.decode()
        for word in ("Dominee zilverreiger", "Goudplevier", ADDRESS, "De Kerk", "kwikstaart", "Soepdag"):
            assert word in text
        assert "roodborst" not in text, "of others only who is public"
        assert answer["Cache-Control"] == "no-store"
    assert Partner.objects.get(pk=person.pk).visibility == Visibility.COORDINATORS
    later(informing.LINK_DAYS + 1)
    assert client.get(address).status_code == 410


def test_who_objects_is_hidden_at_once_from_everybody_but_that_list(
    person: Partner, place: Place, anna: Client, later: Callable[[int], datetime]
) -> None:
    hang_on(person, place)
    pages = [
        f"/kernen/{place.kern.slug}/{rest}"
        for rest in (
            "", "wijkweb/", "wijkweb/?weergave=lijst", "start/", "bijhouden/", "wijzigingen/", "lijst.csv",
            "lijntjes/", "netwerk/", "taken/", "agenda/", "rondje/", "deel/", "apk/",
        )
    ] + ["/partners/de-kerk/", "/initiatieven/soepdag/", "/activiteiten/soep/", person.get_absolute_url()]  # fmt: skip
    before = [page for page in pages if "zilverreiger" in text_of(anna.get(page))]
    assert len(before) >= 5, before
    later(2)
    tell_persons(place.kern.pk)
    address = link_in(mailed())
    token = address.partition("sleutel=")[2]
    client = Client()
    answer = client.post("/bericht/", {"sleutel": token, "doe": "bezwaar"})
    assert answer.status_code == 302
    assert token not in answer["Location"]
    assert "verborgen" in client.get(answer["Location"]).content.decode()
    assert client.post("/bericht/", {"sleutel": token, "doe": "bezwaar"}).status_code == 410
    assert client.get(address).status_code == 410
    anna.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    shown = [page for page in pages if "zilverreiger" in text_of(anna.get(page))]
    assert shown == []
    assert anna.get(person.get_absolute_url()).status_code == 404
    assert (
        "1 persoon wil niet op de kaart staan"
        in anna.get(f"/kernen/{place.kern.slug}/start/").content.decode()
    )
    assert "zilverreiger" in anna.get(page_of(place)).content.decode()


def test_without_the_answer_nothing_happens(
    person: Partner, place: Place, later: Callable[[int], datetime]
) -> None:
    later(2)
    tell_persons(place.kern.pk)
    token = link_in(mailed()).partition("sleutel=")[2]
    assert Client().post("/bericht/", {"sleutel": token}).status_code == 422
    assert Client().post("/bericht/", {"sleutel": token, "doe": "iets"}).status_code == 422
    assert not PersonNotice.objects.filter(objected_on__isnull=False).exists()


def test_a_new_link_is_asked_for_and_says_nothing_about_who_is_known(
    person: Partner, place: Place, later: Callable[[int], datetime]
) -> None:
    later(2)
    tell_persons(place.kern.pk)
    first = link_in(mailed())
    later(10)
    client = Client()
    known = client.post("/bericht/nieuw/", {"email": ADDRESS.upper()})
    unknown = client.post("/bericht/nieuw/", {"email": "niemand@voorbeeld.nl"})
    assert known.content.replace(b" ", b"") == unknown.content.replace(b" ", b"")
    assert OutboxMail.objects.count() == 2
    client.post("/bericht/nieuw/", {"email": ADDRESS})
    assert OutboxMail.objects.count() == 2, "not again within ten minutes"
    assert client.get(link_in(mailed())).status_code == 200
    assert client.get(first).status_code == 410


# --- the list of the coordinator --------------------------------------------------------------------------


def test_the_coordinator_sees_who_was_not_told_and_who_is_late(
    place: Place, anna: Client, later: Callable[[int], datetime]
) -> None:
    text = anna.get(page_of(place)).content.decode()
    assert "Dominee zilverreiger" in text
    assert "langer dan dertig dagen" not in text.replace("binnen dertig dagen", "")
    later(31)
    anna.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    text = anna.get(page_of(place)).content.decode()
    assert "langer dan dertig dagen geleden" in text
    assert "1 persoon weet nog niet" in anna.get(f"/kernen/{place.kern.slug}/start/").content.decode()
    anna.post(page_of(place), {"doe": f"verteld:{place.person.pk}"})
    assert PersonNotice.objects.get().told_on == timezone.localdate()
    text = anna.get(page_of(place)).content.decode()
    assert "Sinds gisteren verteld" in text
    assert "Iedere persoon op de kaart weet het" in text
    anna.post(page_of(place), {"doe": f"niet:{place.person.pk}"})
    assert PersonNotice.objects.get().told_on is None


@pytest.mark.parametrize("said", ["", "verteld", "verteld:x", "verteld:99999", "wis:99999", "weg:1", "wis:²"])
def test_what_is_not_there_changes_nothing(said: str, place: Place, anna: Client) -> None:
    assert anna.post(page_of(place), {"doe": said}).status_code in (404, 422)
    assert not PersonNotice.objects.exists()


def test_another_kern_cannot_tell_or_erase(place: Place, person: Partner) -> None:
    informing.object_to(person)
    other = make_user(Role.COORDINATOR, place.elsewhere)
    client = Client()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    there = f"/kernen/{place.elsewhere.slug}/bijhouden/personen/"
    assert client.get(page_of(place)).status_code == 404
    assert client.post(there, {"doe": f"wis:{person.pk}"}).status_code == 404
    assert client.post(there, {"doe": f"verteld:{person.pk}"}).status_code == 404
    assert Identity.objects.exists()


def test_erasing_asks_again_who_it_is(place: Place, person: Partner) -> None:
    informing.object_to(person)
    client = Client()
    client.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(page_of(place), {"doe": f"wis:{person.pk}"})
    assert answer.status_code == 302
    assert "personen" not in answer["Location"].partition("?")[0]
    assert Identity.objects.exists()


def test_the_list_costs_the_same_for_many(
    place: Place, anna: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_person(f"Bestuurder {number}", place.kern)
    anna.get(page_of(place))
    with django_assert_max_num_queries(14):
        anna.get(page_of(place))


# --- what goes --------------------------------------------------------------------------------------------


def words_left(*words: str) -> list[str]:
    """Which of these words stand anywhere in the database."""
    out = io.StringIO()
    call_command("dumpdata", "--all", exclude=["contenttypes", "auth"], stdout=out)
    return [word for word in words if word.lower() in out.getvalue().lower()]


WORDS = ("zilverreiger", "Goudplevier", "ijsvogel", "kwikstaart", "nachtegaal")


def test_the_coordinator_erases_and_no_word_is_left(
    place: Place, person: Partner, anna: Client, later: Callable[[int], datetime]
) -> None:
    hang_on(person, place)
    later(2)
    tell_persons(place.kern.pk)
    informing.object_to(person)
    assert words_left(*WORDS) == list(WORDS)
    informing.erase(person)
    assert words_left(*WORDS) == []
    assert informing.objections_in([place.kern.pk]) == []
    assert not Relation.objects.of(person).exists()


def test_thirty_days_after_the_objection_it_goes_by_itself(
    place: Place, person: Partner, later: Callable[[int], datetime]
) -> None:
    informing.object_to(person)
    run(later(29))
    assert words_left("Goudplevier") == ["Goudplevier"]
    run(later(1))
    assert words_left(*WORDS) == []


@pytest.mark.parametrize("deed", ["objects", "is erased"])
def test_after_a_restore_it_holds_again(
    deed: str,
    place: Place,
    person: Partner,
    tmp_path: Any,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.ERASURE_LEDGER = str(tmp_path / "erasures")
    with django_capture_on_commit_callbacks(execute=True):
        informing.object_to(person)
        if deed == "is erased":
            informing.erase(person)
    # As the backup has it: the same person, visible, and no line of it.
    ledger.Erasure.objects.all().delete()
    PersonNotice.objects.all().delete()
    Partner.with_merged.filter(pk=person.pk).update(
        name="Dominee zilverreiger", visibility=Visibility.COORDINATORS, ended_on=None
    )
    assert ledger.is_behind()
    ledger.catch_up()
    assert Partner.objects.get(pk=person.pk).visibility == Visibility.SELF
    assert bool(words_left("Dominee zilverreiger")) is (deed == "objects")


def test_a_resident_who_registered_needs_not_be_told(place: Place) -> None:
    one = add_partner(acting_user=place.user, kern=place.kern, name="bewoner achter soep", kind="inwoner")
    PersonNotice.objects.create(partner=one, told_on=timezone.localdate())
    assert one not in [row.partner for row in informing.untold_in([place.kern.pk])]
