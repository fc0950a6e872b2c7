"""Small layers around every request."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

Reply = Callable[[HttpRequest], HttpResponse]
SIGNED_IN = "X-Signed-In"


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


class HeadMiddleware:
    """HEAD is GET of which only the headers are sent (RFC 9110, 9.3.2), so a view that takes GET takes it too."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if response.streaming:
            response.streaming_content = []  # type: ignore[attr-defined]
        else:
            length = len(response.content)
            response.content = b""
            response["Content-Length"] = length  # of what GET would send
        return response


class PersonalResponseMiddleware:
    """What a signed-in person sees is not kept by a browser or a proxy after signing out.

    A page that was made for somebody may ask for a part when nobody is signed in any more: such a part says so in
    SIGNED_IN, and a script can tell the person, instead of showing what anybody may see as if nothing had happened.
    """

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            response["Cache-Control"] = "private, no-store"
        elif request.headers.get("HX-Request") == "true":
            response[SIGNED_IN] = "no"
        return response
