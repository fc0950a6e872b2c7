"""Two cards of one party become one, and apart again."""

import pytest

from accounts.models import User
from changes.models import Verb
from changes.services import CannotUndo, undo
from initiatives.models import Activity, Offer, Organiser, Participation
from partners.models import Partner, Relation
from partners.services import add_relation, change_partner
from tests.factories import make_partner
from tests.upkeep.merging.rows import everything
from upkeep.services.merging import CannotMerge, merge, seen_of
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


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


def test_history_of_a_merge_names_each_record(pair: tuple[Partner, Partner], anna: User) -> None:
    from changes.services import parts_of

    change = merge(*pair, acting_user=anna)
    titles = {part.title for part in parts_of([change], user=anna)[change.pk]}
    assert {"Stichting Nu", "Stg. Nu", "Stichting Nu · financiert · Club", "Groep"} <= titles
