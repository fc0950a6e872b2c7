"""Reading reports: which there are, a published version, and the draft."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.access import coordinates, require, viewer_of
from changes.services import histories_of, history_of
from halfyear.composing import compose
from halfyear.models import Edition, HalfYearReport
from halfyear.periods import HalfYear
from halfyear.printing import can_print
from halfyear.views.finding import parts_of, report_to_edit, report_to_read, writers_of
from places.models import Kern

PAGE = "halfyear/half_year_page.html"


@require_GET
@login_not_required
def half_year_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The reports of a kern that this visitor may read; who looks after it sees the drafts too."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    viewer, may_edit = viewer_of(request.user), coordinates(request.user, kern)
    found = HalfYearReport.objects.filter(kern=kern).prefetch_related("editions")
    rows = []
    for report in found:
        report.kern = kern
        editions = list(report.editions.all())
        if may_edit or (editions and report.may_be_read_by(viewer)):
            rows.append(
                {"report": report, "latest": editions[-1] if editions else None, "count": len(editions)}
            )
    context = {"kern": kern, "rows": rows, "coordinates": may_edit}
    return render(request, "halfyear/half_year_list.html", context)


@require_GET
@login_not_required
def half_year_latest(request: HttpRequest, slug: str, period: HalfYear) -> HttpResponse:
    """The address to give to others: the last published version; for who writes it the draft as long as there is none."""
    report = report_to_read(request, slug, period)
    latest = report.editions.defer("content").order_by("-number").first()
    if latest is not None:
        return redirect(report.address("half_year_edition", latest.number))
    if coordinates(request.user, report.kern):
        return redirect(report.get_absolute_url())
    raise Http404


@require_GET
@login_not_required
def half_year_edition(request: HttpRequest, slug: str, period: HalfYear, number: int) -> HttpResponse:
    """A version as it was published; nothing in it is looked up again."""
    report = report_to_read(request, slug, period)
    edition = get_object_or_404(Edition, report=report, number=number)
    may_edit = coordinates(request.user, report.kern)
    editions = list(report.editions.defer("content").order_by("-number"))
    context = {
        **reading_context(report, edition.content),
        "edition": edition,
        "is_latest": editions[0].pk == edition.pk,
        "editions": [{"edition": one, "is_here": one.pk == edition.pk} for one in editions],
        "who": writers_of([edition]).get(edition.pk, "") if may_edit else "",
        "coordinates": may_edit,
    }
    return render(request, PAGE, context)


@require_GET
def half_year_draft(request: HttpRequest, slug: str, period: HalfYear) -> HttpResponse:
    """The report as it would be published now."""
    report = report_to_edit(request, slug, period)
    editions = list(report.editions.defer("content").order_by("-number"))
    context = {
        **reading_context(report, compose(report)),
        "edition": None,
        "editions": [{"edition": one, "is_here": False} for one in editions],
        "coordinates": True,
    }
    return render(request, PAGE, context)


@require_GET
def half_year_history(request: HttpRequest, slug: str, period: HalfYear) -> HttpResponse:
    """Who wrote, published and opened what, and when."""
    report = report_to_edit(request, slug, period)
    require(request.user, "edit", report)
    ids = Edition.history.filter(report_id=report.pk).order_by().values_list("id", flat=True).distinct()  # type: ignore[attr-defined]
    found = histories_of(Edition, ids, user=request.user).values()
    context = {
        "report": report,
        "kern": report.kern,
        "lines": history_of(report, user=request.user),
        "editions": [{"title": lines[0].title, "lines": lines} for lines in found if lines],
    }
    return render(request, "halfyear/half_year_history.html", context)


def reading_context(report: HalfYearReport, content: dict[str, Any]) -> dict[str, Any]:
    """What every way of reading a report needs."""
    return {
        "report": report,
        "kern": report.kern,
        "content": content,
        "parts": parts_of(content),
        "until": date.fromisoformat(content["until"]),
        "can_print": can_print(),
        "base": "",
    }
