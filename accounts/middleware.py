"""Around every request: sign in first, not for ever, and with a second step where the role asks for it."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as say

from accounts.models import Membership, Role, User
from accounts.services import sessions
from wijkweb.kit.typed import form_page_of, keeps_something, nearest_page, number_of, say_taken_in

Reply = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN = "signed_in_at", "seen_at"
NOTED_EVERY = 60  # seconds; a page must not write a row each time
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
NEEDS_SECOND_STEP = (Role.COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.ALDERMAN, Role.ADMINISTRATOR)
# Where somebody can set it up, show again who they are, read what this is, or leave.
OPEN_WITHOUT_SECOND_STEP = frozenset(
    """mfa_index mfa_activate_totp mfa_add_webauthn mfa_view_recovery_codes account_reauthenticate mfa_reauthenticate
    mfa_reauthenticate_webauthn logout alive ready robots security_txt accessibility about""".split()
)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends who is not signed in to the door; a part of a page that htmx asked for sends the whole page there.

    Afterwards one comes back to the page that one was on. What was sent is not sent again: one sees the form, with
    what was typed, and looks at it before saving.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        is_part = request.headers.get("HX-Request") == "true"
        if keeps_something(request):
            messages.info(request, say("What you had filled in has been kept. You find it back in the form."))
        if not is_part and request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        page = form_page_of(request)
        query = QueryDict(mutable=True)
        query["next"] = page or ("" if is_part else nearest_page(request.path)) or "/"
        door = f"{resolve_url(settings.LOGIN_URL)}?{query.urlencode(safe='/')}"
        return HttpResponse(status=204, headers={"HX-Redirect": door}) if is_part else redirect(door)


class SessionEndsMiddleware:
    """Signs out who did nothing for half an hour, and everybody after twelve hours.

    A session may go on under another key: after a new password, a link for a resident, a new secret of the site. The
    list of somebody's sessions follows it, or it could no longer be ended from elsewhere.
    """

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key  # before asking who it is: that may give it another one
        if request.user.is_authenticated:
            self._look_at_the_clock(request)
        response = self.get_response(request)
        if key and request.user.is_authenticated and request.session.session_key != key:
            sessions.follow(key, request.session.session_key)
        return response

    def _look_at_the_clock(self, request: HttpRequest) -> None:
        now = time.time()
        if STARTED not in request.session:  # of before this was counted: from now on
            request.session[STARTED] = request.session[SEEN] = now
        started, seen = request.session[STARTED], request.session.get(SEEN, 0)
        if now - started > settings.SESSION_ENDS_AFTER:
            self._end(request, say("You were signed in for twelve hours. Sign in again to go on."))
        elif now - seen > settings.SESSION_IDLE_ENDS_AFTER:
            self._end(
                request, say("You did nothing for half an hour, so we signed you out. Sign in to go on.")
            )
        elif now - seen > NOTED_EVERY:
            request.session[SEEN] = now

    def _end(self, request: HttpRequest, why: str) -> None:
        logout(request)
        messages.info(request, why)


class SecondStepMiddleware:
    """Who has a role that asks for a second step, and has none, can do nothing but set it up."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_STEP_REQUIRED or not isinstance(request.user, User):
            return None
        match = request.resolver_match
        if match and match.url_name in OPEN_WITHOUT_SECOND_STEP:
            return None
        if lacks_second_step(request.user) and not came_by_trusted_sign_in(request):
            return redirect("mfa_index")
        return None


def lacks_second_step(user: User) -> bool:
    """Whether a role of this person asks for a second step that is not there."""
    if Authenticator.objects.filter(user=user, type__in=STRONG).exists():
        return False
    return Membership.objects.active().filter(user=user, role__in=NEEDS_SECOND_STEP).exists()


def came_by_trusted_sign_in(request: HttpRequest) -> bool:
    """Whether the municipality's own sign-in, which asks for a second step itself, let them in."""
    records = request.session.get("account_authentication_methods") or []
    return settings.OIDC_HAS_SECOND_STEP and any(
        isinstance(record, dict) and record.get("method") == "socialaccount" for record in records
    )


# Where a view sends somebody who must first show who they are: the form was not taken in then.
DOORS = frozenset(
    "login account_login account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn mfa_index mfa_authenticate".split()
)


class TakenInMiddleware:
    """Tells the browser that a form was taken in, so that it keeps what was typed no longer (decision 0080).

    Taken in is a form that a view answered with "go on to" somewhere, or, beside the map, with the part that comes
    in its place. Everything else is not: a question about it, an error, the door, a page that shows it once more.
    """

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and was_taken_in(request, response) and (number := number_of(request)):
            say_taken_in(request, response, number)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.reached_its_view = True  # type: ignore[attr-defined]


def was_taken_in(request: HttpRequest, response: HttpResponse) -> bool:
    if not getattr(request, "reached_its_view", False) or getattr(request, "was_refused", False):
        return False
    if 300 <= response.status_code < 400:
        return not _is_door(response.get("Location", ""))
    is_part = request.headers.get("HX-Request") == "true" and "HX-Redirect" not in response
    return is_part and 200 <= response.status_code < 300


def _is_door(address: str) -> bool:
    try:
        return resolve(urlsplit(address).path).url_name in DOORS
    except Resolver404:
        return False
