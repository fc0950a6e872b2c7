"""When two cards of one party become one, its introductions come along, and go back on undo."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.access import viewer_of
from accounts.models import User
from brokering import services
from brokering.models import Introduction, State
from brokering.worklist import decided
from changes.models import Change
from changes.services import undo
from partners.models import Partner, Relation
from tests.factories import make_partner
from upkeep.services.merging import merge

WHY = [{"kind": "bekende", "about": ["koor-oost"], "giver": ""}]


def stored() -> list[dict[str, Any]]:
    models: tuple[Any, ...] = (Introduction, Relation, Partner)
    return [row for model in models for row in model._base_manager.order_by("pk").values()]


@pytest.fixture
def merged(user: User) -> Callable[[Partner, Partner], Change]:
    """merged(kept, gone) makes one card of two; what is stored is the same again after undoing."""

    def go(kept: Partner, gone: Partner) -> Change:
        before = stored()
        change = merge(kept, gone, acting_user=user)
        undo(change, acting_user=user)
        assert stored() == before
        kept.refresh_from_db()
        gone.refresh_from_db()
        return merge(kept, gone, acting_user=user)

    return go


@pytest.fixture
def twin(village: SimpleNamespace) -> Partner:
    """A second card of the choir, made after all others: it comes last in every pair."""
    return make_partner("Koor Oosterdorp", village.kern)


def test_an_introduction_moves_also_when_the_order_of_the_pair_turns(village, user, merged) -> None:
    early, late = village.library, make_partner("Club", village.kern)
    twin = make_partner("Buurthuis", village.kern)
    services.propose(village.kern, late, twin, reasons=[], acting_user=user)
    merged(early, twin)
    assert list(Introduction.objects.values_list("first", "second")) == [(early.pk, late.pk)]
    assert [entry.introduction.state for entry in decided(village.kern, viewer_of(user)).under_way] == [
        State.PROPOSED
    ]


def test_two_introductions_of_one_pair_are_joined_and_the_one_that_came_further_counts(
    village, user, merged, twin
) -> None:
    services.propose(village.kern, village.library, village.choir, reasons=WHY, acting_user=user)
    other = services.propose(village.kern, village.library, twin, reasons=[], acting_user=user)
    services.make(other, acting_user=user)
    merged(village.choir, twin)
    entries = decided(village.kern, viewer_of(user)).under_way
    assert [entry.introduction.state for entry in entries] == [State.MADE]
    row = entries[0].introduction
    assert (row.first, row.second, row.reasons) == (village.library, village.choir, WHY)
    assert Relation.objects.of(village.choir).get() == row.relation


def test_a_tie_that_went_up_in_another_is_no_longer_the_work_of_the_introduction(
    village, user, merged, twin
) -> None:
    known = services.propose(village.kern, village.library, village.choir, reasons=[], acting_user=user)
    services.make(known, acting_user=user)
    mine = Relation.objects.of(village.choir).get()
    Introduction.objects.all().delete()
    other = services.propose(village.kern, village.library, twin, reasons=[], acting_user=user)
    services.make(other, acting_user=user)
    merged(village.choir, twin)
    row = Introduction.objects.get()
    assert (row.relation, row.is_own_tie) == (mine, False)


def test_an_introduction_of_the_two_cards_to_each_other_stays_behind(village, user, merged, twin) -> None:
    services.propose(village.kern, village.choir, twin, reasons=[], acting_user=user)
    merged(village.choir, twin)
    assert decided(village.kern, viewer_of(user)).under_way == []
    assert Introduction.objects.count() == 1


def test_reasons_name_the_card_that_stays(village, user, merged, twin) -> None:
    club = make_partner("Club", village.kern)
    why = [{"kind": "bekende", "about": [twin.slug, village.choir.slug], "giver": ""}]
    services.propose(village.kern, village.library, club, reasons=why, acting_user=user)
    merged(village.choir, twin)
    assert Introduction.objects.get().reasons == WHY
