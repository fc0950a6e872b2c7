"""Mijn wijkweb: a page that fills itself in the browser and tells nobody."""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from dashboards import mine
from places.models import Kern


@require_GET
@login_not_required
@csp_replace({"connect-src": [NONE]})  # type: ignore[arg-type]  # what is typed here cannot leave, even by a mistake
def my_wijkweb(request: HttpRequest) -> HttpResponse:
    """The empty figure; with a kern also what is there in each life domain."""
    asked = request.GET.get("kern", "")
    kern = get_object_or_404(Kern, slug=asked) if asked else None
    there = mine.what_is_there(kern) if kern else {}
    context = {
        "kern": kern,
        "kernen": Kern.objects.order_by("sort_name"),
        "sectors": [{"sector": sector, "there": there.get(sector.slug)} for sector in mine.empty_figure()],
        "rings": [
            {"slug": slug, "label": label, "across": rim[0], "down": rim[1], "share": share}
            for (slug, label), rim, share in zip(mine.RINGS, mine.rims(), mine.RIMS, strict=True)
        ],
        "box": {"width": mine.WIDTH, "height": mine.HEIGHT, "centre": mine.CENTRE, "axes": mine.AXES},
        "citizen": mine.CITIZEN,
    }
    return render(request, "dashboards/my_wijkweb.html", context)
