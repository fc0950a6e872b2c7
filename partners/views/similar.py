"""Who looks like the name that is being typed: a fragment under the field, or a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.access import require, viewer_of
from partners.models import PartnerKind
from partners.naming import LONGEST
from partners.services.entering import form_of
from partners.similar import similar_partners
from places.models import Kern
from wijkweb.kit.replies import page

SHORTEST = 2  # a single letter looks like everything


@require_http_methods(["GET", "HEAD", "POST"])
def similar_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The parties that "naam" may already be, in this kern, below it and in the places it lies in.

    The name is sent by POST, though nothing is written: it may be the name of a person, and an address ends up in logs
    and histories. "soort" may hold a value of PartnerKind: persons and other parties then count less for each other.
    """
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    name = (request.POST.get("naam") or request.POST.get("name") or "").strip()[:LONGEST]
    kind = request.POST.get("soort") or request.POST.get("kind") or ""
    matches = []
    if len(name) >= SHORTEST:
        matches = similar_partners(
            name,
            kern_ids=Kern.objects.ids_around(kern.pk),
            viewer=viewer_of(request.user),
            form=form_of(kind) if kind in PartnerKind.values else "",
        )
    context = {"kern": kern, "name": name, "matches": matches}
    return page(request, "partners/similar_list.html", context, fragment="matches")
