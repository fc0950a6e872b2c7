"""Who keeps an initiative going, and how to reach them. Rooms above know more and answer; this one asks.

    by_id = mailboxes_of([initiative.pk])         # {pk: Mailbox} of those that can be written to
    ids = driven_by_address("brug@voorbeeld.nl")  # the initiatives that are kept going from this mailbox
    lines = said_to_driver(initiative)            # what other rooms have to tell the one who drives it
    words_erased.send(Initiative, initiative_id=1)  # a person behind it goes: what that person wrote goes everywhere
    written_to.send(Initiative, initiative_id=1)    # a mail that nobody asked for is on its way to the driver
    heard_from.send(Initiative, initiative_id=1)    # the driver was here

A receiver of `mailboxes_wanted` takes `ids` and answers a dict like the first, one of `addresses_asked` takes `address`
and answers ids, one of `lines_wanted` takes `initiative` and answers lines. An address of a resident is for sending only:
no page shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.dispatch import Signal
from django.utils.functional import Promise

from initiatives.models import Initiative, Participation, ParticipationRole
from partners.models import PartnerForm

mailboxes_wanted = Signal()
addresses_asked = Signal()
lines_wanted = Signal()
words_erased = Signal()
written_to = Signal()
heard_from = Signal()


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where mail about an initiative goes.

    rest_days: how long it is left in peace after a mail nobody asked for. mailed_on: the last such mail of another room.
    """

    address: str
    is_person: bool = False
    rest_days: int = 60
    mailed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence for the driver, with the address of the page where it can be done."""

    text: str | Promise
    url: str = ""
    label: str | Promise = ""


def open_drivers_of(ids: Iterable[int]) -> dict[int, list[Participation]]:
    """Who drives these initiatives now, as far as anybody wrote down. One query."""
    rows = Participation.objects.filter(
        initiative_id__in=list(ids), role=ParticipationRole.DRIVER, ended_on__isnull=True
    )
    found: dict[int, list[Participation]] = {}
    for part in rows.select_related("partner").order_by("pk"):
        found.setdefault(part.initiative_id, []).append(part)
    return found


def mailboxes_of(
    ids: Iterable[int], drivers: dict[int, list[Participation]] | None = None
) -> dict[int, Mailbox]:
    """One mailbox for each initiative that has one: of the party that drives it longest, else what other rooms know.

    drivers: as `open_drivers_of` gave them, when somebody has them already. A person is never written to by the card.
    """
    wanted = list(ids)
    drivers = open_drivers_of(wanted) if drivers is None else drivers
    found: dict[int, Mailbox] = {}
    for pk, parts in drivers.items():
        boxes = [
            part.partner.mailbox
            for part in parts
            if part.partner.form != PartnerForm.PERSON and part.partner.mailbox and not part.partner.ended_on
        ]
        if boxes:
            found[pk] = Mailbox(boxes[0])
    missing = [pk for pk in wanted if pk not in found]
    if missing:
        for answer in _answers(mailboxes_wanted, ids=missing):
            found = {**answer, **found}
    return found


def driven_by_address(address: str) -> list[int]:
    """The initiatives about which mail goes to this address, in the order in which they were added."""
    parts = Participation.objects.filter(
        role=ParticipationRole.DRIVER,
        ended_on__isnull=True,
        partner__mailbox__iexact=address.strip(),
        partner__ended_on__isnull=True,
    ).exclude(partner__form=PartnerForm.PERSON)
    ids = set(parts.values_list("initiative_id", flat=True))
    for answer in _answers(addresses_asked, address=address):
        ids |= set(answer)
    return sorted(ids)


def said_to_driver(initiative: Initiative) -> list[Line]:
    """What the other rooms have to tell who drives this initiative."""
    return [line for lines in _answers(lines_wanted, initiative=initiative) for line in lines]


def _answers(signal: Signal, **question: Any) -> list[Any]:
    """What the receivers answered, those that had nothing to say left out."""
    answers: list[tuple[Any, Any]] = signal.send(Initiative, **question)  # type: ignore[assignment]
    return [answer for _receiver, answer in answers if answer]
