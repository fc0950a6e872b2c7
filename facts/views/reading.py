"""The facts of a kern, and what became of one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import coordinates, require
from changes.services import history_of
from facts.models import Fact
from facts.shown import groups_of
from places.models import Kern
from wijkweb.kit.replies import page


@require_GET
@login_not_required
def fact_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Public. Output apart from outcome; htmx, on the page of the ladder, gets them in brief."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    exactly = coordinates(request.user, kern)
    facts = list(Fact.objects.filter(kern=kern).order_by("dated_on", "pk"))
    for fact in facts:
        fact.kern = kern
    running = [fact for fact in facts if fact.ended_on is None]
    ended = [fact for fact in facts if fact.ended_on is not None]
    context = {
        "kern": kern,
        "groups": groups_of(running, exactly=exactly),
        "ended": [one for group in groups_of(ended, exactly=exactly) for one in group.facts],
        "is_empty": not facts,
        "coordinates": exactly,
    }
    return page(request, "facts/fact_list.html", context, fragment="brief")


@require_GET
def fact_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote down or corrected what."""
    fact = get_object_or_404(Fact.objects.select_related("kern__municipality", "kern__parent"), pk=pk)
    require(request.user, "edit", fact)
    context = {"fact": fact, "kern": fact.kern, "lines": history_of(fact, user=request.user)}
    return render(request, "facts/fact_history.html", context)
