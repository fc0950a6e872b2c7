"""Adding a partner in the browser, without a script."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from changes.models import Change
from partners.models import Partner
from tests.network.village import Village, sign_in
from tests.partners.entering import fields_of, fill_in
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ADD = "/kernen/dorp/partners/nieuw/"


def named(name: str) -> Partner:
    return Partner.objects.get(name=name)


def test_three_fields_are_enough(anna: Client) -> None:
    answer = fill_in(anna, ADD, name=" Biljartclub ", kind="vereniging", life_domain="verenigingen")
    assert answer.status_code == 302
    assert answer["Location"] == "/partners/biljartclub/"
    club = named("Biljartclub")
    assert (club.form, club.layer, club.visibility) == (
        "organisatie", "maatschappelijk-middenveld", "public"
    )  # fmt: skip
    assert (club.involvement, club.certainty, club.confirmed_on) == (
        "bekend", "letterlijk", timezone.localdate()
    )  # fmt: skip
    page = anna.get(answer["Location"]).content.decode()
    assert "‘Biljartclub’ is toegevoegd aan Dorp." in page
    assert f"/wijzigingen/{Change.objects.latest('made_at').pk}/terugdraaien/" in page


def test_a_person_is_closed_whatever_is_sent_and_has_no_role_in_its_address(anna: Client) -> None:
    fill_in(anna, ADD, name="Buurvrouw met de hond", kind="inwoner", visibility="public")
    person = named("Buurvrouw met de hond")
    assert (person.form, person.layer, person.visibility) == ("persoon", "burgers", "coordinators")
    assert person.slug == "inwoner"


def test_everything_that_the_model_holds_can_be_said(anna: Client) -> None:
    fill_in(
        anna, ADD, name="Breikring", kind="informele groep", life_domain="wonen", involvement="deelnemer",
        layer="burgers", started_on="05-2019", description="Breit op dinsdag.", website="breikring.nl",
        mailbox="info@breikring.nl", location="Dorpshuis", rhythm="elke dinsdag", size="8",
        hangs_on="zilverreiger", successor="Nachtegaal", source="gesprek", certainty="afgeleid",
        visibility="network", term_months="6",
    )  # fmt: skip
    group = named("Breikring")
    assert group.form == "groep"
    assert group.started_on == PartialDate(2019, 5)
    assert (group.website, group.mailbox, group.size) == ("https://breikring.nl", "info@breikring.nl", 8)
    assert (group.hangs_on.slug, group.successor.slug) == ("mw-zilverreiger", "dhr-nachtegaal")
    assert (group.visibility, group.certainty, group.term_months) == ("network", "afgeleid", 6)
    card = anna.get("/partners/breikring/").content.decode()
    for text in ("Hangt op", "Opvolger", "elke dinsdag", "Dorpshuis"):
        assert text in card


@pytest.mark.parametrize(
    ("van", "place"),
    [
        ("kaart", "/kernen/dorp/wijkweb/#p-biljartclub"),
        ("lijst", "/kernen/dorp/wijkweb/?weergave=lijst#p-biljartclub"),
        ("kern", "/kernen/dorp/"),
        ("https://elders.nl", "/partners/biljartclub/"),
    ],
)
def test_afterwards_one_is_where_one_came_from(anna: Client, van: str, place: str) -> None:
    answer = fill_in(anna, ADD, name="Biljartclub", kind="vereniging", van=van)
    assert answer["Location"] == place


def test_save_and_add_another_keeps_kind_and_domain(anna: Client) -> None:
    answer = fill_in(anna, ADD, name="Biljartclub", kind="vereniging", life_domain="verenigingen", nog="1")
    fields = fields_of(anna.get(answer["Location"]), ADD)
    assert (fields["name"], fields["kind"], fields["life_domain"]) == ("", "vereniging", "verenigingen")


def test_a_sector_and_a_ring_come_along_from_the_map(anna: Client) -> None:
    page = anna.get(f"{ADD}?levensgebied=veiligheid&betrokkenheid=trekker&van=kaart", headers=HTMX)
    assert "<html" not in page.content.decode()
    fields = fields_of(page, ADD)
    assert (fields["life_domain"], fields["involvement"]) == ("veiligheid", "trekker")
    odd = fields_of(anna.get(f"{ADD}?levensgebied=maan&betrokkenheid=x"), ADD)
    assert (odd["life_domain"], odd["involvement"]) == ("", "bekend")


def test_what_is_wrong_comes_back_with_all_that_was_typed(anna: Client) -> None:
    answer = fill_in(anna, ADD, name="", kind="", website="geen adres", description="Blijft staan", size="-3")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Alles wat u typte staat er nog." in text
    assert "Blijft staan" in text
    assert 'value="geen adres"' in text
    assert '<details class="entry__more" open>' in text
    assert not Partner.objects.filter(description="Blijft staan").exists()


def test_a_mistake_above_the_fold_leaves_it_closed(anna: Client) -> None:
    text = fill_in(anna, ADD, name="", kind="").content.decode()
    assert '<details class="entry__more">' in text


def test_a_name_much_like_one_that_is_here_is_asked_about_once(anna: Client) -> None:
    answer = fill_in(anna, ADD, name="Sport-club", kind="vereniging")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "dit is dezelfde" in text
    assert 'href="/partners/sportclub/"' in text
    assert Partner.objects.filter(name="Sport-club").count() == 0
    fields = {**fields_of(answer, ADD), "is_new": "on"}
    assert fields["name"] == "Sport-club"
    assert anna.post(ADD, fields).status_code == 302
    assert Partner.objects.filter(name="Sport-club").count() == 1


def test_a_double_click_makes_one(anna: Client) -> None:
    fields = fields_of(anna.get(ADD), ADD) | {"name": "Biljartclub", "kind": "vereniging", "is_new": "on"}
    first, second = anna.post(ADD, fields), anna.post(ADD, fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == "/partners/biljartclub/"
    assert Partner.objects.filter(name="Biljartclub").count() == 1


def test_a_region_asks_in_which_kern(client: Client, village: Village) -> None:
    from accounts.models import Membership, Role

    user: Any = village.people["without_role"]
    Membership.objects.create(user=user, role=Role.COORDINATOR, kern=village.region)
    sign_in(client, village, "without_role")
    fill_in(client, "/kernen/streek/partners/nieuw/", name="Biljartclub", kind="vereniging", kern=village.other.pk)  # fmt: skip
    assert named("Biljartclub").kern == village.other
    answer = fill_in(client, "/kernen/streek/partners/nieuw/", name="Damclub", kind="vereniging", kern=village.empty.pk)  # fmt: skip
    assert answer.status_code == 422
