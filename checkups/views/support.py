"""Help that was agreed: writing it down, correcting it, and that it was given."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from changes.services import change_of, made_with, settle, stale_page, told, version_of
from checkups.forms import SupportForm
from checkups.models import Support
from checkups.services.filling import agree_support, change_support, finish_support, page_of
from checkups.views.common import READ_AND_SEND, initiative_of
from initiatives.models import Initiative
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context


@require_http_methods(READ_AND_SEND)
def support_add(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = initiative_of(request, slug)
    form = SupportForm(
        request.POST if request.method == "POST" else None, user=request.user, initiative=initiative
    )
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, initiative, form, status=422 if form.errors else 200)
    new = form.new_support()
    assert new is not None  # noqa: S101 - this form always asks for it
    try:
        with transaction.atomic():
            row = agree_support(initiative, new, acting_user=request.user, token=form.cleaned_data["token"])
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, initiative, form, status=422)
    except IntegrityError:
        if made_with(form.cleaned_data["token"]) is None:
            raise
        return redirect(page_of(initiative))
    return told(request, _("The support is written down."), change_of(row), then=page_of(initiative))


@require_http_methods(READ_AND_SEND)
def support_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative = initiative_of(request, slug)
    record = get_object_or_404(Support, pk=pk, initiative=initiative)
    if request.method != "POST":
        form = SupportForm(
            user=request.user, initiative=initiative, record=record, version=version_of(record)
        )
        return _form_page(request, initiative, form, record=record)
    form = SupportForm(request.POST, user=request.user, initiative=initiative, record=record)
    if not form.is_valid():
        return _form_page(request, initiative, form, record=record, status=422)
    try:
        with transaction.atomic():
            return _correct(request, initiative, form, pk)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, initiative, form, record=record, status=422)


def _correct(request: HttpRequest, initiative: Initiative, form: SupportForm, pk: int) -> HttpResponse:
    stored = get_object_or_404(Support.objects.select_for_update(), pk=pk)
    stored.initiative, back = initiative, page_of(initiative)
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, back, name=initiative.name)
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=back)
    change_support(stored, changed, acting_user=request.user)
    return told(request, _("The support is written down."), change_of(stored), then=back)


@require_POST
@transaction.atomic
def support_done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative = initiative_of(request, slug)
    row = get_object_or_404(Support.objects.select_for_update(), pk=pk, initiative=initiative)
    row.initiative = initiative
    is_new = finish_support(row, acting_user=request.user)
    text = _("Done: %(task)s") % {"task": row.text}
    return told(request, text, change_of(row) if is_new else None, then=page_of(initiative))


def _form_page(
    request: HttpRequest,
    initiative: Initiative,
    form: SupportForm,
    *,
    record: Support | None = None,
    status: int = 200,
) -> HttpResponse:
    context = form_context(
        request,
        form,
        initiative=initiative,
        kern=initiative.kern,
        record=record,
        back=page_of(initiative),
    )
    return render(request, "checkups/support_form.html", context, status=status)
