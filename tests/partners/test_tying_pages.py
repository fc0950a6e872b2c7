"""Tying two parties in the browser, without a script; and the parts they have in initiatives."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changes.models import Change
from initiatives.models import Initiative, Participation
from partners.models import Partner, Relation
from tests.network.village import Village, fill_with, sign_in
from tests.partners.entering import fields_of, fill_in
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
ADD = "/partners/school/relaties/nieuw/"


def tie(source: str, target: str, **more: Any) -> Relation:
    return Relation.objects.get(source__slug=source, target__slug=target, **more)


def test_the_defaults_are_the_lightest_tie(anna: Client) -> None:
    answer = fill_in(anna, ADD, met="dorpskerk")
    assert answer["Location"] == "/partners/school/"
    made = tie("school", "dorpskerk")
    assert (made.kind, made.strength, made.is_directed, made.started_on) == ("kent", 1, False, None)
    assert "Relatie gelegd: School en Dorpskerk" in anna.get("/partners/school/").content.decode()


@pytest.mark.parametrize(
    ("nature", "source", "target", "directed"),
    [
        ("leent-uit:geeft", "school", "dorpskerk", True),
        ("leent-uit:krijgt", "dorpskerk", "school", True),
        ("werkt-samen:samen", "school", "dorpskerk", False),
    ],
)
def test_who_gives_and_who_gets(anna: Client, nature: str, source: str, target: str, directed: bool) -> None:
    fill_in(
        anna, ADD, met="dorpskerk", nature=nature, strength="3", started_on="2020", description="Stoelen.",
        source_text="gesprek", certainty="afgeleid", term_months="3",
    )  # fmt: skip
    made = tie(source, target)
    assert (made.is_directed, made.strength, made.started_on) == (directed, 3, PartialDate(2020))
    assert (made.description, made.source_text, made.certainty, made.term_months) == (
        "Stoelen.", "gesprek", "afgeleid", 3
    )  # fmt: skip


def test_searching_without_a_script_stores_nothing_and_keeps_what_was_chosen(anna: Client) -> None:
    fields = fields_of(anna.get(ADD), ADD)
    found = anna.post(
        ADD, {**fields, "zoek": "kerk", "nature": "financiert:geeft", "strength": "2", "zoeken": "1"}
    )
    assert found.status_code == 200
    text = found.content.decode()
    assert 'value="dorpskerk"' in text
    kept = fields_of(found, ADD)
    assert (kept["zoek"], kept["nature"], kept["strength"]) == ("kerk", "financiert:geeft", "2")
    assert not Relation.objects.filter(source__slug="school", target__slug="dorpskerk").exists()


def test_what_is_found_says_what_they_have_already(anna: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "wie"}
    asked = {"zoek": "kerk", "zoeken": "1"}
    text = anna.post("/partners/sportclub/relaties/nieuw/", asked, headers=headers).content.decode()
    assert "<form" not in text
    assert "al bekend:" in text
    assert "Sperwer" not in anna.post(ADD, {"zoek": "sperwer", "zoeken": "1"}).content.decode()


def test_a_name_in_the_address_is_not_looked_up_for_logs_keep_addresses(anna: Client) -> None:
    assert "dorpskerk" not in anna.get(f"{ADD}?zoek=kerk").content.decode()
    page = anna.get(ADD).content.decode()
    assert f'hx-post="{ADD}" hx-vals' in page


def test_a_search_costs_the_same_in_a_large_kern(anna: Client, village: Village) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = anna.post("/partners/sportclub/relaties/nieuw/", {"zoek": "kerk", "zoeken": "1"})
            assert answer.status_code == 200
        return len(queries)

    few = count()
    fill_with(village.kern, 150, ["wonen", "onderwijs"], prefix="kerkclub")
    assert (few, count()) == (15, 15)


def test_somebody_new_is_added_in_the_same_deed(anna: Client) -> None:
    before = Change.objects.count()
    fill_in(anna, ADD, zoek="Speeltuin", met="nieuw:", new_kind="stichting", new_domain="wonen")
    made = Relation.objects.get(target__name="Speeltuin")
    assert (made.target.kern.slug, made.target.life_domain, made.target.visibility) == (
        "dorp",
        "wonen",
        "public",
    )
    assert Change.objects.count() == before + 1
    anna.post(f"/wijzigingen/{Change.objects.latest('made_at').pk}/terugdraaien/")
    assert not Partner.objects.filter(name="Speeltuin").exists()


def test_somebody_new_without_a_kind_is_not_added(anna: Client) -> None:
    answer = fill_in(anna, ADD, zoek="Speeltuin", met="nieuw:", description="Blijft")
    assert answer.status_code == 422
    assert "Blijft" in answer.content.decode()
    assert not Partner.objects.filter(name="Speeltuin").exists()


@pytest.mark.parametrize("met", ["", "school", "bestaat-niet", "elders-sperwer", "x" * 500])
def test_who_cannot_be_the_other(anna: Client, met: str) -> None:
    answer = fill_in(anna, ADD, met=met)
    assert answer.status_code == 422
    assert "Sperwer" not in answer.content.decode()


def test_the_same_open_tie_twice_is_refused_and_a_double_click_is_one(anna: Client) -> None:
    fields = {**fields_of(anna.get(ADD), ADD), "met": "dorpskerk"}
    assert anna.post(ADD, fields).status_code == 302
    assert anna.post(ADD, fields)["Location"] == "/partners/school/"
    again = fill_in(anna, ADD, met="dorpskerk")
    assert again.status_code == 422
    assert Relation.objects.filter(source__slug="school", target__slug="dorpskerk").count() == 1


def test_a_line_from_a_guest_needs_one_end_of_ones_own(anna: Client) -> None:
    path = "/partners/streekzorg/relaties/nieuw/"
    assert anna.get(path).status_code == 404
    assert anna.get(f"{path}?met=verre-club").status_code == 404
    assert anna.get(f"{path}?met=sportclub").status_code == 200
    fields = fields_of(anna.get(f"{path}?met=sportclub"), path)
    assert anna.post(path, {**fields, "met": "verre-club"}).status_code == 404
    assert anna.post(path, fields).status_code == 302
    assert tie("streekzorg", "sportclub").kind == "kent"


def test_a_tie_is_corrected_also_its_direction(anna: Client) -> None:
    known = tie("dorpskerk", "sportclub", kind="leent-uit")
    path = f"/relaties/{known.pk}/bewerken/?van=sportclub"
    page = anna.get(path)
    assert fields_of(page, path)["nature"] == "leent-uit:krijgt"
    fill_in(anna, path, nature="leent-uit:geeft", strength="1", started_on="2018-02")
    known.refresh_from_db()
    assert (known.source.slug, known.target.slug, known.strength) == ("sportclub", "dorpskerk", 1)
    assert known.started_on == PartialDate(2018, 2)
    anna.post(f"/wijzigingen/{Change.objects.latest('made_at').pk}/terugdraaien/")
    known.refresh_from_db()
    assert (known.source.slug, known.strength) == ("dorpskerk", 3)


def test_ends_that_are_posted_are_ignored(anna: Client, village: Village) -> None:
    known = tie("dorpskerk", "sportclub", kind="leent-uit")
    other = Partner.objects.get(slug="school")
    fill_in(
        anna, f"/relaties/{known.pk}/bewerken/", source=other.pk, target=other.pk, ended_on="2020", is_confirmed="on",
        description="Anders",
    )  # fmt: skip
    known.refresh_from_db()
    assert (known.source.slug, known.target.slug, known.ended_on) == ("dorpskerk", "sportclub", None)
    assert (known.description, known.is_confirmed) == ("Anders", False)


def test_two_editors_of_one_tie(anna: Client, village: Village) -> None:
    path = "/relaties/900001/bewerken/"
    bas = sign_in(Client(), village, "coordinator")
    fields = fields_of(anna.get(path), path)
    fill_in(bas, path, strength="3")
    answer = anna.post(path, {**fields, "strength": "1", "description": "Van Anna"})
    assert answer.status_code == 409
    assert "Dorpskerk – Sportclub" in answer.content.decode()
    done = anna.post(path, {**fields_of(answer, path), "keuze-strength": "van-hen"})
    assert done.status_code == 302
    known = Relation.objects.get(pk=900001)
    assert (known.strength, known.description) == (3, "Van Anna")


def test_a_tie_ends_with_a_day_and_a_reason_and_can_go_on_after_all(anna: Client) -> None:
    path = "/relaties/900001/beeindigen/"
    assert fill_in(anna, path, ended_on="2024", reason="Verhuisd").status_code == 302
    known = Relation.objects.get(pk=900001)
    assert (known.ended_on, known.end_reason) == (PartialDate(2024), "Verhuisd")
    assert fill_in(anna, path, ended_on="1999").status_code == 422
    fill_in(anna, "/relaties/900001/bewerken/", ended_on="", end_reason="")
    known.refresh_from_db()
    assert (known.ended_on, known.end_reason) == (None, "")


# --- initiatives --------------------------------------------------------------------------------------


def test_an_initiative_with_its_phase_and_domains(anna: Client) -> None:
    answer = fill_in(
        anna, "/kernen/dorp/initiatieven/nieuw/", name="Buurttuin", phase="droom", life_domains=["wonen", "onderwijs"],
        target_groups="jongeren; ouderen, jongeren", started_on="2026",
    )  # fmt: skip
    assert answer["Location"] == "/initiatieven/buurttuin/"
    garden = Initiative.objects.get(slug="buurttuin")
    assert (garden.phase, garden.life_domains) == ("droom", ["wonen", "onderwijs"])
    assert (garden.target_groups, garden.visibility) == (["jongeren", "ouderen"], "public")


def test_an_initiative_is_corrected_and_a_stale_one_asks(anna: Client, village: Village) -> None:
    path = "/initiatieven/bij-de-omas/bewerken/"
    bas = sign_in(Client(), village, "coordinator")
    fields = fields_of(anna.get(path), path)
    fill_in(bas, path, phase="overgedragen")
    answer = anna.post(path, {**fields, "phase": "gestopt"})
    assert answer.status_code == 409
    done = anna.post(path, {**fields_of(answer, path), "keuze-phase": "van-mij"})
    assert done.status_code == 302
    assert Initiative.objects.get(slug="bij-de-omas").phase == "gestopt"


def test_taking_part_begins_changes_and_ends(anna: Client) -> None:
    cafe = Initiative.objects.get(slug="cafe-creme")
    fill_in(
        anna, "/partners/school/deelnames/nieuw/", initiative=cafe.pk, role="leent-uit", started_on="2020"
    )
    part = Participation.objects.get(partner__slug="school")
    assert (part.role, part.started_on) == ("leent-uit", PartialDate(2020))
    fill_in(anna, f"/deelnames/{part.pk}/bewerken/", role="organisator")
    fill_in(anna, f"/deelnames/{part.pk}/beeindigen/", ended_on="2021")
    part.refresh_from_db()
    assert (part.role, part.ended_on) == ("organisator", PartialDate(2021))
    fill_in(anna, "/initiatieven/cafe-creme/deelnames/nieuw/", partner="dorpskerk", role="doet-mee")
    assert Participation.objects.filter(partner__slug="dorpskerk", initiative=cafe, role="doet-mee").exists()
    assert fill_in(anna, "/initiatieven/cafe-creme/deelnames/nieuw/", partner="Niemand").status_code == 422


def test_a_citizen_service_number_is_not_taken(anna: Client) -> None:
    for path in (
        "/partners/sportclub/bewerken/",
        "/relaties/900001/bewerken/",
        "/initiatieven/bij-de-omas/bewerken/",
    ):
        answer = fill_in(anna, path, description="bsn 111222333")
        assert answer.status_code == 422, path
        assert "111222333" in answer.content.decode()


def test_only_a_mistake_in_the_fold_opens_it(anna: Client) -> None:
    nobody = fill_in(anna, ADD)
    assert nobody.status_code == 422
    assert '<details class="entry__more">' in nobody.content.decode()
    odd_day = fill_in(anna, ADD, met="dorpskerk", started_on="morgen")
    assert '<details class="entry__more" open>' in odd_day.content.decode()
