"""Who sees what, on each page."""

import pytest

CLOSED = ["Dominee", "Gesloten Huis", "Stil Plan", "Een luisterend oor", "Onder ons", "Kent de dominee"]


def text_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/kernen/",
        "/kernen/oosterdorp/",
        "/kernen/het-eiland/",
        "/partners/de-brug/",
        "/partners/de-kerk/",
        "/initiatieven/buurttafel/",
    ],
)
def test_nothing_closed_is_shown_outside(village, anybody, coordinator_elsewhere, url):
    for client in (anybody, coordinator_elsewhere):
        page = text_of(client, url)
        assert [word for word in CLOSED if word in page] == []


def test_the_coordinator_sees_the_people_of_the_own_kern_by_role(village, coordinator):
    page = text_of(coordinator, "/kernen/oosterdorp/")
    assert [word for word in CLOSED[:5] if word not in page] == []
    assert "Kent de dominee" in text_of(coordinator, "/partners/de-brug/")
    assert "Dominee" in text_of(coordinator, "/partners/de-kerk/")
    assert "Dominee" in text_of(coordinator, "/initiatieven/buurttafel/")


def test_the_kern_shows_what_is_public(village, anybody):
    page = text_of(anybody, "/kernen/oosterdorp/")
    for words in (
        "De Brug",
        "De Kerk",
        "Buurttafel",
        "Maaltijd",
        "Mei 2016",
        "Op de fiets",
        "september 2016",
        "2,5 duizend",
        "Een zaal",
    ):
        assert words in page


def test_a_region_shows_its_kernen_together(village, anybody):
    page = text_of(anybody, "/kernen/het-eiland/")
    assert "/kernen/oosterdorp/" in page
    assert "De Brug" in page


def test_numbers_count_only_what_this_visitor_may_see(village, anybody, coordinator):
    outside = anybody.get("/").context["regions"][0]["kernen"][0]
    inside = coordinator.get("/").context["regions"][0]["kernen"][0]
    assert (outside.partners, outside.initiatives) == (2, 1)
    assert (inside.partners, inside.initiatives) == (4, 2)


@pytest.mark.parametrize(
    ("kind", "closed"),
    [("partners", "dominee"), ("partners", "gesloten-huis"), ("initiatieven", "stil-plan")],
)
def test_closed_answers_exactly_as_unknown(
    village, anybody, coordinator_elsewhere, coordinator, kind, closed
):
    for client in (anybody, coordinator_elsewhere):
        hidden, unknown = client.get(f"/{kind}/{closed}/"), client.get(f"/{kind}/bestaat-niet/")
        assert hidden.status_code == unknown.status_code == 404
        drop = ("csrfmiddlewaretoken",)
        plain = [
            [line for line in answer.content.decode().splitlines() if not any(word in line for word in drop)]
            for answer in (hidden, unknown)
        ]
        assert plain[0] == plain[1]
    assert coordinator.get(f"/{kind}/{closed}/").status_code == 200


def test_no_name_of_a_person_stands_in_a_title_beyond_the_role(village, coordinator):
    page = text_of(coordinator, "/partners/dominee/")
    assert "<title>Dominee – Wijkweb</title>" in page


def test_pages_of_a_signed_in_person_are_not_kept(village, coordinator):
    assert "no-store" in coordinator.get("/kernen/oosterdorp/")["Cache-Control"]
