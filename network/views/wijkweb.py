"""The map of a kern: a page, plain data, a picture and a file to mail around. One selection, four forms."""

import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from accounts.access import may, viewer_of
from changes.messages import announce
from network.filters import NARROWING, VIEWS, WebFilter
from network.kept import Asked, kept
from network.maps import library_text, network_data
from network.markup import drawing_markup, shown_of
from network.picture import Picture
from network.plain_data import as_data
from network.source import Source, read_source
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.replies import page, wants_fragment


def _ask(request: HttpRequest, slug: str) -> Asked:
    kern = Kern.objects.with_places().filter(slug=slug).first()
    if kern is None:
        raise Http404
    viewer = viewer_of(request.user)
    source = read_source(kern, viewer, with_age=True)
    return Asked(kern, viewer, source, WebFilter(request.GET, source))


def _status(form: WebFilter) -> int:
    return 200 if form.is_valid() else 422


@require_GET
@login_not_required
def wijkweb(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the map; htmx gets only what the filters change."""
    asked = _ask(request, slug)
    form = asked.form
    context = {
        "kern": asked.kern,
        "form": form,
        "view": form.view,
        "views": [
            (value, label, form.query(weergave="" if value == "wijkweb" else value)) for value, label in VIEWS
        ],
        "days": _slider_days(asked.source),
        "query": form.query(),
        "unfiltered": form.query(**dict.fromkeys(NARROWING, "")),
        "unfocused": form.query(focus="", stappen=""),
        "reaches": _reaches(form),
        "shown": kept(asked, "page", lambda picture: shown_of(picture, form)),
        "may_edit": may(request.user, "edit", asked.kern),
        "enters": bool(asked.viewer.kernen),
    }
    answer = page(request, "network/wijkweb.html", context, fragment="web", status=_status(form))
    has_news = wants_fragment(request) and len(get_messages(request)) > 0
    return announce(request, answer) if has_news else answer


def _reaches(form: WebFilter) -> list[tuple[int, str, bool]]:
    """How far one can look from the party in focus: steps, the address of that, and whether it is so now."""
    now = form.chosen("stappen") or 1
    return [
        (steps, form.query(stappen=str(steps) if steps > 1 else ""), steps == now)
        for steps in sorted({1, 2, 3, now})
    ]


@require_GET
@login_not_required
def wijkweb_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same web as plain data."""
    asked = _ask(request, slug)
    if not asked.form.is_valid():
        errors = {name: [str(text) for text in texts] for name, texts in asked.form.errors.items()}
        return JsonResponse({"fouten": errors}, status=422)

    def text(picture: Picture) -> str:
        return json.dumps(as_data(picture, asked.form.day.isoformat()), ensure_ascii=False)

    return _unless_known(request, asked, "json", text, "application/json")


@require_GET
@login_not_required
def wijkweb_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The same web as a picture for print or a report."""
    asked = _ask(request, slug)

    def text(picture: Picture) -> str:
        drawing = drawing_markup(picture, asked.form, is_file=True)
        return render_to_string("network/wijkweb.svg", {"drawing": drawing})

    return _unless_known(request, asked, "svg", text, "image/svg+xml; charset=utf-8")


def _unless_known(
    request: HttpRequest, asked: Asked, shape: str, make: Callable[[Picture], str], content_type: str
) -> HttpResponse:
    """The text that `make` writes, or "not modified" for who has the very same already."""
    etag = f'"{asked.stamped_name(shape)}"'
    if get_conditional_response(request, etag=etag) is not None and asked.form.is_valid():
        return HttpResponseNotModified(headers={"ETag": etag})
    text = kept(asked, shape, make)
    response = HttpResponse(text, content_type=content_type, status=_status(asked.form))
    if response.status_code == 200 and (name := asked.stamped_name(shape)):
        response["ETag"], response["Cache-Control"] = f'"{name}"', "no-cache"
    return response


@require_GET
@login_not_required
def wijkweb_standalone(request: HttpRequest, slug: str) -> HttpResponse:
    """One file that needs nothing else, to mail to somebody."""
    asked = _ask(request, slug)
    picture = asked.picture()
    script, style = library_text()
    scripts = Path(settings.BASE_DIR, "static/js")
    own = "".join((scripts / name).read_text("utf-8") for name in ("labels.js", "standalone.js"))
    context = {
        "kern": asked.kern,
        "form": asked.form,
        "made_on": timezone.localdate(),
        "picture": picture,
        "library": mark_safe(script),  # noqa: S308 - from the package, not from people
        "own_script": mark_safe(own),  # noqa: S308 - our own files
        "library_style": mark_safe(style),  # noqa: S308 - from the package
        "data": network_data(picture),
    }
    response = render(request, "network/standalone.html", context, status=_status(asked.form))
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="wijkweb-{asked.kern.slug}.html"'
    return response


def _slider_days(source: Source) -> list[tuple[str, str]]:
    """The days at which the slider stops: the last day of each date on which something changed, and today."""
    today = timezone.localdate()
    days = {date.last_day: date for date in source.change_days if date.last_day < today}
    stops = [(day.isoformat(), date.in_words) for day, date in sorted(days.items())]
    return [*stops, (today.isoformat(), PartialDate(today.year, today.month, today.day).in_words)]
