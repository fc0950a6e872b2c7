"""Which pairs are ideas: what counts as a reason, and who counts as knowing each other already."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.utils import timezone

from accounts.access import viewer_of
from brokering import ground, kept
from brokering.models import Consent, Introduction, State
from brokering.worklist import ideas_of
from initiatives.models import Activity, Offer, Organiser, Participation
from partners.models import RelationKind
from tests.brokering.conftest import joins
from tests.factories import make_initiative, make_kern, make_partner, make_person, make_relation
from wijkweb.kit.partial_dates import PartialDate


def ideas(village: SimpleNamespace, user) -> dict[tuple[str, str], list[str]]:
    user.__dict__.pop("_viewer", None)
    found = ideas_of(village.kern, viewer_of(user), timezone.localdate(), 50)
    return {(one.first.name, one.second.name): one.reasons for one in found}


PAIR = ("Bibliotheek", "Koor Oost")


def test_both_for_the_same_people(village, user) -> None:
    assert ideas(village, user) == {PAIR: ["beiden voor ouderen"]}


@pytest.mark.parametrize("ended", ["", "2017"])
def test_who_ever_had_a_tie_knows_each_other(village, user, ended) -> None:
    ended_on = PartialDate.parse(ended) if ended else None
    make_relation(village.choir, village.library, ended_on=ended_on)
    assert ideas(village, user) == {}


def test_who_meets_in_one_initiative_knows_each_other_unless_it_is_large(village, user) -> None:
    feast = make_initiative("Feest", village.kern)
    for partner in (village.library, village.choir):
        Participation.objects.create(initiative=feast, partner=partner, role="doet-mee")
    assert ideas(village, user) == {}
    for number in range(11):
        guest = make_partner(f"Feestganger {number}", village.kern)
        Participation.objects.create(initiative=feast, partner=guest, role="doet-mee")
    assert PAIR in ideas(village, user)


def test_who_organised_one_activity_knows_each_other(village, user) -> None:
    evening = Activity.objects.create(slug="avond", name="Avond", kern=village.kern, visibility="public")
    for partner in (village.library, village.choir):
        Organiser.objects.create(activity=evening, partner=partner)
    assert ideas(village, user) == {}


def test_departments_of_one_organisation_know_each_other(village, user) -> None:
    whole = make_partner("Welzijn Eiland", village.kern)
    for part in (village.library, village.choir):
        part.parent = whole
        part.save()
    assert ideas(village, user) == {}


def test_what_their_people_know_the_houses_know(village, user) -> None:
    reader = make_person("Voorlezer", village.kern, organisation=village.library)
    make_relation(reader, village.choir)
    assert ideas(village, user) == {}


def test_who_stopped_is_no_idea(village, user) -> None:
    village.choir.ended_on = PartialDate(2017)
    village.choir.save()
    assert ideas(village, user) == {}


def test_somebody_knows_both_and_who_may_not_be_named_is_not(village, user) -> None:
    baker = make_partner("Bakker", village.kern)
    doctor = make_person("Huisarts", village.kern)
    for partner in (village.library, village.choir):
        make_relation(baker, partner)
        make_relation(doctor, partner)
    assert ideas(village, user)[PAIR] == ["beiden voor ouderen", "Bakker kent beiden"]
    Consent.objects.create(partner=doctor, agreed_on=date(2026, 1, 1))
    assert ideas(village, user)[PAIR] == ["beiden voor ouderen", "Bakker en Huisarts kennen beiden"]


def test_the_same_place(village, user) -> None:
    hall = make_partner("Dorpshuis", village.kern)
    for number, partner in enumerate((village.library, village.choir)):
        row = Activity.objects.create(
            slug=f"a{number}", name="Iets", kern=village.kern, visibility="public", location_partner=hall
        )
        Organiser.objects.create(activity=row, partner=partner)
    assert ideas(village, user)[PAIR] == ["beiden komen bij Dorpshuis", "beiden voor ouderen"]


def test_the_same_place_in_words_and_by_sharing(village, user) -> None:
    for partner, words in ((village.library, "De Sporthal"), (village.choir, "de  sporthal ")):
        partner.location = words
        partner.save()
    assert ideas(village, user)[PAIR][0] == "beiden komen bij De Sporthal"
    hall = make_partner("Dorpshuis", village.kern)
    for partner in (village.library, village.choir):
        make_relation(partner, hall, kind=RelationKind.SHARES_SPACE)
    # To share a space is the place itself, and not also an acquaintance.
    assert ideas(village, user)[PAIR] == ["beiden komen bij Dorpshuis en De Sporthal", "beiden voor ouderen"]


def test_an_offer_meets_a_need_while_both_last(village, user) -> None:
    Offer.objects.create(slug="o", type="aanbod", kind="ruimte", partner=village.library, description="Zaal")
    need = Offer.objects.create(
        slug="v", type="vraag", kind="ruimte", partner=village.choir, description="Zaal?"
    )
    assert ideas(village, user)[PAIR][0] == "Bibliotheek biedt ruimte aan, en Koor Oost vraagt daarom"
    need.ended_on = PartialDate(2018)
    need.save()
    assert ideas(village, user)[PAIR] == ["beiden voor ouderen"]


def test_who_knows_nobody_yet_is_said(village, user) -> None:
    make_partner("Nieuwe Club", village.kern, life_domain="verenigingen")
    assert ideas(village, user)["Koor Oost", "Nieuwe Club"] == [
        "beiden in het levensgebied verenigingen",
        "Nieuwe Club kent hier nog niemand",
    ]


def test_a_guest_of_the_kern_may_be_introduced_but_two_guests_may_not(village, user) -> None:
    elsewhere = make_kern("Westerdorp")
    guests = [make_partner(name, elsewhere) for name in ("Streekmuseum", "Streekarchief")]
    own = make_partner("Heemkundekring", village.kern)
    for guest in guests:
        make_relation(guest, own)
        Participation.objects.create(
            initiative=make_initiative(f"Van {guest.name}", village.kern, target_groups=["ouderen"]),
            partner=guest,
            role="doet-mee",
        )
    village.choir.ended_on = PartialDate(2017)
    village.choir.save()
    found = ideas(village, user)
    assert set(found) == {("Bibliotheek", "Streekarchief"), ("Bibliotheek", "Streekmuseum")}


@pytest.mark.parametrize("state", State.values)
def test_what_was_decided_does_not_come_back_also_not_with_other_reasons(village, user, state) -> None:
    first, second = sorted((village.library, village.choir), key=lambda partner: partner.pk)
    Introduction.objects.create(kern=village.kern, first=first, second=second, state=state)
    joins(village.library, "Kinderboekenweek", target_groups=["kinderen"])
    joins(village.choir, "Kinderkoor", target_groups=["kinderen"])
    assert ideas(village, user) == {}


# --- persons ------------------------------------------------------------------------------------------------------


def test_no_person_without_consent(village, user) -> None:
    singer = make_person("Zanger", village.kern)
    joins(singer, "Zingen aan huis", target_groups=["ouderen"])
    assert "Zanger" not in str(ideas(village, user))
    consent = Consent.objects.create(partner=singer, agreed_on=date(2026, 1, 1))
    assert ("Bibliotheek", "Zanger") in ideas(village, user)
    consent.delete()
    assert "Zanger" not in str(ideas(village, user))


def test_what_is_closed_elsewhere_is_not_read(village, user) -> None:
    closed = make_partner("Gesloten Huis", make_kern("Westerdorp"), visibility="coordinators")
    joins(closed, "Ginds", target_groups=["ouderen"])
    make_relation(closed, village.choir)
    assert "Gesloten" not in str(ideas(village, user))


def test_the_search_is_kept_until_something_of_it_changes(village, user, monkeypatch) -> None:
    caches["drawings"].clear()
    sought: list[date] = []

    def counted(rows: ground.Rows, day: date) -> ground.Ground:
        sought.append(day)
        return ground.ground_of(rows, day)

    monkeypatch.setattr(kept, "ground_of", counted)
    assert ideas(village, user) == ideas(village, user) == {PAIR: ["beiden voor ouderen"]}
    assert len(sought) == 1
    village.choir.location = village.library.location = "Dorpshuis"
    village.choir.save()
    village.library.save()
    assert ideas(village, user)[PAIR] != ["beiden voor ouderen"]
    make_relation(village.choir, village.library)
    assert ideas(village, user) == {}
    assert len(sought) == 3


def test_what_is_kept_holds_no_name(village, user) -> None:
    caches["drawings"].clear()
    found = kept.kept_search(ground.read_rows(village.kern, viewer_of(user)), timezone.localdate(), limit=5)
    assert [pair for pair, _reasons in found] == [("bibliotheek", "koor-oost")]
    assert village.choir.name not in repr(found)
