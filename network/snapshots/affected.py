"""In which kernen the figures may differ after a change. Whatever is missed here, the night finds."""

from collections.abc import Iterable
from typing import Any

from changes.models import Change
from initiatives.models import Activity, Initiative, Organiser, Participation
from partners.models import Partner, PastInvolvement, Relation
from places.models import Kern

# Where the history of each model tells a partner, an initiative or a kern.
PARTNERS: tuple[tuple[Any, str], ...] = (
    (Partner, "id"),
    (PastInvolvement, "partner_id"),
    (Relation, "source_id"),
    (Relation, "target_id"),
    (Participation, "partner_id"),
)
INITIATIVES: tuple[tuple[Any, str], ...] = ((Initiative, "id"), (Participation, "initiative_id"))
ACTIVITIES: tuple[tuple[Any, str], ...] = ((Activity, "id"), (Organiser, "activity_id"))
KERNEN: tuple[tuple[Any, str], ...] = ((Partner, "kern_id"), (Initiative, "kern_id"), (Activity, "kern_id"))


def affected_by(change: Change) -> set[int]:
    """The numbers of the kernen that this change touched: its own, those of the records in it, those to which these are
    tied, and those in which all of them lie. A constant number of queries, and one for each level of kernen.
    """
    partners = _ids(change, PARTNERS)
    found = _ids(change, KERNEN) | ({change.kern_id} if change.kern_id else set())
    found |= _kernen(Partner.objects.filter(pk__in=partners))
    found |= _kernen(Initiative.objects.filter(pk__in=_ids(change, INITIATIVES)))
    found |= _kernen(Activity.objects.filter(pk__in=_ids(change, ACTIVITIES)))
    if partners:
        found |= _kernen(Relation.objects.filter(source__in=partners), "target__kern_id")
        found |= _kernen(Relation.objects.filter(target__in=partners), "source__kern_id")
        found |= _kernen(Participation.objects.filter(partner__in=partners), "initiative__kern_id")
        found |= _kernen(Organiser.objects.filter(partner__in=partners), "activity__kern_id")
    return _with_those_around(found)


def _ids(change: Change, places: Iterable[tuple[Any, str]]) -> set[int]:
    """What the lines of history of this change hold in these columns."""
    found: set[int] = set()
    for model, column in places:
        found |= set(model.history.filter(change=change).values_list(column, flat=True))
    return found - {None}


def _kernen(rows: Any, column: str = "kern_id") -> set[int]:
    return set(rows.order_by().values_list(column, flat=True).distinct()) - {None}


def _with_those_around(kern_ids: set[int]) -> set[int]:
    """With the kernen in which these lie."""
    found, layer = set(kern_ids), set(kern_ids)
    while layer:
        layer = _kernen(Kern.objects.filter(pk__in=layer), "parent_id") - found
        found |= layer
    return found
