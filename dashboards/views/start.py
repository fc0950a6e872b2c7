"""Where a coordinator begins the day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require, viewer_of
from accounts.people import municipalities_to_invite_in
from changes.models import Change
from changes.services import latest_changes, parts_of
from checkups.news import news_of
from dashboards.municipal.seeing import overviews_of
from dashboards.start import kernen_of, white_spots
from partners.acting import contact_kernen, spoken_for
from places.models import Kern
from residents.news import waiting_in
from rounds.models import Note, Task
from sharing.news import cards_waiting_in
from upkeep.news import new_reports
from upkeep.old import old_list
from upkeep.services.informing import waiting_persons
from wishes.models import Wish

FEW = 3


@require_GET
def my_start(request: HttpRequest) -> HttpResponse:
    """The one kern that somebody looks after, or the one municipality that they see; a choice when there are more, else home.

    A partner contact finds here what they keep of their own party.
    """
    kernen = kernen_of(viewer_of(request.user))
    municipalities = overviews_of(request.user)
    spoken_in = contact_kernen(request.user) - {kern.pk for kern in kernen}
    if not kernen and not municipalities and not spoken_in:
        return redirect("home")
    if len(kernen) + len(municipalities) == 1 and not spoken_in:
        return redirect("start", kernen[0].slug) if kernen else redirect(municipalities[0])
    context = {
        "kernen": kernen,
        "speaks": bool(spoken_in),
        "parties": spoken_for(request.user)
        .filter(kern__in=spoken_in)
        .select_related("kern")
        .order_by("search_name", "pk"),
        "municipalities": municipalities,
        "inviting": municipalities_to_invite_in(request.user),
    }
    return render(request, "dashboards/my_start.html", context)


@require_GET
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be done first; what one may look further into is folded. No endless feed: each part shows a few and says where the rest is."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    ids = Kern.objects.ids_below(kern.pk)
    tasks = Task.objects.open_in(kern)
    old = old_list(kern, request.user, kern_ids=ids)
    reports = new_reports(kern, request.user, ids)
    registrations = waiting_in(kern, request.user, ids)
    cards = cards_waiting_in(kern, request.user)
    checkups = news_of(ids, request.user, FEW)
    notes = Note.objects.waiting_for(request.user, kern).count()
    wish_count = Wish.objects.in_kernen(ids).unanswered().count()
    objection_count, late_count = waiting_persons(ids)
    context = {
        "kern": kern,
        "objection_count": objection_count,
        "late_count": late_count,
        "notes": notes,
        "tasks": tasks[:FEW],
        "task_count": tasks.count(),
        "today": timezone.localdate(),
        "old": old.counts,
        "old_groups": old.groups_on(1)[:FEW] if old.places else [],
        "reports": [part.partner for part in reports[:FEW]],
        "registrations": registrations[:FEW],
        "registration_count": len(registrations),
        "cards": cards,
        "report_count": sum(len(part.entries) for part in reports),
        "checkups": checkups,
        "few": f":{FEW}",
        "wish_count": wish_count,
        "something_waits": any(
            (notes, wish_count, cards, registrations, reports, checkups, objection_count, late_count)
        ),
        "changes": _changes(request.user, ids),
        "spots": white_spots(ids, viewer_of(request.user)),
    }
    return render(request, "dashboards/start.html", context)


def _changes(user: Any, ids: list[int]) -> list[tuple[Change, list[Any]]]:
    """The last deeds that this person may read, with what they touched."""
    changes = latest_changes(ids, FEW)
    parts = parts_of(changes, user=user, most=2)
    return [(change, parts[change.pk]) for change in changes if parts.get(change.pk)]
