"""Parties that are part of each other: never of themselves, also when two people say so at the same moment."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from changes.models import Change
from changes.services import CannotUndo, Obstacle, taken_back
from partners.models import Partner


def hold_with_those_above(partner_ids: Iterable[int]) -> None:
    """Lock these and all that they are part of, from the lowest number up, until the transaction ends.

    Call it inside a transaction, before any of them is locked otherwise: then two who make each a part of the other wait
    for each other. When the chain grew meanwhile, all are let go and held anew: one that is added may have a lower number.
    """
    first = set(partner_ids)
    while True:
        wanted, before = _with_those_above(first), transaction.savepoint()
        rows = Partner.with_merged.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        list(rows.values_list("pk"))
        if _with_those_above(first) <= wanted:
            transaction.savepoint_commit(before)
            return
        transaction.savepoint_rollback(before)


def refuse_circles(partner: Partner) -> None:
    """A department of a department of itself would never end. Looks at what is stored by now; raises ValidationError."""
    if partner.parent_id and partner.pk in _with_those_above({partner.parent_id}):
        raise ValidationError({"parent": _("This would make the partner a part of itself.")})


def in_circles(partner_ids: Iterable[int], moved: Mapping[int, int] | None = None) -> set[int]:
    """Which of these parties lie above themselves, or would when those in `moved` become part of the party beside them.

    A query for each layer, however many parties there are.
    """
    moved, ids = moved or {}, set(partner_ids)
    parents = {**_parents_above(ids | set(moved.values())), **moved}
    return {pk for pk in ids if _is_above_itself(pk, parents)}


def _refuse_taking_back(sender: Any, change: Change, **_kwargs: Any) -> None:
    """What was no circle when it was stored may have become one by what came afterwards."""
    touched = set(Partner.history.filter(change=change).values_list("id", flat=True))  # type: ignore[attr-defined]
    if found := in_circles(touched):
        reason = _("This would make the partner a part of itself.")
        rows = Partner.with_merged.filter(pk__in=found).order_by("search_name", "pk")
        raise CannotUndo([Obstacle(row.name, "", reason, row.get_absolute_url()) for row in rows])


def _is_above_itself(partner_id: int, parents: Mapping[int, int]) -> bool:
    above, seen = parents.get(partner_id), set[int]()
    while above is not None and above != partner_id and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == partner_id


def connect() -> None:
    taken_back.connect(_refuse_taking_back, dispatch_uid="partners.services.circles")


def _with_those_above(partner_ids: set[int]) -> set[int]:
    parents = _parents_above(partner_ids)
    return partner_ids | parents.keys() | set(parents.values())


def _parents_above(partner_ids: Iterable[int]) -> dict[int, int]:
    """Of these and of all above them: of which party each is a part. A query for each layer."""
    found, layer = dict[int, int](), set(partner_ids)
    while layer:
        rows = Partner.with_merged.filter(pk__in=layer, parent__isnull=False).order_by()
        above: dict[int, int] = dict(rows.values_list("pk", "parent_id"))
        found |= above
        layer = set(above.values()) - found.keys()
    return found
