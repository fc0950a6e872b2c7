"""The message after a deed, with "undo" beside it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from changes.models import Change, Verb

TAG = "change-"


def done(request: HttpRequest, text: str, change: Change | None) -> None:
    """Say that something succeeded; with `change`, a button to take it back stands beside it.

    The next page shows it; for an htmx reply, give the response to `announce` too.
    """
    tags = "" if change is None else f"{TAG}{change.pk}"
    if change is not None and change.verb == Verb.UNDONE:
        tags += "-redo"
    messages.success(request, text, extra_tags=tags)


def announce(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the messages that wait behind an htmx reply: they land in the region for messages of the page.

    A response that is not for htmx is left alone; the page after it shows them.
    """
    if getattr(request, "htmx", None) and response.status_code < 300 and not response.streaming:
        here = getattr(request.htmx, "current_url_abs_path", None) or request.get_full_path()  # type: ignore[attr-defined]
        context = {"messages": messages.get_messages(request), "here": here, "out_of_band": True}
        response.content += render_to_string("components/messages.html", context, request).encode()
    return response
