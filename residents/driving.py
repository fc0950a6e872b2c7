"""What this room answers when another asks who can be written to about an initiative: who said yes to that, nobody else.

One mail a year, as the consent says; the address goes to the outbox and onto no page.
"""

from typing import Any

from initiatives.driving import (
    Mailbox,
    addresses_asked,
    heard_from,
    mailboxes_wanted,
    open_drivers_of,
    written_to,
)
from residents.consents import subjects_of
from residents.models import ConsentEvent, Purpose, Registration, State
from residents.services.alive import YEAR, sign_of_life, was_written_to


def _reachable(registrations: Any) -> list[Registration]:
    """Those who said yes to a message once a year and drive the initiative still; the same few queries for many."""
    rows = registrations.filter(state=State.PUBLISHED, words__isnull=False, initiative__isnull=False)
    found = list(rows.select_related("words"))
    marks = {mark: one.pk for one in found for mark in subjects_of(one)}
    events = ConsentEvent.objects.filter(subject__in=list(marks), purpose=Purpose.YEARLY)
    said = {marks[event.subject]: event.is_given for event in events.order_by("at", "pk")}
    drivers = open_drivers_of(one.initiative_id for one in found if one.initiative_id)
    return [
        one
        for one in found
        if said.get(one.pk)
        and any(part.partner_id == one.person_id for part in drivers.get(one.initiative_id or 0, []))
    ]


def _mailboxes(sender: Any, ids: list[int], **_kwargs: Any) -> dict[int, Mailbox]:
    found = _reachable(Registration.objects.filter(initiative_id__in=ids))
    return {
        one.initiative_id: Mailbox(
            one.words.email, is_person=True, rest_days=YEAR.days, mailed_on=one.mailed_on
        )
        for one in found
        if one.initiative_id
    }


def _addresses(sender: Any, address: str, **_kwargs: Any) -> list[int]:
    found = _reachable(Registration.objects.of_address(address))
    return [one.initiative_id for one in found if one.initiative_id]


def _written_to(sender: Any, initiative_id: int, **_kwargs: Any) -> None:
    """That was the mail of this year: it counts as the question whether it still runs."""
    was_written_to(Registration.objects.filter(initiative_id=initiative_id, words__isnull=False))


def _heard_from(sender: Any, initiative_id: int, **_kwargs: Any) -> None:
    """A sign of life, when it is a resident who drives it still."""
    for one in _reachable(Registration.objects.filter(initiative_id=initiative_id)):
        sign_of_life(one)


def connect() -> None:
    mailboxes_wanted.connect(_mailboxes, dispatch_uid="residents.driving.mailboxes")
    addresses_asked.connect(_addresses, dispatch_uid="residents.driving.addresses")
    written_to.connect(_written_to, dispatch_uid="residents.driving.written_to")
    heard_from.connect(_heard_from, dispatch_uid="residents.driving.heard_from")
