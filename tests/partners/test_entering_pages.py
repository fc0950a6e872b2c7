"""Adding, correcting and ending a partner in the browser, without a script."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from changes.models import Change
from partners.models import Identity, Partner, PastInvolvement, Relation
from tests.network.village import Village, make_village, sign_in
from tests.partners.entering import fields_of, fill_in
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ADD = "/kernen/dorp/partners/nieuw/"


@pytest.fixture
def village() -> Village:
    return make_village()


@pytest.fixture
def anna(client: Client, village: Village) -> Client:
    """The coordinator of Dorp."""
    return sign_in(client, village, "coordinator")


@pytest.fixture
def bas(village: Village) -> Client:
    """A second window of the same kern."""
    return sign_in(Client(), village, "coordinator")


def named(name: str) -> Partner:
    return Partner.objects.get(name=name)


# --- adding -----------------------------------------------------------------------------------------


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


# --- correcting -------------------------------------------------------------------------------------


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


# --- who a person is --------------------------------------------------------------------------------
CANARY = "Wilhelmina Roodborst"


def test_who_a_person_is_is_for_the_coordinators_alone(anna: Client, village: Village) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    fill_in(anna, path, name=CANARY, email="roodborst@voorbeeld.nl", consent_on="2026-01-05")
    assert CANARY in anna.get("/partners/mw-zilverreiger/").content.decode()
    title = anna.get("/partners/mw-zilverreiger/").content.decode().split("</title>")[0]
    assert "Roodborst" not in title
    places = (
        "/kernen/dorp/", "/kernen/dorp/wijkweb/", "/kernen/dorp/wijkweb/?weergave=lijst", "/kernen/dorp/wijkweb.json",
        "/kernen/dorp/wijkweb.svg", "/kernen/dorp/wijkweb-los.html", "/partners/mw-zilverreiger/geschiedenis/",
        "/kernen/dorp/wijzigingen/", "/partners/sportclub/", "/initiatieven/bij-de-omas/", "/kernen/dorp/lijkt-op/?naam=Roodborst",
        "/partners/sportclub/relaties/nieuw/?zoek=roodborst", "/kernen/dorp/partners/nieuw/", "/partners/mw-zilverreiger/bewerken/",
    )  # fmt: skip
    for place in places:
        for headers in ({}, HTMX):
            text = anna.get(place, headers=headers).content.decode()
            assert CANARY not in text, place
            assert "roodborst@voorbeeld.nl" not in text, place
    for role in ("alderman", "partner_contact", "coordinator_elsewhere", "administrator", "anonymous"):
        other = sign_in(Client(), village, role)
        for place in (*places, "/partners/mw-zilverreiger/", path):
            assert CANARY not in other.get(place).content.decode(), (role, place)


def test_what_is_emptied_is_gone(anna: Client) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    fill_in(anna, path, name=CANARY)
    fill_in(anna, path, name="")
    assert not Identity.objects.exists()


def test_consent_needs_a_name_and_a_day_that_has_come(anna: Client) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    assert fill_in(anna, path, consent_on="2026-01-05").status_code == 422
    assert fill_in(anna, path, name="A", consent_on="2199-01-05").status_code == 422


def test_a_colleague_who_noted_it_meanwhile_is_not_overwritten(anna: Client, bas: Client) -> None:
    path = "/partners/mw-zilverreiger/identiteit/"
    fields = fields_of(anna.get(path), path)
    fill_in(bas, path, name="Van Bas")
    answer = anna.post(path, fields | {"name": "Van Anna"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Van Bas" in text
    assert "Van Anna" in text
    anna.post(path, fields_of(answer, path))
    assert Identity.objects.get().name == "Van Anna"


# --- always -----------------------------------------------------------------------------------------
PAGES = [
    ADD, "/partners/sportclub/bewerken/", "/partners/sportclub/gestopt/", "/partners/mw-zilverreiger/identiteit/",
    "/partners/sportclub/relaties/nieuw/?zoek=kerk", "/relaties/900001/bewerken/", "/relaties/900001/beeindigen/",
    "/kernen/dorp/initiatieven/nieuw/", "/initiatieven/bij-de-omas/bewerken/", "/initiatieven/bij-de-omas/deelnames/nieuw/",
    "/partners/sportclub/deelnames/nieuw/", "/deelnames/900001/bewerken/", "/deelnames/900001/beeindigen/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_reading_writes_nothing(anna: Client, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for headers in ({}, HTMX):
        with CaptureQueriesContext(connection) as queries:
            assert anna.get(path, headers=headers).status_code == 200
        written = [
            q["sql"]
            for q in queries
            if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "DECLARE"))
        ]
        assert not written


QUERIES = dict(zip(PAGES, (9, 9, 6, 6, 15, 6, 5, 7, 7, 7, 7, 6, 5), strict=True))


@pytest.mark.parametrize("path", PAGES)
def test_queries_do_not_grow_with_the_kern(anna: Client, village: Village, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.network.village import fill_with

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert anna.get(path).status_code == 200
        return len(queries)

    few = count()
    fill_with(village.kern, 150, ["wonen", "onderwijs"], prefix="kerkclub")
    assert (few, count()) == (QUERIES[path], QUERIES[path])


NASTY = [
    "\x00",
    "a\x00b",
    "\ud800",
    "9" * 5000,
    "-1",
    "x" * 20_000,
    "<script>alert(1)</script>",
    "2017-02-30",
    "\u202e",
]


@pytest.mark.parametrize("path", [*PAGES, "/partners/sportclub/betrokkenheid/"])
def test_any_value_in_any_field_is_no_server_error(anna: Client, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies = anna.cookies
    plain = path.split("?")[0]
    page = client.get(path)
    names = fields_of(page, plain) if page.status_code == 200 else {"involvement": "", "van": ""}
    names |= {"met": "nieuw:", "zoek": "Iets", "new_kind": "stichting", "gezien": "", "keuze-name": ""}
    for place, name in enumerate(names):
        for value in (NASTY[place % len(NASTY)], NASTY[(place + 4) % len(NASTY)]):
            sent = {**names, name: value.encode("utf-8", "surrogatepass")}
            answer = client.post(plain, sent)
            assert answer.status_code < 500, (name, value[:20])
