"""The kernen: search, former names, and the same number of queries for few and for many."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.models import Activity, Offer, Organiser, Story
from places.models import Kern
from tests.factories import make_initiative, make_kern, make_partner, make_relation
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.text import fold


def found(client, wanted: str, **headers: str):
    return client.get("/kernen/", {"zoek": wanted}, headers=headers)


def test_search_knows_parts_accents_and_former_names(village, anybody):
    make_kern("Curaçao")
    assert [branch.kern.slug for branch in found(anybody, "CURACAO").context["found"]] == ["curacao"]
    assert [branch.kern.slug for branch in found(anybody, "oud-ooster").context["found"]] == ["oosterdorp"]
    assert "Geen kern met deze naam" in found(anybody, "nergens").content.decode()


def test_search_gives_htmx_the_results_only(village, anybody):
    text = found(anybody, "ooster", **{"HX-Request": "true"}).content.decode()
    assert text.lstrip().startswith('<div id="gevonden"')
    assert "<html" not in text


def test_a_search_that_is_too_long_comes_back_with_a_message(village, anybody):
    response = found(anybody, "x" * 101)
    assert response.status_code == 422
    assert "id_zoek_error" in response.content.decode()


def test_a_former_name_leads_to_the_kern(village, anybody):
    response = anybody.get("/kernen/oud-oosterdorp/")
    assert (response.status_code, response["Location"]) == (301, "/kernen/oosterdorp/")


@pytest.mark.parametrize("slug", ["nergens", "oosterdorp2"])
def test_an_unknown_kern_is_a_404(village, anybody, slug):
    assert anybody.get(f"/kernen/{slug}/").status_code == 404


def test_an_empty_kern_says_so_calmly(db, anybody):
    make_kern("Leegdorp")
    text = anybody.get("/kernen/leegdorp/").content.decode()
    assert text.count("In dit wijkweb staat nog niemand.") == 1


def test_from_the_home_page_it_is_one_step_to_what_is_on(village, anybody):
    assert 'href="/kernen/oosterdorp/agenda/"' in anybody.get("/").content.decode()


def test_a_site_without_kernen_works(db, anybody):
    for url in ("/", "/kernen/"):
        assert "nog geen kernen" in anybody.get(url).content.decode()


def test_kernen_in_a_circle_do_not_hang(village, anybody):
    Kern.objects.filter(pk=village.region.pk).update(parent=village.kern)
    assert anybody.get("/").status_code == 200


QUERIES = {
    "/": 4,
    "/kernen/": 4,
    "/kernen/oosterdorp/": 17,
    "/partners/de-brug/": 9,
    "/initiatieven/buurttafel/": 6,
}


@pytest.mark.parametrize(("url", "number"), QUERIES.items())
def test_queries_do_not_grow_with_the_rows(village, anybody, url, number):
    make_partner("Onderdeel", village.kern, organisation=village.bridge)  # its organisation is fetched too
    assert queries_of(anybody, url) == number
    for place in range(12):
        kern = make_kern(f"Dorp {place}", parent=village.kern)
        partner = make_partner(f"Partij {place}", kern, organisation=village.bridge)
        make_relation(village.bridge, partner)
        initiative = make_initiative(f"Plan {place}", kern, drivers=[partner, village.bridge])
        for owner in (initiative, village.table):
            activity = Activity.objects.create(
                slug=f"{owner.slug}-{place}",
                name="Feest",
                kern=village.kern,
                initiative=owner,
                visibility="public",
                location_partner=village.bridge,
            )
            Organiser.objects.create(activity=activity, partner=partner)
            Story.objects.create(
                slug=f"v-{owner.slug}-{place}",
                kern=kern,
                initiative=owner,
                title="Zo ging het",
                text="Goed.",
                visibility="public",
            )
        Offer.objects.create(
            slug=f"o-{place}", type="vraag", kind="geld", partner=partner, description="Geld."
        )
    assert queries_of(anybody, url) == number


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_page_of_a_kern_shows_the_essentials_and_folds_the_rest(village, anybody):
    """Of what runs three stand in sight; of many parties none but the most involved. Nothing is lost."""
    for number in range(9):
        make_initiative(f"Plan {number}", village.kern, phase="draait")
        make_partner(f"Club {number}", village.kern, life_domain="verenigingen")
    make_partner("Spil", village.kern, life_domain="wonen", involvement="trekker")
    body = anybody.get("/kernen/oosterdorp/").content.decode()
    in_sight = re.sub(r"<details.*?</details>", "", body, flags=re.DOTALL)
    assert len(set(re.findall(r"Plan \d", body))) == len(set(re.findall(r"Club \d", body))) == 9
    assert len(set(re.findall(r"Plan \d", in_sight))) <= 3
    assert "Club" not in in_sight
    assert "In dit wijkweb staat nog niemand" not in body
    assert "Spil" in in_sight
    for anchor in ("wie", "gaande", "ladder"):
        assert f'id="{anchor}"' in in_sight


@pytest.mark.parametrize("anchor", ["verhalen", "activiteiten", "vraag-aanbod"])
def test_the_anchors_of_a_kern_page_stay(village, anybody, anchor):
    Activity.objects.create(slug="feest", name="Feest", kern=village.kern, visibility="public")
    Story.objects.create(slug="v", kern=village.kern, title="Zo", text="Het.", visibility="public")
    Offer.objects.create(slug="o", type="vraag", kind="geld", partner=village.bridge, description="Geld.")
    assert f'id="{anchor}"' in anybody.get("/kernen/oosterdorp/").content.decode()


def test_the_page_of_a_kern_says_what_is_on_in_the_coming_week(village, anybody):
    today = timezone.localdate()
    for name, days in (("Vandaag", 0), ("Zesde dag", 6), ("Te laat", 7), ("Gisteren", -1)):
        day = today + timedelta(days=days)
        Activity.objects.create(
            slug=fold(name).replace(" ", "-"),
            name=name,
            kern=village.kern,
            visibility="public",
            dated_on=PartialDate.from_day(day),
        )
    moments = anybody.get("/kernen/oosterdorp/").context["moments"]
    assert [moment.name for moment in moments] == ["Vandaag", "Zesde dag"]
