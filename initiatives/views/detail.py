"""The card of an initiative: a page of its own, and a fragment beside the map."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.access import may, viewer_of, visible_records
from initiatives.models import Activity, Initiative, Organiser, Participation, ParticipationRole, Story
from partners.models import Partner
from wijkweb.kit.replies import page, wants_fragment

FEW = 6  # who take part; of more, only the first role stands open


@require_GET
@login_not_required
def initiative_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What this visitor may see of an initiative; one that is closed answers as one that does not exist."""
    initiatives = Initiative.objects.visible_to(request.user).select_related("kern", "wish")
    initiative = get_object_or_404(initiatives, slug=slug)
    in_panel = wants_fragment(request)
    roles = _by_role(request.user, initiative)
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "roles": roles,
        "folds": sum(len(role["parts"]) for role in roles) > FEW,
        "activities": _activities(request.user, initiative),
        "stories": Story.objects.visible_to(request.user).filter(initiative=initiative),
        "can_edit": may(request.user, "edit", initiative),
        "in_panel": in_panel,
        "level": 2 if in_panel else 1,
        "sub": 3 if in_panel else 2,
    }
    return page(request, "initiatives/initiative_detail.html", context, fragment="card")


def _by_role(user: Any, initiative: Initiative) -> list[dict[str, Any]]:
    """Who takes part, under each role; drivers first."""
    parts = list(
        Participation.objects.visible_to(user)
        .filter(initiative=initiative)
        .select_related("partner")
        .order_by("partner__search_name", "pk")
    )
    groups = [
        {"label": label, "parts": [part for part in parts if part.role == value]}
        for value, label in ParticipationRole.choices
    ]
    return [group for group in groups if group["parts"]]


def _activities(user: Any, initiative: Initiative) -> list[Activity]:
    organisers = Organiser.objects.filter(visible_records(viewer_of(user), "partner__kern")).select_related(
        "partner"
    )
    activities = (
        Activity.objects.visible_to(user)
        .filter(initiative=initiative)
        .prefetch_related(
            Prefetch("organiser_rows", organisers),
            Prefetch("location_partner", Partner.objects.visible_to(user)),
        )
    )
    return sorted(
        activities, key=lambda row: (row.dated_on.number if row.dated_on else 0, row.pk), reverse=True
    )
