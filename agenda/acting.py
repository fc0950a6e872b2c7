"""Who enters and changes what there is to do: a coordinator everything in the kern, a partner contact what is their own.

Their own is what a partner for which they speak organises, as the first or only one: what several do together is changed
by whoever leads it, or by the coordinator.
"""

from typing import Any

from django.db.models import QuerySet

from accounts.access import coordinates, may, refuse
from agenda.models import Occurrence
from changes.lines import lines_of, model_of
from changes.models import Change
from changes.rights import let_take_back
from initiatives.models import Activity, Organiser
from partners.acting import contact_kernen, spoken_for
from partners.models import Partner
from places.models import Kern


def may_change(user: Any, activity: Activity) -> bool:
    """Whether this person may edit and cancel this activity."""
    return may(user, "edit", activity) or _is_own(user, activity.kern_id, _leader(activity.pk))


def require_changing(user: Any, activity: Activity) -> None:
    """404 for who has no role in the kern of this activity, 403 for who has one that does not allow this."""
    if not may_change(user, activity):
        refuse(user, [activity.kern_id])


def may_enter(user: Any, kern: Kern) -> bool:
    """Whether this person enters activities in this kern: any, or those of a partner of their own."""
    return coordinates(user, kern) or bool(own_in(user, kern))


def require_entering(user: Any, kern: Kern) -> None:
    if not may_enter(user, kern):
        refuse(user, [kern.pk])


def own_in(user: Any, kern: Kern) -> QuerySet[Partner]:
    """The partners on whose behalf a partner contact enters something in this kern, by name."""
    if kern.pk not in contact_kernen(user):
        return Partner.objects.none()
    return spoken_for(user).order_by("search_name", "pk")


def _leader(activity_id: int) -> int | None:
    """The partner that organises an activity in front; of one that is gone, the one that last did."""
    rows = Organiser.objects.filter(activity=activity_id).order_by("position", "pk")
    found: int | None = rows.values_list("partner", flat=True).first()
    if found is None and not Activity.objects.filter(pk=activity_id).exists():
        lines = Organiser.history.filter(activity_id=activity_id).order_by("position", "-history_id")  # type: ignore[attr-defined]
        found = lines.values_list("partner_id", flat=True).first()
    return found


def _is_own(user: Any, kern_id: int, partner_id: int | None) -> bool:
    return kern_id in contact_kernen(user) and spoken_for(user).filter(pk=partner_id or 0).exists()


def is_own_change(user: Any, change: Change) -> bool:
    """Whether this is something that a partner contact did to activities that are still their own: they may take it back."""
    lines = lines_of(change)
    if change.made_by_id != user.pk or not lines or any(model_of(line) not in ABOUT for line in lines):
        return False
    ids = {line.id if model_of(line) is Activity else line.activity_id for line in lines}
    return change.kern_id is not None and all(_is_own(user, change.kern_id, _leader(pk)) for pk in ids)


ABOUT = (Activity, Occurrence, Organiser)


def connect() -> None:
    let_take_back(is_own_change)
