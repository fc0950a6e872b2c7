"""The start page shows a few things that ask for a deed, and costs the same however much there is."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from changes.lines import touched_models
from changes.services import latest_changes, parts_of
from partners.services import add_partner, add_relation
from places.models import Kern, Municipality
from rounds.models import Note
from rounds.services import add_task
from tests.factories import make_kern, make_partner, make_person, make_user
from upkeep.models import Report, ReportKind
from wishes.models import Wish, WishWords

pytestmark = pytest.mark.django_db


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


@pytest.fixture
def signed_in(client: Client, anna: User) -> Client:
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(client: Client, kern: Kern) -> str:
    answer = client.get(f"/kernen/{kern.slug}/start/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_looks_after_one_kern_comes_there_at_once(signed_in: Client, kern: Kern) -> None:
    answer = signed_in.get("/start/")
    assert answer.headers["Location"] == f"/kernen/{kern.slug}/start/"


def test_who_looks_after_more_chooses(client: Client) -> None:
    region = make_kern("Streek")
    make_kern("Dorp", parent=region)
    client.force_login(
        make_user(Role.COORDINATOR, region), backend="django.contrib.auth.backends.ModelBackend"
    )
    body = client.get("/start/").content.decode()
    assert "/kernen/streek/start/" in body
    assert "/kernen/dorp/start/" in body


def test_who_looks_after_none_goes_home(client: Client) -> None:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/start/").headers["Location"] == "/"


def test_an_empty_kern_says_so_calmly(signed_in: Client, kern: Kern) -> None:
    body = page_of(signed_in, kern)
    assert "Niets te doen." in body
    assert "Er is nog niets gewijzigd." in body
    assert body.count("nog niemand") == 10


def test_what_asks_for_a_deed_is_shown(signed_in: Client, kern: Kern, anna: User) -> None:
    add_task(kern, "Bel de school", acting_user=anna)
    Note.objects.create(kern=kern, made_by=anna, line="x", noted_at=timezone.now())
    add_partner(acting_user=anna, kern=kern, name="De Brug", kind="stichting", life_domain="wonen")
    make_partner("Oude Club", kern, life_domain="wonen")
    body = page_of(signed_in, kern)
    for words in ("Bel de school", "1 aantekening van een rondje uitwerken", "De Brug", "Oude Club"):
        assert words in body


def test_what_asks_for_a_deed_stands_in_sight_and_the_rest_is_folded(
    signed_in: Client, kern: Kern, anna: User
) -> None:
    for number in range(8):
        add_task(kern, f"Taak {number}", acting_user=anna)
        make_partner(f"Oude Club {number}", kern, life_domain="wonen")
    body = page_of(signed_in, kern)
    in_sight = re.sub(r"<details.*?</details>", "", body, flags=re.DOTALL)
    assert in_sight.count('class="task__text"') == 3
    assert "Alle 8 taken" in in_sight
    assert "Oude Club" in body
    for folded in ("Oude Club", "nog niemand", "Er is nog niets gewijzigd."):
        assert folded not in in_sight


def test_a_white_spot_is_a_domain_with_at_most_one_party_and_persons_do_not_fill_it(
    signed_in: Client, kern: Kern
) -> None:
    for number in range(2):
        make_partner(f"Huis {number}", kern, life_domain="wonen")
    make_partner("School", kern, life_domain="onderwijs")
    make_person("Agent", kern, life_domain="veiligheid")
    make_person("Brandweer", kern, life_domain="veiligheid")
    spots = signed_in.get(f"/kernen/{kern.slug}/start/").context["spots"]
    counts = {spot.slug: spot.count for spot in spots}
    assert "wonen" not in counts
    assert counts["onderwijs"] == 1
    assert counts["veiligheid"] == 0


def test_the_page_costs_the_same_for_much_and_little(
    signed_in: Client, kern: Kern, anna: User, django_assert_max_num_queries: Any
) -> None:
    add_partner(acting_user=anna, kern=kern, name="Eerste", kind="stichting")
    page_of(signed_in, kern)
    most = 29
    with django_assert_max_num_queries(most) as few:
        page_of(signed_in, kern)
    for number in range(15):
        add_partner(acting_user=anna, kern=kern, name=f"Club {number}", kind="vereniging")
        make_partner(f"Oud {number}", kern)
        add_task(kern, f"Taak {number}", acting_user=anna)
    with django_assert_max_num_queries(most) as many:
        page_of(signed_in, kern)
    assert len(many) <= len(few) + 3, [query["sql"][:90] for query in many.captured_queries]


def test_what_changed_asks_only_the_histories_that_were_written(
    signed_in: Client, kern: Kern, anna: User, django_assert_max_num_queries: Any
) -> None:
    """One query over all histories tells which; their number, that grows with each room, costs nothing."""
    brug = add_partner(acting_user=anna, kern=kern, name="De Brug", kind="stichting")
    for number in range(5):
        other = add_partner(acting_user=anna, kern=kern, name=f"Club {number}", kind="vereniging")
        add_relation(acting_user=anna, source=brug, target=other)
    add_task(kern, "Bel de school", acting_user=anna)
    changes = latest_changes([kern.pk], 5)
    with django_assert_max_num_queries(9):
        parts = parts_of(changes, user=anna, most=2)
    assert len(parts) == 5
    assert [model.__name__ for model in touched_models([change.pk for change in changes])] == [
        "Partner", "Relation", "Task",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/kernen/oosterdorp/", "/kernen/oosterdorp/wijkweb/", "/kernen/oosterdorp/taken/"]
)
def test_the_bar_stands_on_the_pages_of_the_own_kern(path: str, signed_in: Client, kern: Kern) -> None:
    assert "kern-nav" in signed_in.get(path).content.decode()


def test_the_bar_is_not_for_others(client: Client, kern: Kern) -> None:
    assert "kern-nav" not in client.get(f"/kernen/{kern.slug}/").content.decode()
    client.force_login(
        make_user(Role.COORDINATOR, make_kern("Elders")), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert "kern-nav" not in client.get(f"/kernen/{kern.slug}/").content.decode()


@pytest.mark.parametrize("path", ["/", "/kernen/", "/over/", "/account/"])
def test_from_any_page_it_is_one_step_back_to_the_own_kern(path: str, signed_in: Client, kern: Kern) -> None:
    own = 'href="/start/">Begin</a>'
    assert own in signed_in.get(path).content.decode()
    assert own not in Client().get(path, follow=True).content.decode()
    assert signed_in.get("/start/")["Location"] == f"/kernen/{kern.slug}/start/"


def test_a_report_of_a_partner_is_announced(signed_in: Client, kern: Kern) -> None:
    partner = make_partner("De Brug", kern)
    assert "Partners melden" not in page_of(signed_in, kern)
    Report.objects.create(partner=partner, kind=ReportKind.CONFIRM)
    body = page_of(signed_in, kern)
    assert "Partners melden" in body
    assert "1 melding wacht op u" in body


def test_a_wish_that_waits_is_something_to_do(signed_in: Client, kern: Kern) -> None:
    WishWords.objects.create(
        wish=Wish.objects.create(kern=kern, theme="groen", state="nieuw"), text="Een bankje"
    )
    body = page_of(signed_in, kern)
    assert "1 wens wacht" in body
    assert "Niets te doen." not in body


def test_a_report_of_a_partner_is_something_to_do(signed_in: Client, kern: Kern) -> None:
    Report.objects.create(partner=make_partner("Oude Club", kern), kind=ReportKind.CONFIRM)
    body = page_of(signed_in, kern)
    assert "1 melding wacht" in body
    assert "Niets te doen." not in body


def test_a_municipal_coordinator_finds_the_people_of_the_municipality(client: Client, kern: Kern) -> None:
    place = Municipality.objects.create(name="Het Eiland")
    Kern.objects.filter(pk=kern.pk).update(municipality=place)
    user = make_user(Role.MUNICIPAL_COORDINATOR, place)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    link = 'href="/gemeenten/Het%20Eiland/mensen/"'
    assert link in client.get("/start/", follow=True).content.decode()
    assert link in client.get("/gemeenten/Het%20Eiland/").content.decode()
    client.force_login(make_user(Role.ALDERMAN, place), backend="django.contrib.auth.backends.ModelBackend")
    assert link not in client.get("/gemeenten/Het%20Eiland/").content.decode()
