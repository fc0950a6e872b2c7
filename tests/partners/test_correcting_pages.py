"""Correcting and ending a partner in the browser, without a script; also with two at once."""

from typing import Any

import pytest
from django.test import Client

from changes.models import Change
from partners.models import Partner, PastInvolvement, Relation
from tests.network.village import Village
from tests.partners.entering import fields_of, fill_in
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def named(name: str) -> Partner:
    return Partner.objects.get(name=name)


def test_a_form_that_is_sent_back_as_it_is_changes_nothing(anna: Client) -> None:
    before = Change.objects.count()
    for slug in ("sportclub", "dorpskerk", "mw-zilverreiger", "landelijk-fonds", "stille-partner"):
        answer = fill_in(anna, f"/partners/{slug}/bewerken/")
        assert answer.status_code == 302, slug
    assert Change.objects.count() == before


def test_every_field_can_be_corrected(anna: Client) -> None:
    fill_in(
        anna, "/partners/sportclub/bewerken/", name="Sportvereniging Dorp", kind="vereniging",
        life_domain="wonen", involvement="partner", layer="burgers", started_on="2014-12-31",
        parent="Dorpskerk", visibility="coordinators",
    )  # fmt: skip
    club = Partner.objects.get(slug="sportclub")
    assert (club.name, club.kind, club.life_domain) == ("Sportvereniging Dorp", "vereniging", "wonen")
    assert (club.parent.slug, club.visibility) == ("dorpskerk", "coordinators")
    assert club.started_on == PartialDate(2014, 12, 31)
    assert PastInvolvement.objects.get(partner=club).involvement == "bekend"
    assert "Partner sinds" in anna.get("/partners/sportclub/").content.decode()


def test_fields_that_the_form_does_not_have_are_ignored(anna: Client, village: Village) -> None:
    fill_in(
        anna, "/partners/sportclub/bewerken/", name="Nieuw", slug="gekaapt", form="persoon", confirmed_on="1999-01-01",
        is_trusted="on", kern_id=village.other.pk, kern=village.other.pk, ended_on="2020", id="1", search_name="x",
    )  # fmt: skip
    club = Partner.objects.get(name="Nieuw")
    assert (club.slug, club.form, club.kern, club.ended_on) == (
        "sportclub",
        "organisatie",
        village.kern,
        None,
    )
    assert (club.is_trusted, club.confirmed_on) == (False, None)


def test_a_name_that_is_nobodys_is_told_with_who_may_be_meant(anna: Client) -> None:
    answer = fill_in(anna, "/partners/sportclub/bewerken/", parent="kerk", name="Blijft")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Bedoelt u “Dorpskerk”?" in text
    assert 'value="Blijft"' in text


def test_a_reference_that_this_person_may_not_see_stays_and_is_not_named(anna: Client) -> None:
    club = Partner.objects.get(slug="sportclub")
    club.hangs_on = Partner.objects.get(slug="elders-sperwer")
    club.save()
    page = anna.get("/partners/sportclub/bewerken/").content.decode()
    assert "perwer" not in page
    fill_in(anna, "/partners/sportclub/bewerken/", description="Anders")
    club.refresh_from_db()
    assert (club.description, club.hangs_on.slug) == ("Anders", "elders-sperwer")


# --- two editors ------------------------------------------------------------------------------------


def overtaken(anna: Client, bas: Client, **values: str) -> Any:
    path = "/partners/sportclub/bewerken/"
    fields = fields_of(anna.get(path), path)
    fill_in(bas, path, name="Sportclub van Bas", website="https://bas.nl")
    return anna.post(path, fields | values)


def test_the_second_editor_sees_both_versions_and_chooses(anna: Client, bas: Client) -> None:
    answer = overtaken(anna, bas, name="Sportclub van Anna", location="De Hoek")
    assert answer.status_code == 409
    text = answer.content.decode()
    for words in ("Sportclub van Bas", "Sportclub van Anna", "https://bas.nl", "De Hoek"):
        assert words in text
    assert answer.context["also"] == ["Waar te vinden"]
    assert "Dit wijzigde u alleen; het wordt ook opgeslagen:" in text
    assert named("Sportclub van Bas").location == ""
    path = "/partners/sportclub/bewerken/"
    fields = fields_of(answer, path)
    assert fields["keuze-website"] == "van-hen"
    assert "keuze-name" not in fields
    again = anna.post(path, fields)
    assert again.status_code == 409
    done = anna.post(path, fields_of(again, path) | {"keuze-name": "van-mij"})
    assert done.status_code == 302
    club = Partner.objects.get(slug="sportclub")
    assert (club.name, club.website, club.location) == ("Sportclub van Anna", "https://bas.nl", "De Hoek")


def test_a_third_change_meanwhile_asks_once_more(anna: Client, bas: Client) -> None:
    answer = overtaken(anna, bas, name="Sportclub van Anna")
    path = "/partners/sportclub/bewerken/"
    fill_in(bas, path, name="Toch anders")
    later = anna.post(path, fields_of(answer, path) | {"keuze-name": "van-mij"})
    assert later.status_code == 409
    assert "Toch anders" in later.content.decode()
    assert named("Toch anders").slug == "sportclub"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "0"])
def test_a_spoilt_version_counts_as_the_oldest(anna: Client, bas: Client, version: str) -> None:
    assert overtaken(anna, bas, name="Anna", version=version).status_code == 409


# --- ending and involvement -------------------------------------------------------------------------


def test_ending_says_what_happens_and_does_it(anna: Client) -> None:
    page = anna.get("/partners/sportclub/gestopt/").content.decode()
    assert "De 2 relaties die nog lopen, eindigen op dezelfde dag." in page
    answer = fill_in(anna, "/partners/sportclub/gestopt/", ended_on="2024-06")
    assert answer.status_code == 302
    club = Partner.objects.get(slug="sportclub")
    assert club.ended_on == PartialDate(2024, 6)
    assert not Relation.objects.of(club).filter(ended_on__isnull=True).exists()
    fill_in(anna, "/partners/sportclub/bewerken/", ended_on="")
    club.refresh_from_db()
    assert club.ended_on is None


def test_an_end_before_the_start_is_refused(anna: Client) -> None:
    answer = fill_in(anna, "/partners/sportclub/gestopt/", ended_on="2001")
    assert answer.status_code == 422
    assert 'value="2001"' in answer.content.decode()


def test_involvement_by_the_field_on_the_card(anna: Client) -> None:
    answer = anna.post("/partners/sportclub/betrokkenheid/", {"involvement": "trekker"})
    assert answer["Location"] == "/partners/sportclub/"
    text = anna.get(answer["Location"]).content.decode()
    assert "ging van bekend naar trekker" in text
    assert "daarvoor bekend tot" in text
    change = Change.objects.latest("made_at")
    anna.post(f"/wijzigingen/{change.pk}/terugdraaien/")
    assert Partner.objects.get(slug="sportclub").involvement == "bekend"
    assert not PastInvolvement.objects.exists()


def test_beside_the_map_the_reply_is_a_part_with_the_message(anna: Client) -> None:
    answer = anna.post("/partners/sportclub/betrokkenheid/", {"involvement": "trekker"}, headers=HTMX)
    text = answer.content.decode()
    assert "<html" not in text
    assert 'hx-get="/partners/sportclub/"' in text
    assert 'id="meldingen"' in text
    assert "wijkweb:changed" in answer["HX-Trigger"]
