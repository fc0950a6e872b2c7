"""The answer after a deed: what happened, and a way to take it back."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from changes.messages import announce, done
from changes.models import Change
from wijkweb.kit.replies import wants_fragment

CHANGED = "wijkweb:changed"  # the event on which a map in the page draws itself again


def change_of(record: Any) -> Change | None:
    """The change that wrote the latest line of history of a record."""
    line = record.history.order_by("-history_id").select_related("change").first()
    return line.change if line else None


def told(
    request: HttpRequest,
    text: str,
    change: Change | None,
    *,
    then: str,
    card: str = "",
    lit: str = "",
) -> HttpResponse:
    """Say what was done. Beside the map `card` comes in the place of the form; elsewhere: go to `then`.

    lit: the short name of the party that the map has to show.
    """
    done(request, text, change)
    if not wants_fragment(request):
        return redirect(then)
    response = render(request, "changes/told.html", {"card": card})
    response["HX-Trigger"] = json.dumps({CHANGED: {"lit": lit}})
    return announce(request, response)
