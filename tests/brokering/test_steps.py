"""From idea to tie to what it led to: the steps, who may be in them, and taking them back."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from brokering import services
from brokering.models import Consent, Introduction, State
from changes.models import Change
from changes.services import undo
from partners.models import Relation
from partners.services import add_relation
from tests.factories import make_person
from wijkweb.kit.partial_dates import PartialDate

WHY = [{"kind": "doelgroep", "about": ["ouderen"], "giver": ""}]


def last_change(pk: int) -> Change:
    change = services.last_change(pk)
    assert change is not None
    return change


@pytest.fixture
def proposed(village, user) -> Introduction:
    return services.propose(village.kern, village.choir, village.library, reasons=WHY, acting_user=user)


def test_a_proposal_keeps_the_pair_in_order_why_who_and_when(proposed, village, user) -> None:
    row = Introduction.objects.get()
    assert (row.first, row.second) == (village.library, village.choir)
    assert (row.state, row.reasons, row.changed_by) == (State.PROPOSED, WHY, user)
    assert row.proposed_on == row.changed_on
    assert services.last_change(row.pk).made_by == user


def test_to_propose_twice_is_to_propose_once(proposed, village, user) -> None:
    again = services.propose(village.kern, village.library, village.choir, reasons=[], acting_user=user)
    assert again == proposed
    assert Introduction.objects.count() == 1


def test_one_form_works_once(village, user) -> None:
    token = uuid4()
    services.propose(village.kern, village.library, village.choir, reasons=WHY, acting_user=user, token=token)
    person = make_person("Zanger", village.kern)
    Consent.objects.create(partner=person, agreed_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError):
        services.propose(village.kern, village.library, person, reasons=WHY, acting_user=user, token=token)


@time_machine.travel("2026-11-24 12:00")
def test_a_made_introduction_is_a_tie_that_knows_where_it_came_from(proposed, village, user) -> None:
    row = services.make(proposed, acting_user=user)
    tie = Relation.objects.get()
    assert row.relation == tie
    assert (tie.kind, tie.strength, tie.is_directed) == ("kent", 1, False)
    assert tie.started_on == PartialDate(2026, 11, 24)
    assert tie.source_text == "Voorgesteld door de coördinator op 24 november 2026"
    assert (row.state, row.made_on) == (State.MADE, date(2026, 11, 24))


def test_who_turned_out_to_know_each_other_keep_that_tie(proposed, village, user) -> None:
    known = add_relation(acting_user=user, source=village.choir, target=village.library)
    row = services.make(proposed, acting_user=user)
    assert row.relation == known
    assert Relation.objects.count() == 1
    services.fade(row, acting_user=user)
    known.refresh_from_db()
    assert known.ended_on is None


def test_faded_ends_the_tie_that_it_made_and_it_can_begin_again(proposed, user) -> None:
    made = services.make(proposed, acting_user=user)
    services.fade(made, acting_user=user)
    tie = Relation.objects.get()
    assert tie.ended_on is not None
    assert tie.end_reason == "Het contact verwaterde."
    again = services.make(made, acting_user=user)
    assert again.relation != tie
    assert Relation.objects.filter(ended_on__isnull=True).count() == 1


def test_what_it_led_to_is_in_words(proposed, user) -> None:
    made = services.make(proposed, acting_user=user)
    with pytest.raises(ValidationError):
        services.led_to(made, "  ", acting_user=user)
    row = services.led_to(made, "Samen een voorleesmiddag.", acting_user=user)
    assert (row.state, row.note) == (State.LED, "Samen een voorleesmiddag.")


@pytest.mark.parametrize("step", ["led_to", "fade"])
def test_steps_have_an_order(proposed, user, step) -> None:
    arguments = ("Iets.",) if step == "led_to" else ()
    with pytest.raises(services.WrongStep):
        getattr(services, step)(proposed, *arguments, acting_user=user)


def test_a_step_that_somebody_else_took_already_is_refused(proposed, user) -> None:
    services.make(proposed, acting_user=user)
    with pytest.raises(services.WrongStep):
        services.make(proposed, acting_user=user)  # the row as it was in this browser
    assert Relation.objects.count() == 1


def test_put_aside_and_brought_back(village, user) -> None:
    row = services.put_aside(village.kern, village.library, village.choir, reasons=WHY, acting_user=user)
    assert row.state == State.ASIDE
    with pytest.raises(services.WrongStep):
        services.propose(village.kern, village.library, village.choir, reasons=WHY, acting_user=user)
    pk = row.pk
    services.bring_back(row, acting_user=user)
    assert not Introduction.objects.exists()
    undo(last_change(pk), acting_user=user)
    assert Introduction.objects.get().state == State.ASIDE
    assert Introduction.objects.get().reasons == WHY


# --- taking back --------------------------------------------------------------------------------------------------


def test_undo_of_a_proposal_makes_it_an_idea_again(proposed, user) -> None:
    undo(last_change(proposed.pk), acting_user=user)
    assert not Introduction.objects.exists()


def test_undo_of_made_takes_the_tie_along(proposed, user) -> None:
    services.make(proposed, acting_user=user)
    change = undo(last_change(proposed.pk), acting_user=user)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.relation, proposed.made_on) == (State.PROPOSED, None, None)
    assert not Relation.objects.exists()
    undo(change, acting_user=user)
    proposed.refresh_from_db()
    assert proposed.state == State.MADE
    assert proposed.relation == Relation.objects.get()


def test_undo_of_faded_opens_the_tie_again(proposed, user) -> None:
    services.fade(services.make(proposed, acting_user=user), acting_user=user)
    undo(last_change(proposed.pk), acting_user=user)
    proposed.refresh_from_db()
    assert proposed.state == State.MADE
    assert Relation.objects.get().ended_on is None


# --- consent ------------------------------------------------------------------------------------------------------


def test_no_step_without_consent(village, user) -> None:
    singer = make_person("Zanger", village.kern)
    for act in (services.propose, services.put_aside):
        with pytest.raises(services.NotAgreed):
            act(village.kern, village.library, singer, reasons=WHY, acting_user=user)
    services.record_consent(singer, agreed_on=date(2026, 1, 1), acting_user=user)
    row = services.propose(village.kern, village.library, singer, reasons=WHY, acting_user=user)
    services.withdraw_consent(singer)
    with pytest.raises(services.NotAgreed):
        services.make(row, acting_user=user)
    assert not Relation.objects.exists()


def test_consent_is_of_a_person_and_not_of_tomorrow(village, user) -> None:
    with pytest.raises(ValidationError):
        services.record_consent(village.library, agreed_on=date(2026, 1, 1), acting_user=user)
    singer = make_person("Zanger", village.kern)
    with pytest.raises(ValidationError), time_machine.travel("2026-01-01"):
        services.record_consent(singer, agreed_on=date(2026, 1, 2), acting_user=user)
    assert not Consent.objects.exists()
