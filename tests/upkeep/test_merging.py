"""Two cards of one party become one, and apart again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client

from accounts.models import Membership, Role, User
from changes.models import Change, Verb, WithChange
from changes.services import CannotUndo, undo
from initiatives.models import Activity, Offer, Organiser, Participation
from partners.models import Identity, Partner, Relation
from partners.services import add_partner, add_relation, change_partner, set_involvement
from places.models import Kern
from tests.factories import make_initiative, make_kern, make_partner, make_person, make_relation, make_user
from upkeep.services.merging import CannotMerge, merge, seen_of
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
APPS = ("partners", "initiatives", "upkeep", "brokering", "rounds")


def domain_models() -> Iterator[Any]:
    for model in apps.get_models():
        if model._meta.app_label in APPS and not issubclass(model, WithChange):
            yield model


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of people, ties and what they do, as it is stored."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in domain_models()}


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


@pytest.fixture
def pair(kern: Kern, anna: User) -> tuple[Partner, Partner]:
    """Two cards of one party, with everything that can hang on a card."""
    one = add_partner(
        acting_user=anna, kern=kern, name="Stichting Nu", kind="stichting", source="gids", started_on=PartialDate(2016)
    )  # fmt: skip
    two = add_partner(
        acting_user=anna, kern=kern, name="Stg. Nu", kind="stichting", life_domain="wonen", source="gesprek",
        started_on=PartialDate(2014), website="https://nu.nl", involvement="partner",
    )  # fmt: skip
    church, club = make_partner("Kerk", kern), make_partner("Club", kern)
    make_relation(one, church, strength=1, started_on=PartialDate(2018), source_text="a")
    make_relation(church, two, strength=3, started_on=PartialDate(2015), source_text="b")
    make_relation(two, club, kind="financiert", is_directed=True)
    make_relation(one, two, kind="kent")
    make_relation(two, one, kind="overlegt")
    table = make_initiative("Buurttafel", kern, drivers=[one, two])
    Participation.objects.create(initiative=table, partner=two, role="financiert")
    meal = Activity.objects.create(slug="maaltijd", name="Maaltijd", kern=kern, location_partner=two)
    Organiser.objects.create(activity=meal, partner=one, position=0)
    Organiser.objects.create(activity=meal, partner=two, position=1)
    walk = Activity.objects.create(slug="wandeling", name="Wandeling", kern=kern)
    Organiser.objects.create(activity=walk, partner=two)
    Offer.objects.create(slug="zaal", type="aanbod", kind="ruimte", partner=two, description="Een zaal")
    make_partner("Afdeling", kern, parent=two)
    make_person("Penningmeester", kern, organisation=two)
    make_partner("Groep", kern, form="groep", kind="informele groep", hangs_on=two, successor=one)
    set_involvement(two, "trekker", acting_user=anna)
    return one, two


def test_everything_joins_in_the_card_that_stays(pair: tuple[Partner, Partner], anna: User) -> None:
    one, two = pair
    change = merge(one, two, acting_user=anna)
    one = Partner.objects.get(pk=one.pk)
    assert (change.verb, change.subject) == (Verb.MERGED, one.get_absolute_url())
    assert not Partner.objects.filter(pk=two.pk).exists()
    assert (one.name, one.life_domain, one.website) == ("Stichting Nu", "wonen", "https://nu.nl")
    assert (one.source, one.involvement, one.started_on) == ("gids; gesprek", "trekker", PartialDate(2014))
    ties = {(row.source.name, row.kind, row.target.name): row for row in Relation.objects.all()}
    assert set(ties) == {
        ("Stichting Nu", "werkt-samen", "Kerk"),
        ("Stichting Nu", "financiert", "Club"),
    }
    joined = ties["Stichting Nu", "werkt-samen", "Kerk"]
    assert (joined.strength, joined.started_on, joined.source_text) == (3, PartialDate(2015), "a; b")
    roles = Participation.objects.values_list("partner", "role").order_by("role")
    assert list(roles) == [(one.pk, "financiert"), (one.pk, "trekker")]
    assert list(Organiser.objects.values_list("activity__slug", "partner").order_by("activity__slug")) == [
        ("maaltijd", one.pk),
        ("wandeling", one.pk),
    ]
    assert Activity.objects.get(slug="maaltijd").location_partner == one
    assert Offer.objects.get().partner == one
    assert Partner.objects.get(slug="afdeling").parent == one
    assert Partner.objects.get(slug="penningmeester").organisation == one
    group = Partner.objects.get(slug="groep")
    assert (group.hangs_on, group.successor) == (one, one)
    assert [row.involvement for row in one.past_involvements.all()] == ["partner"]


def test_undo_puts_everything_back_exactly(pair: tuple[Partner, Partner], anna: User) -> None:
    before = everything()
    for kept, gone in (pair, pair[::-1]):
        change = merge(kept, gone, acting_user=anna)
        assert everything() != before
        undo(change, acting_user=anna)
        assert everything() == before


def test_undo_can_itself_be_undone(pair: tuple[Partner, Partner], anna: User) -> None:
    change = merge(*pair, acting_user=anna)
    merged = everything()
    undoing = undo(change, acting_user=anna)
    undo(undoing, acting_user=anna)
    assert everything() == merged


def test_undo_leaves_what_came_later_in_other_fields(pair: tuple[Partner, Partner], anna: User) -> None:
    before = everything()
    change = merge(*pair, acting_user=anna)
    kept = Partner.objects.get(pk=pair[0].pk)
    change_partner(kept, {"rhythm": "elke week"}, acting_user=anna)
    friend = make_partner("Nieuwe vriend", kept.kern)
    add_relation(acting_user=anna, source=kept, target=friend)
    undo(change, acting_user=anna)
    kept.refresh_from_db()
    assert (kept.rhythm, kept.life_domain) == ("elke week", "")
    assert Relation.objects.filter(source=kept, target=friend).exists()
    assert Partner.objects.filter(pk=pair[1].pk).exists()
    after = everything()
    assert after["initiatives.Participation"] == before["initiatives.Participation"]
    assert after["partners.Relation"][: len(before["partners.Relation"])] == before["partners.Relation"]


def test_undo_of_a_merge_refuses_what_was_changed_again(pair: tuple[Partner, Partner], anna: User) -> None:
    change = merge(*pair, acting_user=anna)
    change_partner(Partner.objects.get(pk=pair[0].pk), {"life_domain": "gemeente"}, acting_user=anna)
    with pytest.raises(CannotUndo) as caught:
        undo(change, acting_user=anna)
    assert [(row.record, row.field) for row in caught.value.obstacles] == [("Stichting Nu", "levensgebied")]


def test_a_person_decides_per_field(pair: tuple[Partner, Partner], anna: User) -> None:
    merge(*pair, acting_user=anna, picks={"name": "gaat-op", "source": "blijft", "life_domain": "blijft"})
    kept = Partner.objects.get(pk=pair[0].pk)
    assert (kept.name, kept.source, kept.life_domain) == ("Stg. Nu", "gids", "")
    assert kept.search_name == "stg nu"


def test_merging_twice_tells_the_second_person(pair: tuple[Partner, Partner], anna: User) -> None:
    one, two = pair
    three = make_partner("Nu", one.kern)
    merge(one, two, acting_user=anna)
    before = everything()
    for kept, gone in ((one, two), (two, one), (two, three), (three, two)):
        with pytest.raises(CannotMerge, match="intussen door iemand anders samengevoegd"):
            merge(kept, gone, acting_user=anna)
    assert everything() == before


def test_a_chain_of_merges_is_undone_from_the_end(pair: tuple[Partner, Partner], anna: User) -> None:
    one, two = pair
    three = make_partner("Nu", one.kern)
    before = everything()
    first = merge(one, two, acting_user=anna)
    second = merge(three, one, acting_user=anna)
    with pytest.raises(CannotUndo):
        undo(first, acting_user=anna)
    undo(second, acting_user=anna)
    undo(first, acting_user=anna)
    assert everything() == before


def test_what_changed_meanwhile_is_looked_at_again(pair: tuple[Partner, Partner], anna: User) -> None:
    one, two = pair
    seen = seen_of(one, two)
    change_partner(two, {"rhythm": "elke week"}, acting_user=anna)
    with pytest.raises(CannotMerge, match="intussen gewijzigd"):
        merge(one, two, acting_user=anna, seen=seen)


def test_a_person_and_an_organisation_are_never_the_same(kern: Kern, anna: User) -> None:
    with pytest.raises(CannotMerge):
        merge(make_partner("De Brug", kern), make_person("Dominee", kern), acting_user=anna)


def test_what_lies_between_the_two_would_make_a_circle(kern: Kern, anna: User) -> None:
    top = make_partner("Top", kern)
    middle = make_partner("Midden", kern, parent=top)
    low = make_partner("Laag", kern, parent=middle)
    for kept, gone in ((top, low), (low, top)):
        with pytest.raises(CannotMerge, match="Midden"):
            merge(kept, gone, acting_user=anna)
    merge(middle, low, acting_user=anna)
    middle.refresh_from_db()
    assert middle.parent == top
    merge(middle, top, acting_user=anna)
    middle.refresh_from_db()
    assert middle.parent is None


def test_values_that_do_not_go_together_change_nothing(pair: tuple[Partner, Partner], anna: User) -> None:
    one, two = pair
    two.ended_on = PartialDate(2015)
    two.save()
    before = everything()
    with pytest.raises(ValidationError):
        merge(one, two, acting_user=anna, picks={"started_on": "blijft", "ended_on": "gaat-op"})
    assert everything() == before
    assert not Change.objects.filter(verb=Verb.MERGED).exists()


def test_another_kern_needs_the_right_to_both(kern: Kern, anna: User) -> None:
    elsewhere = make_kern("Westerdorp")
    here, there = make_partner("De Brug", kern), make_partner("Brug", elsewhere)
    for kept, gone in ((here, there), (there, here)):
        with pytest.raises((Http404, PermissionDenied)):
            merge(kept, gone, acting_user=anna)
    Membership.objects.create(user=anna, role=Role.COORDINATOR, kern=elsewhere)
    both = User.objects.get(pk=anna.pk)
    change = merge(here, there, acting_user=both)
    undo(change, acting_user=both)


def test_a_name_moves_only_where_there_is_none(kern: Kern, anna: User) -> None:
    one, two = make_person("Voorzitter", kern), make_person("De voorzitter", kern)
    identity = Identity.objects.create(partner=two, name="Winterkoning", email="wk@voorbeeld.nl")
    before = everything()
    change = merge(one, two, acting_user=anna)
    identity.refresh_from_db()
    assert identity.partner == one
    undoing = undo(change, acting_user=anna)
    assert everything() == before
    undo(undoing, acting_user=anna)
    identity.refresh_from_db()
    assert identity.partner == one


def test_of_two_names_the_one_that_stays_is_shown_and_no_consent_spreads(kern: Kern, anna: User) -> None:
    one, two = make_person("Voorzitter", kern), make_person("De voorzitter", kern)
    mine = Identity.objects.create(partner=one, name="Winterkoning")
    Identity.objects.create(partner=two, name="Roodborst", consent_on="2026-01-01")
    before = everything()
    change = merge(one, two, acting_user=anna)
    mine.refresh_from_db()
    assert (mine.partner, mine.name, mine.consent_on) == (one, "Winterkoning", None)
    undo(change, acting_user=anna)
    assert everything() == before


def test_a_name_that_is_withdrawn_is_gone_from_the_doubles_too(kern: Kern, anna: User) -> None:
    one, two = make_person("Voorzitter", kern), make_person("De voorzitter", kern)
    mine = Identity.objects.create(partner=one, name="Winterkoning")
    Identity.objects.create(partner=two, name="Winterkoning")
    change = merge(one, two, acting_user=anna)
    mine.delete()
    undo(change, acting_user=anna)
    assert not Identity.objects.exists()


def test_nobody_gets_to_see_more_than_before(kern: Kern, anna: User) -> None:
    closed = make_partner("Open", kern), make_partner("Dicht", kern, visibility="coordinators")
    for kept, gone in (closed, closed[::-1]):
        change = merge(kept, gone, acting_user=anna)
        assert Partner.objects.get(pk=kept.pk).visibility == "coordinators"
        undo(change, acting_user=anna)


def test_a_new_party_does_not_take_the_address_of_one_that_went_up(
    pair: tuple[Partner, Partner], anna: User, kern: Kern
) -> None:
    merge(*pair, acting_user=anna)
    fresh = add_partner(acting_user=anna, kern=kern, name="Stg. Nu", kind="stichting")
    assert fresh.slug == "stg-nu-2"


def test_whatever_may_point_at_a_party_has_a_history_or_stays_behind_harmlessly() -> None:
    """A new model that points at Partner without history would make "undo" untrue: think, then add it here."""
    known = {
        "partners.Identity.partner", "partners.Identity.moved_from", "brokering.Consent.partner", "upkeep.Question.partner",
        "partners.Partner.merged_into",
    }  # fmt: skip
    from upkeep.services.moving import pointers

    moved = {f"{model._meta.label}.{field.name}" for model, field in pointers()}
    moved |= {
        "partners.Relation.source", "partners.Relation.target", "initiatives.Participation.partner",
    }  # fmt: skip
    every = {
        f"{model._meta.label}.{field.name}"
        for model in domain_models()
        for field in model._meta.concrete_fields
        if field.related_model is Partner
    }
    assert every - moved - known == set()


class TestPages:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client, anna: User) -> None:
        client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")

    def text(self, answer: Any) -> str:
        return " ".join(answer.content.decode().split())

    def test_the_other_card_is_found_by_likeness_or_by_search(
        self, client: Client, pair: tuple[Partner, Partner]
    ) -> None:
        page = self.text(client.get("/partners/stg-nu/samenvoegen/"))
        assert "/partners/stg-nu/samenvoegen/stichting-nu/" in page
        page = self.text(client.get("/partners/stg-nu/samenvoegen/?zoek=kerk"))
        assert "/partners/stg-nu/samenvoegen/kerk/" in page

    def test_the_page_prefills_and_merges(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        address = "/partners/stichting-nu/samenvoegen/stg-nu/"
        before = everything()
        page = client.get(address)
        assert everything() == before
        assert 'name="veld-life_domain" value="gaat-op" checked' in self.text(page)
        assert 'name="veld-source" value="beide" checked' in self.text(page)
        sent = {"veld-name": "gaat-op", "gezien": page.context["seen"]}
        answer = client.post(address, sent, follow=True)
        assert "“Stg. Nu” is opgegaan in “Stichting Nu”." in self.text(answer)
        assert "Ongedaan maken" in self.text(answer)
        assert Partner.objects.get(pk=pair[0].pk).name == "Stg. Nu"

    def test_the_old_address_leads_to_the_card_that_stays(
        self, client: Client, pair: tuple[Partner, Partner], anna: User
    ) -> None:
        change = merge(*pair, acting_user=anna)
        assert client.get("/partners/stg-nu/")["Location"] == "/partners/stichting-nu/"
        assert client.get("/partners/stg-nu/geschiedenis/")["Location"] == (
            "/partners/stichting-nu/geschiedenis/"
        )
        page = self.text(client.get("/partners/stichting-nu/geschiedenis/"))
        assert "Hierin opgegaan" in page
        assert "Stg. Nu" in page
        assert "Stg. Nu" in self.text(client.get(change.get_absolute_url()))
        undo(change, acting_user=anna)
        assert client.get("/partners/stg-nu/").status_code == 200

    def test_an_old_address_betrays_nothing_to_who_may_not_see(
        self, client: Client, kern: Kern, anna: User
    ) -> None:
        merge(make_person("Voorzitter", kern), make_person("De voorzitter", kern), acting_user=anna)
        client.logout()
        assert client.get("/partners/de-voorzitter/").status_code == 404

    def test_sent_twice_it_merges_once(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        address = "/partners/stichting-nu/samenvoegen/stg-nu/"
        page = client.get(address)
        sent = {"gezien": page.context["seen"], "sleutel": str(page.context["form"]["sleutel"].value())}
        assert client.post(address, sent).status_code == 302
        assert client.post(address, sent).status_code in (302, 404)
        assert Change.objects.filter(verb=Verb.MERGED).count() == 1

    def test_a_stale_page_is_shown_again_with_the_choices(
        self, client: Client, pair: tuple[Partner, Partner], anna: User
    ) -> None:
        address = "/partners/stichting-nu/samenvoegen/stg-nu/"
        seen = client.get(address).context["seen"]
        change_partner(pair[1], {"rhythm": "elke week"}, acting_user=anna)
        answer = client.post(address, {"gezien": seen, "veld-name": "gaat-op"})
        assert answer.status_code == 409
        assert "intussen gewijzigd" in self.text(answer)
        assert 'name="veld-name" value="gaat-op" checked' in self.text(answer)
        assert client.post(address, {"gezien": answer.context["seen"]}).status_code == 302

    def test_a_wrong_choice_comes_back(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        answer = client.post("/partners/stichting-nu/samenvoegen/stg-nu/", {"veld-name": "x"})
        assert answer.status_code == 422
        assert not Change.objects.filter(verb=Verb.MERGED).exists()

    def test_a_card_with_itself(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        page = self.text(client.get("/partners/stg-nu/samenvoegen/stg-nu/"))
        assert "twee keer dezelfde kaart" in page
        assert client.post("/partners/stg-nu/samenvoegen/stg-nu/", {"gezien": "1-1"}).status_code == 409

    def test_comparing_costs_the_same_for_many_ties(
        self, client: Client, pair: tuple[Partner, Partner], django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            make_relation(pair[1], make_partner(f"Vriend {number}", pair[0].kern))
        with django_assert_max_num_queries(32):
            client.get("/partners/stichting-nu/samenvoegen/stg-nu/")


def test_history_of_a_merge_names_each_record(pair: tuple[Partner, Partner], anna: User) -> None:
    from changes.services import parts_of

    change = merge(*pair, acting_user=anna)
    titles = {part.title for part in parts_of([change], user=anna)[change.pk]}
    assert {"Stichting Nu", "Stg. Nu", "Stichting Nu · financiert · Club", "Groep"} <= titles


def test_undo_of_a_merge_by_another_needs_both_kernen(kern: Kern, anna: User) -> None:
    from changes.rights import stays_within

    elsewhere = make_kern("Westerdorp")
    Membership.objects.create(user=anna, role=Role.COORDINATOR, kern=elsewhere)
    change = merge(make_partner("A", kern), make_partner("B", elsewhere), acting_user=anna)
    bas = make_user(Role.COORDINATOR, kern)
    assert stays_within(anna, change)
    assert not stays_within(bas, change)
