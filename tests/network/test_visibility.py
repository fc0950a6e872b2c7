"""Who may not see a person sees no word, tie, count or position of it, in any form the web has."""

import json
import random
from typing import Any

import pytest
from django.test import Client

from accounts.access import Viewer, every_viewer, viewer_of
from accounts.models import Membership, Role
from network.models import Layout
from network.services import drawing_of, refresh_layouts_of
from tests.factories import make_user
from tests.network.village import ROLES, SECRET_WORDS, Village, make_village, sign_in

MAP = "/kernen/dorp/wijkweb"
FORMATS = (
    f"{MAP}/", f"{MAP}/?weergave=netwerk", f"{MAP}/?weergave=lijst", f"{MAP}.json", f"{MAP}.svg", f"{MAP}.svg?weergave=netwerk",
    f"{MAP}-los.html", f"{MAP}/?zoek=zilverreiger", f"{MAP}/?focus=mw-zilverreiger", f"{MAP}/?soort=inwoner",
    "/kernen/dorp/netwerk/", "/kernen/dorp/netwerk/groepen/", "/kernen/dorp/netwerk/cijfer/domain_cover/", "/kernen/dorp/netwerk/wat-als/",
    "/kernen/dorp/netwerk/wat-als/?weg=mw-zilverreiger", "/kernen/dorp/netwerk/wat-als/?weg=sportclub", "/kernen/streek/netwerk/",
    "/kernen/streek/wijkweb.json", "/kernen/streek/wijkweb/", "/kernen/buurdorp/wijkweb.json",
    "/partners/sportclub/", "/partners/dorpskerk/", "/initiatieven/bij-de-omas/", "/kernen/dorp/", "/kernen/", "/",
)  # fmt: skip
# Everything that names the persons of Dorp: their words, and their addresses.
TRACES = (*SECRET_WORDS, "mw-zilver", "dhr-nacht")


def body_of(client: Client, path: str) -> str:
    """The answer in lower case, without the search text that somebody typed themselves."""
    text = client.get(path).content.decode().lower()
    for typed in (
        'value="zilverreiger"',
        "zoek=zilverreiger",
        'value="mw-zilverreiger"',
        "focus=mw-zilverreiger",
    ):
        text = text.replace(typed, "")
    return text


@pytest.mark.parametrize("role", [role for role in ROLES if role != "coordinator"])
@pytest.mark.parametrize("path", FORMATS)
def test_nobody_else_reads_a_word_of_a_person(path: str, role: str, village: Village, client: Client) -> None:
    body = body_of(sign_in(client, village, role), path)
    assert [word for word in TRACES if word in body] == []


@pytest.mark.parametrize("path", FORMATS[:7])
def test_the_coordinator_of_the_kern_sees_the_persons(path: str, village: Village, client: Client) -> None:
    body = body_of(sign_in(client, village, "coordinator"), path)
    assert "zilverreiger" in body
    assert "nachtegaal" in body
    assert "sperwer" not in body


def test_the_coordinator_sees_the_ties_of_a_person_on_the_cards(village: Village, client: Client) -> None:
    sign_in(client, village, "coordinator")
    card = body_of(client, "/partners/mw-zilverreiger/")
    assert "kwikstaart" in card
    assert "zilverreiger" in body_of(client, "/partners/dorpskerk/")


@pytest.mark.parametrize("role", ["anonymous", "coordinator_elsewhere", "alderman", "partner_contact"])
def test_persons_leave_no_trace_in_numbers(role: str, village: Village, client: Client) -> None:
    """Ties of a person, its part in an initiative and what it adds to a degree are not counted."""
    data = sign_in(client, village, role).get(f"{MAP}.json").json()
    assert {node["soort"] for node in data["nodes"]} & {"inwoner", "professional"} == set()
    assert [deel["partij"] for deel in data["deelnames"] if deel["initiatief"] == "bij-de-omas"] == [
        "dorpskerk"
    ]
    ids = {node["id"] for node in data["nodes"]}
    assert {end for edge in data["edges"] for end in (edge["van"], edge["naar"])} <= ids
    page = client.get(f"{MAP}/").content.decode()
    church = page.split('id="p-dorpskerk"')[1].split(">")[0]
    assert ", 1 " in church  # the tie to the club; the coordinator counts that to the person too
    page = sign_in(client, village, "coordinator").get(f"{MAP}/").content.decode()
    assert ", 2 " in page.split('id="p-dorpskerk"')[1].split(">")[0]


def all_forms(client: Client) -> dict[str, Any]:
    data = {
        path: body_of(client, path) for path in FORMATS if "zilverreiger" not in path and "wijkweb" in path
    }
    return data | {"json": json.loads(data[f"{MAP}.json"])}


@pytest.mark.django_db
def test_a_hidden_person_changes_nothing_for_others(client: Client) -> None:
    from accounts.models import User
    from initiatives.models import Initiative, Participation
    from partners.models import Partner, Relation

    make_village(with_persons=True)
    with_persons = all_forms(client)
    Participation.objects.filter(partner__form="persoon").delete()
    Relation.objects.all().filter(source__form="persoon").delete()
    Partner.objects.filter(form="persoon").delete()
    Initiative.objects.filter(visibility="coordinators").delete()
    User.objects.all().delete()
    Layout.objects.all().delete()  # laid out anew, without the memory of the first
    without = all_forms(client)
    for path, body in with_persons.items():
        assert body == without[path], path


def test_what_is_for_the_network_is_not_for_everybody(village: Village, client: Client) -> None:
    for role in ROLES:
        shown = "stille-partner" in body_of(sign_in(client, village, role), f"{MAP}.json")
        assert shown == (role in ("coordinator", "coordinator_elsewhere", "partner_contact")), role
        assert ("ransuil" in body_of(client, f"{MAP}.json")) == (role == "coordinator"), role


def test_the_stored_layout_of_a_coordinator_is_not_used_for_others(village: Village, client: Client) -> None:
    sign_in(client, village, "coordinator").get(f"{MAP}.json")
    sign_in(client, village, "anonymous").get(f"{MAP}.json")
    assert Layout.objects.filter(kern=village.kern).count() == 2
    public = Layout.objects.get(kern=village.kern, audience="public:")
    assert "zilverreiger" not in json.dumps([public.figure, public.force])


def test_who_looks_after_a_thousand_kernen_has_a_stored_layout_too(village: Village) -> None:
    kernen = frozenset(random.Random(1).sample(range(10**6, 10**9), 2_000)) | {village.kern.pk}
    viewer = Viewer("network", kernen)
    drawing_of(village.kern, viewer)
    assert Layout.objects.filter(audience=viewer.key).count() == 1
    assert viewer.key != Viewer("network", kernen - {village.kern.pk}).key


def test_layouts_are_made_for_each_different_view_and_ask_nothing_for_each_role(
    village: Village, django_assert_max_num_queries: Any
) -> None:
    before = {viewer.key for viewer in every_viewer()}
    for number in range(30):
        make_user(Role.PARTNER_CONTACT, village.kern, email=f"contact{number}@voorbeeld.nl")
    with django_assert_max_num_queries(2):
        assert {viewer.key for viewer in every_viewer()} == before
    for membership in Membership.objects.select_related("user"):
        assert viewer_of(membership.user).key in before
    count = refresh_layouts_of(village.kern)
    assert Layout.objects.filter(kern=village.kern).count() == count
