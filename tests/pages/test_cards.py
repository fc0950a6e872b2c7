"""Cards are pages of their own and fragments beside the map."""

import pytest

from tests.factories import make_initiative, make_kern, make_partner

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("url", ["/partners/de-brug/", "/initiatieven/buurttafel/"])
def test_a_card_is_a_page_and_a_fragment(village, anybody, url):
    whole, part = anybody.get(url), anybody.get(url, headers=HTMX)
    assert "<html" in whole.content.decode()
    assert "<h1" in whole.content.decode()
    assert 'hx-target="#kaart-paneel"' not in whole.content.decode()
    text = part.content.decode()
    assert "<html" not in text
    assert "<h1" not in text
    assert "<h2" in text
    assert 'hx-target="#kaart-paneel"' in text
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restored_pages_are_whole(village, anybody, header):
    assert "<html" in anybody.get("/partners/de-brug/", headers={**HTMX, header: "true"}).content.decode()


def test_every_link_in_a_fragment_works_as_a_link(village, anybody):
    text = anybody.get("/partners/de-brug/", headers=HTMX).content.decode()
    assert 'href="/partners/de-kerk/" hx-get="/partners/de-kerk/"' in text


def test_ties_are_grouped_per_partner_and_said_from_this_side(village, anybody):
    response = anybody.get("/partners/de-brug/")
    groups = response.context["neighbours"]
    assert [group.partner.slug for group in groups] == ["de-kerk"]
    assert [tie.relation.kind for tie in groups[0].ties] == ["werkt-samen", "verwijst-door"]
    text = response.content.decode()
    assert "Krijgt doorverwijzingen van hen" in text
    assert "sinds december 2014" in text
    assert "Verwijst mensen naar hen door" in anybody.get("/partners/de-kerk/").content.decode()


def test_the_card_leads_to_the_map(village, anybody):
    assert "/kernen/oosterdorp/wijkweb/?focus=de-brug" in anybody.get("/partners/de-brug/").content.decode()


@pytest.mark.parametrize(
    "url", ["/", "/kernen/", "/partners/de-brug/", "/initiatieven/buurttafel/", "/over/"]
)
def test_pages_only_read(village, anybody, url):
    assert anybody.post(url).status_code == 405


def test_a_person_is_shown_in_the_life_domain_of_the_organisation_on_card_and_kern_alike(
    village, coordinator
):
    card = coordinator.get("/partners/dominee/").content.decode()
    assert "levensbeschouwing" in card
    assert "via De Kerk" in card
    assert "levensgebied nog niet bekend" not in card
    domains = coordinator.get("/kernen/oosterdorp/").context["domains"]
    found = [group.slug for group in domains if "Dominee" in [row.name for row in group.rows]]
    assert found == ["levensbeschouwing"]
    nodes = coordinator.get("/kernen/oosterdorp/wijkweb.json").json()["nodes"]
    assert [node["levensgebied"] for node in nodes if node["label"] == "Dominee"] == ["levensbeschouwing"]


def test_a_name_that_folds_longer_than_it_is_can_be_kept(db):
    long_name = "ﬃ" * 300
    kern = make_kern("Oord")
    assert len(make_partner(long_name, kern, slug="lang").search_name) == 300
    assert len(make_initiative(long_name, kern, slug="langer").search_name) == 300
