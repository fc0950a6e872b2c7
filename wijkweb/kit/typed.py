"""What a person typed and did not save yet (docs/decisions/0080): whose it is, when it was taken in, where its form stands.

The browser keeps it (static/js/keep.js), under a mark that tells persons apart and says nothing about them. A form
that it sends carries a number; the answer gives that number back once the server took the form in.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from types import FunctionType
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac

from wijkweb.kit.middleware import is_plain

FIELD, ASKED, UNSAVED, ANSWERED = "getypt", "X-Getypt", "X-Bewaart", "X-Ingenomen"
COOKIE, COOKIE_LASTS = "ingenomen-", 600
PERSON, LINK = "p", "l"  # whose text it is: of who is signed in, or of who holds a link from a mail
LONGEST_ADDRESS = 2000


def mark_of(sort: str, whose: object) -> str:
    """Tells one person from another, the same in each session, and says nothing to who reads it."""
    return f"{sort}-{salted_hmac('wijkweb.typed', f'{sort}:{whose}', algorithm='sha256').hexdigest()[:24]}"


def number_of(request: HttpRequest) -> str:
    """The number of the kept form that was sent; empty when none was, or nothing that can be read."""
    given = request.headers.get(ASKED, "")
    if not given and request.method == "POST":
        with suppress(SuspiciousOperation, MultiPartParserError, UnreadablePostError, RawPostDataException):
            given = request.POST.get(FIELD, "")
    return given if re.fullmatch(r"[0-9a-f]{32}", given) else ""


def keeps_something(request: HttpRequest) -> bool:
    """Whether the browser keeps text of the page that this came from: a form that was sent, or is still typed in."""
    return bool(number_of(request)) or UNSAVED in request.headers


def not_taken_in(request: HttpRequest) -> None:
    """For a view that answers as if all went well, and stored nothing."""
    request.was_refused = True  # type: ignore[attr-defined]


def say_taken_in(request: HttpRequest, response: HttpResponse, number: str) -> None:
    """Tell the browser that it need not keep this any longer.

    A redirect is followed before a script sees its headers, so there a cookie says it. It has the number in its
    name: two tabs that save at the same moment do not overwrite each other. The script removes it.
    """
    if request.headers.get("HX-Request") == "true" and not 300 <= response.status_code < 400:
        response[ANSWERED] = number
        return
    response.set_cookie(
        COOKIE + number,
        "1",
        max_age=COOKIE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=False,
        samesite="Lax",
    )


def form_page_of(request: HttpRequest) -> str:
    """Where the form stands that was sent: its own page, else the nearest page above; empty when nobody says.

    Only a page of this site, and one that can be asked for: many forms are sent to an address that takes POST only.
    """
    said = request.headers.get("HX-Current-URL" if request.headers.get("HX-Request") == "true" else "Referer")
    return own_page(said or "", request.get_host())


def own_page(address: str, host: str) -> str:
    """The path (and query) of an address of this site that can be asked for; "" for what is not of this site."""
    if len(address) > LONGEST_ADDRESS or not address.isprintable() or "\\" in address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.netloc != host:
        return ""
    return _with_query(parts.path, parts.query)


def _with_query(path: str, query: str) -> str:
    page = nearest_page(path)
    return f"{page}?{query}" if query and page == path else page


def nearest_page(path: str) -> str:
    """This path when it can be asked for, else the nearest one above it that can; "" for no path at all."""
    readable = unquote(path)
    if not path.startswith("/") or path.startswith("//") or not is_plain(readable) or "\\" in readable:
        return ""
    if answers_get(path):
        return path
    parts = path.strip("/").split("/")[:-1]
    while parts and not answers_get(f"/{'/'.join(parts)}/"):
        parts.pop()
    return f"/{'/'.join(parts)}/" if parts else "/"


def answers_get(path: str) -> bool:
    """Whether there is an address like this that may be asked for. Nothing is run for it."""
    try:
        view: Any = resolve(unquote(path)).func
    except Resolver404:
        return False
    while view is not None:
        kind = getattr(view, "view_class", None)
        if kind is not None:
            return hasattr(kind, "get") and "get" in kind.http_method_names
        methods = _methods_of(view)
        if methods is not None:
            return "GET" in methods
        view = getattr(view, "__wrapped__", None)
    return True


def _methods_of(view: Callable[..., Any]) -> list[str] | None:
    """What require_http_methods around this view lets through; tests/house/test_typed.py checks it for every address."""
    if not isinstance(view, FunctionType) or "request_method_list" not in view.__code__.co_freevars:
        return None
    cells = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
    found: list[str] = cells["request_method_list"].cell_contents
    return found
