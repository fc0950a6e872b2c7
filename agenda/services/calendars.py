"""The calendars of partners that are read in: adding one, correcting it, taking it away."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from agenda.models import OutsideCalendar, OutsideEvent
from changes.models import Verb
from changes.services import recorded
from partners.models import Partner
from places.models import Kern

UNREAD: dict[str, Any] = {
    "asked_at": None,
    "read_at": None,
    "failures": 0,
    "problem": "",
    "left_out": 0,
    "etag": "",
    "fingerprint": "",
    "read_on": None,
}


def _page_of(kern: Kern) -> str:
    return reverse("calendar_list", args=[kern.slug])


def add_calendar(
    *, acting_user: Any, kern: Kern, partner: Partner, address: str, token: UUID | None = None, **values: Any
) -> OutsideCalendar:
    """Read the calendar of a partner from now on. Raises ValidationError with a message per field."""
    calendar = OutsideCalendar(kern=kern, partner=partner, address=address, **values)
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token, subject=_page_of(kern)):
        calendar.full_clean()
        calendar.save()
    return calendar


def change_calendar(
    calendar: OutsideCalendar, values: dict[str, Any], *, acting_user: Any
) -> OutsideCalendar:
    """Store other values. With another address all that was read goes: it was somebody else's, perhaps."""
    is_elsewhere = values.get("address", calendar.address) != calendar.address
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=calendar.kern, subject=_page_of(calendar.kern)):
        for name, value in values.items():
            setattr(calendar, name, value)
        calendar.full_clean()
        calendar.save()
        if is_elsewhere:
            OutsideEvent.objects.filter(calendar=calendar).delete()
            OutsideCalendar.objects.filter(pk=calendar.pk).update(**UNREAD)
    return calendar


def remove_calendar(calendar: OutsideCalendar, *, acting_user: Any) -> None:
    """Read it no longer; what was read goes with it, and comes back with the next reading when this is undone."""
    with recorded(Verb.ENDED, acting_user=acting_user, kern=calendar.kern, subject=_page_of(calendar.kern)):
        calendar.delete()
