"""Beginning a report, and writing in it. Everything that was typed stays when something is wrong."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require
from changes.services import change_of, settle, stale_page, told, version_of
from halfyear.composing import compose, public_stories
from halfyear.forms import StartForm, WriteForm
from halfyear.models import HalfYearReport
from halfyear.periods import HalfYear
from halfyear.services import start_report, write_report
from halfyear.views.finding import parts_of, report_to_edit
from places.models import Kern
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
def half_year_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a half-year; one that was begun before opens as it is."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        period = form.chosen()
        there = reverse("half_year_write", args=[slug, period])
        if HalfYearReport.objects.filter(kern=kern, year=period.year, half=period.half).exists():
            return redirect(there)
        try:
            report = start_report(
                acting_user=request.user, kern=kern, period=period, token=form.cleaned_data["token"]
            )
        except (ValidationError, IntegrityError):
            return redirect(there)  # somebody began the same at this very moment
        text = _("The report about the %(period)s was begun.") % {"period": report.name}
        return told(request, text, change_of(report), then=there)
    context = form_context(request, form, kern=kern, back=reverse("half_year_list", args=[slug]))
    return page(request, "halfyear/half_year_start.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_AND_SEND)
def half_year_write(request: HttpRequest, slug: str, period: HalfYear) -> HttpResponse:
    """Write between what is known by itself. Who was overtaken sees both versions."""
    report = report_to_edit(request, slug, period)
    stories = public_stories(Kern.objects.ids_below(report.kern_id))
    data = request.POST if request.method == "POST" else None
    form = WriteForm(data, report=report, stories=stories, version=version_of(report))
    if data is None:
        return _page(request, report, form)
    if not form.is_valid():
        return _page(request, report, form, status=422)
    try:
        with transaction.atomic():
            return _save(request, form, report)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, report, form, status=422)


def _save(request: HttpRequest, form: WriteForm, report: HalfYearReport) -> HttpResponse:
    stored = HalfYearReport.objects.select_for_update(of=("self",)).select_related("kern").get(pk=report.pk)
    back = stored.get_absolute_url()
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, back, stored.name)
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=back)
    change = write_report(stored, changed, acting_user=request.user)
    return told(request, _("The changes were saved."), change, then=back)


def _page(
    request: HttpRequest, report: HalfYearReport, form: WriteForm, *, status: int = 200
) -> HttpResponse:
    content = compose(report)
    parts = [part | {"field": form.field_of(part["section"])} for part in parts_of(content)]
    context = form_context(
        request,
        form,
        report=report,
        kern=report.kern,
        content=content,
        parts=parts,
        base="",
        back=report.get_absolute_url(),
    )
    return page(request, "halfyear/half_year_write.html", context, status=status)
