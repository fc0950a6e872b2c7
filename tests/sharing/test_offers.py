"""Offers and needs: the list, the card, entering, and who may."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from changes.models import Change
from changes.services import undo
from initiatives.models import Offer
from partners.services import end_partner
from sharing.models import Loan
from sharing.services import lending
from sharing.services.offering import add_offer, change_offer
from sharing.views.listing import rounded
from tests.factories import make_partner, make_user
from tests.sharing.conftest import Place, make_offer, sign_in, soon

FIELDS: dict[str, Any] = {
    "partner": "De Brug",
    "type": "aanbod",
    "kind": "materiaal",
    "label": "Partytent",
    "description": "Drie bij zes meter.",
    "is_lent": "on",
}


def test_everybody_sees_what_is_public_and_nobody_a_person(
    place: Place, client: Client, anna: Client
) -> None:
    text = client.get(place.url).content.decode()
    for shown in ("Bus met acht plaatsen", "Zaal", "Vervoer met een bus", "De Brug", "te leen", "te boeken"):
        assert shown in text
    assert "karekiet" not in text
    assert client.get(f"{place.url}{place.secret.slug}/").status_code == 404
    assert "karekiet" in anna.get(place.url).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"bus", "hall", "need"}),
        ("type=aanbod", {"bus", "hall"}),
        ("type=vraag", {"need"}),
        ("soort=ruimte", {"hall"}),
        ("zoek=ACHT", {"bus"}),
        ("zoek=brug", {"bus", "hall"}),
        ("personen=40", {"hall"}),
        ("personen=41", set()),
        ("dagdeel=avond", {"hall"}),
        ("dagdeel=ochtend", set()),
        ("lift=on", {"hall"}),
        ("drempelvrij=on", set()),
        ("toilet=on", set()),  # unknown never passes
        ("soort=onzin&type=x&personen=-3&vrij=2026-13-45", {"bus", "hall", "need"}),
    ],
)
def test_the_filters(query: str, found: set[str], place: Place, client: Client) -> None:
    context = client.get(f"{place.url}?{query}").context
    shown = {offer.pk for offer in [*context["offers"], *context["needs"]]}
    assert shown == {getattr(place, name).pk for name in found}


def test_what_is_unknown_of_a_space_is_shown_as_unknown(place: Place, client: Client) -> None:
    text = client.get(f"{place.url}{place.hall.slug}/").content.decode()
    assert "<dt>Toegankelijk toilet</dt><dd>onbekend</dd>" in text
    assert "<dt>Lift of begane grond</dt><dd>ja</dd>" in text
    assert "<dt>Drempelvrij</dt><dd>nee</dd>" in text


def test_free_on_a_day_knows_what_is_taken(place: Place, client: Client) -> None:
    place.asked(is_agreed=True)
    for day, found in ((soon(10), {place.hall.pk}), (soon(11), {place.hall.pk, place.bus.pk})):
        context = client.get(f"{place.url}?vrij={day}").context
        assert {offer.pk for offer in context["offers"]} == found
        assert not context["needs"]


def test_a_match_stands_on_both_cards_and_on_the_list_of_the_coordinator(
    place: Place, client: Client, anna: Client
) -> None:
    for one, other in ((place.bus, place.need), (place.need, place.bus)):
        text = client.get(f"{place.url}{one.slug}/").content.decode()
        assert other.title in text
        assert "in dezelfde kern" in text
        assert "noemen allebei “met”" not in text
    text = anna.get(f"{place.url}afspraken/").content.decode()
    assert place.need.title in text
    assert "gaan allebei over vervoer; noemen allebei “bus”; in dezelfde kern" in text


def test_a_coordinator_adds_once_however_often_it_is_sent(place: Place, anna: Client) -> None:
    form = anna.get(f"{place.url}nieuw/?type=vraag").context["form"]
    assert form.initial["type"] == "vraag"
    given = FIELDS | {"token": str(form["token"].value())}
    first, second = (anna.post(f"{place.url}nieuw/", given) for _try in range(2))
    offer = Offer.objects.get(label="Partytent")
    assert first["Location"] == second["Location"] == f"{place.url}{offer.slug}/"
    assert offer.slug == "aanbod-partytent"
    change = Change.objects.get()
    assert change.made_by == place.user
    undo(change, acting_user=place.user)
    assert not Offer.objects.filter(label="Partytent").exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("description", "Bel 06-12345678 voor meer.", "telefoonnummer"),
        ("description", "Mail naar jan@voorbeeld.nl", "mailadres"),
        ("label", "Voor wie dement is", "gezondheid"),
    ],
)
def test_what_may_be_better_not_public_is_asked_about(
    field: str, value: str, said: str, place: Place, anna: Client
) -> None:
    refused = anna.post(f"{place.url}nieuw/", FIELDS | {field: value})
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not Offer.objects.filter(kind="materiaal").exists()
    assert anna.post(f"{place.url}nieuw/", FIELDS | {field: value, "is_sure": "on"}).status_code == 302


def test_a_bsn_is_refused_also_by_who_is_sure(place: Place, anna: Client) -> None:
    refused = anna.post(f"{place.url}nieuw/", FIELDS | {"description": "Nummer 111222333", "is_sure": "on"})
    assert refused.status_code == 422
    assert "burgerservicenummer" in refused.content.decode()


def test_a_partner_contact_enters_for_the_partner_whose_mailbox_it_reads(
    place: Place, client: Client
) -> None:
    contact = make_user(Role.PARTNER_CONTACT, place.kern, email="brug@voorbeeld.nl")
    sign_in(client, contact)
    assert client.post(f"{place.url}nieuw/", FIELDS | {"partner": "de-brug"}).status_code == 302
    refused = client.post(f"{place.url}nieuw/", FIELDS | {"partner": "de-club"})
    assert refused.status_code == 422
    assert client.get(f"{place.url}{place.need.slug}/bewerken/").status_code == 403
    assert client.post(f"{place.url}{place.bus.slug}/stoppen/", {"ended_on": "2026"}).status_code == 302


def test_a_partner_contact_without_a_partner_enters_nothing(place: Place, client: Client) -> None:
    sign_in(client, make_user(Role.PARTNER_CONTACT, place.kern))
    assert client.get(f"{place.url}nieuw/").status_code == 403
    assert client.get(f"{place.url}afspraken/").status_code == 403
    place.bridge.kern = place.elsewhere
    place.bridge.mailbox = "elders@voorbeeld.nl"
    place.bridge.save()
    sign_in(client, make_user(Role.PARTNER_CONTACT, place.kern, email="elders@voorbeeld.nl"))
    assert client.get(f"/kernen/westerdorp/delen/{place.bus.slug}/bewerken/").status_code == 404


@pytest.mark.parametrize(
    ("label", "description", "title", "more"),
    [
        ("", "Bus, uitgeleend aan V & R.", "Bus", "Uitgeleend aan V & R."),
        ("", "Startplaats van de avondvierdaagse.", "Startplaats van de avondvierdaagse", ""),
        ("", "Tillift (opgelost).", "Tillift", "(opgelost)."),
        ("", "Sterk " * 16 + "touw.", ("Sterk " * 16 + "touw").strip(), ""),
        ("Bus", "Busje met acht plaatsen", "Bus", "Busje met acht plaatsen"),
        ("Tent", "Drie bij zes meter.", "Tent", "Drie bij zes meter."),
    ],
)
def test_a_title_is_whole_and_not_said_twice(label: str, description: str, title: str, more: str) -> None:
    offer = Offer(label=label, description=description)
    assert (offer.title, offer.more) == (title, more)
    assert len(offer.suggested_label) <= 80


def test_a_long_title_does_not_hinder_correcting(place: Place, anna: Client) -> None:
    change_offer(place.bus, {"label": "", "description": "Sterk " * 16 + "touw."}, acting_user=None)
    url = f"{place.url}{place.bus.slug}/bewerken/"
    form = anna.get(url).context["form"]
    values = edited(place, label=form["label"].value(), description="Sterk " * 16 + "touw, tien meter.")
    assert anna.post(url, {**values, "version": form["version"].value()}).status_code == 302
    place.bus.refresh_from_db()
    assert (place.bus.label, place.bus.more) == ("", "Tien meter.")


def edited(place: Place, **values: Any) -> dict[str, Any]:
    return {
        "type": "aanbod",
        "kind": "vervoer",
        "label": place.bus.title,
        "description": place.bus.description,
        "is_lent": "on",
        **values,
    }


def test_two_editors_see_both_versions(place: Place, anna: Client) -> None:
    url = f"{place.url}{place.bus.slug}/bewerken/"
    version = anna.get(url).context["form"]["version"].value()
    change_offer(place.bus, {"description": "Bus met zes plaatsen"}, acting_user=None)
    stale = anna.post(url, edited(place, description="Bus met negen plaatsen", version=version))
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "zes plaatsen" in text
    assert "negen plaatsen" in text
    chosen = {"keuze-description": "van-mij", "gezien": stale.context["seen"]}
    assert (
        anna.post(
            url, edited(place, description="Bus met negen plaatsen", version=version) | chosen
        ).status_code
        == 302
    )
    place.bus.refresh_from_db()
    assert place.bus.description == "Bus met negen plaatsen"


def test_what_is_not_a_space_has_no_seats_and_a_need_is_not_lent(place: Place) -> None:
    offer = add_offer(
        acting_user=None, partner=place.church, type="vraag", kind="kennis", label="Uitleg", description="x", seats=4,
        lift="ja", is_lent=True,
    )  # fmt: skip
    assert (offer.seats, offer.lift, offer.is_lent) == (None, "onbekend", False)


def test_a_partner_that_stops_offers_nothing_any_more(place: Place, client: Client) -> None:
    loan = place.asked()
    end_partner(place.bridge, acting_user=place.user)
    place.bus.refresh_from_db()
    loan.refresh_from_db()
    assert place.bus.ended_on is not None
    assert loan.state == "afgewezen"
    assert Change.objects.filter(verb="beeindigd").count() == 1
    undo(Change.objects.get(verb="beeindigd"), acting_user=place.user)
    assert Offer.objects.get(pk=place.bus.pk).ended_on is None
    assert Loan.objects.get().state == "gevraagd"


def test_a_list_costs_the_same_for_one_and_for_many(
    place: Place, client: Client, django_assert_num_queries: Any
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(place.url)
            client.get(f"{place.url}{place.bus.slug}/")
        return len(found)

    few = count()
    for number in range(30):
        partner = make_partner(f"Club {number}", place.kern)
        make_offer(partner, f"Bus {number}", slug=f"b-{number}", is_lent=True)
        make_offer(partner, f"Rit {number}", slug=f"r-{number}", type="vraag")
    assert count() == few <= 14


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
def test_a_double_click_at_the_same_moment_makes_one(place: Place) -> None:
    given = FIELDS | {"token": "6a1fb0f8-9a52-4f5e-9f5b-0d4f8f0f7a11"}
    gate, answers = threading.Barrier(2), []

    def press() -> None:
        client = sign_in(Client(), place.user)
        gate.wait()
        answers.append(client.post(f"{place.url}nieuw/", given).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _try in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Offer.objects.filter(label="Partytent").count() == 1


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (9, 0), (10, 10), (14, 10), (15, 15), (23, 20)])
def test_few_loans_are_not_counted_in_public(count: int, shown: int) -> None:
    assert rounded(count) == shown


def test_who_acts_for_the_partner_sees_how_often_it_was_lent(
    place: Place, client: Client, anna: Client
) -> None:
    lending.receive(place.asked(is_agreed=True))
    assert "Eerder uitgeleend" not in client.get(f"{place.url}{place.bus.slug}/").content.decode()
    assert "1 keer" in anna.get(f"{place.url}{place.bus.slug}/").content.decode()
