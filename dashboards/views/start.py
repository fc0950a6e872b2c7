"""Where a coordinator begins the day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require, viewer_of
from changes.models import Change
from changes.services import latest_changes, parts_of
from dashboards.start import kernen_of, white_spots
from places.models import Kern
from rounds.models import Note, Task
from upkeep.news import new_reports
from upkeep.old import old_list

FEW = 5


@require_GET
def my_start(request: HttpRequest) -> HttpResponse:
    """The start page of the one kern that somebody looks after, a choice when there are more, else the home page."""
    kernen = kernen_of(viewer_of(request.user))
    if not kernen:
        return redirect("home")
    if len(kernen) == 1:
        return redirect("start", kernen[0].slug)
    return render(request, "dashboards/my_start.html", {"kernen": kernen})


@require_GET
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be done, what changed, what is thin. No endless feed: each part shows a few and says where the rest is."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    ids = Kern.objects.ids_below(kern.pk)
    tasks = Task.objects.open_in(kern)
    old = old_list(kern, request.user)
    reports = new_reports(kern, request.user)
    context = {
        "kern": kern,
        "notes": Note.objects.waiting_for(request.user, kern).count(),
        "tasks": tasks[:FEW],
        "task_count": tasks.count(),
        "today": timezone.localdate(),
        "old": old.counts,
        "old_groups": old.groups_on(1)[:FEW] if old.places else [],
        "reports": [part.partner for part in reports[:FEW]],
        "report_count": sum(len(part.entries) for part in reports),
        "changes": _changes(request.user, ids),
        "spots": white_spots(ids, viewer_of(request.user)),
    }
    return render(request, "dashboards/start.html", context)


def _changes(user: Any, ids: list[int]) -> list[tuple[Change, list[Any]]]:
    """The last deeds that this person may read, with what they touched."""
    changes = latest_changes(ids, FEW)
    parts = parts_of(changes, user=user, most=2)
    return [(change, parts[change.pk]) for change in changes if parts.get(change.pk)]
