"""Who organises an activity: records of their own, kept in the order of the package."""

from collections import defaultdict
from typing import Any

from initiatives.models import Activity, Organiser
from interchange.matching import chunks
from interchange.package.files import Row
from interchange.parts import Names
from interchange.writing import Differences, Stamp
from partners.models import Partner


def organisers_of(activity_ids: list[int]) -> dict[int, list[Organiser]]:
    """The organisers of each activity, in order."""
    found: dict[int, list[Organiser]] = defaultdict(list)
    for chunk in chunks(activity_ids):
        for row in Organiser.objects.filter(activity_id__in=chunk).order_by("position", "pk"):
            found[row.activity_id].append(row)
    return found


def store_organisers(rows: list[Row], names: Names, stamp: Stamp) -> set[str]:
    """Make the organisers as the rows say; the ids of the activities for which something changed.

    Costs the same for many activities, except for an organiser that leaves: that is a query each.
    """
    wanted: dict[int, list[int]] = {}
    slugs: dict[int, str] = {}
    for row in rows:
        activity = names.pk(Activity, row.cells["id"])
        partners = (names.pk(Partner, slug) for slug in row.cells["organisatoren"].split(";"))
        if activity:
            wanted[activity] = list(dict.fromkeys(partner for partner in partners if partner))
            slugs[activity] = row.cells["id"]
    stored = organisers_of(list(wanted))
    differences, gone = Differences(), []
    touched: set[str] = set()
    for activity, order in wanted.items():
        before = {organiser.partner_id: organiser for organiser in stored.get(activity, [])}
        leaving = [organiser.pk for partner, organiser in before.items() if partner not in order]
        changed = _place(activity, order, before, differences)
        if leaving or changed:
            touched.add(slugs[activity])
        gone += leaving
    if gone:
        _remove(gone, stamp)
    differences.write(Organiser, ("activity_id", "partner_id"), stamp)
    return touched


def _place(
    activity: int, partners: list[int], before: dict[int, Organiser], differences: Differences
) -> bool:
    changed = False
    in_order = [partner for partner in before if partner in partners] == partners
    for position, partner in enumerate(partners):
        organiser = before.get(partner)
        if organiser is None:
            differences.new.append(Organiser(activity_id=activity, partner_id=partner, position=position))
            changed = True
        elif not in_order and organiser.position != position:
            organiser.position = position
            differences.add_change(organiser, {"position"})
            changed = True
    return changed


def _remove(ids: list[int], stamp: Stamp) -> None:
    leaving: list[Any] = list(Organiser.objects.filter(pk__in=ids))
    for organiser in leaving:
        organiser._history_user = stamp.user
        organiser._history_date = stamp.moment
        organiser._change_reason = stamp.reason[:100]
        organiser.delete()
