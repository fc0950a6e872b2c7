"""What happens at the same time for the same people, at the same place or by the same party: to talk about, never to forbid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from accounts.access import Viewer
from agenda.happenings import Moment, ends_on, happenings, times_of
from initiatives.models import Activity
from initiatives.words import in_a_row
from places.models import Kern
from wijkweb.kit.text import fold

AHEAD = timedelta(days=92)
USUAL_LENGTH = timedelta(hours=2)  # of what nobody said the end of
MOST = 5


@dataclass(frozen=True)
class Clash:
    """The first day on which two things meet, why they are in each other's way, and on how many days they do."""

    mine: Moment
    other: Moment
    reasons: tuple[str, ...]
    times: int = 1


def clashes_of(activity: Activity, viewer: Viewer, today: date) -> list[Clash]:
    """What an activity, as it is or as it is being entered, clashes with in the coming three months.

    activity: with organisers and occurrences at hand. The first clash of each pair counts, the soonest first; at most
    five. What is cancelled clashes with nothing. Costs as many queries as a page of the agenda.
    """
    mine = [moment for moment in times_of(activity, today, today + AHEAD) if not moment.is_cancelled]
    if not mine:
        return []
    kern_ids = Kern.objects.ids_around(activity.kern_id)
    others = happenings(viewer, kern_ids, mine[0].day or today, max(moment.day or today for moment in mine))
    return sorted_clashes(mine, (other for other in others if other.activity is None or other.activity.pk != activity.pk))  # fmt: skip


def sorted_clashes(mine: Iterable[Moment], others: Iterable[Moment]) -> list[Clash]:
    """Pairs of moments that meet and have something in common; one for each other activity."""
    by_day: dict[date | None, list[Moment]] = {}
    for moment in mine:
        by_day.setdefault(moment.day, []).append(moment)
    found: dict[object, Clash] = {}
    for other in others:
        for moment in by_day.get(other.day, ()):
            if other.is_cancelled or not meet(moment, other):
                continue
            if reasons := in_the_way(moment, other):
                key = (
                    other.activity.pk
                    if other.activity
                    else ("outside", other.calendar and other.calendar.pk, other.name)
                )
                known = found.get(key)
                found[key] = Clash(known.mine, known.other, known.reasons, known.times + 1) if known else Clash(moment, other, reasons)  # fmt: skip
    return sorted(found.values(), key=lambda clash: clash.mine.order)[:MOST]


def meet(one: Moment, other: Moment) -> bool:
    """Whether two moments of one day overlap; what has no time of day overlaps with all of it."""
    if one.day is None or one.day != other.day:
        return False
    if one.begins_at is None or other.begins_at is None:
        return True
    begin, end = _span(one.day, one.begins_at, one.ends_at)
    other_begin, other_end = _span(one.day, other.begins_at, other.ends_at)
    return begin < other_end and other_begin < end


def _span(day: date, begins_at: time, ends_at: time | None) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, begins_at)
    return begin, (ends_on(day, begins_at, ends_at) if ends_at else begin + USUAL_LENGTH)


def in_the_way(one: Moment, other: Moment) -> tuple[str, ...]:
    """What two moments have in common, in words: people, place, organisers."""
    reasons = []
    known = {fold(group): group for group in one.target_groups}
    if groups := [group for group in other.target_groups if fold(group) in known]:
        names = in_a_row([group.replace("-", " ") for group in groups[:3]])
        reasons.append(_("both for %(groups)s") % {"groups": names})
    if one.place_name and fold(one.place_name) == fold(other.place_name):
        reasons.append(_("both at %(place)s") % {"place": other.place_name})
    mine = {partner.pk for partner in one.organisers}
    if both := [partner.name for partner in other.organisers if partner.pk in mine]:
        reasons.append(_("both by %(names)s") % {"names": in_a_row(both[:3])})
    return tuple(reasons)
