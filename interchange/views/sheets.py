"""Sending a spreadsheet, and the report of what did not come in."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require
from interchange.models import SheetJob
from interchange.sheets import limits, reports
from interchange.sheets.grid import Refused
from interchange.sheets.refusals import sentence
from interchange.sheets.steps import send_in
from places.models import Kern

LATEST = 8


def kern_to_edit(request: HttpRequest, slug: str) -> Kern:
    """The kern, for who looks after it; else the answer is 404 or 403."""
    kern = Kern.objects.with_places().filter(slug=slug).first()
    if kern is None:
        raise Http404
    require(request.user, "edit", kern)
    return kern


def own_job(request: HttpRequest, slug: str, key: UUID) -> SheetJob:
    """A sheet that this person sent for a kern that this person looks after; the sheet of another does not exist."""
    kern = kern_to_edit(request, slug)
    job = get_object_or_404(
        SheetJob.objects.select_related("made_by"), key=key, kern=kern, made_by_id=request.user.pk
    )
    job.kern = kern
    return job


@require_http_methods(["GET", "POST"])
def sheet_upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; below it the sheets of before."""
    kern = kern_to_edit(request, slug)
    error = ""
    if request.method == "POST":
        try:
            file = request.FILES.get("bestand")
            if getattr(request, "upload_was_too_large", False):
                raise Refused("size", megabytes=limits.FILE_BYTES // 1024 // 1024)
            if file is None:
                raise Refused("none")
            job = send_in(kern=kern, acting_user=request.user, name=str(file.name), content=file.read())
            return redirect("sheet_job", slug, job.key)
        except Refused as refused:
            error = sentence(refused)
    jobs = SheetJob.objects.filter(kern=kern, made_by_id=request.user.pk)[:LATEST]
    context = {
        "kern": kern,
        "error": error,
        "jobs": jobs,
        "rows": number_format(limits.ROWS, force_grouping=True),
        "megabytes": limits.FILE_BYTES // 1024 // 1024,
    }
    return render(request, "interchange/sheet_upload.html", context, status=422 if error else 200)


@require_GET
def sheet_report_xlsx(request: HttpRequest, slug: str, key: UUID) -> FileResponse:
    """The rows that did not come in, as a workbook to mend and send again."""
    job = own_job(request, slug, key)
    name = f"{_('to mend')}-{job.kern.slug}.xlsx"
    return FileResponse(reports.workbook(job), as_attachment=True, filename=name)


@require_GET
def sheet_report_csv(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """The same rows as CSV; of a workbook with several sheets those of one (?blad=0 is the first)."""
    job = own_job(request, slug, key)
    place = request.GET.get("blad", "0")
    names = reports.sheet_names(job)
    index = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0
    response = HttpResponse(
        reports.csv_text(job, names[index] if index < len(names) else ""),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{_("to mend")}-{job.kern.slug}.csv"'
    return response
