"""Cards are pages of their own and fragments beside the map."""

import re

import pytest

from tests.factories import make_initiative, make_kern, make_partner, make_relation

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


def test_the_bar_of_the_coordinator_stands_above_a_card_and_not_in_the_panel(
    village, anybody, coordinator
) -> None:
    for path in (village.bridge.get_absolute_url(), village.table.get_absolute_url()):
        assert 'class="kern-nav' in coordinator.get(path).content.decode(), path
        assert 'class="kern-nav' not in anybody.get(path).content.decode(), path
        beside_the_map = coordinator.get(path, headers={"HX-Request": "true"}).content.decode()
        assert 'class="kern-nav' not in beside_the_map, path


def test_the_card_of_a_hub_shows_a_few_ties_and_folds_the_rest(village, anybody):
    for number in range(11):
        make_relation(village.bridge, make_partner(f"Buur {number:02d}", village.kern))
    body = anybody.get("/partners/de-brug/").content.decode()
    in_sight = re.sub(r"<details.*?</details>", "", body, flags=re.DOTALL)
    assert len(set(re.findall(r"Buur \d\d", body))) == 11
    assert in_sight.count('class="tie-group"') == 6
    assert body.count('class="tie-group"') == 12  # and De Kerk
    assert body.count("<ul") == body.count("</ul>")
    assert body.count("<details") == body.count("</details>")
