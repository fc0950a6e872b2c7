"""The page of a change, and taking it back there."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from changes.models import Change, Verb
from dashboards.services import decide
from partners.models import Partner, Relation
from partners.services import add_partner, add_relation, change_partner
from places.models import Kern
from tests.factories import make_kern, make_partner, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern, client: Client) -> User:
    user = make_user(Role.COORDINATOR, kern, name="Anna")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def partner(kern: Kern, anna: User) -> Partner:
    return add_partner(acting_user=anna, kern=kern, name="De Brug", kind="stichting", life_domain="wonen")


def latest() -> Change:
    return Change.objects.order_by("-pk")[0]


def undo_address(change: Change) -> str:
    return f"/wijzigingen/{change.pk}/terugdraaien/"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_change_is_read_in_words(client: Client, anna: User, partner: Partner) -> None:
    change_partner(partner, {"life_domain": "onderwijs", "website": "https://brug.nl"}, acting_user=anna)
    page = text(client.get(f"/wijzigingen/{latest().pk}/"))
    assert "Anna: gewijzigd" in page
    assert "wonen" in page
    assert "onderwijs" in page
    assert undo_address(latest()) in page


def test_undo_says_so_and_offers_to_do_it_again(client: Client, anna: User, partner: Partner) -> None:
    change_partner(partner, {"life_domain": "onderwijs"}, acting_user=anna)
    answer = client.post(undo_address(latest()), {"next": partner.get_absolute_url()}, follow=True)
    assert answer.redirect_chain == [(partner.get_absolute_url(), 302)]
    partner.refresh_from_db()
    assert partner.life_domain == "wonen"
    assert "Dit is ongedaan gemaakt." in text(answer)
    assert "Opnieuw doen" in text(answer)
    assert undo_address(latest()) in text(answer)
    client.post(undo_address(latest()))
    partner.refresh_from_db()
    assert partner.life_domain == "onderwijs"


def test_after_undoing_an_add_one_is_not_sent_to_what_is_gone(
    client: Client, anna: User, partner: Partner
) -> None:
    answer = client.post(undo_address(latest()), {"next": partner.get_absolute_url()})
    assert answer["Location"] == "/kernen/oosterdorp/wijkweb/"


@pytest.mark.parametrize("address", ["https://kwaad.example/", "//kwaad.example", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_site(client: Client, anna: User, partner: Partner, address: str) -> None:
    change_partner(partner, {"life_domain": "onderwijs"}, acting_user=anna)
    assert client.post(undo_address(latest()), {"next": address})["Location"] == partner.get_absolute_url()


def test_what_cannot_be_undone_gets_a_calm_page(client: Client, anna: User, partner: Partner) -> None:
    change_partner(partner, {"life_domain": "onderwijs"}, acting_user=anna)
    change = latest()
    change_partner(partner, {"life_domain": "gemeente"}, acting_user=anna)
    page = text(client.get(f"/wijzigingen/{change.pk}/"))
    assert "levensgebied: Dit is daarna opnieuw gewijzigd." in page
    assert undo_address(change) not in page
    answer = client.post(undo_address(change))
    assert answer.status_code == 409
    assert "levensgebied: Dit is daarna opnieuw gewijzigd." in text(answer)
    partner.refresh_from_db()
    assert partner.life_domain == "gemeente"


def test_what_leans_on_it_is_named_in_words(client: Client, anna: User, partner: Partner, kern: Kern) -> None:
    added = latest()
    other = add_partner(acting_user=anna, kern=kern, name="De Kerk", kind="kerk")
    add_relation(acting_user=anna, source=partner, target=other)
    answer = client.post(undo_address(added))
    assert answer.status_code == 409
    assert "De Brug · kent · De Kerk" in text(answer)


def test_reading_a_change_writes_nothing(client: Client, anna: User, partner: Partner) -> None:
    before = Change.objects.count()
    client.get(f"/wijzigingen/{latest().pk}/")
    assert Change.objects.count() == before
    assert Partner.history.count() == 1


def test_a_change_of_another_kern_does_not_exist(client: Client, anna: User, partner: Partner) -> None:
    elsewhere = make_kern("Westerdorp")
    add_partner(acting_user=None, kern=elsewhere, name="Verweg", kind="kerk")
    assert client.get(f"/wijzigingen/{latest().pk}/").status_code == 404
    assert client.post(undo_address(latest())).status_code == 404
    assert client.get("/wijzigingen/99999999999999999999/").status_code == 404


def test_a_tie_with_a_hidden_person_is_not_named(client: Client, anna: User, partner: Partner) -> None:
    person = make_person("Roodborstje", make_kern("Westerdorp"))
    add_relation(acting_user=None, source=partner, target=person)
    answer = client.get(f"/wijzigingen/{latest().pk}/")
    assert answer.status_code == 404
    assert "Roodborstje" not in text(client.get(f"/wijzigingen/{Change.objects.earliest('pk').pk}/"))
    assert client.post(undo_address(latest())).status_code == 404, "what is not seen is not undone either"
    assert Relation.objects.filter(target=person).exists()


def test_a_change_costs_the_same_for_many_records(
    client: Client, anna: User, kern: Kern, django_assert_max_num_queries: Any
) -> None:
    from changes.services import recorded

    with recorded(Verb.IMPORTED, acting_user=anna, kern=kern) as change:
        for number in range(12):
            add_partner(acting_user=anna, kern=kern, name=f"Club {number}", kind="vereniging")
    with django_assert_max_num_queries(20):
        page = text(client.get(f"/wijzigingen/{change.pk}/"))
    assert "Club 11" in page


def overtaken(client: Client, partner: Partner, theirs: Partner, typed: dict[str, str]) -> Any:
    """What a form says that was opened before somebody wrote `theirs` as what this partner is part of."""
    address = f"/partners/{partner.slug}/bewerken/"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | typed
    partner.parent = theirs
    partner.save()
    return client.post(address, typed)


def test_two_versions_side_by_side_name_nothing_that_this_person_may_not_see(
    client: Client, anna: User, partner: Partner, kern: Kern
) -> None:
    """What it belonged to was closed, so the form did not show it; nor does the page that says who wrote something else."""
    partner.parent = make_partner("Stille Huizen", make_kern("Verweg"), visibility="coordinators")
    partner.save()
    answer = overtaken(client, partner, make_partner("Het Plein", kern), {})
    assert answer.status_code == 409
    page = text(answer)
    assert "Stille Huizen" not in page
    assert "iets wat u niet mag zien" in page
    assert "Het Plein" in page


def test_two_versions_side_by_side_stand_in_the_work_bar(
    client: Client, anna: User, partner: Partner, kern: Kern
) -> None:
    theirs, mine = make_partner("De Hal", kern), make_partner("Het Plein", kern)
    answer = overtaken(client, partner, theirs, {"parent": mine.name})
    assert answer.status_code == 409
    assert "De Hal" in text(answer)
    assert f"/kernen/{kern.slug}/start/" in text(answer)


def test_what_is_known_by_its_day_is_named_with_its_kind(client: Client, anna: User, kern: Kern) -> None:
    decide(kern, acting_user=anna, decided_on=date(2026, 6, 17), parts=[], agreed="dorpsraad")
    page = text(client.get(f"/kernen/{kern.slug}/wijzigingen/"))
    assert f"besluit over delen · {kern.name} · 17 juni 2026" in page
