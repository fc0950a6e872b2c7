"""What there is to do in a kern in a stretch of days, as far as somebody may see it: activities and calendars of partners."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from accounts.access import Viewer, visible_records
from agenda.models import Occurrence, OutsideCalendar, OutsideEvent
from initiatives.happening import ACCESS, Known
from initiatives.models import Activity, Initiative, OpenToAll, Organiser
from initiatives.words import rule_in_words
from partners.models import Partner
from wijkweb.kit.partial_dates import PartialDate

MOST = 20_000  # of what is looked at in one stretch; a page shows far less of it
MIDNIGHT = time(0, 0)


@dataclass(frozen=True)
class Moment:
    """One time of something. `day` is None when it is not known to the day; `series_day` names it within a series."""

    name: str
    day: date | None
    begins_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    host: Partner | None = None
    access: dict[str, str] = field(default_factory=dict)
    open_to_all: str = OpenToAll.UNKNOWN.value
    target_groups: tuple[str, ...] = ()
    domains: frozenset[str] = frozenset()
    organisers: tuple[Partner, ...] = ()
    description: str = ""
    is_cancelled: bool = False
    note: str = ""
    series_day: date | None = None
    repeats: str = ""
    activity: Activity | None = None
    calendar: OutsideCalendar | None = None
    attendance: int | None = None
    last_day: date | None = None
    number: int = 0

    def on(self, day: date) -> "Moment":
        """The same on a day of its series."""
        again = object.__new__(Moment)
        again.__dict__.update(self.__dict__, day=day, series_day=day)
        return again

    @property
    def url(self) -> str:
        if self.activity is None:
            return ""
        address = self.activity.get_absolute_url()
        return f"{address}?dag={self.series_day.isoformat()}" if self.series_day else address

    @property
    def was_on(self) -> date | None:
        """The day from which this time was moved."""
        return self.series_day if self.series_day and self.series_day != self.day else None

    @property
    def known_access(self) -> list[tuple[str, str]]:
        """Each fact of getting in, with what is known of it; unknown stands there as well."""
        return [(name, self.access.get(name, Known.UNKNOWN.value)) for name in ACCESS]

    @property
    def place_name(self) -> str:
        return self.host.name if self.host else self.place

    @property
    def partial(self) -> PartialDate | None:
        """A year or a month, of what is not known to the day."""
        return self.activity.dated_on if self.activity and self.day is None else None

    @property
    def order(self) -> tuple[Any, ...]:
        """By day, what lasts all day in front, then by time; equal ones by name, so that a page never shuffles."""
        return (self.day or date.max, *self.order_in_day)

    @property
    def order_in_day(self) -> tuple[Any, ...]:
        return (self.begins_at is not None, self.begins_at or MIDNIGHT, self.name.casefold(), self.number)


def activities_seen(viewer: Viewer, *, as_lists: bool = False) -> QuerySet[Activity]:
    """Activities that this viewer may see, with what the agenda tells of them; seven queries at most.

    as_lists: for who reads many. Organisers and single times then lie ready as lists, at half the cost; only the
    functions in this file find them there.
    """
    organisers = Organiser.objects.filter(visible_records(viewer, "partner__kern"))
    # A thousand activities have few organisers: as lists they share them, else each has a copy of its own.
    organisers = organisers.prefetch_related("partner") if as_lists else organisers.select_related("partner")
    partners = Partner.objects.visible_to_viewer(viewer)
    initiatives = Initiative.objects.visible_to_viewer(viewer)
    activities: QuerySet[Activity] = Activity.objects.visible_to_viewer(viewer)
    return activities.select_related("kern").prefetch_related(
        Prefetch("organiser_rows", organisers, to_attr="organisers_listed" if as_lists else None),
        Prefetch("location_partner", partners),
        Prefetch("initiative", initiatives),
        Prefetch("occurrences", to_attr="occurrences_listed" if as_lists else None),
    )


def organisers_of(activity: Activity) -> list[Organiser]:
    """Who organises it, as far as whoever fetched it may see."""
    listed: list[Organiser] | None = activity.__dict__.get("organisers_listed")
    return list(activity.organiser_rows.all()) if listed is None else listed


def occurrences_of(activity: Activity) -> list[Occurrence]:
    """The times of it of which something is written down."""
    listed: list[Occurrence] | None = activity.__dict__.get("occurrences_listed")
    return list(activity.occurrences.all()) if listed is None else listed


def happenings(viewer: Viewer, kern_ids: list[int], first: date, last: date) -> list[Moment]:
    """All that takes place from `first` to `last` in these kernen, in the order in which it does."""
    return happenings_among(_activities(viewer, kern_ids, first, last), viewer, kern_ids, first, last)


def happenings_among(
    activities: Iterable[Activity], viewer: Viewer, kern_ids: list[int], first: date, last: date
) -> list[Moment]:
    """The same for who has the activities of these kernen already, fetched with `activities_seen`; one query."""
    found = [moment for activity in activities for moment in times_of(activity, first, last)]
    found += _from_outside(viewer, kern_ids, first, last)
    return sorted(found, key=lambda moment: moment.order)[:MOST]


def on_which_days(
    viewer: Viewer, kern_ids: list[int], first: date, last: date
) -> Iterator[tuple[Moment, list[date]]]:
    """The same, not yet laid out: a series as it usually is with its days, and each time that differs with its own day."""
    for activity in _activities(viewer, kern_ids, first, last):
        usual, days, others = _times_of(activity, first, last)
        if usual is not None:
            yield usual, days
        for moment in others:
            yield moment, [moment.day] if moment.day else []
    for moment in _from_outside(viewer, kern_ids, first, last):
        yield moment, [moment.day] if moment.day else []


def _activities(viewer: Viewer, kern_ids: list[int], first: date, last: date) -> QuerySet[Activity]:
    rows: QuerySet[Activity] = activities_seen(viewer, as_lists=True).in_kernen(kern_ids)  # type: ignore[attr-defined]
    return rows.filter(_may_fall(first, last))


def without_day(
    viewer: Viewer, kern_ids: list[int], first: date, last: date, *, or_date: bool = False
) -> list[Moment]:
    """What takes place in this stretch on a day that is not known; with `or_date` also what has no date at all."""
    numbers = set()
    day = first.replace(day=1)
    while day <= last:
        numbers |= {day.year * 10_000, day.year * 10_000 + day.month * 100}
        day = (day + timedelta(days=32)).replace(day=1)
    when = Q(dated_on__in=numbers) | (Q(dated_on__isnull=True) if or_date else Q())
    rows = activities_seen(viewer, as_lists=True).in_kernen(kern_ids).filter(when, rule="")  # type: ignore[attr-defined]
    return sorted((moment_of(activity) for activity in rows), key=lambda moment: moment.order)


def _may_fall(first: date, last: date) -> Q:
    """Which activities may take place between two days; those that repeat are looked at one by one."""
    begin, end = (PartialDate.from_day(day).number for day in (first, last))
    once = Q(rule="", dated_on__gte=begin, dated_on__lte=end)
    again = (
        ~Q(rule="")
        & (Q(repeats_until__isnull=True) | Q(repeats_until__gte=first))
        & (Q(dated_on__isnull=True) | Q(dated_on__lte=end))
    )
    moved = Occurrence.objects.filter(moved_to__range=(first, last)).order_by().values("activity")
    return once | again | (~Q(rule="") & Q(pk__in=moved))


def times_of(activity: Activity, first: date, last: date) -> list[Moment]:
    """The times of one activity between two days, in order; it was fetched with its occurrences."""
    usual, days, others = _times_of(activity, first, last)
    found = [usual.on(day) for day in days] if usual else []
    return sorted([*found, *others], key=lambda moment: moment.order) if others else found


def _times_of(activity: Activity, first: date, last: date) -> tuple[Moment | None, list[date], list[Moment]]:
    """A series as it usually is with the days on which it is so, and what is told apart."""
    series = activity.series
    if series is None:
        day = activity.only_day
        return None, [], [moment_of(activity)] if day and first <= day <= last else []
    changed = {row.day: row for row in occurrences_of(activity)}
    days = series.days(first, last)
    others = [
        time_on(activity, day, row)
        for day, row in changed.items()
        if (first <= row.moved_to <= last and series.falls_on(day) if row.moved_to else day in days)
    ]
    usual = [day for day in days if day not in changed]
    return (moment_of(activity) if usual else None), usual, others


def time_on(activity: Activity, day: date, row: Occurrence | None) -> Moment:
    """One day of a series, with what is different about it."""
    if row is None:
        return moment_of(activity, day=day, series_day=day)
    told: dict[str, Any] = {"day": row.moved_to or day, "series_day": day, "attendance": row.attendance}
    for name in ("name", "description", "begins_at", "ends_at", "note"):
        if getattr(row, name):
            told[name] = getattr(row, name)
    if row.begins_at and not row.ends_at:
        told["ends_at"] = None
    if row.location:
        told |= {"place": row.location, "host": None, "access": {name: getattr(row, name) for name in ACCESS}}
    told["is_cancelled"] = row.is_cancelled or activity.is_cancelled
    return moment_of(activity, **told)


def moment_of(activity: Activity, **told: Any) -> Moment:
    """An activity as something on a day; `told` is what differs."""
    organisers = tuple(row.partner for row in organisers_of(activity))
    initiative = activity.initiative
    values: dict[str, Any] = {
        "name": activity.name,
        "day": activity.only_day,
        "begins_at": activity.begins_at,
        "ends_at": activity.ends_at,
        "place": activity.location,
        "host": activity.location_partner,
        "access": {name: getattr(activity, name) for name in ACCESS},
        "open_to_all": activity.open_to_all,
        "target_groups": tuple(activity.target_groups),
        "domains": frozenset(
            {partner.life_domain for partner in organisers if partner.life_domain}
            | set(initiative.life_domains if initiative else ())
        ),
        "organisers": organisers,
        "description": activity.description,
        "is_cancelled": activity.is_cancelled,
        "note": activity.note,
        "repeats": rule_in_words(activity),
        "activity": activity,
        "attendance": activity.attendance if not activity.rule else None,
        "number": activity.pk,
    }
    return Moment(**(values | told))


def _from_outside(viewer: Viewer, kern_ids: list[int], first: date, last: date) -> Iterable[Moment]:
    """What stands in the calendars of partners; a partner that this viewer may not see shows none."""
    rows = OutsideEvent.objects.filter(
        visible_records(viewer, "calendar__kern"),
        visible_records(viewer, "calendar__partner__kern"),
        calendar__kern_id__in=kern_ids,
        day__lte=last,
        last_day__gte=first,
    ).select_related("calendar__partner", "calendar__kern")
    for row in rows[:MOST]:
        partner = row.calendar.partner
        yield Moment(
            name=row.name,
            day=max(row.day, first),
            last_day=row.last_day if row.last_day > row.day else None,
            begins_at=row.begins_at if row.day >= first else None,
            ends_at=row.ends_at,
            place=row.location,
            description=row.description,
            is_cancelled=row.is_cancelled,
            domains=frozenset({partner.life_domain} - {""}),
            organisers=(partner,),
            calendar=row.calendar,
            number=row.pk,
        )


def ends_on(day: date, begins_at: time | None, ends_at: time) -> datetime:
    """When something ends: an end that lies before its begin lies past midnight."""
    ending = datetime.combine(day, ends_at)
    return ending + timedelta(days=1) if begins_at and ends_at <= begins_at else ending


def address_of(activity: Activity, name: str, day: date | None) -> str:
    """The address of a deed with one time of an activity."""
    address = reverse(name, args=[activity.slug])
    return f"{address}?dag={day.isoformat()}" if day else address
