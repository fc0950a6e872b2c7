"""The history of a record, and what changed in a kern."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from changes.models import Change, Verb
from changes.services import recorded, undo
from initiatives.models import Participation
from partners.models import Identity, Partner
from partners.services import (
    add_partner,
    add_relation,
    change_partner,
    change_relation,
    end_relation,
    set_involvement,
)
from places.models import Kern
from tests.factories import make_initiative, make_kern, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern, client: Client) -> User:
    user = make_user(Role.COORDINATOR, kern, name="Anna")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def add(kern: Kern, anna: User | None, name: str, **values: Any) -> Partner:
    return add_partner(acting_user=anna, kern=kern, name=name, kind="stichting", **values)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_the_history_of_a_party_tells_of_its_ties_too(client: Client, anna: User, kern: Kern) -> None:
    brug, kerk = add(kern, anna, "De Brug"), add(kern, anna, "De Kerk")
    relation = add_relation(acting_user=anna, source=brug, target=kerk)
    change_relation(relation, {"strength": 3}, acting_user=anna)
    set_involvement(brug, "trekker", acting_user=anna)
    page = read(client, "/partners/de-brug/geschiedenis/")
    assert "De Brug · kent · De Kerk" in page
    assert "hecht" in page or "sterk" in page
    assert "Bekend" in page
    assert "Trekker" in page
    assert page.count("/terugdraaien/") == 4
    assert "De Brug · kent · De Kerk" in read(client, f"/relaties/{relation.pk}/geschiedenis/")


def test_a_tie_that_was_undone_stays_readable(client: Client, anna: User, kern: Kern) -> None:
    brug, kerk = add(kern, anna, "De Brug"), add(kern, anna, "De Kerk")
    add_relation(acting_user=anna, source=brug, target=kerk)
    undo(Change.objects.order_by("-pk")[0], acting_user=anna)
    page = read(client, "/partners/de-brug/geschiedenis/")
    assert "De Brug · kent · De Kerk" in page
    assert "teruggedraaid" in page


def test_the_history_of_an_initiative_tells_who_took_part(client: Client, anna: User, kern: Kern) -> None:
    brug = add(kern, anna, "De Brug")
    table = make_initiative("Buurttafel", kern)
    with recorded(Verb.ADDED, acting_user=anna, kern=kern):
        part = Participation.objects.create(initiative=table, partner=brug, role="trekker")
    assert "De Brug · trekker · Buurttafel" in read(client, "/initiatieven/buurttafel/geschiedenis/")
    assert "De Brug · trekker · Buurttafel" in read(client, f"/deelnames/{part.pk}/geschiedenis/")


def test_who_a_person_is_never_stands_in_a_history(client: Client, anna: User, kern: Kern) -> None:
    person = make_person("Vrijwilliger", kern)
    identity = Identity.objects.create(partner=person, name="Roodborstje", email="roodborstje@voorbeeld.nl")
    change_partner(person, {"description": "Rijdt de bus"}, acting_user=anna)
    identity.name = "Winterkoning"
    identity.save()
    change = Change.objects.order_by("-pk")[0]
    for address in (
        f"{person.get_absolute_url()}geschiedenis/",
        change.get_absolute_url(),
        f"{kern.get_absolute_url()}wijzigingen/",
    ):
        page = read(client, address).lower()
        assert "roodborstje" not in page
        assert "winterkoning" not in page


def test_others_never_read_the_address_of_who_gave_no_name(client: Client, anna: User, kern: Kern) -> None:
    nameless = make_user(Role.COORDINATOR, kern, email="roek.van.dam7@voorbeeld.nl")
    brug = add(kern, anna, "De Brug")
    form = client.get("/partners/de-brug/bewerken/").context["form"]
    change_partner(brug, {"description": "Buurthuis"}, acting_user=nameless)
    change = Change.objects.order_by("-pk")[0]
    undo(change, acting_user=nameless)
    change_partner(brug, {"description": "Dorpshuis"}, acting_user=nameless)
    typed = {name: form[name].value() or "" for name in form.fields} | {"description": "Zaal"}
    overtaken = client.post("/partners/de-brug/bewerken/", typed)
    assert overtaken.status_code == 409
    pages = [overtaken.content.decode()]
    for address in (
        "/partners/de-brug/geschiedenis/",
        "/kernen/oosterdorp/wijzigingen/",
        change.get_absolute_url(),
    ):
        pages.append(read(client, address))
    for page in pages:
        assert "een coördinator van Oosterdorp (R.V.D.)" in page
        assert "roek.van" not in page


def test_ties_with_what_is_hidden_are_left_out_without_a_trace(
    client: Client, anna: User, kern: Kern
) -> None:
    brug = add(kern, anna, "De Brug")
    hidden = make_person("Roodborstje", make_kern("Westerdorp"))
    relation = add_relation(acting_user=None, source=brug, target=hidden)
    end_relation(relation, acting_user=None)
    for address in ("/partners/de-brug/geschiedenis/", "/kernen/oosterdorp/wijzigingen/"):
        page = read(client, address)
        assert "Roodborstje" not in page
        assert "kent" not in page
    assert client.get(f"/relaties/{relation.pk}/geschiedenis/").status_code == 404


def test_a_history_costs_the_same_for_many_lines(client: Client, anna: User, kern: Kern) -> None:
    counts = []
    brug, kerk = add(kern, anna, "De Brug"), add(kern, anna, "De Kerk")
    for times in (1, 8):
        for number in range(times):
            other = add(kern, anna, f"Club {times} {number}")
            relation = add_relation(acting_user=anna, source=brug, target=other)
            change_relation(relation, {"strength": 2}, acting_user=anna)
            change_partner(brug, {"parent": kerk if number % 2 else None}, acting_user=anna)
        counts.append(queries(client, "/partners/de-brug/geschiedenis/"))
    assert counts[1] <= counts[0] + 2  # the second time it refers to a parent as well
    assert counts[1] <= 22


def queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_changes_in_a_kern_cost_the_same_for_many(client: Client, anna: User, kern: Kern) -> None:
    counts = []
    for times in (2, 20):
        for number in range(times):
            partner = add(kern, anna, f"Club {times} {number}")
            change_partner(partner, {"life_domain": "wonen"}, acting_user=anna)
        counts.append(queries(client, "/kernen/oosterdorp/wijzigingen/"))
    assert counts[0] == counts[1]
    assert counts[1] <= 16


def test_the_changes_in_a_kern_can_be_narrowed_and_paged(client: Client, anna: User, kern: Kern) -> None:
    bas = make_user(Role.COORDINATOR, kern, name="Bas")
    for number in range(30):
        add(kern, anna, f"Club {number:02d}")
    partner = add(kern, bas, "Van Bas")
    change_partner(partner, {"life_domain": "wonen"}, acting_user=bas)
    address = "/kernen/oosterdorp/wijzigingen/"
    page = read(client, address)
    assert "Van Bas" in page
    assert "Club 29" in page
    assert "Club 02" not in page
    assert "Club 02" in read(client, f"{address}?pagina=2")
    page = read(client, f"{address}?wie={bas.pk}")
    assert "Van Bas" in page
    assert "Club 29" not in page
    assert "gewijzigd</p>" in read(client, f"{address}?soort=gewijzigd")
    for odd in ("wie=x", "soort=x", "pagina=x", "wie=999999", "pagina=-1"):
        assert client.get(f"{address}?{odd}").status_code == 200


def test_changes_of_a_hamlet_stand_with_its_village(client: Client, anna: User, kern: Kern) -> None:
    hamlet = make_kern("De Hoek", parent=kern)
    add(hamlet, None, "Buurthuis")
    add(make_kern("Westerdorp"), None, "Verweg")
    page = read(client, "/kernen/oosterdorp/wijzigingen/")
    assert "Buurthuis" in page
    assert "Verweg" not in page
