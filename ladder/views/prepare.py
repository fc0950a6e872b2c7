"""One sheet of paper for a meeting about the ladder."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import ANYBODY, require
from ladder.evidence import gather, stories_of
from ladder.models import Assessment
from ladder.views.ladder import rungs_with
from network.models import Audience
from places.models import Kern

STORIES = 2  # of each rung; more do not fit on one sheet


@require_GET
def ladder_prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """The signals and a few stories of each rung, and lines to write on; one A4 when it is printed.

    The sheet goes round the table, so it holds the signals that everybody may see: no persons are counted in them.
    With ?personen=ja they are; that sheet says that it is not for handing out.
    """
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    stories = stories_of(Kern.objects.ids_below(kern.pk), ANYBODY)
    with_people = request.GET.get("personen") == "ja"
    gathered = gather(kern, Audience.KERN if with_people else Audience.PUBLIC)
    rungs = rungs_with(gathered, stories)
    for row in rungs:
        row["stories"] = row["stories"][:STORIES]
    context = {
        "kern": kern,
        "with_people": with_people,
        "gathered": gathered,
        "rungs": list(reversed(rungs)),
        "latest": Assessment.objects.filter(kern=kern).order_by("-assessed_on", "-pk").first(),
    }
    return render(request, "ladder/ladder_prepare.html", context)
