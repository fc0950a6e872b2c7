"""The overview of a municipality, a page of each kern as it stands on it, and the same as a table to take along."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.people import municipalities_to_invite_in
from dashboards.models import Measure, Shared
from dashboards.municipal import export, showing
from dashboards.municipal.reading import read_kern, read_kernen
from dashboards.municipal.seeing import require_kern_view, require_overview
from ladder.evidence import gather_from
from ladder.views.ladder import rungs_with
from places.models import Kern


@require_GET
def municipality(request: HttpRequest, name: str) -> HttpResponse:
    """The kernen beside each other, by name and never by number. Twelve queries at most."""
    family = require_overview(request.user, name)
    kernen, people = read_kernen(family.kernen(), family.municipality)
    context = {
        "municipality": family.municipality,
        "kernen": kernen,
        "bands": [band for band in showing.bands_of(kernen) if band.is_shared],
        "people": people,
        "measures": Measure.labels,
        "people_rows": showing.people_rows(kernen, people),
        "attention": showing.attention_in(kernen, timezone.localdate()),
        "stories": showing.stories_in(kernen),
        "invites": family.municipality.pk in municipalities_to_invite_in(request.user),
    }
    return render(request, "dashboards/municipality.html", context)


@require_GET
def municipality_csv(request: HttpRequest, name: str) -> HttpResponse:
    """What the overview shows, as a table; the same cells in the same words."""
    family = require_overview(request.user, name)
    kernen, people = read_kernen(family.kernen(), family.municipality)
    rows = showing.people_rows(kernen, people)
    text = export.as_csv(export.lines_of(kernen, showing.bands_of(kernen), rows, people))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="wijkweb-overzicht.csv"'
    return response


@require_GET
def municipal_kern(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """One kern as it stands on the overview. Who looks after it sees the very same page. Twelve queries for an alderman."""
    place, kern, sees_all = require_kern_view(request.user, name, slug)
    below = Kern.objects.below(kern.pk)
    read = read_kern(kern, place, below)
    seen, people = read.seen, read.people
    gathered = gather_from(seen.line, figures=read.figures) if seen.shares(Shared.SIGNALS) else None
    context: dict[str, Any] = {
        "municipality": place,
        "place": kern,
        # The bar of who works in the kern; the alderman has none here.
        "kern": None if sees_all else kern,
        "sees_all": sees_all,
        "seen": seen,
        "bands": showing.bands_of([seen], showing.LARGE),
        "people": people,
        "counts": showing.own_people(seen, people),
        "attention": showing.attention_of(seen, timezone.localdate()),
        "gathered": gathered,
        "rungs": rungs_with(gathered, []) if gathered else [],
        "carrying": read.carrying,
        "not_shared": [part.label for part in Shared if not seen.shares(part)],
    }
    return render(request, "dashboards/municipal_kern.html", context)
