"""Two people at the same moment: one wins, the other hears it, nothing is done twice."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from accounts.models import Role, User
from changes.models import Change, Verb
from changes.services import CannotUndo, undo
from partners.models import Partner
from partners.services import add_partner, change_partner, circles
from tests.factories import make_kern, make_partner, make_user
from tests.overtaken import overtaken
from upkeep.services.merging import CannotMerge, merge

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Do all of them at the same moment; the name of what each gave or raised, in order."""
    start, outcomes = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=20)
            deed()
            outcomes[number] = "done"
        except Exception as error:
            outcomes[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=row) for row in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    return sorted(outcomes)


@pytest.fixture
def anna(request: Any) -> User:
    if connection.vendor != "postgresql":
        pytest.skip("an in-memory SQLite has one connection; the locks are those of PostgreSQL")
    return make_user(Role.COORDINATOR, make_kern(), name="Anna")


def kern_of(user: User) -> Any:
    membership = user.memberships.get()
    return membership.kern


def test_of_two_undos_one_wins(anna: User) -> None:
    partner = add_partner(acting_user=anna, kern=kern_of(anna), name="De Brug", kind="stichting")
    change_partner(partner, {"life_domain": "wonen"}, acting_user=anna)
    change = Change.objects.get(verb=Verb.CHANGED)
    outcomes = at_once(lambda: undo(change, acting_user=anna), lambda: undo(change, acting_user=anna))
    assert outcomes == [CannotUndo.__name__, "done"]
    partner.refresh_from_db()
    assert partner.life_domain == ""
    assert Change.objects.filter(verb=Verb.UNDONE).count() == 1


def test_a_chain_that_grows_meanwhile_is_held_from_its_lowest_number_again(
    anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    low, high = (make_partner(name, kern_of(anna)) for name in ("Laag", "Hoog"))
    low_is_held, high_is_held, real = threading.Event(), threading.Event(), circles._with_those_above
    readings: list[set[int]] = []

    def grow() -> None:
        Partner.objects.filter(pk=high.pk).update(parent=low)
        connections.close_all()

    def growing(partner_ids: set[int]) -> set[int]:
        readings.append(real(partner_ids))
        if len(readings) == 1:
            other = threading.Thread(target=grow)
            other.start()
            other.join(timeout=20)
        else:
            high_is_held.set()
        return readings[-1]

    def hold_by_chain() -> None:
        assert low_is_held.wait(timeout=20)
        with transaction.atomic():
            circles.hold_with_those_above({high.pk})

    def hold_one_by_one() -> None:
        with transaction.atomic():
            for partner in (low, high):
                Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
                low_is_held.set()
                assert high_is_held.wait(timeout=20)

    monkeypatch.setattr(circles, "_with_those_above", growing)
    assert at_once(hold_by_chain, hold_one_by_one) == ["done", "done"]
    assert readings[0] == {high.pk}
    assert readings[-1] == {low.pk, high.pk}


def test_two_that_become_part_of_each_other_at_once_make_no_circle(anna: User) -> None:
    kern = kern_of(anna)
    one, two = (
        add_partner(acting_user=anna, kern=kern, name=name, kind="stichting") for name in ("Een", "Twee")
    )
    read = {partner.name: Partner.objects.get(pk=partner.pk) for partner in (one, two)}
    second = overtaken(
        lambda: change_partner(one, {"parent": two}, acting_user=anna),
        lambda: change_partner(read["Twee"], {"parent": read["Een"]}, acting_user=anna),
    )
    assert isinstance(second, ValidationError)
    assert list(Partner.objects.filter(parent__isnull=False)) == [one]
    Partner.objects.update(parent=None)
    outcomes = at_once(
        *(
            lambda row=row, above=above: change_partner(row, {"parent": above}, acting_user=anna)
            for row, above in ((one, two), (two, one))
        )
    )
    assert outcomes == [ValidationError.__name__, "done"]


def test_of_two_merges_of_the_same_cards_one_wins(anna: User) -> None:
    one, two = make_partner("Een", kern_of(anna)), make_partner("Twee", kern_of(anna))
    outcomes = at_once(
        lambda: merge(one, two, acting_user=anna),
        lambda: merge(two, one, acting_user=anna),
    )
    assert outcomes == [CannotMerge.__name__, "done"]
    assert Partner.objects.count() == 1
    assert Change.objects.filter(verb=Verb.MERGED).count() == 1
