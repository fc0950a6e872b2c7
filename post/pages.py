"""Around the pages that a token in a mail opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from post import links

View = Callable[..., HttpResponse]


def token_page(view: View) -> View:
    """Open to who is not signed in; its address leaves the page nowhere.

    Not "no-referrer": with that a browser sends a form with `Origin: null`, which the check against forgery refuses.
    No cache or browser keeps the page.
    """

    @wraps(view)
    def closed_to_leaks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(closed_to_leaks)


def say_address(request: HttpRequest, email: str) -> None:
    """On the next page: which address was filled in, so that who mistyped it sees why no mail comes.

    Says nothing about whether a mail went out or the address is known. It is shown once, in this browser.
    """
    messages.info(
        request,
        _("You filled in this address: %(email)s. Is it not right? Go back and change it.")
        % {"email": email},
    )


def token_of(request: HttpRequest) -> str:
    """The token with which a page was opened or a form on it was sent; empty when there is none."""
    return str(request.POST.get(links.QUERY) or request.GET.get(links.QUERY) or "")
