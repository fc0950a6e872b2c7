"""A change is one deed: it is recorded whole, read in words, and taken back whole."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Role, User
from changes.models import Change, Verb
from changes.services import (
    CannotUndo,
    change_of,
    collisions,
    history_of,
    made_with,
    recorded,
    undo,
    version_of,
)
from initiatives.models import Participation, ParticipationRole
from partners.models import Partner, PastInvolvement, Relation
from partners.services import (
    add_partner,
    add_relation,
    change_partner,
    end_partner,
    end_relation,
    involvement_on,
    set_involvement,
)
from places.models import Kern
from tests.factories import make_initiative, make_kern, make_participation, make_partner, make_user
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


def add(kern: Kern, anna: User, name: str = "De Brug", **values: Any) -> Partner:
    return add_partner(acting_user=anna, kern=kern, name=name, kind="stichting", **values)


def test_a_deed_leaves_one_change_with_who_what_and_where(kern: Kern, anna: User) -> None:
    partner = add(kern, anna)
    change = Change.objects.get()
    assert (change.verb, change.made_by, change.kern) == (Verb.ADDED, anna, kern)
    assert change.subject == partner.get_absolute_url()
    line = partner.history.get()
    assert (line.change, line.history_user) == (change, anna)


def test_what_fails_leaves_neither_record_nor_change(kern: Kern, anna: User) -> None:
    with pytest.raises(ValidationError) as caught:
        add(kern, anna, life_domain="bestaat-niet")
    assert "life_domain" in caught.value.message_dict
    assert not Partner.objects.exists()
    assert not Change.objects.exists()


def test_the_same_token_works_once(kern: Kern, anna: User) -> None:
    token = uuid4()
    partner = add(kern, anna, token=token)
    with pytest.raises(IntegrityError):
        add(kern, anna, token=token)
    assert list(Partner.objects.all()) == [partner]
    change = made_with(token)
    assert change is not None
    assert change.subject == partner.get_absolute_url()


def test_history_reads_as_from_and_to(kern: Kern, anna: User) -> None:
    partner = add(kern, anna, life_domain="wonen")
    change_partner(partner, {"life_domain": "onderwijs", "started_on": PartialDate(2014)}, acting_user=anna)
    latest, first = history_of(partner)
    assert (first.verb, first.who) == ("toegevoegd", "Anna")
    assert [(row.label, row.before, row.after) for row in latest.differences] == [
        ("levensgebied", "wonen", "onderwijs"),
        ("sinds", "", "2014"),
    ]


def test_history_costs_the_same_for_many_lines(
    kern: Kern, anna: User, django_assert_num_queries: Any
) -> None:
    partner = add(kern, anna)
    for number in range(12):
        change_partner(partner, {"name": f"De Brug {number}"}, acting_user=anna)
    with django_assert_num_queries(2):
        assert len(history_of(partner)) == 13


def test_undo_gives_the_old_values_back_and_can_itself_be_undone(kern: Kern, anna: User) -> None:
    partner = add(kern, anna, life_domain="wonen")
    change_partner(partner, {"life_domain": "onderwijs"}, acting_user=anna)
    undoing = undo(Change.objects.filter(verb=Verb.CHANGED).get(), acting_user=anna)
    partner.refresh_from_db()
    assert partner.life_domain == "wonen"
    undo(undoing, acting_user=anna)
    partner.refresh_from_db()
    assert partner.life_domain == "onderwijs"


def test_undo_leaves_later_changes_of_other_fields(kern: Kern, anna: User) -> None:
    partner = add(kern, anna, life_domain="wonen")
    change_partner(partner, {"life_domain": "onderwijs"}, acting_user=anna)
    change = Change.objects.get(verb=Verb.CHANGED)
    change_partner(partner, {"name": "De Nieuwe Brug"}, acting_user=anna)
    undo(change, acting_user=anna)
    partner.refresh_from_db()
    assert (partner.life_domain, partner.name) == ("wonen", "De Nieuwe Brug")


def test_undo_refuses_what_was_changed_again_and_says_which_field(kern: Kern, anna: User) -> None:
    partner = add(kern, anna, life_domain="wonen")
    change_partner(partner, {"life_domain": "onderwijs"}, acting_user=anna)
    change = Change.objects.get(verb=Verb.CHANGED)
    change_partner(partner, {"life_domain": "gemeente"}, acting_user=anna)
    with pytest.raises(CannotUndo) as caught:
        undo(change, acting_user=anna)
    assert [(row.record, row.field) for row in caught.value.obstacles] == [("De Brug", "levensgebied")]
    partner.refresh_from_db()
    assert partner.life_domain == "gemeente"
    assert not Change.objects.filter(verb=Verb.UNDONE).exists()


def test_undo_works_once(kern: Kern, anna: User) -> None:
    add(kern, anna)
    change = Change.objects.get()
    undo(change, acting_user=anna)
    with pytest.raises(CannotUndo):
        undo(change, acting_user=anna)


def test_undo_of_adding_removes_unless_others_lean_on_it(kern: Kern, anna: User) -> None:
    one, two = add(kern, anna, "Een"), add(kern, anna, "Twee")
    added_one = Change.objects.order_by("pk")[0]
    add_relation(acting_user=anna, source=one, target=two)
    with pytest.raises(CannotUndo):
        undo(added_one, acting_user=anna)
    undo(Change.objects.order_by("-pk")[0], acting_user=anna)
    assert not Relation.objects.exists()
    removing = undo(added_one, acting_user=anna)
    assert list(Partner.objects.all()) == [two]
    undo(removing, acting_user=anna)
    assert Partner.objects.get(slug="een").pk == one.pk


def test_ending_a_partner_ends_its_ties_in_one_change(kern: Kern, anna: User) -> None:
    one, two = add(kern, anna, "Een"), add(kern, anna, "Twee")
    relation = add_relation(acting_user=anna, source=one, target=two)
    end_partner(one, acting_user=anna, on=PartialDate(2020))
    relation.refresh_from_db()
    assert relation.ended_on == PartialDate(2020)
    ending = Change.objects.get(verb=Verb.ENDED)
    undo(ending, acting_user=anna)
    relation.refresh_from_db()
    one.refresh_from_db()
    assert (relation.ended_on, one.ended_on) == (None, None)


def test_ending_a_partner_ends_its_open_parts_and_undo_brings_all_back(kern: Kern, anna: User) -> None:
    one, other = add(kern, anna, "Een"), add(kern, anna, "Twee")
    market, fete = make_initiative("Markt", kern), make_initiative("Feest", kern)
    running = make_participation(market, one)
    planned = make_participation(fete, one, started_on=PartialDate(2031))
    over = make_participation(fete, one, role=ParticipationRole.LENDS, ended_on=PartialDate(2010))
    of_another = make_participation(market, other)
    everything = [running, planned, over, of_another]

    def ends() -> list[PartialDate | None]:
        return [Participation.objects.get(pk=part.pk).ended_on for part in everything]

    end_partner(one, acting_user=anna, on=PartialDate(2020))
    assert ends() == [PartialDate(2020), PartialDate(2031), PartialDate(2010), None]
    undo(Change.objects.get(verb=Verb.ENDED), acting_user=anna)
    assert ends() == [None, None, PartialDate(2010), None]
    one.refresh_from_db()
    assert one.ended_on is None


def test_undo_of_an_ended_tie_makes_room_before_it_opens(kern: Kern, anna: User) -> None:
    one, two = add(kern, anna, "Een"), add(kern, anna, "Twee")
    first = add_relation(acting_user=anna, source=one, target=two)
    with recorded(Verb.CHANGED, acting_user=anna, kern=kern) as change:
        end_relation(first, acting_user=anna, on=PartialDate(2020))
        second = add_relation(acting_user=anna, source=one, target=two)
    undo(change, acting_user=anna)
    assert not Relation.objects.filter(pk=second.pk).exists()
    first.refresh_from_db()
    assert first.ended_on is None


def test_involvement_keeps_what_it_was(kern: Kern, anna: User) -> None:
    partner = add(kern, anna)
    today = timezone.localdate()
    earlier = today.replace(year=today.year - 2)
    set_involvement(partner, "deelnemer", acting_user=anna, on=earlier)
    set_involvement(partner, "trekker", acting_user=anna)
    set_involvement(partner, "keyspeler", acting_user=anna)
    assert partner.involvement == "keyspeler"
    rows = list(PastInvolvement.objects.values_list("involvement", "ended_on"))
    assert rows == [("bekend", earlier), ("deelnemer", today)]
    assert involvement_on(partner, earlier.replace(year=earlier.year - 1)) == "bekend"
    assert involvement_on(partner, earlier) == "deelnemer"
    assert involvement_on(partner, today) == "keyspeler"


def test_two_editors_see_what_the_other_changed(kern: Kern, anna: User) -> None:
    partner = add(kern, anna, life_domain="wonen")
    opened = version_of(partner)
    bas = make_user(Role.COORDINATOR, kern, name="Bas")
    change_partner(partner, {"life_domain": "onderwijs", "website": "https://brug.nl"}, acting_user=bas)
    found = collisions(partner, opened, {"life_domain": "gemeente", "website": "", "name": "De Brug"})
    assert [(row.name, row.before, row.theirs, row.mine, row.who) for row in found] == [
        ("life_domain", "wonen", "onderwijs", "gemeente", "Bas"),
        ("website", "", "https://brug.nl", "", "Bas"),
    ]
    assert [row.both_changed for row in found] == [True, False]
    assert not collisions(partner, version_of(partner), {"life_domain": "gemeente"})


def test_a_circle_of_departments_is_refused(kern: Kern, anna: User) -> None:
    one, two = add(kern, anna, "Een"), add(kern, anna, "Twee")
    change_partner(two, {"parent": one}, acting_user=anna)
    with pytest.raises(ValidationError):
        change_partner(one, {"parent": two}, acting_user=anna)


def test_a_circle_of_departments_is_refused_by_undo_too(kern: Kern, anna: User) -> None:
    one, two, three = (add(kern, anna, name) for name in ("Een", "Twee", "Drie"))
    change_partner(one, {"parent": three}, acting_user=anna)
    change_partner(one, {"parent": None}, acting_user=anna)
    taken_out = change_of(one)
    assert taken_out is not None
    change_partner(two, {"parent": one}, acting_user=anna)
    change_partner(three, {"parent": two}, acting_user=anna)
    with pytest.raises(CannotUndo):
        undo(taken_out, acting_user=anna)
    assert list(Partner.objects.filter(parent__isnull=False).order_by("pk")) == [two, three]


def test_a_person_stays_closed_when_it_becomes_one(kern: Kern, anna: User) -> None:
    partner = make_partner("De Brug", kern)
    change_partner(partner, {"kind": "inwoner"}, acting_user=anna)
    partner.refresh_from_db()
    assert (partner.form, partner.visibility) == ("persoon", "coordinators")
