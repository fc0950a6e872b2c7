"""Filling in a check-up during a conversation, talking over what the driver filled in, and correcting it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from changes.services import change_of, made_with, settle, stale_page, told, version_of
from checkups.forms import TalkForm
from checkups.models import CheckUp
from checkups.rows import Row, row_of
from checkups.services.filling import BLANK, change_checkup, fill_in, latest_of, locked, page_of
from checkups.views.common import READ_AND_SEND, initiative_of
from checkups.views.initiative import answers_of
from initiatives.models import Initiative
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context


@require_http_methods(READ_AND_SEND)
def checkup_fill(request: HttpRequest, slug: str) -> HttpResponse:
    """A new check-up. Who finds that somebody else was first sees both texts."""
    initiative = initiative_of(request, slug)
    row = row_of(initiative)
    if request.method != "POST":
        latest = latest_of(initiative)
        form = TalkForm(user=request.user, row=row, after=latest.pk if latest else 0)
        return _form_page(request, row, form)
    form = TalkForm(request.POST, user=request.user, row=row)
    if not form.is_valid():
        return _form_page(request, row, form, status=422)
    try:
        with transaction.atomic():
            return _store(request, locked(initiative), form)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, row, form, status=422)
    except IntegrityError:
        if made_with(form.cleaned_data["token"]) is None:
            raise
        return redirect(page_of(initiative))


def _store(request: HttpRequest, initiative: Initiative, form: TalkForm) -> HttpResponse:
    """A double click makes one."""
    token = form.cleaned_data["token"]
    if made_with(token):
        return redirect(page_of(initiative))
    latest = latest_of(initiative)
    if latest is not None and latest.pk > form.cleaned_data["after"]:
        return _change(request, latest, form, version=0)
    checkup = fill_in(
        initiative, form.values(), acting_user=request.user, support=form.new_support(), token=token
    )
    return told(request, _("The check-up is written down."), change_of(checkup), then=page_of(initiative))


@require_http_methods(READ_AND_SEND)
def checkup_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Talk over what the driver filled in, or correct what was written down."""
    initiative = initiative_of(request, slug)
    checkup = get_object_or_404(CheckUp, pk=pk, initiative=initiative)
    row = row_of(initiative)
    if request.method != "POST":
        form = TalkForm(user=request.user, row=row, checkup=checkup, version=version_of(checkup))
        return _form_page(request, row, form, checkup=checkup)
    form = TalkForm(request.POST, user=request.user, row=row, checkup=checkup)
    if not form.is_valid():
        return _form_page(request, row, form, checkup=checkup, status=422)
    try:
        with transaction.atomic():
            held = locked(initiative)
            if made_with(form.cleaned_data["token"]):
                return redirect(page_of(held))
            checkup = get_object_or_404(CheckUp.objects.select_for_update(), pk=pk)
            checkup.initiative = held
            return _change(request, checkup, form, version=form.cleaned_data["version"])
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, row, form, checkup=checkup, status=422)


def _change(request: HttpRequest, checkup: CheckUp, form: TalkForm, *, version: int) -> HttpResponse:
    back = page_of(checkup.initiative)
    settled = settle(checkup, version, form.values(), request.POST, blank=BLANK)
    if settled.open:
        return stale_page(request, checkup, form, settled.open, back, name=checkup.initiative.name)
    is_changed = change_checkup(
        checkup,
        settled.values,
        acting_user=request.user,
        support=form.new_support(),
        token=form.cleaned_data["token"],
    )
    if not is_changed:
        return told(request, _("Nothing was changed."), None, then=back)
    change = made_with(form.cleaned_data["token"])
    return told(request, _("The check-up is written down."), change, then=back)


def _form_page(
    request: HttpRequest, row: Row, form: TalkForm, *, checkup: CheckUp | None = None, status: int = 200
) -> HttpResponse:
    initiative = row.initiative
    before = CheckUp.objects.filter(initiative=initiative)
    if checkup is not None:
        before = before.filter(done_on__lte=checkup.done_on).exclude(pk=checkup.pk)
    last = before.first()
    context = form_context(
        request,
        form,
        initiative=initiative,
        kern=initiative.kern,
        row=row,
        checkup=checkup,
        last=last,
        answers=answers_of(last),
        back=page_of(initiative),
    )
    return render(request, "checkups/checkup_form.html", context, status=status)
