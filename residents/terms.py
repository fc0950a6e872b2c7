"""Of which residents the data need not be kept any longer, at a moment (safety 4.5)."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from initiatives.models import Participation, ParticipationRole, Phase
from residents.models import Registration, State, Takeover, TakeoverState
from residents.services.alive import ERASED_AFTER, HIDDEN_AFTER, of_whom_nothing_was_heard
from residents.services.registering import UNCONFIRMED_KEPT
from residents.takeovers import TAKEOVER_DAYS
from wijkweb.kit.partial_dates import PartialDate

KEPT = timedelta(days=30)
Rows = QuerySet[Registration]


def unconfirmed(now: datetime) -> Rows:
    """Nobody confirmed it within a week."""
    old = Registration.objects.filter(state=State.SENT, sent_at__lt=now - UNCONFIRMED_KEPT)
    return old.select_related("words")


def _there() -> Rows:
    return Registration.objects.filter(erased_on__isnull=True)


def declined(now: datetime) -> Rows:
    return _there().filter(state=State.DECLINED, decided_at__lt=now - KEPT)


def _day(now: datetime) -> PartialDate:
    return PartialDate.from_day(timezone.localdate(now - KEPT))


def stopped(now: datetime) -> Rows:
    return _there().filter(
        state=State.PUBLISHED, initiative__phase=Phase.STOPPED, initiative__ended_on__lt=_day(now)
    )


def handed_over(now: datetime) -> Rows:
    """Others drive it, and the resident has not done so for a month."""
    parts = Participation.objects.filter(
        initiative=OuterRef("initiative"), partner=OuterRef("person"), role=ParticipationRole.DRIVER
    )
    lately = Q(ended_on__isnull=True) | Q(ended_on__gte=_day(now))
    rows = _there().filter(
        Exists(parts), state=State.PUBLISHED, person=F("person"), initiative__phase=Phase.HANDED_OVER
    )
    return rows.exclude(Exists(parts.filter(lately)))


def silent(now: datetime) -> Rows:
    """Who was asked, and of whom nothing was heard: what they began is no longer shown."""
    return of_whom_nothing_was_heard(timezone.localdate(now) - HIDDEN_AFTER)


def silent_for_long(now: datetime) -> Rows:
    """What was hidden ninety days ago, and nobody said that it still runs."""
    return _there().filter(hidden_on__lt=timezone.localdate(now) - ERASED_AFTER)


def unanswered(now: datetime) -> QuerySet[Takeover]:
    """A neighbour was asked to take over, and said nothing for a week."""
    return Takeover.objects.filter(
        state=TakeoverState.ASKED, asked_at__lt=now - timedelta(days=TAKEOVER_DAYS)
    )
