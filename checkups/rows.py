"""Where each initiative stands with its check-up. The same few queries for one initiative and for a thousand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Viewer, may_see, viewer_of
from checkups.dates import add_months, first_date, next_date
from checkups.models import CheckUp, Invitation, KernCheckups, Mailed, Plan, Support
from initiatives.driving import Mailbox, mailboxes_of, open_drivers_of
from initiatives.models import Initiative, Participation, Phase

RESTS = (Phase.PAUSED, Phase.STOPPED, Phase.HANDED_OVER)
A_WHILE = timedelta(days=31)
SOON = timedelta(days=61)
OVERDUE, DUE, COMING, LATER, NONE = "overdue", "due", "coming", "later", "none"


@dataclass(slots=True)
class Row:
    """One initiative. `due` is empty when none is planned; `mailbox` when nobody can be written to."""

    initiative: Initiative
    months: int
    due: date | None
    plan: Plan | None
    last: CheckUp | None
    drivers: list[Participation]
    mailbox: Mailbox | None
    invited_on: date | None
    state: str
    is_on: bool

    @property
    def is_now(self) -> bool:
        return self.state in (OVERDUE, DUE)

    @property
    def rests(self) -> bool:
        return self.initiative.phase in RESTS

    @property
    def is_off(self) -> bool:
        return self.plan is not None and self.plan.is_off

    @property
    def waits_for_talk(self) -> bool:
        """Whether the driver filled it in and nobody talked it over yet."""
        return self.last is not None and self.last.agreed_on is None

    @property
    def usual_next(self) -> date:
        """When the next one comes after a check-up today."""
        return add_months(timezone.localdate(), self.months)


def rows_of(initiatives: Iterable[Initiative], *, user: Any = None) -> list[Row]:
    """The initiatives with their check-ups, what is due first in front, without a date last.

    user: who reads it; a driver that this person may not see is left out. None for the system.
    """
    found = list(initiatives)
    day, viewer = timezone.localdate(), None if user is None else viewer_of(user)
    ids = [initiative.pk for initiative in found]
    kernen = {row.kern_id: row for row in KernCheckups.objects.filter(kern_id__in={i.kern_id for i in found})}
    plans = {plan.initiative_id: plan for plan in Plan.objects.filter(initiative_id__in=ids)}
    lasts = _lasts(ids)
    known = _known(ids)
    drivers = open_drivers_of(ids)
    boxes = mailboxes_of(ids, drivers)
    mailed = Invitation.objects.filter(initiative_id__in=ids, kind__in=(Mailed.FIRST, Mailed.REMINDER))
    invited = {one.initiative_id: timezone.localdate(one.sent_at) for one in mailed.order_by("sent_at", "pk")}
    rows = []
    for one in found:
        kern, plan, last = kernen.get(one.kern_id), plans.get(one.pk), lasts.get(one.pk)
        due = _due(one, kern, plan, last, known.get(one.pk))
        months = (plan and plan.months) or (kern.months if kern else KernCheckups().months)
        rows.append(
            Row(one, months, due, plan, last, seen(drivers.get(one.pk, []), viewer), boxes.get(one.pk), invited.get(one.pk),
                _state(due, day), bool(kern and kern.is_on))
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row.due or date.max, row.initiative.search_name, row.initiative.pk))


def row_of(initiative: Initiative, *, user: Any = None) -> Row:
    return rows_of([initiative], user=user)[0]


def seen(parts: list[Participation], viewer: Viewer | None) -> list[Participation]:
    """The parts of parties that this viewer may see."""
    return [part for part in parts if viewer is None or may_see(viewer, part.partner)]


def with_owners(rows: Iterable[Support], user: Any) -> list[Support]:
    """Each with who does it in words, in `shown_owner`, as far as this person may see that."""
    viewer, found = viewer_of(user), list(rows)
    for row in found:
        hidden = row.owner is not None and not may_see(viewer, row.owner)
        row.shown_owner = gettext("somebody") if hidden else row.who  # type: ignore[attr-defined]
    return found


def initiatives_in(kern_ids: list[int], user: Any) -> Any:
    """The initiatives here of which this person may see the check-ups."""
    return Initiative.objects.visible_to(user).in_kernen(kern_ids).select_related("kern")


def _lasts(ids: list[int]) -> dict[int, CheckUp]:
    """The last check-up of each."""
    newest = CheckUp.objects.filter(initiative=OuterRef("initiative")).order_by("-done_on", "-pk")
    rows = CheckUp.objects.filter(initiative_id__in=ids, pk=Subquery(newest.values("pk")[:1]))
    return {row.initiative_id: row for row in rows}


def _known(ids: list[int]) -> dict[int, tuple[date, bool]]:
    """Since when each is known here or, when it rested, since when it goes on again; and which of the two. One query."""
    lines = Initiative.history.model
    rests = lines.objects.filter(id=OuterRef("id"), phase__in=RESTS).order_by("-history_id")
    rest = Coalesce(Subquery(rests.values("history_id")[:1]), Value(0))
    rows = lines.objects.filter(id__in=ids).annotate(rest=rest).filter(history_id__gt=F("rest"))
    found = rows.order_by().values("id", "rest").annotate(since=Min("history_date"))
    return {row["id"]: (timezone.localdate(row["since"]), row["rest"] > 0) for row in found}


def _due(
    initiative: Initiative,
    kern: KernCheckups | None,
    plan: Plan | None,
    last: CheckUp | None,
    known: tuple[date, bool] | None,
) -> date | None:
    if kern is None or not kern.is_on or kern.since is None or initiative.phase in RESTS:
        return None
    if plan is not None and plan.is_off:
        return None
    months = (plan and plan.months) or kern.months
    known_on, went_on = known or (kern.since, False)
    if plan is not None and plan.next_on and not (went_on and plan.next_on < known_on):
        return max(plan.next_on, kern.since)
    if last is not None and not (went_on and last.done_on < known_on):
        if last.next_on:
            return max(last.next_on, kern.since)
        return next_date(last.done_on, kern.since, months)
    if went_on:
        return next_date(known_on, kern.since, months)
    return first_date(initiative.started_on, max(kern.since, known_on), months, initiative.slug)


def _state(due: date | None, today: date) -> str:
    if due is None:
        return NONE
    if due <= today:
        return OVERDUE if due < today - A_WHILE else DUE
    return COMING if due <= today + SOON else LATER
