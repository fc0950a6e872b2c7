"""What if a party leaves: what falls apart, drawn and told; without JavaScript it is an address."""

import re

import pytest
from django.test import Client

from initiatives.models import Initiative, Participation
from partners.models import Partner
from tests.network.test_figures_page import text_of
from tests.network.village import Village, organisation, tie

PAGE = "/kernen/dorp/netwerk/wat-als/"


@pytest.fixture
def star(village: Village) -> Village:
    """Church - club - the party without a domain - its neighbour; club - school - care from elsewhere."""
    club, alone = Partner.objects.get(slug="sportclub"), Partner.objects.get(slug="zonder-gebied")
    tie(club, Partner.objects.get(slug="school"))
    tie(club, alone)
    tie(alone, organisation("buurman", village.kern))
    return village


def state_of(text: str, party: str) -> str:
    found = re.search(rf'class="spot spot--([a-z-]+)" href="[^"]*" data-party="{party}"', text)
    assert found, party
    return found.group(1)


def part_of(text: str, heading: str) -> str:
    return text.split(heading)[1].split("</section>")[0]


def test_nobody_chosen_is_a_map_on_which_everybody_stays(star: Village, client: Client) -> None:
    text = text_of(client, PAGE)
    assert "Er valt nog niemand weg." in text
    assert set(re.findall(r'class="spot spot--([a-z-]+)" href', text)) == {"stays"}


def test_who_hung_on_the_one_that_leaves_is_cut_off(star: Village, client: Client) -> None:
    text = text_of(client, f"{PAGE}?weg=sportclub")
    assert state_of(text, "sportclub") == "left"
    assert state_of(text, "dorpskerk") == "alone"
    assert [state_of(text, one) for one in ("buurman", "zonder-gebied")] == ["stays", "stays"]
    assert [state_of(text, one) for one in ("school", "streekzorg")] == ["cut-off", "cut-off"]
    assert "Er raken 3 andere partijen los." in text
    assert "telt 2 partijen." in text
    assert "Groep 1, afgesneden: 2 partijen" in text
    assert "<strong>Sportclub</strong>" in text
    assert "Ervoor en erna" in text
    assert re.search(r'value="sportclub" checked', text)


def test_several_leave_at_once_and_a_click_brings_one_back(star: Village, client: Client) -> None:
    text = text_of(client, f"{PAGE}?weg=sportclub&weg=dorpskerk")
    assert state_of(text, "dorpskerk") == "left"
    back = re.search(r'href="([^"]*)" data-party="dorpskerk"', text)
    assert back
    assert back.group(1) == f"{PAGE}?weg=sportclub"
    assert "Bij de oma&#x27;s" in part_of(text, "Initiatieven waar niemand meer aan meedoet")
    assert "Initiatieven zonder trekker" not in text


def test_an_initiative_that_goes_on_without_its_driver_is_named(star: Village, client: Client) -> None:
    grannies, school = Initiative.objects.get(slug="bij-de-omas"), Partner.objects.get(slug="school")
    Participation.objects.create(initiative=grannies, partner=school, role="doet-mee")
    text = text_of(client, f"{PAGE}?weg=dorpskerk")
    assert "Bij de oma&#x27;s" in part_of(text, "Initiatieven zonder trekker")
    assert "Initiatieven waar niemand meer aan meedoet" not in text


def test_what_is_not_in_the_web_is_passed_over_and_said(star: Village, client: Client) -> None:
    text = text_of(client, f"{PAGE}?weg=bestaat-niet&weg=sportclub", 422)
    assert "staat op deze dag niet in dit web" in text
    assert "bestaat-niet" not in text
    assert state_of(text, "sportclub") == "left"
    assert "Dit is geen dag." in text_of(client, f"{PAGE}?dag=ooit", 422)


def test_another_day_has_another_web(star: Village, client: Client) -> None:
    text = text_of(client, f"{PAGE}?dag=2014-06-30")
    assert 'data-party="sportclub"' not in text
    assert 'name="dag" value="2014-06-30"' in text


def test_htmx_gets_the_outcome_alone(star: Village, client: Client) -> None:
    part = text_of(client, f"{PAGE}?weg=sportclub", hx_request="true")
    assert part.startswith('<section class="what-if__outcome" id="uitkomst"')
    assert part in text_of(client, f"{PAGE}?weg=sportclub")


def test_an_empty_web_says_so(star: Village, client: Client) -> None:
    assert "In dit wijkweb staat nog niemand." in text_of(client, "/kernen/leeg/netwerk/wat-als/")
