"""The map of a kern: a page, plain data, a picture and a file to mail around. One selection, four forms."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import viewer_of
from network.filters import NARROWING, VIEWS, WebFilter
from network.maps import library_text, network_data
from network.palette import LEVEL_AT_FULL_SIZE, SCALES
from network.picture import Picture, as_data, part_paths, picture_of, rings, sectors, tie_paths
from network.services import Drawing, drawing_of
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.replies import page


def _ask(request: HttpRequest, slug: str) -> tuple[Drawing, WebFilter, Picture]:
    kern = Kern.objects.with_places().filter(slug=slug).first()
    if kern is None:
        raise Http404
    drawing = drawing_of(kern, viewer_of(request.user))
    form = WebFilter(request.GET, drawing.source)
    return drawing, form, picture_of(drawing, form)


def _status(form: WebFilter) -> int:
    return 200 if form.is_valid() else 422


@require_GET
@login_not_required
def wijkweb(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the map; htmx gets only what the filters change."""
    drawing, form, picture = _ask(request, slug)
    context = {
        "kern": drawing.kern,
        "form": form,
        "view": form.view,
        "views": [
            (value, label, form.query(weergave="" if value == "wijkweb" else value)) for value, label in VIEWS
        ],
        "days": _slider_days(drawing),
        "query": form.query(),
        "unfiltered": form.query(**dict.fromkeys(NARROWING, "")),
        "unfocused": form.query(focus="", stappen=""),
        **_drawing_context(picture, form),
    }
    return page(request, "network/wijkweb.html", context, fragment="web", status=_status(form))


@require_GET
@login_not_required
def wijkweb_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same web as plain data."""
    _drawing, form, picture = _ask(request, slug)
    if not form.is_valid():
        errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        return JsonResponse({"fouten": errors}, status=422)
    return JsonResponse(as_data(picture, form.day.isoformat()), json_dumps_params={"ensure_ascii": False})


@require_GET
@login_not_required
def wijkweb_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The same web as a picture for print or a report."""
    _drawing, form, picture = _ask(request, slug)
    context = {"kern": picture.drawing.kern, "form": form, "is_file": True, **_drawing_context(picture, form)}
    return render(
        request,
        "network/wijkweb.svg",
        context,
        content_type="image/svg+xml; charset=utf-8",
        status=_status(form),
    )


@require_GET
@login_not_required
def wijkweb_standalone(request: HttpRequest, slug: str) -> HttpResponse:
    """One file that needs nothing else, to mail to somebody."""
    drawing, form, picture = _ask(request, slug)
    script, style = library_text()
    scripts = Path(settings.BASE_DIR, "static/js")
    own = "".join((scripts / name).read_text("utf-8") for name in ("labels.js", "standalone.js"))
    context = {
        "kern": drawing.kern,
        "form": form,
        "made_on": timezone.localdate(),
        "picture": picture,
        "library": mark_safe(script),  # noqa: S308 - from the package, not from people
        "own_script": mark_safe(own),  # noqa: S308 - our own files
        "library_style": mark_safe(style),  # noqa: S308 - from the package
        "data": {**network_data(picture), "scales": SCALES},
    }
    response = render(request, "network/standalone.html", context, status=_status(form))
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="wijkweb-{drawing.kern.slug}.html"'
    return response


def _drawing_context(picture: Picture, form: WebFilter) -> dict[str, Any]:
    view = form.view
    layout = picture.drawing.force if view == "netwerk" else picture.drawing.figure
    shows_initiatives = view != "wijkweb" or form.chosen("zoek") or form.chosen("initiatief")
    return {
        "picture": picture,
        "view": view,
        "width": round(layout.width),
        "height": round(layout.height),
        "fit": _extent(picture, view),
        "centre": picture.drawing.figure.centre,
        "sectors": sectors(picture),
        "rings": rings(picture),
        "ties": tie_paths(picture, view),
        "parts": part_paths(picture) if view == "netwerk" else "",
        "diamonds": picture.diamonds if shows_initiatives else (),
        "network_data": {**network_data(picture), "scales": SCALES} if view == "netwerk" else None,
        "scales": json.dumps(SCALES),
        "full_level": LEVEL_AT_FULL_SIZE,
        "title": _("Wijkweb of %(kern)s on %(day)s")
        % {"kern": picture.drawing.kern, "day": form.day.isoformat()},
    }


def _extent(picture: Picture, view: str) -> list[int]:
    """The part of the drawing that must be in sight: left, top, width, height."""
    if view == "netwerk":
        return [0, 0, round(picture.drawing.force.width), round(picture.drawing.force.height)]
    layout = picture.drawing.figure
    half_width, half_height = layout.axes[0] * layout.band[1], layout.axes[1] * layout.band[1]
    left, top = layout.centre[0] - half_width, layout.centre[1] - half_height
    return [round(left), round(top), round(2 * half_width), round(2 * half_height)]


def _slider_days(drawing: Drawing) -> list[tuple[str, str]]:
    """The days at which the slider stops: the last day of each date on which something changed, and today."""
    today = timezone.localdate()
    days = {date.last_day: date for date in drawing.source.change_days if date.last_day < today}
    stops = [(day.isoformat(), date.in_words) for day, date in sorted(days.items())]
    return [*stops, (today.isoformat(), PartialDate(today.year, today.month, today.day).in_words)]
