"""Drawings that are kept: found again by who sees the same, and by nobody else."""

from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from network import kept as kept_module
from network.kept import program_files
from network.stencil import filled
from partners.models import Partner
from tests.network.village import Village, sign_in

ADDRESS = "/kernen/dorp/wijkweb/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["drawings"].clear()


@pytest.fixture
def drawn() -> Iterator[Callable[[], int]]:
    """How often a picture was made since the start of the test."""
    with mock.patch.object(kept_module, "picture_of", wraps=kept_module.picture_of) as made:
        yield lambda: made.call_count


def test_the_second_reader_gets_what_was_drawn_for_the_first(
    village: Village, client: Client, drawn: Callable[[], int]
) -> None:
    first = client.get(ADDRESS).content
    assert client.get(ADDRESS).content == first
    assert drawn() == 1


def test_a_change_past_every_service_shows_at_once(village: Village, client: Client) -> None:
    assert b"Naam van nu" not in client.get(ADDRESS).content
    Partner.objects.filter(slug="dorpskerk").update(name="Naam van nu")
    assert b"Naam van nu" in client.get(ADDRESS).content
    Partner.objects.filter(slug="dorpskerk").update(visibility="coordinators")
    assert b"Naam van nu" not in client.get(ADDRESS).content
    assert "Naam van nu" not in client.get("/kernen/dorp/wijkweb.json").content.decode()


def test_nobody_gets_what_was_drawn_for_a_coordinator(village: Village, client: Client) -> None:
    anonymous = client.get(ADDRESS).content
    signed_in = Client()
    sign_in(signed_in, village, "coordinator")
    assert b"zilverreiger" in signed_in.get(ADDRESS).content
    assert client.get(ADDRESS).content == anonymous
    assert b"zilverreiger" not in anonymous


def test_what_only_one_asks_for_is_not_kept(
    village: Village, client: Client, drawn: Callable[[], int]
) -> None:
    for _ in range(2):
        client.get(ADDRESS, {"zoek": "kerk"})
        client.get(ADDRESS, {"dag": "1803-05-17"})
    assert drawn() == 4


@pytest.mark.parametrize("shape", ["json", "svg"])
def test_who_has_the_data_already_does_not_get_it_again(village: Village, client: Client, shape: str) -> None:
    address = f"/kernen/dorp/wijkweb.{shape}"
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    Partner.objects.filter(slug="dorpskerk").update(name="Naam van nu")
    changed = client.get(address, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "Naam van nu" in changed.content.decode()


def test_a_stencil_escapes_all_it_is_filled_with() -> None:
    values = {"one": '<b>"100 %(x)s"</b>', "other": "&", "kinds": "'", "strength": 2}
    row = filled("network/_list_tie.html", values)
    assert "&lt;b&gt;&quot;100 %(x)s&quot;&lt;/b&gt;" in row
    assert [cell.split("<")[0] for cell in row.split('">')[2:]] == ["&amp;", "&#x27;", "2"]


def test_every_file_that_has_a_hand_in_the_drawing_counts() -> None:
    names = {str(path.relative_to(settings.BASE_DIR)) for path in program_files()}
    assert {
        "partners/models/partner.py",
        "partners/models/words.py",
        "initiatives/models.py",
        "network/markup.py",
        "templates/network/_drawing.html",
    } <= names
    assert all(path.is_file() for path in program_files())


def test_groups_are_found_once_for_who_sees_the_same_rows(village: Village, client: Client) -> None:
    address = "/kernen/dorp/netwerk/groepen/"
    with mock.patch.object(kept_module, "communities", wraps=kept_module.communities) as found:
        first = client.get(address).content
        assert client.get(address).content == first
        assert found.call_count == 1
        sign_in(Client(), village, "coordinator").get(address)
        assert found.call_count == 2
        Partner.objects.filter(slug="dorpskerk").update(name="Naam van nu")
        client.get(address)
        assert found.call_count == 3
        for _ in range(2):
            client.get(address, {"dag": "1803-05-17"})
        assert found.call_count == 5
