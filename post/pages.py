"""Around the pages that a token in a mail opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

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
