"""When: what a kern chooses, what an initiative does otherwise, and putting it off."""

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Verb
from changes.services import recorded
from checkups.dates import add_months
from checkups.models import KernCheckups, Plan
from checkups.services.filling import locked, page_of
from initiatives.models import Initiative
from places.models import Kern

PUT_OFF_MONTHS = 3
Row = TypeVar("Row", KernCheckups, Plan)


def settings_of(kern: Kern) -> KernCheckups:
    """How a kern wants it; what was never stored is off."""
    return KernCheckups.objects.filter(kern=kern).first() or KernCheckups(kern=kern)


def set_checkups(kern: Kern, values: dict[str, Any], *, acting_user: Any) -> KernCheckups | None:
    """Store how a kern wants its check-ups. None when nothing differs. Who switches them on begins to count today."""
    with transaction.atomic():
        Kern.objects.select_for_update(of=("self",)).get(pk=kern.pk)
        row = settings_of(kern)
        if values.get("is_on") and not row.is_on:
            values = {**values, "since": timezone.localdate()}
        subject = reverse("checkup_settings", args=[kern.slug])
        return _stored(row, values, acting_user=acting_user, kern=kern, subject=subject)


def plan_of(initiative: Initiative) -> Plan:
    """What an initiative does otherwise; nothing when that was never stored."""
    return Plan.objects.filter(initiative=initiative).first() or Plan(initiative=initiative)


def set_plan(
    initiative: Initiative, values: dict[str, Any], *, acting_user: Any, note: str = ""
) -> Plan | None:
    """Store what an initiative does otherwise than its kern. None when nothing differs."""
    with transaction.atomic():
        held = locked(initiative)
        subject = page_of(held)
        return _stored(
            plan_of(held), values, acting_user=acting_user, kern=held.kern, subject=subject, note=note
        )


def _stored(row: Row, values: dict[str, Any], *, acting_user: Any, **deed: Any) -> Row | None:
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not different:
        return None
    with recorded(Verb.CHANGED, acting_user=acting_user, **deed):
        for name, value in different.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
    return row


def put_off(initiative: Initiative, *, acting_user: Any) -> date:
    """Not now: it comes back in three months. Returns that day."""
    day = add_months(timezone.localdate(), PUT_OFF_MONTHS)
    set_plan(initiative, {"next_on": day, "is_off": False}, acting_user=acting_user, note=_by(acting_user))
    return day


def needs_none(initiative: Initiative, *, acting_user: Any) -> None:
    """No check-up any more, until somebody says otherwise."""
    set_plan(initiative, {"is_off": True}, acting_user=acting_user, note=_by(acting_user))


def _by(acting_user: Any) -> str:
    return "" if acting_user is not None else _("said by the driver, with the link in the mail")
