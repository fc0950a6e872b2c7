"""Freezing a version of a report, and saying who may read it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from changes.services import change_of, made_with, told, version_of
from halfyear.forms import PublishForm, ReadersForm
from halfyear.periods import HalfYear
from halfyear.services import open_report, publish_report
from halfyear.views.finding import report_to_edit
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
def half_year_publish(request: HttpRequest, slug: str, period: HalfYear) -> HttpResponse:
    """A version is frozen as it is now; it stays closed unless somebody opens it here."""
    report = report_to_edit(request, slug, period)
    data = request.POST if request.method == "POST" else None
    form = PublishForm(data, report=report, version=version_of(report))
    if data is not None and form.is_valid():
        token = form.cleaned_data["token"]
        try:
            edition = publish_report(
                report, acting_user=request.user, readers=form.cleaned_data["readers"], token=token
            )
        except ValidationError as error:
            add_errors(form, error)
        except IntegrityError:
            change = made_with(token)
            if change is not None and change.made_by_id == request.user.pk:
                return redirect(change.subject)
            form.add_error(None, _("Not saved: somebody added the same at this very moment. Try once more."))
        else:
            text = _("Version %(number)d was published.") % {"number": edition.number}
            return told(request, text, change_of(edition), then=edition.get_absolute_url())
    last = report.editions.defer("content").order_by("-number").first()
    context = form_context(
        request, form, report=report, kern=report.kern, last=last, back=report.get_absolute_url()
    )
    return page(request, "halfyear/half_year_publish.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_AND_SEND)
def half_year_readers(request: HttpRequest, slug: str, period: HalfYear) -> HttpResponse:
    """Open or close all published versions of a report."""
    report = report_to_edit(request, slug, period)
    form = ReadersForm(request.POST if request.method == "POST" else None, report=report)
    back = report.address("half_year_latest")
    if request.method == "POST" and form.is_valid():
        change = open_report(report, acting_user=request.user, readers=form.cleaned_data["readers"])
        text = _("Who may read this report was changed.") if change else _("Nothing was changed.")
        return told(request, text, change, then=back)
    context = form_context(request, form, report=report, kern=report.kern, back=back)
    return page(request, "halfyear/half_year_readers.html", context, status=422 if form.errors else 200)
