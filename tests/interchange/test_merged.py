"""A package that still holds both cards of a party that was merged here brings no double back."""

from typing import Any

import pytest

from accounts.models import Role
from changes.services import undo
from initiatives.models import Organiser, Participation
from interchange.importing import import_package
from partners.models import Partner, Relation
from places.models import Kern, Municipality
from tests.factories import make_user
from upkeep.services.comparing import FIELDS
from upkeep.services.merging import merge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kept", "gone"), [("koor", "omas"), ("omas", "koor"), ("koor", "zorg")])
def test_reading_it_in_again_leaves_a_merge_as_it_is(package: Any, kept: str, gone: str) -> None:
    import_package(package)
    region = Kern.objects.get(slug="eiland")
    Kern.objects.update(municipality=Municipality.objects.get())
    anna = make_user(Role.COORDINATOR, region)
    cards = [Partner.objects.get(slug=slug) for slug in (kept, gone)]
    picks = {"name": "blijft", "kind": "blijft", "kern": "blijft"}
    merge(*cards, acting_user=anna, picks=picks)
    before = web()
    result = import_package(package)
    assert not Partner.objects.filter(slug=gone).exists()
    assert sum(count.new for count in result.counts.values()) == 0
    assert [row for row in web() if row[0] == "tie"] == [row for row in before if row[0] == "tie"]
    again = import_package(package)
    assert sum(count.new + count.changed for count in again.counts.values()) == 0


def test_a_merge_can_be_undone_after_reading_in(package: Any) -> None:
    import_package(package)
    Kern.objects.update(municipality=Municipality.objects.get())
    anna = make_user(Role.COORDINATOR, Kern.objects.get(slug="eiland"))
    cards = [Partner.objects.get(slug=slug) for slug in ("koor", "omas")]
    before = web()
    change = merge(*cards, acting_user=anna, picks=dict.fromkeys(FIELDS, "blijft"))
    import_package(package)
    undo(change, acting_user=anna)
    assert web() == before


def web() -> list[tuple[Any, ...]]:
    """The ties, parts and organisers that people see."""
    return [
        *(("tie", *row) for row in Relation.objects.order_by("pk").values_list("source", "target", "kind")),
        *(("part", *row) for row in Participation.objects.order_by("pk").values_list("partner", "role")),
        *(("organiser", *row) for row in Organiser.objects.order_by("pk").values_list("partner", "activity")),
    ]
