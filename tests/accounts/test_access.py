"""Who may edit what: another kern's object does not exist, a missing right is refused."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.access import may, require
from accounts.models import Role
from places.models import Municipality
from tests.factories import make_kern, make_partner, make_relation, make_user

pytestmark = pytest.mark.django_db


def test_a_coordinator_edits_the_own_kern_and_what_lies_below_it() -> None:
    region = make_kern("Streek")
    kern = make_kern("Dorp", parent=region)
    partner = make_partner("Club", kern)
    assert may(make_user(Role.COORDINATOR, kern), "edit", partner)
    assert may(make_user(Role.COORDINATOR, region), "edit", partner)
    assert not may(make_user(Role.COORDINATOR, kern), "edit", region)


def test_a_tie_belongs_to_the_kernen_of_both_ends() -> None:
    here, there = make_kern("Hier"), make_kern("Daar")
    relation = make_relation(make_partner("Een", here), make_partner("Twee", there))
    assert may(make_user(Role.COORDINATOR, here), "edit", relation)
    assert may(make_user(Role.COORDINATOR, there), "edit", relation)
    assert not may(make_user(Role.COORDINATOR, make_kern("Elders")), "edit", relation)


def test_what_belongs_to_no_kern_is_edited_by_whoever_looks_after_one() -> None:
    fund = make_partner("Fonds")
    assert may(make_user(Role.COORDINATOR, make_kern()), "edit", fund)
    assert not may(make_user(), "edit", fund)
    assert not may(AnonymousUser(), "edit", fund)


def test_elsewhere_is_404_and_without_the_right_is_403() -> None:
    municipality = Municipality.objects.create(name="Gemeente")
    kern = make_kern("Dorp", municipality=municipality)
    partner = make_partner("Club", kern)
    with pytest.raises(Http404):
        require(make_user(Role.COORDINATOR, make_kern("Elders")), "edit", partner)
    with pytest.raises(Http404):
        require(make_user(), "edit", kern)
    for role, place in ((Role.ALDERMAN, municipality), (Role.PARTNER_CONTACT, kern)):
        with pytest.raises(PermissionDenied):
            require(make_user(role, place), "edit", partner)


def test_who_looks_after_a_municipality_looks_after_those_that_went_up_in_it() -> None:
    new = Municipality.objects.create(name="Nieuw")
    between = Municipality.objects.create(name="Tussen", successor=new)
    old = Municipality.objects.create(name="Oud", successor=between)
    kern = make_kern("Dorp", municipality=old)
    assert may(make_user(Role.MUNICIPAL_COORDINATOR, new), "edit", kern)
    assert may(make_user(Role.MUNICIPAL_COORDINATOR, between), "edit", kern)
    later = make_kern("Later", municipality=new)
    assert not may(make_user(Role.MUNICIPAL_COORDINATOR, old), "edit", later)
