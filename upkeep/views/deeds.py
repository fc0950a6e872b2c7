"""What a button of the list says: a deed, the row that it is about, and the change that it takes back."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from accounts.access import require
from changes.models import Change
from changes.services import is_closed_to
from partners.models import Partner, Relation
from upkeep.services.looking import Record

WRITTEN = re.compile(
    r"(klopt|gestopt|terug|einde|allemaal):(partij|band|groep):([0-9]{1,18})(?::([0-9]{1,18}))?"
)
ROW = re.compile(r"(partij|band):([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Deed:
    """For instance `gestopt:band:34`, or `terug:partij:12:99` to take change 99 back."""

    verb: str
    sort: str
    pk: int
    change_pk: int | None

    @classmethod
    def read(cls, text: str) -> "Deed | None":
        match = WRITTEN.fullmatch(text)
        if match is None:
            return None
        verb, sort, pk, change = match.groups()
        return cls(verb, sort, int(pk), int(change) if change else None)


def record_for(user: Any, sort: str, pk: int) -> Record:
    """The partner or tie of a row; 404 when it does not exist or is not looked after by this person."""
    if sort == "partij":
        return partner_for(user, pk)
    ties = Relation.objects.visible_to(user).select_related("source__kern", "target__kern")
    relation = ties.filter(pk=pk).first()
    if relation is None:
        raise Http404
    require(user, "edit", relation)
    return relation


def partner_for(user: Any, pk: int) -> Partner:
    partner = Partner.objects.visible_to(user).select_related("kern").filter(pk=pk).first()
    if partner is None:
        raise Http404
    require(user, "edit", partner)
    return partner


def change_for(user: Any, pk: int | None) -> Change:
    """A change that this person may take back."""
    change = Change.objects.select_related("kern", "undone_by").filter(pk=pk or 0).first()
    if change is None:
        raise Http404
    require(user, "edit", change)
    if is_closed_to(user, change):
        raise Http404
    return change


def records_named(user: Any, keys: list[str]) -> list[Record]:
    """The records of the rows that were ticked; what does not exist any more is left out."""
    wanted: dict[str, list[int]] = {"partij": [], "band": []}
    for key in keys:
        if match := ROW.fullmatch(key):
            wanted[match[1]].append(int(match[2]))
    partners = Partner.objects.visible_to(user).select_related("kern").filter(pk__in=wanted["partij"])
    relations = Relation.objects.visible_to(user).select_related("source__kern", "target__kern")
    found: list[Record] = [*partners, *relations.filter(pk__in=wanted["band"])]
    for record in found:
        require(user, "edit", record)
    return found
