"""The work list as a coordinator meets it: with and without scripts, for two at once, and for nobody else."""

import re
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from brokering import services
from brokering.models import Consent, Introduction, State
from changes.models import Change
from partners.models import Relation
from tests.brokering.conftest import ADDRESS, BACKEND, body, joins
from tests.factories import make_kern, make_partner, make_person, make_user
from tests.overtaken import at_once, overtaken

HTMX = {"HX-Request": "true"}
NEW = f"{ADDRESS}nieuw/"
CONSENT = f"{ADDRESS}toestemming/"


def pair(village: SimpleNamespace, decision: str = "voorstellen", **more: str) -> dict[str, str]:
    return {"eerste": village.library.slug, "tweede": village.choir.slug, "besluit": decision, **more}


@pytest.mark.django_db(transaction=True)
@at_once
def test_a_consent_that_is_recorded_twice_at_once_is_one(village: SimpleNamespace, user: User) -> None:
    person = make_person("Dirigent", village.kern)

    def record() -> None:
        services.record_consent(person, agreed_on=date(2026, 1, 1), acting_user=user)

    assert overtaken(record, record) is None
    assert Consent.objects.count() == 1


def step(client: Client, what: str, text: str = "", **options):
    pk = Introduction.objects.get().pk
    return client.post(f"{ADDRESS}{pk}/", {"stap": what, "tekst": text}, **options)


def test_from_idea_to_what_it_led_to_without_scripts(coordinator, village) -> None:
    page = body(coordinator)
    assert "beiden voor ouderen" in page
    assert "nog geen contact" in page
    answer = coordinator.post(NEW, pair(village), follow=True)
    page = answer.content.decode()
    assert "Staat op uw lijst" in page
    assert "Beste Bibliotheek en Koor Oost" in page
    assert "Terugdraaien" in page or "Ongedaan" in page
    assert Introduction.objects.get().reasons == [{"kind": "doelgroep", "about": ["ouderen"], "giver": ""}]
    step(coordinator, "gelegd")
    assert Relation.objects.get().kind == "kent"
    card = body(coordinator, village.choir.get_absolute_url())
    assert "Voorgesteld door de coördinator op" in card
    step(coordinator, "leidde-ergens-toe", "Samen zingen in de bibliotheek.")
    assert "Samen zingen in de bibliotheek." in body(coordinator)


def test_with_htmx_the_list_comes_back_with_a_message(coordinator, village) -> None:
    answer = coordinator.post(NEW, pair(village, plek="0"), headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert 'id="lijntjes"' in text
    assert 'id="meldingen"' in text
    assert "autofocus" in text


def test_nothing_written_down_is_said_and_what_was_typed_stays(coordinator, village) -> None:
    coordinator.post(NEW, pair(village))
    step(coordinator, "gelegd")
    for headers in ({}, HTMX):
        answer = step(coordinator, "leidde-ergens-toe", "  \n", headers=headers)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Nog niet opgeslagen" in text
        assert 'aria-invalid="true"' in text
    assert Introduction.objects.get().state == State.MADE


def test_put_aside_can_be_seen_and_brought_back(coordinator, village) -> None:
    coordinator.post(NEW, pair(village, "terzijde"))
    page = body(coordinator)
    assert "Ik ga dit voorstellen" not in page
    assert "Terughalen" in page
    step(coordinator, "terughalen")
    assert "Ik ga dit voorstellen" in body(coordinator)


def test_every_step_can_be_undone_from_its_row(coordinator, village) -> None:
    coordinator.post(NEW, pair(village))
    step(coordinator, "gelegd")
    page = body(coordinator)
    change = Change.objects.order_by("-pk").first()
    assert f"/wijzigingen/{change.pk}/terugdraaien/" in page
    coordinator.post(f"/wijzigingen/{change.pk}/terugdraaien/", {"next": ADDRESS})
    assert Introduction.objects.get().state == State.PROPOSED
    assert not Relation.objects.exists()


def test_a_double_click_is_one_step(coordinator, village) -> None:
    form = pair(village, token=str(uuid4()))
    for _ in range(2):
        assert coordinator.post(NEW, form).status_code == 302
    assert Introduction.objects.count() == 1
    token = str(uuid4())
    pk = Introduction.objects.get().pk
    for _ in range(2):
        assert coordinator.post(f"{ADDRESS}{pk}/", {"stap": "gelegd", "token": token}).status_code == 302
    assert Relation.objects.count() == 1


def test_two_coordinators_at_one_list(coordinator, village, user) -> None:
    other = Client()
    other.force_login(make_user(Role.COORDINATOR, village.kern), BACKEND)
    coordinator.post(NEW, pair(village))
    answer = other.post(NEW, pair(village, "terzijde"), follow=True)
    assert "staat al op de lijst" in answer.content.decode()
    assert Introduction.objects.get().state == State.PROPOSED
    step(other, "gelegd")
    answer = step(coordinator, "gelegd", follow=True)
    assert "Iemand anders ging intussen" in answer.content.decode()


@pytest.mark.parametrize(
    "spoilt", [{}, {"eerste": "bestaat-niet"}, {"besluit": "weg"}, {"tweede": "bibliotheek"}]
)
def test_a_spoilt_form_changes_nothing(coordinator, village, spoilt) -> None:
    answer = coordinator.post(NEW, pair(village) | spoilt if spoilt else {}, follow=True)
    assert answer.status_code == 200
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("spoilt", ["", "weg", "voorgesteld"])
def test_a_step_that_does_not_exist_is_not_found(coordinator, village, spoilt) -> None:
    coordinator.post(NEW, pair(village))
    assert step(coordinator, spoilt).status_code == 404


# --- persons ------------------------------------------------------------------------------------------------------


def test_consent_is_recorded_and_withdrawn_and_counts_at_once(coordinator, village) -> None:
    singer = make_person("Zanger", village.kern)
    joins(singer, "Zingen aan huis", target_groups=["ouderen"])
    assert "Zanger" not in body(coordinator)
    today = timezone.localdate().isoformat()
    form = {"partij": singer.slug, "besluit": "vond-het-goed", "datum": today}
    assert coordinator.post(CONSENT, form).status_code == 302
    assert str(Consent.objects.get().recorded_by) == "Coördinator"
    assert "Zanger" in body(coordinator)
    row = {"eerste": singer.slug, "tweede": village.library.slug, "besluit": "voorstellen"}
    coordinator.post(NEW, row)
    assert "Zanger" in body(coordinator)
    coordinator.post(CONSENT, {"partij": singer.slug, "besluit": "ingetrokken"})
    assert not Consent.objects.exists()
    assert "Zanger" not in body(coordinator)
    pk = Introduction.objects.get().pk
    assert coordinator.post(f"{ADDRESS}{pk}/", {"stap": "gelegd"}).status_code == 404


def test_a_day_to_come_is_refused_with_the_input_in_place(coordinator, village) -> None:
    singer = make_person("Zanger", village.kern)
    for day, words in (
        ("2999-01-01", "Deze dag moet nog komen."),
        ("", "Vul in op welke dag"),
        ("ooit", "Vul een dag in"),
    ):
        answer = coordinator.post(CONSENT, {"partij": singer.slug, "besluit": "vond-het-goed", "datum": day})
        assert answer.status_code == 422
        text = answer.content.decode()
        assert words in text
        assert f'value="{day}"' in text
    assert not Consent.objects.exists()


def test_consent_of_somebody_elsewhere_is_not_mine_to_record(coordinator, village) -> None:
    stranger = make_person("Zanger", make_kern("Westerdorp"))
    form = {"partij": stranger.slug, "besluit": "vond-het-goed", "datum": "2026-01-01"}
    assert coordinator.post(CONSENT, form).status_code == 404
    assert (
        coordinator.post(CONSENT, {"partij": village.library.slug, "besluit": "vond-het-goed"}).status_code
        == 404
    )


def test_a_forged_form_cannot_introduce_a_person_who_did_not_agree(coordinator, village) -> None:
    singer = make_person("Zanger", village.kern)
    form = {"eerste": singer.slug, "tweede": village.library.slug, "besluit": "voorstellen"}
    answer = coordinator.post(NEW, form, follow=True)
    assert "heeft niet gezegd voorgesteld te willen worden" in answer.content.decode()
    assert not Introduction.objects.exists()


def test_who_knew_both_is_named_no_longer_after_withdrawing(coordinator, village, user) -> None:
    doctor = make_person("Huisarts", village.kern)
    Consent.objects.create(partner=doctor, agreed_on=date(2026, 1, 1))
    why = [{"kind": "kent-beiden", "about": [doctor.slug], "giver": ""}]
    services.propose(village.kern, village.library, village.choir, reasons=why, acting_user=user)
    page = body(coordinator)
    assert "Huisarts kent beiden" in page
    letter = page[page.index("Beste Bibliotheek") :][:600]
    assert "Huisarts" not in letter[: letter.index("Hartelijke groet")]
    services.withdraw_consent(doctor)
    assert "Huisarts" not in body(coordinator)


# --- rights, other kernen, size -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}kort/", CONSENT])
def test_only_who_looks_after_the_kern(village, address) -> None:
    elsewhere = make_kern("Westerdorp")
    expected = {
        make_user(Role.COORDINATOR, elsewhere): 404,
        make_user(Role.PARTNER_CONTACT, village.kern): 403,
        make_user(): 404,
    }
    client = Client()
    assert client.get(address).status_code == 302
    for person, status in expected.items():
        client.force_login(person, BACKEND)
        assert client.get(address).status_code == status
        assert client.post(NEW, pair(village)).status_code == status
    assert not Introduction.objects.exists()


def test_another_kern_has_no_hand_in_a_step(village, user) -> None:
    row = services.propose(village.kern, village.library, village.choir, reasons=[], acting_user=user)
    elsewhere = make_kern("Westerdorp")
    client = Client()
    client.force_login(make_user(Role.COORDINATOR, elsewhere), BACKEND)
    assert client.post(f"/kernen/westerdorp/lijntjes/{row.pk}/", {"stap": "gelegd"}).status_code == 404
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_the_region_sees_what_its_villages_do(village, user) -> None:
    services.propose(village.kern, village.library, village.choir, reasons=[], acting_user=user)
    client = Client()
    client.force_login(make_user(Role.COORDINATOR, village.kern.parent), BACKEND)
    page = body(client, "/kernen/het-eiland/lijntjes/")
    assert "Koor Oost" in page
    assert "Ik ga dit voorstellen" not in page


def test_the_short_form_shows_three_and_how_many_are_under_way(coordinator, village, user) -> None:
    for number in range(8):
        joins(make_partner(f"Club {number}", village.kern), f"Iets {number}", target_groups=["kinderen"])
    services.propose(village.kern, village.library, village.choir, reasons=[], acting_user=user)
    text = coordinator.get(f"{ADDRESS}kort/", headers=HTMX).content.decode()
    assert "<html" not in text
    assert len(re.findall('<li class="pair', text)) == 3
    assert "er loopt 1 lijntje" in text


def test_looking_writes_nothing(coordinator, village) -> None:
    for address in (ADDRESS, f"{ADDRESS}kort/", CONSENT):
        body(coordinator, address)
    assert not Change.objects.exists()
    assert not Introduction.objects.exists()
    assert not Consent.objects.exists()


def test_the_number_of_queries_does_not_grow(coordinator, village, user, django_assert_num_queries) -> None:
    def fill(start: int, count: int) -> None:
        for number in range(start, start + count):
            club = make_partner(f"Club {number}", village.kern, life_domain="wonen")
            joins(club, f"Iets {number}", target_groups=["kinderen"])
            person = make_person(f"Buur {number}", village.kern, organisation=club)
            Consent.objects.create(partner=person, agreed_on=date(2026, 1, 1), recorded_by=user)
            services.propose(village.kern, village.library, club, reasons=[], acting_user=user)

    fill(0, 2)
    body(coordinator)
    for turn, (address, number) in enumerate([(ADDRESS, 25), (CONSENT, 7), (f"{ADDRESS}kort/", 21)], start=1):
        with django_assert_num_queries(number):
            body(coordinator, address)
        fill(100 * turn, 6)
        with django_assert_num_queries(number):
            body(coordinator, address)
