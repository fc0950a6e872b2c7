"""What a coordinator does with an introduction. Each takes plain values and who does it, and leaves one change."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brokering.models import STEPS, Consent, Introduction, State, in_order, introduction_of
from changes.models import Change, Verb
from changes.services import recorded
from keeping import ledger
from partners.models import Partner, Relation, RelationKind, Strength
from partners.services import add_relation, end_relation
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate


class NotAgreed(ValidationError):
    """Somebody did not agree to be introduced, or no longer does. Trying again does not help; asking them does."""


class WrongStep(ValidationError):
    """The introduction is no longer where this step begins: somebody else went on with it."""


def _about(kern: Kern, verb: Verb, acting_user: Any, token: UUID | None) -> AbstractContextManager[Change]:
    subject = reverse("introduction_list", args=[kern.slug])
    return recorded(verb, acting_user=acting_user, kern=kern, token=token, subject=subject)


def _refuse_without_consent(*partners: Partner) -> None:
    persons = [partner.pk for partner in partners if partner.is_person]
    if persons and Consent.objects.filter(partner__in=persons).count() < len(persons):
        raise NotAgreed(_("This person did not agree to be introduced, or no longer does. Ask first."))


def _moved(introduction: Introduction, state: State, acting_user: Any) -> None:
    introduction.state = state
    introduction.changed_on = timezone.localdate()
    introduction.changed_by = acting_user


def propose(
    kern: Kern,
    one: Partner,
    other: Partner,
    *,
    reasons: list[dict[str, Any]],
    acting_user: Any,
    token: UUID | None = None,
) -> Introduction:
    """Take a pair on the list: the coordinator is going to propose that they meet. A second time changes nothing.

    Raises NotAgreed for a person without consent, WrongStep when the pair was put aside.
    """
    return _begun(kern, one, other, State.PROPOSED, reasons, acting_user, token)


def put_aside(
    kern: Kern,
    one: Partner,
    other: Partner,
    *,
    reasons: list[dict[str, Any]],
    acting_user: Any,
    token: UUID | None = None,
) -> Introduction:
    """Do not suggest this pair again, whatever reasons come."""
    return _begun(kern, one, other, State.ASIDE, reasons, acting_user, token)


def _begun(
    kern: Kern,
    one: Partner,
    other: Partner,
    state: State,
    reasons: list[dict[str, Any]],
    acting_user: Any,
    token: UUID | None,
) -> Introduction:
    _refuse_without_consent(one, other)
    first, second = in_order(one, other)
    already = Introduction.objects.filter(kern=kern, first=first, second=second, state=state).first()
    if already is not None:
        return already
    verb = Verb.INTRODUCED if state == State.PROPOSED else Verb.CHANGED
    with _about(kern, verb, acting_user, token):
        known = introduction_of(kern, first, second)
        if known is not None:
            stands = {"state": known.get_state_display()}
            raise WrongStep(_("This pair stands on the list already, as %(state)s.") % stands)
        introduction = Introduction(kern=kern, first=first, second=second, reasons=reasons)
        _moved(introduction, state, acting_user)
        if state == State.PROPOSED:
            introduction.proposed_on = introduction.changed_on
        introduction.full_clean()
        introduction.save()
    return introduction


def _locked(introduction: Introduction, step: State) -> Introduction:
    """The introduction as it is stored now; nobody else changes it until we are done."""
    rows = Introduction.objects.select_for_update(of=("self",)).select_related(
        "kern", "first", "second", "relation"
    )
    fresh = rows.filter(pk=introduction.pk).first()
    if fresh is None or step not in STEPS[fresh.state]:
        raise WrongStep(_("Somebody else went on with this introduction in the meantime."))
    return fresh


def set_aside(introduction: Introduction, *, acting_user: Any, token: UUID | None = None) -> Introduction:
    """Put a proposed introduction aside after all."""
    with _about(introduction.kern, Verb.CHANGED, acting_user, token):
        fresh = _locked(introduction, State.ASIDE)
        _moved(fresh, State.ASIDE, acting_user)
        fresh.save()
    return fresh


def make(introduction: Introduction, *, acting_user: Any, token: UUID | None = None) -> Introduction:
    """The two met: from today there is a tie "kent", strength 1, that says where it came from.

    When they turned out to know each other already, that tie is taken. Raises NotAgreed, WrongStep.
    """
    with _about(introduction.kern, Verb.INTRODUCED, acting_user, token):
        fresh = _locked(introduction, State.MADE)
        _refuse_without_consent(fresh.first, fresh.second)
        today = timezone.localdate()
        fresh.relation = _open_tie(fresh)
        fresh.is_own_tie = fresh.relation is None
        if fresh.relation is None:
            fresh.relation = add_relation(
                acting_user=acting_user,
                source=fresh.first,
                target=fresh.second,
                kind=RelationKind.KNOWS,
                strength=Strength.LOOSE,
                is_directed=False,
                started_on=PartialDate.from_day(today),
                source_text=origin_in_words(today),
            )
        fresh.made_on = today
        _moved(fresh, State.MADE, acting_user)
        fresh.save()
    return fresh


def origin_in_words(day: date) -> str:
    return _("Introduced by the coordinator on %(day)s") % {"day": date_format(day, "j F Y")}


def _open_tie(introduction: Introduction) -> Relation | None:
    ties = introduction.first.open_relations().filter(kind=RelationKind.KNOWS, is_directed=False)
    return ties.of(introduction.second).order_by("pk").first()


def led_to(
    introduction: Introduction, note: str, *, acting_user: Any, token: UUID | None = None
) -> Introduction:
    """Write down what came of it. Raises ValidationError without words."""
    if not note.strip():
        raise ValidationError({"note": _("Write in a few words what it led to.")})
    with _about(introduction.kern, Verb.INTRODUCED, acting_user, token):
        fresh = _locked(introduction, State.LED)
        fresh.note = note.strip()
        _moved(fresh, State.LED, acting_user)
        fresh.save()
    return fresh


def fade(introduction: Introduction, *, acting_user: Any, token: UUID | None = None) -> Introduction:
    """Nothing came of it, or no longer does: the tie that was made of it ends today."""
    with _about(introduction.kern, Verb.ENDED, acting_user, token):
        fresh = _locked(introduction, State.FADED)
        tie = fresh.relation
        if tie is not None and fresh.is_own_tie and tie.ended_on is None:
            end_relation(tie, acting_user=acting_user, reason=_("The contact faded."))
        _moved(fresh, State.FADED, acting_user)
        fresh.save()
    return fresh


def bring_back(introduction: Introduction, *, acting_user: Any, token: UUID | None = None) -> None:
    """Forget that a pair was put aside: while there is a reason, it is an idea again."""
    with _about(introduction.kern, Verb.CHANGED, acting_user, token):
        rows = Introduction.objects.select_for_update(of=("self",))
        fresh = rows.filter(pk=introduction.pk, state=State.ASIDE).first()
        if fresh is None:
            raise WrongStep(_("Somebody else went on with this introduction in the meantime."))
        fresh.delete()


def last_change(pk: int) -> Change | None:
    """The deed that last touched this introduction, also when it went with it."""
    line = Introduction.history.filter(id=pk).select_related("change").order_by("-history_id").first()
    change: Change | None = line.change if line else None
    return change


# --- consent ------------------------------------------------------------------------------------------------------


def record_consent(person: Partner, *, agreed_on: date, acting_user: Any) -> Consent:
    """Write down that a person agreed to be introduced. Raises ValidationError for a day to come."""
    if not person.is_person:
        raise ValidationError(_("Only a person is asked for consent; other parties may be introduced."))
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=person.pk)  # the second half of a double click waits
        consent = Consent.objects.filter(partner=person).first() or Consent(partner=person)
        consent.agreed_on = agreed_on
        consent.recorded_by = acting_user
        consent.full_clean()
        consent.save()
    return consent


def withdraw_consent(person: Partner) -> None:
    """The person no longer wants to be introduced: from now on it stands in no list, and nothing tells it once did."""
    for consent in Consent.objects.filter(partner=person):
        forget_consent(consent)


def mark_text(consent: Consent) -> str:
    """What tells this consent from the others."""
    return f"introduction {consent.pk} {consent.agreed_on}"


def forget_consent(consent: Consent) -> None:
    """It is withdrawn, and so it is again when a backup of before comes back."""
    ledger.note("introduction", mark_text(consent))
    consent.delete()
