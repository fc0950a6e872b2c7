"""The answers of one check-up, the help that is agreed with them, and when the next one is."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Verb
from changes.services import recorded
from checkups.models import CheckUp, Plan, Support, Way
from initiatives.models import Initiative
from partners.models import Partner

QUESTIONS = ("on_course", "habits", "cooperation", "needs")
# What a form shows when there is no check-up yet: who was first is weighed against this.
BLANK = SimpleNamespace(
    on_course="", habits="", cooperation="", needs="", outcome="", done_on=None, next_on=None
)


@dataclass(frozen=True)
class NewSupport:
    """Help that is agreed: what, before when, and by a party or by a role."""

    text: str
    due_on: date
    owner: Partner | None = None
    role: str = ""


def page_of(initiative: Initiative) -> str:
    """The address of the check-ups of an initiative."""
    return reverse("checkup_initiative", args=[initiative.slug])


def locked(initiative: Initiative) -> Initiative:
    """The initiative, held: two who fill in its check-up come after each other."""
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("kern")
    found: Initiative = rows.get(pk=initiative.pk)
    return found


def latest_of(initiative: Initiative) -> CheckUp | None:
    """The check-up that was written down last."""
    rows = CheckUp.objects.filter(initiative=initiative).order_by("-pk")
    return rows.select_related("initiative__kern").first()


def fill_in(
    initiative: Initiative,
    values: dict[str, Any],
    *,
    acting_user: Any,
    support: NewSupport | None = None,
    token: UUID | None = None,
) -> CheckUp:
    """Write a check-up down. acting_user: the coordinator who talked about it; None for the driver, by the link.

    What a coordinator writes down is talked over by that. A date that was put off before is over now. Raises
    ValidationError, and IntegrityError for a second one with the same token.
    """
    by_driver = acting_user is None
    today = timezone.localdate()
    checkup = CheckUp(
        initiative=initiative,
        way=Way.LINK if by_driver else Way.TALK,
        made_by=acting_user,
        agreed_on=None if by_driver else today,
        **{"done_on": today, **values},
    )
    note = _("filled in by the driver, with the link in the mail") if by_driver else ""
    with recorded(
        Verb.ADDED,
        acting_user=acting_user,
        kern=initiative.kern,
        note=note,
        token=token,
        subject=page_of(initiative),
    ):
        checkup.full_clean()
        checkup.save()
        _forget_put_off(initiative)
        if support is not None:
            agree_support(initiative, support, acting_user=acting_user)
    return checkup


def _forget_put_off(initiative: Initiative) -> None:
    plan = Plan.objects.select_for_update().filter(initiative=initiative, next_on__isnull=False).first()
    if plan is not None:
        plan.next_on = None
        plan.save()


def change_checkup(
    checkup: CheckUp,
    values: dict[str, Any],
    *,
    acting_user: Any,
    support: NewSupport | None = None,
    token: UUID | None = None,
) -> bool:
    """Store other answers. A coordinator who does so has talked it over; a driver who does so asks for a talk again.

    False when nothing differs; then nothing is written.
    """
    by_driver = acting_user is None
    today = timezone.localdate()
    values = {**values, "agreed_on": None if by_driver else checkup.agreed_on or today}
    different = {name: value for name, value in values.items() if getattr(checkup, name) != value}
    if set(different) <= ({"agreed_on"} if by_driver else set()) and support is None:
        return False
    note = _("filled in by the driver, with the link in the mail") if by_driver else ""
    initiative = checkup.initiative
    with recorded(
        Verb.CHANGED,
        acting_user=acting_user,
        kern=initiative.kern,
        note=note,
        token=token,
        subject=page_of(initiative),
    ):
        if different:
            for name, value in different.items():
                setattr(checkup, name, value)
            checkup.full_clean()
            checkup.save()
        if support is not None:
            agree_support(initiative, support, acting_user=acting_user)
    return True


def agree_support(
    initiative: Initiative, support: NewSupport, *, acting_user: Any, token: UUID | None = None
) -> Support:
    """Write down that somebody helps, with what and before when."""
    row = Support(
        initiative=initiative,
        text=support.text.strip(),
        owner=support.owner,
        role=support.role,
        due_on=support.due_on,
        made_by=acting_user,
    )
    with recorded(
        Verb.ADDED,
        acting_user=acting_user,
        kern=initiative.kern,
        token=token,
        subject=page_of(initiative),
    ):
        row.full_clean()
        row.save()
    return row


def change_support(support: Support, values: dict[str, Any], *, acting_user: Any) -> Support:
    """Store other values for some fields of help that was agreed."""
    initiative = support.initiative
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=initiative.kern, subject=page_of(initiative)):
        for name, value in values.items():
            setattr(support, name, value)
        support.full_clean()
        support.save()
    return support


def finish_support(support: Support, *, acting_user: Any) -> bool:
    """The help was given. Doing it twice changes nothing; False then."""
    initiative = support.initiative
    if support.done_on is not None:
        return False
    with recorded(Verb.ENDED, acting_user=acting_user, kern=initiative.kern, subject=page_of(initiative)):
        support.done_on = timezone.localdate()
        support.save()
    return True
