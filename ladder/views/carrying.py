"""Where the carrying lies, of a kern and of one initiative: a page, and a part that another page takes in."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.access import viewer_of
from initiatives.models import Initiative
from ladder.carrying import carrying_in
from places.models import Kern
from wijkweb.kit.replies import page, wants_fragment


@require_GET
@login_not_required
def kern_layers(request: HttpRequest, slug: str) -> HttpResponse:
    """Of the initiatives of a kern and of all kernen in it."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    viewer = viewer_of(request.user)
    kern_ids = Kern.objects.ids_below(kern.pk)
    context = {
        "kern": kern,
        "story": carrying_in(viewer, Q(kern_id__in=kern_ids)),
        "counts_people": viewer.kernen.issuperset(kern_ids),
        "in_part": wants_fragment(request),
    }
    return page(request, "ladder/kern_layers.html", context, fragment="layers")


@require_GET
@login_not_required
def initiative_layers(request: HttpRequest, slug: str) -> HttpResponse:
    """Of one initiative; one that is closed answers as one that does not exist."""
    visible = Initiative.objects.visible_to(request.user).select_related("kern__municipality")
    initiative = get_object_or_404(visible, slug=slug)
    viewer = viewer_of(request.user)
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "story": carrying_in(viewer, Q(pk=initiative.pk)),
        "counts_people": initiative.kern_id in viewer.kernen,
        "in_part": wants_fragment(request),
    }
    return page(request, "ladder/initiative_layers.html", context, fragment="layers")
