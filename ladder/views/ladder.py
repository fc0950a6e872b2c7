"""The ladder of a kern: what it says about itself, what the signals say, and what people tell."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import coordinates, viewer_of
from initiatives.models import Story
from ladder.evidence import Gathered, gather, stories_of
from ladder.models import Assessment, OwnershipStep
from ladder.reading import evidence_for
from ladder.rungs import RUNGS, of_rung
from ladder.steps import STEPS
from network.models import Audience
from places.models import Kern
from wijkweb.kit.charts import LineChart, line_chart


@require_GET
@login_not_required
def ladder(request: HttpRequest, slug: str) -> HttpResponse:
    """Public; who looks after the kern sees signals that count persons too. Twelve queries at most."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    viewer = viewer_of(request.user)
    kern_ids = Kern.objects.ids_below(kern.pk)
    audience = Audience.KERN if viewer.kernen.issuperset(kern_ids) else Audience.PUBLIC
    gathered = gather(kern, audience)
    assessments = list(Assessment.objects.filter(kern=kern).order_by("-assessed_on", "-pk").defer("signals"))
    latest = assessments[0] if assessments else None
    stories = stories_of(kern_ids, viewer)
    context = {
        "kern": kern,
        "gathered": gathered,
        "counts_people": audience == Audience.KERN,
        "latest": latest,
        "evidence": evidence_for(latest, viewer) if latest else None,
        "open_rung": (latest.rung if latest else None) or RUNGS[0].number,
        "rungs": (rungs := rungs_with(gathered, stories)),
        "from_the_top": rungs[::-1],
        "other_stories": [story for story in stories if not story.rung],
        "assessments": assessments,
        "line": (line := line_of(assessments)),
        "levels": [(rung, line.height_of(rung.number)) for rung in RUNGS] if line else [],
        "steps": (steps := _steps(kern)),
        "steps_taken": sum(row["taken"] is not None for row in steps),
        "coordinates": coordinates(request.user, kern),
    }
    return render(request, "ladder/ladder.html", context)


def rungs_with(gathered: Gathered, stories: list[Story]) -> list[dict[str, Any]]:
    """Each rung, the lowest first, with its signals, their lines and its stories."""
    return [
        {
            "rung": rung,
            "signals": [
                {"signal": signal, "line": gathered.lines.get(signal.id)}
                for signal in of_rung(gathered.signals, rung.number)
            ],
            "stories": [story for story in stories if story.rung == rung.number],
        }
        for rung in RUNGS
    ]


def line_of(assessments: list[Assessment]) -> LineChart | None:
    """The rungs that a kern gave over the years; where it was too early to tell the line is broken."""
    values = [(row.assessed_on.first_day, row.rung) for row in reversed(assessments)]
    return line_chart(values, width=720, height=180, low=1, high=5, stepped=True, until=timezone.localdate())


def _steps(kern: Kern) -> list[dict[str, Any]]:
    taken = {row.step: row for row in OwnershipStep.objects.filter(kern=kern)}
    return [{"step": step, "taken": taken.get(step.number)} for step in STEPS]
