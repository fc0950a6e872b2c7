"""The agenda of a kern: a list, a week, a month, and the month as a sheet for the notice board."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import coordinates, viewer_of
from agenda.acting import may_enter
from agenda.days import Days
from agenda.filters import CELL_MOST, LIST, LIST_MOST, MONTH, WEEK, WEEKEND, AgendaFilter, Stretch, stretch_of
from agenda.happenings import Moment, on_which_days, without_day
from agenda.nearest import nearest
from agenda.posters import poster_of
from agenda.views.feeds import kern_of
from initiatives.happening import Known
from initiatives.models import Activity
from places.models import Kern
from wijkweb.kit.replies import page


@require_GET
@login_not_required
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    kern = kern_of(slug)
    if kern is None:
        raise Http404
    if kern.slug != slug:
        return redirect("agenda", kern.slug, permanent=True)
    viewer, ids = viewer_of(request.user), Kern.objects.ids_below(kern.pk)
    form = AgendaFilter(request.GET, groups=_groups(viewer, ids))
    stretch = form.stretch
    found = Days(on_which_days(viewer, ids, stretch.first, stretch.last), form.passes, form.is_doubtful)
    loose = without_day(
        viewer, ids, stretch.first, stretch.last, or_date=stretch.view == LIST and not request.GET.get("dag")
    )
    earlier, later = (None, None) if found else nearest(viewer, ids, stretch.first, stretch.last, form)
    grid = LIST if stretch.is_told else stretch.view  # the nearest day need not lie in a weekend
    next_page = found.end_of_page(LIST_MOST) if stretch.view == LIST else None
    if next_page is not None:
        stretch = replace(stretch, last=next_page - timedelta(days=1), after=next_page)
    today = timezone.localdate()
    days = _days(kern, form, stretch, found, today)
    doubtful = sum(form.is_doubtful(moment) for moment in loose)
    loose = [moment for moment in loose if form.passes(moment)]
    context = {
        "kern": kern,
        "form": form,
        "stretch": stretch,
        "days": days,
        "loose": loose,
        "doubtful": found.doubtful + doubtful,
        "has_unknown": any(
            map(_is_partly_unknown, [*(one for entry in days for one in entry["moments"]), *loose])
        ),
        "is_filtered": bool(form.asked),
        "earlier": earlier and {"day": earlier, "url": _address(kern, form, grid, earlier)},
        "later": later and {"day": later, "url": _address(kern, form, grid, later)},
        "links": _links(kern, form, stretch, today),
        "can_edit": coordinates(request.user, kern),
        "can_enter": may_enter(request.user, kern),
        "has_below": len(ids) > 1,
        "is_long": sum(len(entry["moments"]) for entry in days) > 12,
        "goes_on": next_page,
    }
    return page(request, "agenda/agenda.html", context, fragment="results")


def _groups(viewer: Any, ids: list[int]) -> set[str]:
    rows = Activity.objects.visible_to_viewer(viewer).in_kernen(ids).order_by()
    return {str(group) for groups in rows.values_list("target_groups", flat=True) for group in groups}


def _is_partly_unknown(moment: Moment) -> bool:
    """Whether something is not known of getting in, or of whom it is open to."""
    facts = [moment.open_to_all, *(value for _name, value in moment.known_access)]
    return moment.calendar is not None or Known.UNKNOWN in facts


def _days(kern: Kern, form: AgendaFilter, stretch: Stretch, found: Days, today: date) -> list[dict[str, Any]]:
    """Each day with what there is; a list leaves out the days without anything, a grid what it has no room for."""
    most = CELL_MOST.get(stretch.view)
    return [
        {
            "day": day,
            "weekday": day.isoweekday(),
            "moments": found.moments(day, most),
            "rest": max(found.count(day) - most, 0) if most else 0,
            "rest_url": _address(kern, form, LIST, day),
            "is_today": day == today,
            "is_past": day < today,
        }
        for day in stretch.days
        if not stretch.is_told or found.count(day)
    ]


def _address(kern: Kern, form: AgendaFilter, view: str, day: date | None) -> str:
    """The address of another view or stretch, with the filters kept."""
    query: dict[str, Any] = {} if view == LIST else {"weergave": view}
    if day is not None:
        query["dag"] = day.isoformat()
    asked = urlencode({**query, **form.asked}, doseq=True)
    return reverse("agenda", args=[kern.slug]) + (f"?{asked}" if asked else "")


def _is_now(stretch: Stretch, today: date) -> bool:
    """Whether these are the days that this view shows when no day is asked for."""
    return stretch.first <= today <= stretch.last or stretch_of(stretch.view, today).first == stretch.first


def _links(kern: Kern, form: AgendaFilter, stretch: Stretch, today: date) -> dict[str, Any]:
    is_now = _is_now(stretch, today)
    around = today if is_now else stretch.first
    return {
        "before": _address(kern, form, stretch.view, stretch.before),
        "after": _address(kern, form, stretch.view, stretch.after),
        "today": "" if is_now or stretch.view == WEEKEND else _address(kern, form, stretch.view, None),
        "weekend": _address(kern, form, WEEKEND, None),
        "is_this_weekend": is_now and stretch.view == WEEKEND,
        "views": [
            {"name": view, "url": _address(kern, form, view, None if around == today else around)}
            for view in (LIST, WEEK, MONTH)
        ],
        "poster": reverse("agenda_poster", args=[kern.slug]) + f"?dag={around.replace(day=1).isoformat()}",
    }


@require_GET
@login_not_required
def agenda_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """One month on A4 or A3 in large type, for the notice board. It shows what everybody may see, whoever prints it."""
    kern = get_object_or_404(Kern.objects.select_related("municipality"), slug=slug)
    stretch = stretch_of(MONTH, AgendaFilter(request.GET).stretch.first)
    address = request.build_absolute_uri(reverse("agenda", args=[kern.slug]))
    context = {
        "kern": kern,
        "stretch": stretch,
        "poster": poster_of(Kern.objects.ids_below(kern.pk), stretch.first, stretch.last),
        "address": address.partition("://")[2].rstrip("/"),
        "size": "a3" if request.GET.get("papier") == "a3" else "a4",
    }
    return page(request, "agenda/agenda_poster.html", context)
