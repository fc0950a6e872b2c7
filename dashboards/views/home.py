"""The home page, and what wijkweb is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dashboards.overview import Branch, kern_tree


@require_GET
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The kernen by region, those with the most to see first."""
    tops = kern_tree(request.user)
    regions = [
        {"branch": top, "kernen": sorted(top.below(), key=_richest_first)} for top in tops if top.children
    ]
    alone = [top for top in tops if not top.children]
    context = {"regions": regions, "alone": alone, "has_kernen": bool(tops)}
    return render(request, "dashboards/home.html", context)


def _richest_first(branch: Branch) -> tuple[int, str]:
    return (-branch.partners - branch.initiatives, branch.kern.sort_name)


@require_GET
@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboards/about.html")
