"""What stands in the agenda as events of a calendar file: an activity, a series of it, something a partner told elsewhere."""

from collections import defaultdict
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.happenings import MIDNIGHT, Moment, ends_on, moment_of, occurrences_of, time_on
from agenda.ics import Event
from agenda.models import Occurrence, OutsideEvent
from agenda.templatetags.agenda import access_known, access_unknown
from initiatives.models import Activity, OpenToAll, Organiser
from initiatives.words import in_a_row
from post.services import absolute

Version = tuple[int, datetime]  # how often something changed, and when that was last
UNWRITTEN: Version = (0, timezone.make_aware(datetime(2000, 1, 1)))  # noqa: DTZ001 - of what has no history


def versions_of(activities: QuerySet[Activity]) -> dict[int, Version]:
    """For each activity a number that rises with every change, also one that is undone, and when the last one was.

    Counted are the lines of history of the activity, its single times and its organisers: history only grows. What has
    no history at all is not in the answer. Three queries, however many activities there are.
    """
    counted: dict[int, int] = defaultdict(int)
    latest: dict[int, datetime] = {}
    sources: tuple[tuple[Any, str], ...] = (
        (Activity, "id"),
        (Occurrence, "activity_id"),
        (Organiser, "activity_id"),
    )
    for model, name in sources:
        lines = model.history.filter(**{f"{name}__in": activities.order_by().values("pk")}).order_by()
        for pk, count, last in lines.values_list(name).annotate(Count("history_id"), Max("history_date")):
            counted[pk] += count
            latest[pk] = max(latest.get(pk, last), last)
    return {pk: (max(count - 1, 0), latest[pk]) for pk, count in counted.items()}


def events_of(activity: Activity, sequence: int, modified: datetime) -> list[Event]:
    """An activity as one event, or as a series with an event for each time that differs."""
    series = activity.series
    if series is None:
        day = activity.only_day
        return [_event(activity, moment_of(activity), day, sequence, modified)] if day else []
    first = series.first_day
    if first is None:
        return []
    skips = tuple(sorted(day for day in series.skips if series.rule.days(series.start, day, day)))
    until = series.until
    whole = _event(
        activity,
        moment_of(activity),
        first,
        sequence,
        modified,
        rule=str(series.rule),
        until=until,
        skips=skips,
    )
    return [whole] + [
        _event(
            activity, time_on(activity, row.day, row), row.moved_to or row.day, sequence, modified,
            instead_of=row.day, series_at=activity.begins_at,
        )
        for row in occurrences_of(activity)
        if row.is_different and series.falls_on(row.day)
    ]  # fmt: skip


def _event(
    activity: Activity, moment: Moment, day: date, sequence: int, modified: datetime, **more: Any
) -> Event:
    name = _("Cancelled: %(name)s") % {"name": moment.name} if moment.is_cancelled else moment.name
    ends = ends_on(day, moment.begins_at, moment.ends_at) if moment.begins_at and moment.ends_at else None
    return Event(
        uid=uid_of(activity),
        day=day,
        name=name,
        modified=modified,
        sequence=sequence,
        begins_at=moment.begins_at,
        ends=ends,
        location=moment.place_name,
        description=description_of(moment),
        url=absolute(moment.url),
        is_cancelled=moment.is_cancelled,
        categories=tuple(group.replace("-", " ") for group in moment.target_groups),
        **more,
    )


def uid_of(activity: Activity) -> str:
    """What a calendar knows an activity by; its short name never changes, whatever is edited."""
    return f"activiteit-{activity.slug}@{_host()}"


def _host() -> str:
    return settings.SITE_URL.partition("://")[2].rstrip("/")


def event_from_outside(row: OutsideEvent) -> Event:
    """One time of something in the calendar of a partner, shown as theirs; no more of it than the page tells.

    row: with its calendar and the partner of that. What they wrote about it stays with them: it was never on our page.
    """
    calendar, partner = row.calendar, row.calendar.partner
    ends: datetime | None = None
    if row.begins_at and row.ends_at:
        # On the last of several days only an end at midnight lies on the day after it.
        begins_at = MIDNIGHT if row.last_day > row.day else row.begins_at
        ends = ends_on(row.last_day, begins_at, row.ends_at)
    return Event(
        uid=f"agenda-{calendar.pk}-{row.key or row.pk}@{_host()}",
        day=row.day,
        name=_("Cancelled: %(name)s") % {"name": row.name} if row.is_cancelled else row.name,
        modified=row.changed_at,
        sequence=row.sequence,
        begins_at=row.begins_at,
        ends=ends,
        last_day=row.last_day,
        location=row.location,
        description=_("From the agenda of %(name)s") % {"name": partner.name},
        url=absolute(partner.get_absolute_url()),
        is_cancelled=row.is_cancelled,
    )


@cache
def getting_in(facts: tuple[tuple[str, str], ...]) -> str:
    """What is known of getting in, and what is not; there are few combinations, and many activities."""
    moment = Moment("", None, access=dict(facts))
    access = [*(fact["words"] for fact in access_known(moment)), access_unknown(moment)]
    return _("Getting in: %(facts)s") % {"facts": ", ".join(filter(None, access))}


def description_of(moment: Moment) -> str:
    """What one has to know on the way there, in a few lines."""
    lines = [moment.note, moment.description]
    if moment.target_groups:
        groups = in_a_row([group.replace("-", " ") for group in moment.target_groups])
        lines.append(_("For whom: %(groups)s") % {"groups": groups})
    if moment.open_to_all != OpenToAll.UNKNOWN:
        lines.append(_("Open to all: yes") if moment.open_to_all == OpenToAll.YES else _("Open to all: no"))
    lines.append(getting_in(tuple(moment.known_access)))
    if moment.organisers:
        names = in_a_row([partner.name for partner in moment.organisers])
        lines.append(_("Organised by: %(names)s") % {"names": names})
    return "\n".join(line for line in lines if line)
