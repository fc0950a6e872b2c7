"""One change in words, and taking it back."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from changes.messages import done
from changes.models import Change
from changes.rights import is_closed_to, require_change, stays_within
from changes.services import CannotUndo, Obstacle, lines_of, obstacles_to, parts_of, undo
from changes.undoing import elsewhere

MOST = 200  # of each sort on the page of one change


@require_GET
def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what, when, with every record from what to what; and taking it back, or why that cannot be."""
    change = _change(request.user, pk)
    parts = parts_of([change], user=request.user, most=MOST).get(change.pk, [])
    if not parts and lines_of(change):
        raise Http404  # all that it touched is closed to this person
    context = {
        "change": change,
        "kern": change.kern,
        "parts": parts,
        "is_long": len(parts) >= MOST,
        "obstacles": _obstacles(request.user, change),
    }
    return render(request, "changes/change_detail.html", context)


@require_POST
def change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back; afterwards the person is where they were, and can do it again."""
    change = _change(request.user, pk)
    if is_closed_to(request.user, change):
        raise Http404
    try:
        undoing = undo(change, acting_user=request.user)
    except CannotUndo as error:
        context = {
            "change": change,
            "kern": change.kern,
            "obstacles": error.obstacles,
            "back": _safe(request, request.POST.get("next", "")) or change.get_absolute_url(),
        }
        return render(request, "changes/cannot_undo.html", context, status=409)
    text = _("This was done again.") if change.is_redo else _("This was undone.")
    done(request, text, undoing)
    return redirect(_afterwards(request, undoing))


def _change(user: Any, pk: int) -> Change:
    changes = Change.objects.select_related(
        "kern", "made_by", "undoes__made_by", "undoes__kern", "undone_by__made_by", "undone_by__kern"
    )
    change = get_object_or_404(changes, pk=pk)
    require_change(user, change)
    return change


def _obstacles(user: Any, change: Change) -> list[Obstacle]:
    if change.is_undone:
        return []
    return obstacles_to(change) if stays_within(user, change) else [elsewhere()]


def _safe(request: HttpRequest, address: str) -> str:
    """An address of our own site, or nothing."""
    host = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(address, host, require_https=request.is_secure())
    return address if safe and address.startswith("/") else ""


def _afterwards(request: HttpRequest, undoing: Change) -> str:
    """Where the person was, unless that page went with what was undone."""
    gone = {
        line.instance.get_absolute_url()
        for line in lines_of(undoing)
        if line.history_type == "-" and hasattr(line.instance, "get_absolute_url")
    }
    for address in (_safe(request, request.POST.get("next", "")), undoing.subject):
        if address and not any(urlsplit(address).path.startswith(page) for page in gone):
            return address
    return reverse("wijkweb", args=[undoing.kern.slug]) if undoing.kern else reverse("home")
