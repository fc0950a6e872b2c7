"""The stories of a kern as a booklet, and composing it."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import coordinates, require
from changes.messages import done
from initiatives.models import Story
from places.models import Kern
from stories.services.booklet import Direction, booklet_of, order_booklet, ordered, printable

PAPERS = ("a5", "a4")


@require_GET
@login_not_required
def booklet(request: HttpRequest, slug: str) -> HttpResponse:
    """A title page and the stories, as they come on paper; only what everybody may read."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    paper = request.GET.get("papier", "")
    context = {
        "kern": kern,
        "stories": booklet_of(kern),
        "paper": paper if paper in PAPERS else PAPERS[0],
        "today": timezone.localdate(),
        "can_edit": coordinates(request.user, kern),
    }
    return render(request, "stories/booklet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def booklet_order(request: HttpRequest, slug: str) -> HttpResponse:
    """Which stories, in which order: a number for each, and buttons for a step up or down."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    stories = printable(kern)
    if request.method != "POST":
        return _order_page(request, kern, stories)
    if request.POST.get("stand") != _state(stories):
        return _order_page(request, kern, stories, status=409)
    moved, direction = _pressed(request)
    places = {story.slug: _number(request.POST.get(f"plaats-{story.slug}", "")) for story in stories}
    if direction == Direction.OUT:
        places[moved] = None
    change = order_booklet(kern, ordered(stories, places, moved, direction), acting_user=request.user)
    if change is not None:
        done(request, _("The order of the booklet was saved."), change)
    where = reverse("booklet_order", args=[kern.slug])
    return redirect(f"{where}#{moved}" if any(story.slug == moved for story in stories) else where)


def _pressed(request: HttpRequest) -> tuple[str, str]:
    """Which story was to be moved, and where to; two empty texts when the numbers were saved."""
    for direction in Direction:
        if slug := request.POST.get(direction, ""):
            return slug[:120], direction
    return "", ""


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def _state(stories: list[Story]) -> str:
    """The order that was on the screen; when it has changed meanwhile, nothing is moved unseen."""
    rows = ",".join(f"{story.pk}:{story.place_in_booklet}" for story in stories)
    return hashlib.sha256(rows.encode()).hexdigest()[:16]


def _order_page(request: HttpRequest, kern: Kern, stories: list[Story], *, status: int = 200) -> HttpResponse:
    chosen = [story for story in stories if story.place_in_booklet is not None]
    context = {
        "kern": kern,
        "chosen": chosen,
        "others": [story for story in stories if story.place_in_booklet is None],
        "next_place": len(chosen) + 1,
        "stand": _state(stories),
        "is_stale": status == 409,
    }
    return render(request, "stories/booklet_order.html", context, status=status)
