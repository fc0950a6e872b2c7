"""How often somebody may try a link out of a mail, or ask for a new one: counted per network, as at the front door."""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GUESS, AGAIN = "mail_link_guess", "mail_link_again"  # in ACCOUNT_RATE_LIMITS
View = Callable[[HttpRequest], HttpResponse]


def count(request: HttpRequest, action: str, *, only_look: bool = False) -> bool:
    """Count one try from this network, or only look; False when it had all its tries for this hour."""
    usage = ratelimit.consume(
        request, app="allauth.account", action=action, dry_run=only_look, limit_get=True
    )
    return bool(usage)


def few_guesses(view: View) -> View:
    """Whoever tried too many wrong links gets no answer for a while, also not about a right one."""

    @wraps(view)
    def limited(request: HttpRequest) -> HttpResponse:
        if not count(request, GUESS, only_look=True):
            return wait(request)
        return view(request)

    return limited


def wait(request: HttpRequest) -> HttpResponse:
    """A calm page that says when to come back."""
    return render(request, "upkeep/link_wait.html", status=429)
