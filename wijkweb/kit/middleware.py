"""Small layers around every request."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

Reply = Callable[[HttpRequest], HttpResponse]


def is_plain(text: str) -> bool:
    """Whether a database and a template can hold this text: no NUL, no half characters."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


class PlainInputMiddleware:
    """Refuses addresses and query strings that no database can hold, with a calm page.

    PostgreSQL refuses NUL, and half a surrogate cannot be written as UTF-8; both would otherwise
    end in a server error far from where they came in.
    """

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raw = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " "))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = "\x00"
        if not (is_plain(text) and is_plain(request.path)):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class PersonalResponseMiddleware:
    """What a signed-in person sees is not kept by a browser or a proxy after signing out."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            response["Cache-Control"] = "private, no-store"
        return response
