"""The booklet: which stories, in which order, by numbers and by buttons."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changes.models import Change
from changes.services import undo
from initiatives.models import Story
from places.models import Kern
from stories.services.booklet import booklet_of, ordered
from tests.factories import make_kern

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(kern: Kern) -> list[Story]:
    return [
        Story.objects.create(slug=name, kern=kern, title=name, text="Tekst.", visibility="public")
        for name in ("een", "twee", "drie")
    ]


def send(client: Client, kern: Kern, **values: Any) -> Any:
    address = reverse("booklet_order", args=[kern.slug])
    stand = values.pop("stand", None) or client.get(address).context["stand"]
    return client.post(address, {"stand": stand, **values})


def names(kern: Kern) -> list[str]:
    return [story.slug for story in booklet_of(kern)]


def test_as_long_as_nobody_chose_all_stand_in_it(kern: Kern, stories: list[Story]) -> None:
    assert names(kern) == ["een", "twee", "drie"]


def test_numbers_choose_and_order_and_buttons_move_a_step(
    anna: Client, kern: Kern, stories: list[Story]
) -> None:
    send(anna, kern, **{"plaats-drie": "1", "plaats-een": "7"})
    assert names(kern) == ["drie", "een"]
    places = {"plaats-drie": "1", "plaats-een": "2", "plaats-twee": "3"}
    answer = send(anna, kern, omhoog="een", **places)
    assert names(kern) == ["een", "drie", "twee"]
    assert answer["Location"].endswith("#een")
    send(anna, kern, omlaag="een", **{"plaats-een": "1", "plaats-drie": "2", "plaats-twee": "3"})
    assert names(kern) == ["drie", "een", "twee"]
    send(anna, kern, eruit="een", **{"plaats-drie": "1", "plaats-een": "2", "plaats-twee": "3"})
    assert names(kern) == ["drie", "twee"]


def test_each_save_is_one_change_that_can_be_taken_back(
    anna: Client, user: Any, kern: Kern, stories: list[Story]
) -> None:
    send(anna, kern, **{"plaats-drie": "1", "plaats-een": "2"})
    send(anna, kern, **{"plaats-drie": "1", "plaats-een": "2"})  # the same once more is no change
    assert Change.objects.count() == 1
    undo(Change.objects.get(), acting_user=user)
    assert names(kern) == ["een", "twee", "drie"]


def test_who_was_overtaken_sees_the_order_of_now(anna: Client, kern: Kern, stories: list[Story]) -> None:
    stand = anna.get(reverse("booklet_order", args=[kern.slug])).context["stand"]
    send(anna, kern, **{"plaats-drie": "1"})
    answer = send(anna, kern, stand=stand, **{"plaats-een": "1"})
    assert answer.status_code == 409
    assert names(kern) == ["drie"]


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "99999", "٣", "\0"])
def test_what_is_no_number_is_not_chosen(number: str, anna: Client, kern: Kern, stories: list[Story]) -> None:
    send(anna, kern, **{"plaats-drie": number, "plaats-een": "1"})
    assert names(kern) == ["een"]


def test_equal_numbers_keep_the_order_of_the_screen(stories: list[Story]) -> None:
    chosen = ordered(stories, {"een": 2, "twee": 1, "drie": 2})
    assert [story.slug for story in chosen] == ["twee", "een", "drie"]


def test_only_what_everybody_may_read_comes_on_paper(anna: Client, client: Client, kern: Kern) -> None:
    other = make_kern("Elders")
    Story.objects.create(
        slug="a", kern=kern, title="Dichtbij", text="x", visibility="public", place_in_booklet=1
    )
    Story.objects.create(
        slug="b", kern=kern, title="Stil", text="x", visibility="network", place_in_booklet=2
    )
    Story.objects.create(slug="c", kern=other, title="Veraf", text="x", visibility="public")
    for who in (anna, client):
        page = who.get(reverse("booklet", args=[kern.slug])).content.decode()
        assert "Dichtbij" in page
        assert "Stil" not in page
        assert "Veraf" not in page


def test_the_paper_is_chosen_in_the_address(client: Client, kern: Kern, stories: list[Story]) -> None:
    address = reverse("booklet", args=[kern.slug])
    assert "booklet-a5.css" in client.get(address).content.decode()
    assert "booklet-a4.css" in client.get(f"{address}?papier=a4").content.decode()
    assert "booklet-a5.css" in client.get(f"{address}?papier=x").content.decode()
