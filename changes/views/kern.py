"""What changed in a kern, day by day."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.access import require
from changes.forms import ChangeFilter
from changes.models import Change
from changes.services import parts_of
from places.models import Kern
from wijkweb.kit.replies import page

PAGE = 25
SHOWN = 4  # records of each sort under one change


@require_GET
def kern_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """The changes in a kern and what lies below it, the latest first; ?wie= and ?soort= narrow them."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    kernen = Kern.objects.ids_below(kern.pk)
    changes = Change.objects.filter(kern_id__in=kernen).select_related("made_by", "undone_by", "kern")
    form = ChangeFilter(request.GET, changes=changes)
    found = Paginator(form.apply(), PAGE).get_page(request.GET.get("pagina"))
    parts = parts_of(found.object_list, user=request.user, most=SHOWN)
    entries = [(change, parts[change.pk]) for change in found.object_list if parts.get(change.pk)]
    rest = request.GET.copy()
    rest.pop("pagina", None)
    context = {
        "kern": kern,
        "form": form,
        "found": found,
        "entries": entries,
        "rest": rest.urlencode(),
        "shown": SHOWN - 1,
    }
    return page(request, "changes/kern_changes.html", context, fragment="results")
