"""Who may merge what, and who sees what of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from accounts.models import Membership, Role, User
from changes.models import Change, Verb
from changes.services import undo
from partners.models import Identity, Partner
from partners.services import add_partner
from places.models import Kern
from tests.factories import make_kern, make_partner, make_person, make_user
from tests.upkeep.merging.rows import domain_models, everything
from upkeep.services.merging import CannotMerge, merge
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


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
        "partners.Partner.merged_into", "partners.PersonNotice.partner",
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


def test_undo_of_a_merge_by_another_needs_both_kernen(kern: Kern, anna: User) -> None:
    from changes.rights import stays_within

    elsewhere = make_kern("Westerdorp")
    Membership.objects.create(user=anna, role=Role.COORDINATOR, kern=elsewhere)
    change = merge(make_partner("A", kern), make_partner("B", elsewhere), acting_user=anna)
    bas = make_user(Role.COORDINATOR, kern)
    assert stays_within(anna, change)
    assert not stays_within(bas, change)
