"""The work list of introductions, and a short form of it for other pages."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require, viewer_of
from brokering.worklist import decided, ideas_of, open_count, persons_of
from places.models import Kern
from wijkweb.kit.replies import page

IN_SHORT = 3


def looked_after(request: HttpRequest, slug: str) -> Kern:
    """The kern with this address, for who looks after it."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    return kern


@require_GET
def introduction_list(request: HttpRequest, slug: str) -> HttpResponse:
    return work_list(request, looked_after(request, slug))


def work_list(request: HttpRequest, kern: Kern, *, status: int = 200, **extra: Any) -> HttpResponse:
    """The page, or for htmx the list in it; `extra` says where the focus goes and what was wrong."""
    viewer = viewer_of(request.user)
    persons = persons_of(kern, viewer)
    context = {
        "kern": kern,
        "work": decided(kern, viewer),
        "ideas": ideas_of(kern, viewer, timezone.localdate()),
        "person_count": len(persons),
        "agreed_count": sum(hasattr(person, "introduction_consent") for person in persons),
        "token": uuid4,  # a new one for each form
        "here": reverse("introduction_list", args=[kern.slug]),
        **extra,
    }
    return page(request, "brokering/introduction_list.html", context, fragment="work", status=status)


@require_GET
def introduction_slot(request: HttpRequest, slug: str) -> HttpResponse:
    """The best ideas and how many introductions are under way: a place on the coordinator's start page."""
    kern = looked_after(request, slug)
    viewer = viewer_of(request.user)
    context = {
        "kern": kern,
        "ideas": ideas_of(kern, viewer, timezone.localdate(), IN_SHORT),
        "open_count": open_count(kern, viewer),
    }
    return page(request, "brokering/introduction_slot.html", context, fragment="slot")
