"""All kernen, as a tree or as what was searched."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dashboards.forms import KernSearch
from dashboards.overview import kern_tree, matching
from wijkweb.kit.replies import page


@require_GET
@login_not_required
def kern_list(request: HttpRequest) -> HttpResponse:
    form = KernSearch(request.GET)
    wanted = form.wanted()
    tops = kern_tree(request.user)
    context = {
        "form": form,
        "is_search": bool(wanted),
        "tops": tops,
        "found": matching(tops, wanted) if wanted else [],
    }
    status = 200 if form.is_valid() else 422
    return page(request, "dashboards/kern_list.html", context, fragment="results", status=status)
