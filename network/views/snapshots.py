"""How far the figures are: of one kern for who looks after it, of all kernen for the administrator."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import require
from accounts.people import reach_of
from network.models import Audience, Snapshot, SnapshotRun
from network.snapshots import latest_snapshot
from network.snapshots.asking import ask, finish_here
from network.snapshots.running import MOST_FAILURES
from places.models import Kern
from wijkweb.kit.replies import page

A_FEW = 50


@require_GET
def snapshot_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Of when the figures of a kern are, and how far their renewal is; htmx asks for that part while it lasts."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    latest = latest_snapshot(kern, Audience.KERN)
    run = SnapshotRun.objects.filter(kern=kern).first() or SnapshotRun(kern=kern)
    kept = Snapshot.objects.filter(kern=kern).order_by("-audience").values("audience")
    context = {
        "kern": kern,
        "run": run,
        "latest": latest,
        "percent": round(100 * run.step / run.steps) if run.steps else 0,
        "has_stopped": run.failures >= MOST_FAILURES,
        "rows": [
            {**row, "label": Audience(row["audience"]).label}
            for row in kept.annotate(days=Count("pk"), first=Min("day"), last=Max("day"))
        ],
    }
    return page(request, "network/snapshot_state.html", context, fragment="progress")


@require_POST
def snapshot_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at every figure of a kern again."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    ask([kern.pk])
    finish_here([kern.pk])
    messages.success(request, _("All figures of %(kern)s are looked at again.") % {"kern": kern})
    return redirect("snapshot_state", slug=kern.slug)


@require_GET
def snapshot_overview(request: HttpRequest) -> HttpResponse:
    """How far all kernen are, without anything that stands in them."""
    if not reach_of(request.user).is_administrator:
        raise Http404
    counts = SnapshotRun.objects.aggregate(
        ready=Count("pk", filter=Q(asked=F("done"))),
        waiting=Count("pk", filter=Q(asked__gt=F("done"), claim=None, reason="")),
        at_work=Count("pk", filter=Q(asked__gt=F("done"), claim__isnull=False)),
        failed=Count("pk", filter=Q(asked__gt=F("done"), claim=None) & ~Q(reason="")),
        oldest=Min("asked_at", filter=Q(asked__gt=F("done"))),
        latest=Max("finished_at"),
    )
    total = Kern.objects.count()
    runs = SnapshotRun.objects.dirty().select_related("kern").order_by("failures", "asked_at", "pk")
    context: dict[str, Any] = {
        "counts": counts,
        "total": total,
        "never": total - sum(counts[key] for key in ("ready", "waiting", "at_work", "failed")),
        "percent": round(100 * counts["ready"] / total) if total else 100,
        "at_work": runs.exclude(claim=None)[:A_FEW],
        "failed": runs.filter(claim=None).exclude(reason="")[:A_FEW],
    }
    return page(request, "network/snapshot_overview.html", context, fragment="progress")
