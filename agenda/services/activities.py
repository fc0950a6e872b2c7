"""Entering activities: the whole series, one time of it, or what follows from a day on."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Visibility
from agenda.models import Occurrence
from changes.models import Verb
from changes.services import recorded
from initiatives.happening import ACCESS, Known
from initiatives.models import Activity, Organiser
from partners.models import Partner
from places.models import Kern
from wijkweb.kit.holding import hold
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.slugs import free_slug
from wijkweb.kit.text import fold

NOT_COPIED = ("id", "slug", "dated_on", "attendance")


def add_activity(
    *,
    acting_user: Any,
    kern: Kern,
    name: str,
    organisers: Iterable[Partner] = (),
    token: UUID | None = None,
    **values: Any,
) -> Activity:
    """Add an activity; public unless said otherwise. Raises ValidationError with a message per field."""
    values.setdefault("visibility", Visibility.PUBLIC)
    activity = Activity(name=name.strip(), kern=kern, **values)
    activity.slug = free_slug(Activity.objects.all(), activity.name, "activiteit")
    subject = activity.get_absolute_url()
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token, subject=subject):
        activity.full_clean()
        activity.save()
        _organise(activity, organisers)
    return activity


def change_activity(
    activity: Activity,
    values: dict[str, Any],
    *,
    acting_user: Any,
    joining: Iterable[Partner] = (),
    leaving: Iterable[int] = (),
) -> Activity:
    """Store other values for all times of an activity; partners that join and numbers of those that leave.

    Raises ValidationError with a message per field; then nothing is stored.
    """
    subject = activity.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=activity.kern, subject=subject):
        hold(activity)
        for name, value in values.items():
            setattr(activity, name, value)
        activity.full_clean()
        if values:
            activity.save()
        _change_organisers(activity, joining, leaving)
    return activity


@transaction.atomic
def change_from(
    activity: Activity,
    day: date,
    values: dict[str, Any],
    *,
    acting_user: Any,
    joining: Iterable[Partner] = (),
    leaving: Iterable[int] = (),
) -> Activity:
    """Let a series end before `day` and begin anew on it with other values. Gives the new series.

    What was different or known of times from that day on moves along. On the first day of a series it is the series
    itself that changes. Raises ValidationError; then nothing is stored.
    """
    hold(activity)
    series = activity.series
    if series is None or series.first_day is None or day <= series.first_day:
        return change_activity(activity, values, acting_user=acting_user, joining=joining, leaving=leaving)
    later = _copy_of(activity)
    later.dated_on = PartialDate.from_day(day)
    for name, value in values.items():
        setattr(later, name, value)
    later.slug = free_slug(Activity.objects.all(), later.name, "activiteit")
    subject = later.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=activity.kern, subject=subject):
        activity.repeats_until = day - timedelta(days=1)
        activity.save()
        later.full_clean()
        later.save()
        _organise(later, [row.partner for row in activity.organiser_rows.select_related("partner")])
        _change_organisers(later, joining, leaving)
        for row in activity.occurrences.filter(day__gte=day):
            row.activity = later
            row.save()
    return later


def _copy_of(activity: Activity) -> Activity:
    fields = [field.attname for field in activity._meta.concrete_fields if field.name not in NOT_COPIED]
    return Activity(**{name: getattr(activity, name) for name in fields})


def change_once(activity: Activity, day: date, values: dict[str, Any], *, acting_user: Any) -> Occurrence:
    """Store what is different about one time of a series. Raises ValidationError with a message per field."""
    subject = activity.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=activity.kern, subject=subject):
        row = _occurrence(activity, day)
        if row._state.adding:
            row.save()  # as the series says; then history tells what became different
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
    return row


def set_attendance(
    activity: Activity, day: date | None, number: int | None, *, acting_user: Any
) -> Activity | Occurrence:
    """How many people came: a number, never a name. `day` is one of a series; None for what took place once."""
    if day is not None:
        return change_once(activity, day, {"attendance": number}, acting_user=acting_user)
    return change_activity(activity, {"attendance": number}, acting_user=acting_user)


def combine(activity: Activity, day: date | None, other: Activity, *, acting_user: Any) -> Activity:
    """Do two things that clash as one: `other` goes on for both, and this one, or this time of it, says so.

    The organisers and target groups join those of the other.
    """
    note = _("Together with “%(name)s”.") % {"name": other.name}
    subject = other.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=activity.kern, subject=subject):
        for row in sorted((activity, other), key=lambda one: one.pk):
            hold(row)
        groups = list(dict.fromkeys([*other.target_groups, *activity.target_groups]))
        joining = [organiser.partner for organiser in activity.organiser_rows.select_related("partner")]
        changed = {"target_groups": groups} if groups != other.target_groups else {}
        change_activity(other, changed, acting_user=acting_user, joining=joining)
        values = {"is_cancelled": True, "note": note[:300]}
        if day is not None:
            change_once(activity, day, values, acting_user=acting_user)
        else:
            change_activity(activity, values, acting_user=acting_user)
    return other


def known_access(kern: Kern, host: Partner | None, location: str) -> dict[str, str]:
    """What is known of getting in at a place, from the latest activity there that knew something; else nothing."""
    if not host and not location:
        return {}
    rows = Activity.objects.filter(kern_id__in=Kern.objects.ids_around(kern.pk)).order_by("-pk")
    if host:
        rows = rows.filter(location_partner=host)
    else:
        rows = rows.filter(location_partner__isnull=True).exclude(location="")
    for row in rows.only("location", *ACCESS)[:500]:
        facts = {name: str(getattr(row, name)) for name in ACCESS}
        if set(facts.values()) != {Known.UNKNOWN.value} and (host or fold(row.location) == fold(location)):
            return facts
    return {}


def _occurrence(activity: Activity, day: date) -> Occurrence:
    found = Occurrence.objects.select_for_update().filter(activity=activity, day=day).first()
    return found or Occurrence(activity=activity, day=day)


def _organise(activity: Activity, partners: Iterable[Partner]) -> None:
    for position, partner in enumerate(dict.fromkeys(partners)):
        Organiser.objects.create(activity=activity, partner=partner, position=position)


def _change_organisers(activity: Activity, joining: Iterable[Partner], leaving: Iterable[int]) -> None:
    """Let partners join behind those that are there, and others leave; who is neither stays as it is."""
    rows = list(Organiser.objects.filter(activity=activity))
    gone = set(leaving)
    for row in rows:
        if row.partner_id in gone:
            row.delete()
    present = {row.partner_id for row in rows if row.partner_id not in gone}
    position = max((row.position for row in rows), default=-1)
    for partner in dict.fromkeys(joining):
        if partner.pk not in present:
            position += 1
            Organiser.objects.create(activity=activity, partner=partner, position=position)
