"""Pages of the frame: errors, health, robots.txt, security.txt and the accessibility statement."""

import os
import sys
from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from health_check.views import HealthCheckView

from wijkweb.kit.faults import HEADER, number_of_fault
from wijkweb.kit.typed import form_page_of, number_of

AWAY = (OperationalError, InterfaceError)
TRY_AGAIN_AFTER = 30  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", _way_back(request), status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of database, session or context: any of them may be what broke.

    A database that does not answer is a matter of minutes: 503, and when to try again. The number is also in the log;
    a page that asked for a part of itself gets a few words with that number, for static/js/wijkweb.js to show.
    """
    is_away = isinstance(sys.exc_info()[1], AWAY)
    number = number_of_fault(request)
    is_part = request.headers.get("HX-Request") == "true"
    text = render_to_string(
        "components/fault.html" if is_part else "500.html",
        {"is_away": is_away, "number": number, **_way_back(request)},
    )
    headers = {HEADER: number, "Cache-Control": "no-store"}
    if is_away:
        headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return HttpResponse(text, status=503 if is_away else 500, headers=headers)


def _way_back(request: HttpRequest) -> dict[str, object]:
    """Whether a form came whose text the browser keeps, and the page on which it stands when that is known."""
    try:
        page = form_page_of(request) if request.method == "POST" else ""
    except DisallowedHost:
        page = ""
    return {"is_kept": bool(number_of(request)), "form_page": page if page != "/" else ""}


@require_GET
@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


def _contact() -> str:
    """Whom SECURITY_CONTACT names; empty when nobody."""
    contact = os.environ.get("SECURITY_CONTACT", "").strip()
    return contact if contact.isprintable() else ""


@require_GET
@login_not_required
def report_leak(request: HttpRequest) -> HttpResponse:
    """How to report a weak spot, and what one may expect then."""
    return render(request, "report_leak.html", {"contact": _contact().removeprefix("mailto:")})


@require_GET
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """What is public may be found; the door need not be."""
    return HttpResponse(
        f"User-agent: *\nDisallow: {reverse('login')}\n", content_type="text/plain; charset=utf-8"
    )


@require_GET
@login_not_required
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a leak (RFC 9116); 404 as long as this site names no SECURITY_CONTACT."""
    contact = _contact()
    if not contact:
        raise Http404
    address = contact if ":" in contact else f"mailto:{contact}"
    last_day = timezone.now().astimezone(UTC).date() + timedelta(days=180)
    lines = [
        f"Contact: {address}",
        f"Expires: {datetime.combine(last_day, time(), UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri()}",
        f"Policy: {request.build_absolute_uri(reverse('report_leak'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("livez", alive, name="alive"),
    path(
        "readyz",
        login_not_required(HealthCheckView.as_view(checks=["health_check.Database", "health_check.Cache"])),
        name="ready",
    ),
    path("kwetsbaarheid-melden/", report_leak, name="report_leak"),
    path("toegankelijkheid/", accessibility, name="accessibility"),
]
