"""What a kern says about itself, written down: an assessment with what it leans on, and the steps to shared ownership.

What was wrong is corrected or taken back, as a change that can be undone; history keeps what was said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from changes.models import Change, Verb
from changes.services import recorded
from initiatives.models import Initiative, Story
from ladder.evidence import signals_to_keep
from ladder.models import Assessment, Evidence, OwnershipStep
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate


@dataclass(frozen=True)
class Grounds:
    """What an assessment leans on: ids of signals, stories and initiatives."""

    signals: Iterable[str] = ()
    stories: Iterable[Story] = ()
    initiatives: Iterable[Initiative] = ()

    def rows(self) -> list[dict[str, Any]]:
        """The values of one Evidence each, in the order in which they are shown."""
        return [
            *({"signal": signal} for signal in self.signals),
            *({"story": story} for story in self.stories),
            *({"initiative": initiative} for initiative in self.initiatives),
        ]


def add_assessment(
    *,
    acting_user: Any,
    kern: Kern,
    assessed_on: PartialDate,
    rung: int | None,
    reason: str,
    grounds: Grounds | None = None,
    token: UUID | None = None,
    **values: str,
) -> Assessment:
    """Write down where a kern says it stands; `rung` None is "too early to tell".

    The signals of that day, as far as they were computed, are stored with it for good. values: agreed, dissent, source.
    Raises ValidationError with a message per field: without a reason, or when that date has an assessment already.
    """
    day = min(assessed_on.last_day, timezone.localdate())
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token) as change:
        assessment = Assessment(
            kern=kern, assessed_on=assessed_on, rung=rung, reason=reason.strip(), **values
        )
        assessment.signals = signals_to_keep(kern, day)
        assessment.full_clean()
        assessment.save()
        _write(assessment, (grounds or Grounds()).rows())
        change.subject = assessment.get_absolute_url()
        change.save(update_fields=["subject"])
    return assessment


def change_assessment(
    assessment: Assessment, values: Mapping[str, Any], *, acting_user: Any, grounds: Grounds | None = None
) -> Change:
    """Correct an assessment; grounds: when given, what it leans on from now on. Its signals stay as they were. Gives the change.

    Raises ValidationError with a message per field; then nothing is stored. ValueError when signals are among the values.
    """
    if "signals" in values:
        raise ValueError("the signals of an assessment are never written again")
    subject = assessment.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=assessment.kern, subject=subject) as change:
        for name, value in values.items():
            setattr(assessment, name, value)
        assessment.full_clean()
        if values:
            assessment.save()
        if grounds is not None:
            _replace_grounds(assessment, grounds)
    return change


def withdraw_assessment(assessment: Assessment, *, acting_user: Any) -> Change:
    """Take back an assessment that was never said like that, with what it leaned on. History keeps all; gives the change."""
    with recorded(Verb.ENDED, acting_user=acting_user, kern=assessment.kern) as change:
        assessment.delete()
    return change


@transaction.atomic
def set_step(
    kern: Kern,
    step: int,
    *,
    acting_user: Any,
    started_on: PartialDate | None = None,
    note: str = "",
    token: UUID | None = None,
) -> OwnershipStep:
    """Say that a kern takes this step to shared ownership, since when, with a note; or correct what was said.

    Raises ValidationError when there is no such step.
    """
    row = OwnershipStep.objects.select_for_update().filter(kern=kern, step=step).first()
    verb = Verb.CHANGED if row else Verb.ADDED
    row = row or OwnershipStep(kern=kern, step=step)
    subject = f"{reverse('ladder', args=[kern.slug])}#stap-{step}"
    with recorded(verb, acting_user=acting_user, kern=kern, token=token, subject=subject):
        row.started_on, row.note = started_on, note.strip()
        row.full_clean()
        row.save()
    return row


def withdraw_step(row: OwnershipStep, *, acting_user: Any) -> Change:
    """Say no longer that a kern takes this step; history keeps what was said. Gives the change."""
    with recorded(Verb.ENDED, acting_user=acting_user, kern=row.kern) as change:
        row.delete()
    return change


def _write(assessment: Assessment, rows: Iterable[Mapping[str, Any]]) -> None:
    for values in rows:
        evidence = Evidence(assessment=assessment, **values)
        evidence.full_clean()
        evidence.save()


def _replace_grounds(assessment: Assessment, grounds: Grounds) -> None:
    """Leave what stays, take out what is not among them any more, add what is new. History keeps them all."""
    wanted = grounds.rows()
    for evidence in assessment.evidence.all():
        match = next((values for values in wanted if _is(evidence, values)), None)
        if match is None:
            evidence.delete()
        else:
            wanted.remove(match)
    _write(assessment, wanted)


def _is(evidence: Evidence, values: Mapping[str, Any]) -> bool:
    (name, value) = next(iter(values.items()))
    return bool(getattr(evidence, name) == value)
