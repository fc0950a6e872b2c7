"""The page of an activity, or of one time of it: what, when, where, for whom, and how one gets in."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, require, viewer_of
from agenda.acting import may_change, require_changing
from agenda.clashes import Clash, clashes_of
from agenda.happenings import Moment, activities_seen, moment_of, time_on, times_of
from agenda.models import Occurrence
from agenda.services import combine, set_attendance
from changes.services import change_of, histories_of, history_of, told
from initiatives.models import Activity, Organiser
from wijkweb.kit.counting import people_in_words
from wijkweb.kit.forms import StyledForm

AHEAD, BEHIND = timedelta(days=366), timedelta(days=60)
SHOWN = 8


def day_asked(request: HttpRequest, activity: Activity) -> date | None:
    """The day of a series that an address names, when the series falls on it."""
    series = activity.series
    if series is None:
        return None
    try:
        day = date.fromisoformat(request.GET.get("dag", "")[:10])
    except ValueError:
        return None
    return day if series.falls_on(day) else None


def activity_seen(request: HttpRequest, slug: str) -> Activity:
    """The activity at this address, when this visitor may see it."""
    return get_object_or_404(activities_seen(viewer_of(request.user)), slug=slug)


@require_GET
@login_not_required
def activity_detail(request: HttpRequest, slug: str) -> HttpResponse:
    activity = activity_seen(request, slug)
    today = timezone.localdate()
    coming = [moment for moment in times_of(activity, today, today + AHEAD) if moment.series_day]
    moment = _shown(request, activity, coming)
    can_edit = may_change(request.user, activity)
    past = times_of(activity, today - BEHIND, today) if can_edit and activity.rule else []
    context = {
        "activity": activity,
        "kern": activity.kern,
        "moment": moment,
        "coming": coming[:SHOWN],
        "has_more": len(coming) > SHOWN,
        "is_over": bool(activity.rule) and not coming,
        "is_past": bool(moment.day and moment.day <= today),
        "can_edit": can_edit,
        "clashes": _clashes(request, activity, today) if can_edit else [],
        "visitors": people_in_words(moment.attendance, exact=can_edit),
        "uncounted": [one for one in past if one.attendance is None and not one.is_cancelled][-3:],
    }
    return render(request, "agenda/activity_detail.html", context)


def _shown(request: HttpRequest, activity: Activity, coming: list[Moment]) -> Moment:
    """The time that the address asks for; else the next one, else the activity as a whole."""
    day = day_asked(request, activity)
    if day is not None:
        row = next((one for one in activity.occurrences.all() if one.day == day), None)
        return time_on(activity, day, row)
    return coming[0] if coming else moment_of(activity)


def _clashes(request: HttpRequest, activity: Activity, today: date) -> list[dict[str, Any]]:
    found: list[Clash] = clashes_of(activity, viewer_of(request.user), today)
    return [
        {
            "clash": clash,
            "can_combine": clash.other.activity is not None
            and may(request.user, "edit", clash.mine.activity)
            and may(request.user, "edit", clash.other.activity),
        }
        for clash in found
    ]


class AttendanceForm(StyledForm):
    number = forms.IntegerField(
        label=_("How many people came"),
        required=False,
        min_value=0,
        max_value=100_000,
        error_messages={"invalid": _("Write a number, without names.")},
    )


@require_POST
def activity_attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """How many came, afterwards. A number, never a name."""
    activity = activity_seen(request, slug)
    require_changing(request.user, activity)
    form = AttendanceForm(request.POST)
    day = day_asked(request, activity)
    if activity.rule and day is None:
        raise Http404
    if not form.is_valid():
        context = {
            "activity": activity,
            "kern": activity.kern,
            "form": form,
            "action": request.get_full_path(),
        }
        return render(request, "agenda/activity_attendance.html", context, status=422)
    number = form.cleaned_data["number"]
    record = set_attendance(activity, day, number, acting_user=request.user)
    text = _("The number of visitors of “%(name)s” was saved.") % {"name": activity.name}
    then = f"{activity.get_absolute_url()}?dag={day.isoformat()}" if day else activity.get_absolute_url()
    return told(request, text, change_of(record), then=then, card=then)


@require_POST
def activity_combine(request: HttpRequest, slug: str) -> HttpResponse:
    """Make one of two things that clash."""
    activity = activity_seen(request, slug)
    require(request.user, "edit", activity)
    others = activities_seen(viewer_of(request.user)).exclude(pk=activity.pk)
    other = get_object_or_404(others, slug=request.POST.get("met", "")[:120].replace("\x00", ""))
    require(request.user, "edit", other)
    day = day_asked(request, activity)
    if activity.rule and day is None:
        raise Http404
    combine(activity, day, other, acting_user=request.user)
    text = _("“%(name)s” goes on together with “%(other)s”.") % {"name": activity.name, "other": other.name}
    record = activity.occurrences.filter(day=day).first() if day else activity
    return told(
        request, text, change_of(record), then=other.get_absolute_url(), card=other.get_absolute_url()
    )


@require_GET
def activity_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to an activity, to single times of it and to who organises it."""
    activity = activity_seen(request, slug)
    require_changing(request.user, activity)
    groups = []
    for title, model in ((_("Single times"), Occurrence), (_("Organisers"), Organiser)):
        ids = model.history.filter(activity=activity).order_by().values_list("id", flat=True).distinct()  # type: ignore[attr-defined]
        histories = histories_of(model, ids, user=request.user)
        records = [{"title": lines[0].title, "lines": lines} for lines in histories.values() if lines]
        if records:
            groups.append({"title": title, "records": records})
    context = {
        "record": activity,
        "kern": activity.kern,
        "lines": history_of(activity, user=request.user),
        "groups": groups,
    }
    return render(request, "dashboards/history.html", context)


def to_page(activity: Activity, day: date | None = None) -> HttpResponse:
    """Back to the page of an activity, or of one time of it."""
    address = activity.get_absolute_url()
    return redirect(f"{address}?dag={day.isoformat()}" if day else address)
