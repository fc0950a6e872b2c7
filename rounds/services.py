"""From a note on the bicycle to partners, ties and tasks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import recorded
from partners.models import Partner, Relation
from partners.services import add_partner, add_relation, confirm_partner
from places.models import Kern
from rounds.models import KEEP_HANDLED_DAYS, Note, NoteState, Task
from wijkweb.kit.privacy import holds_bsn

TEXTS = {"stop": 200, "party": 200, "line": 500, "next_step": 300}  # and how long each may be
LONGEST_AWAY = timedelta(days=366)


@dataclass(frozen=True)
class NoteDraft:
    """A note as a phone sends it."""

    client_id: UUID
    texts: dict[str, str]
    noted_at: datetime


@dataclass
class Receipt:
    """Which notes are safely here (the phone may forget them), and which are not and why."""

    received: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)


def receive_notes(kern: Kern, drafts: Iterable[NoteDraft], *, acting_user: Any) -> Receipt:
    """Store notes once, however often they are sent: the number that the phone gave is unique.

    A note that cannot be stored is refused with a reason, and the others are stored all the same.
    """
    receipt = Receipt()
    fresh = []
    for draft in drafts:
        reason = _reason_to_refuse(draft)
        if reason:
            receipt.refused[draft.client_id] = reason
            continue
        fresh.append(
            Note(
                client_id=draft.client_id,
                kern=kern,
                made_by=acting_user,
                noted_at=_plausible(draft.noted_at),
                **draft.texts,
            )
        )
    Note.objects.bulk_create(fresh, ignore_conflicts=True)
    ids = [note.client_id for note in fresh]
    own = set(Note.objects.filter(client_id__in=ids, made_by=acting_user).values_list("client_id", flat=True))
    for client_id in ids:
        if client_id in own:
            receipt.received.append(client_id)
        else:
            receipt.refused[client_id] = _("Somebody else already sent a note with this number.")
    return receipt


def _reason_to_refuse(draft: NoteDraft) -> str:
    if not any(draft.texts.get(name) for name in TEXTS):
        return _("An empty note says nothing.")
    for name, longest in TEXTS.items():
        if len(draft.texts.get(name, "")) > longest:
            return _("This is too long: at most %(number)d signs fit here.") % {"number": longest}
    if any(holds_bsn(text) for text in draft.texts.values()):
        return _("This looks like a citizen service number (BSN). Take it out; it may not be kept here.")
    return ""


def _plausible(moment: datetime) -> datetime:
    """The clock of a phone may be wrong: never in the future, never more than a year ago."""
    now = timezone.now()
    return min(max(moment, now - LONGEST_AWAY), now)


@dataclass(frozen=True)
class Outcome:
    """What the coordinator decided about a note: each part may be left out.

    partner: an existing one. new_partner: name, kind and life_domain of one to add. tie_to: the other
    end of a tie, with its kind and strength. task: what to do, before `due_on`.
    """

    partner: Partner | None = None
    new_partner: dict[str, Any] | None = None
    tie_to: Partner | None = None
    tie_kind: str = ""
    tie_strength: int = 1
    task: str = ""
    due_on: date | None = None


def confirm_note(note: Note, outcome: Outcome, *, acting_user: Any) -> Change:
    """Work a note out as one change: the partner, the tie and the task that come of it.

    A known partner counts as confirmed today: the coordinator has just been there. An open tie of this
    kind between the two stays as it is. Raises ValidationError; then nothing is stored.
    """
    with recorded(Verb.ADDED, acting_user=acting_user, kern=note.kern) as change:
        partner = outcome.partner
        if outcome.new_partner:
            partner = add_partner(acting_user=acting_user, kern=note.kern, **outcome.new_partner)
        elif partner is not None:
            confirm_partner(partner, acting_user=acting_user)
        if partner is not None and outcome.tie_to is not None:
            _tie(partner, outcome, acting_user)
        if outcome.task:
            add_task(note.kern, outcome.task, acting_user=acting_user, partner=partner, due_on=outcome.due_on)
        _handle(note, NoteState.CONFIRMED)
    return change


def _tie(partner: Partner, outcome: Outcome, acting_user: Any) -> None:
    other = outcome.tie_to
    assert other is not None  # noqa: S101 - the caller has looked
    open_ties = Relation.objects.of(partner).of(other).filter(kind=outcome.tie_kind, ended_on__isnull=True)
    if not open_ties.exists():
        add_relation(
            acting_user=acting_user,
            source=partner,
            target=other,
            kind=outcome.tie_kind,
            strength=outcome.tie_strength,
        )


def dismiss_note(note: Note) -> None:
    """Put a note away without doing anything with it."""
    _handle(note, NoteState.DISMISSED)


def bring_back_note(note: Note) -> None:
    """Look at a note again that was put away or worked out."""
    note.state, note.handled_at = NoteState.NEW, None
    note.save(update_fields=["state", "handled_at"])


def _handle(note: Note, state: NoteState) -> None:
    note.state, note.handled_at = state, timezone.now()
    note.save(update_fields=["state", "handled_at"])


def add_task(
    kern: Kern,
    text: str,
    *,
    acting_user: Any,
    partner: Partner | None = None,
    due_on: date | None = None,
    token: UUID | None = None,
) -> Task:
    """A next step to remember. A second one with the same token raises IntegrityError."""
    task = Task(kern=kern, text=text.strip(), partner=partner, due_on=due_on, made_by=acting_user)
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token):
        task.full_clean()
        task.save()
    return task


def finish_task(task: Task, *, acting_user: Any, on: date | None = None) -> Change:
    """It is done. Doing it twice changes nothing."""
    with recorded(Verb.ENDED, acting_user=acting_user, kern=task.kern) as change:
        if task.done_on is None:
            task.done_on = on or timezone.localdate()
            task.save()
    return change


def handled_long_ago(now: datetime) -> "QuerySet[Note]":
    """Notes that were handled more than a month ago: what mattered is in the web by then."""
    limit = now - timedelta(days=KEEP_HANDLED_DAYS)
    return Note.objects.exclude(state=NoteState.NEW).filter(handled_at__lt=limit)
