"""What does not go on: one time, from a day on, or all of it; and going on after all."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models import Occurrence
from agenda.services.activities import change_once
from changes.models import Verb
from changes.services import recorded
from initiatives.models import Activity
from wijkweb.kit.holding import hold


class Scope(models.TextChoices):
    """Which times of a series a deed is about."""

    ONCE = "keer", _("this time only")
    FROM = "volgende", _("this time and those that follow")
    ALL = "alle", _("all times")


def cancel(
    activity: Activity, *, scope: str, day: date | None, note: str, acting_user: Any
) -> Activity | Occurrence:
    """Say that something does not go on, with the reason for visitors.

    One time stays in the agenda and says that it is cancelled. From a day on: the series has its last time before it.
    All: everything stays in the agenda as cancelled. `day` is one of the series, None for what takes place once.
    """
    if scope == Scope.ONCE and day is not None:
        return change_once(activity, day, {"is_cancelled": True, "note": note}, acting_user=acting_user)
    subject = activity.get_absolute_url()
    with recorded(Verb.ENDED, acting_user=acting_user, kern=activity.kern, subject=subject):
        hold(activity)
        series = activity.series
        activity.note = note
        if scope == Scope.FROM and day and series and series.first_day and series.first_day < day:
            activity.repeats_until = day - timedelta(days=1)
        else:
            activity.is_cancelled = True
        activity.full_clean()
        activity.save()
    return activity


def restore(activity: Activity, *, day: date | None, acting_user: Any) -> Activity | Occurrence:
    """It goes on after all: the one time when that was cancelled by itself, else the activity."""
    row = activity.occurrences.filter(day=day, is_cancelled=True).first() if day else None
    if row is not None and not activity.is_cancelled:
        return change_once(activity, row.day, {"is_cancelled": False, "note": ""}, acting_user=acting_user)
    subject = activity.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=activity.kern, subject=subject):
        hold(activity)
        activity.is_cancelled, activity.note = False, ""
        activity.save()
    return activity
