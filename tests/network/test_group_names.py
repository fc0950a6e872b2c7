"""What a kern calls its groups: given, kept while the web changes, taken back, and seen by who may see the group."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from changes.models import Change
from changes.services import undo
from network.analysis.figures import Community, communities, known_again
from network.models import GroupName
from network.naming import forget_name, name_group
from partners.models import Partner, Relation
from tests.network.analysis.figures.webs import material, partner
from tests.network.village import Village, organisation, sign_in, tie

GROUPS = "/kernen/dorp/netwerk/groepen/"
TIES = "a-b b-c a-c c-d d-e e-f d-f"


def found_in(ties: str, parts: str = "", people: Any = "a b c d e f g h") -> tuple[Any, list[Community]]:
    some = material(people, ties, parts)
    return some.web, list(communities(some))


def test_a_group_is_known_by_its_middle_and_never_by_a_person() -> None:
    people = [partner(key) for key in "abc"] + [partner("anna", kind="inwoner")]
    _web, (one,) = found_in("a#b b#c a#c anna#a anna#b anna#c", "feest:a feest:b feest:c feest:anna", people)
    assert "anna" in one.partner_ids
    assert one.core == ("a", "b", "c", "initiatief:feest")
    many = [partner(f"p{number:02d}") for number in range(20)]
    star = " ".join(f"p00-p{number:02d}" for number in range(1, 20))
    _web, (wide,) = found_in(star, people=many)
    assert len(wide.core) == 12
    assert wide.core[0] == "p00"


def test_a_name_stays_while_most_of_the_middle_stays_together() -> None:
    _web, before = found_in(TIES)
    cores = {"left": before[0].core, "right": before[1].core}
    web, after = found_in(f"{TIES} g-a g-b g-c h-d h-e h-f")  # both grew
    assert {name: one.partner_ids for name, one in known_again(after, cores, web).items()} == {
        "left": ("a", "b", "c", "g"),
        "right": ("d", "e", "f", "h"),
    }
    web, without = found_in("b-c d-e e-f d-f", people="b c d e f")  # one of three has gone
    assert known_again(without, cores, web)["left"].partner_ids == ("b", "c")


def test_a_name_of_what_fell_apart_goes_to_nobody_and_a_group_has_one_name() -> None:
    web, found = found_in("a-b c-d e-f")
    assert known_again(found, {"half": ("a", "b", "c", "d"), "gone": ("x", "y")}, web) == {}
    given = known_again(found, {1: ("a",), 2: ("a", "b"), 3: ("b",)}, web)
    assert list(given) == [2]
    assert list(known_again(found, {1: ("a",), 3: ("b",)}, web)) == [1]


@pytest.fixture
def group(village: Village) -> Village:
    club, school = Partner.objects.get(slug="sportclub"), Partner.objects.get(slug="school")
    third = organisation("wandelclub", village.kern)
    for one, other in ((club, school), (school, third), (club, third)):
        tie(one, other)
    return village


def text_of(client: Client, path: str = GROUPS) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_coordinator_names_a_group_and_everybody_reads_it(group: Village, client: Client) -> None:
    boss = sign_in(Client(), group, "coordinator")
    address = f"{GROUPS}sportclub/naam/"
    assert "Een naam geven" in text_of(boss)
    assert "Een naam geven" not in text_of(client)
    answer = boss.post(address, {"name": " De sporters "}, follow=True)
    assert "De groep heet vanaf nu “De sporters”." in answer.content.decode()
    assert "Ongedaan maken" in answer.content.decode()
    for reader in (boss, client):
        assert re.search(r'class="community__name">De sporters</h', text_of(reader))
    assert not any("zilverreiger" in node for node in GroupName.objects.get().core)
    # Another name for the same group, found by another party in it.
    version = GroupName.objects.get().history.latest().history_id  # type: ignore[attr-defined]
    boss.post(f"{GROUPS}wandelclub/naam/", {"name": "Bewegers", "version": version})
    assert [row.name for row in GroupName.objects.all()] == ["Bewegers"]
    undo(Change.objects.latest("made_at"), acting_user=group.people["coordinator"])
    assert "De sporters" in text_of(client)
    # Empty: called after the party in its middle again.
    version = GroupName.objects.get().history.latest().history_id  # type: ignore[attr-defined]
    boss.post(address, {"name": "", "version": version})
    assert not GroupName.objects.exists()
    undo(Change.objects.latest("made_at"), acting_user=group.people["coordinator"])
    assert "De sporters" in text_of(client)


def test_the_name_survives_that_the_web_changes(group: Village, client: Client) -> None:
    sign_in(client, group, "coordinator").post(f"{GROUPS}sportclub/naam/", {"name": "De sporters"})
    newcomer = organisation("zwemclub", group.kern)
    for slug in ("sportclub", "school", "wandelclub"):
        tie(newcomer, Partner.objects.get(slug=slug))
    assert "De sporters" in text_of(Client())
    Relation.objects.all().delete()
    assert "De sporters" not in text_of(Client())


def test_who_was_overtaken_sees_both_names(group: Village, client: Client) -> None:
    sign_in(client, group, "coordinator").post(f"{GROUPS}sportclub/naam/", {"name": "De sporters"})
    row = GroupName.objects.get()
    version = row.history.latest().history_id  # type: ignore[attr-defined]
    client.post(f"{GROUPS}sportclub/naam/", {"name": "Bewegers", "version": version})
    answer = client.post(f"{GROUPS}sportclub/naam/", {"name": "Fitte buren", "version": version})
    assert answer.status_code == 409
    assert "Bewegers" in answer.content.decode()
    assert "Fitte buren" in answer.content.decode()


def test_a_double_click_names_once_and_a_name_is_given_once(group: Village, client: Client) -> None:
    sign_in(client, group, "coordinator")
    address = f"{GROUPS}sportclub/naam/"
    token = re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())
    assert token
    for _turn in range(2):
        assert client.post(address, {"name": "De sporters", "token": token[1]}).status_code == 302
    assert GroupName.objects.count() == 1
    GroupName.objects.create(kern=group.kern, name="Bezet", core=["nergens"])
    answer = client.post(address, {"name": "Bezet", "version": 99999})
    assert answer.status_code == 422
    assert "Een andere groep heeft deze naam al." in answer.content.decode()
    assert client.post(address, {"name": "Van 111222333", "version": 99999}).status_code == 422
    assert client.get(f"{GROUPS}bestaat-niet/naam/").status_code == 404


def test_a_name_is_not_empty_and_stays_in_its_kern(group: Village) -> None:
    with pytest.raises(IntegrityError):
        GroupName.objects.create(kern=group.kern, name="", core=[])


def test_services_name_and_forget(group: Village) -> None:
    one = Community(("sportclub", "school"), (), "sportclub", "", 0, ("sportclub", "school"))
    name_group(group.kern, one, "De sporters", acting_user=None)
    with pytest.raises(ValidationError):
        name_group(group.kern, one, "De sporters", acting_user=None)
    forget_name(GroupName.objects.get(), acting_user=None)
    assert not GroupName.objects.exists()


def test_of_another_day_groups_are_not_named(group: Village, client: Client) -> None:
    page = text_of(sign_in(client, group, "coordinator"), f"{GROUPS}?dag=2017-12-31")
    assert "Een naam geven" not in page


def test_the_warning_about_old_records_is_said_once(group: Village, client: Client) -> None:
    page = text_of(client, "/kernen/dorp/netwerk/")
    assert page.count("minder dan de helft van wat hierachter zit") == 1
    assert page.count('class="doubt-mark"') > 10
