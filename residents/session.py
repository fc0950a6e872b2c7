"""The half hour in which a resident who opened the link in a mail looks after one initiative: only that one."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from residents.models import Registration
from wijkweb.kit.typed import not_taken_in

NAME = "resident"
LASTS = 30 * 60
View = Callable[..., HttpResponse]


def begin(request: HttpRequest, registration: Registration) -> None:
    """From now on this browser looks after this registration; an older half hour, of whatever initiative, is over."""
    request.session.cycle_key()
    request.session[NAME] = {"key": registration.key.hex, "since": time.time()}


def end(request: HttpRequest) -> None:
    request.session.pop(NAME, None)


def current(request: HttpRequest) -> Registration | None:
    """The registration of this half hour, while somebody is still behind it."""
    held = request.session.get(NAME)
    if not isinstance(held, dict):
        return None
    if not 0 <= time.time() - held.get("since", 0) < LASTS:
        end(request)
        return None
    rows = Registration.objects.filter(key=str(held.get("key")), words__isnull=False)
    registration = rows.select_related("kern", "words", "initiative", "person").first()
    if registration is None:
        end(request)
    return registration


def minutes_left(request: HttpRequest) -> int:
    """Whole minutes until the half hour is over."""
    held = request.session.get(NAME) or {}
    return max(0, int(LASTS - (time.time() - held.get("since", 0))) // 60)


def _say_it_is_over(request: HttpRequest, *, was_open: bool) -> None:
    """Whoever typed longer than the half hour reads that nothing was stored, and keeps the text in this tab."""
    if request.method == "POST":
        not_taken_in(request)
        messages.warning(
            request,
            _(
                "Not saved: your half hour is over. Ask for a new link and open it in this window; what you typed then stands in the form again."
            ),
        )
    elif was_open:
        messages.info(request, _("Your half hour is over. Ask for a new link to go on."))


def in_space(view: View) -> View:
    """A page for who opened the link: the view gets that one registration. Others are asked for their address."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        was_open = NAME in request.session
        registration = current(request)
        if registration is None:
            _say_it_is_over(request, was_open=was_open)
            response: HttpResponse = redirect("resident_ask")
        else:
            response = view(request, registration, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(opened)
