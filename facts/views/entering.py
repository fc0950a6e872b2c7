"""Entering, correcting and ending a figure. Everything that was typed stays when something is wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require
from changes.services import change_of, made_with, settle, stale_page, told, version_of
from facts.forms import AddFactForm, EditFactForm
from facts.models import Fact
from facts.services import add_fact, change_fact, end_fact
from places.models import Kern
from wijkweb.kit.forms import EndForm, add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
def fact_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new figure; who calls a count of activities an outcome is asked why."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    form = AddFactForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form_page(request, kern, form)
    if not form.is_valid():
        return _form_page(request, kern, form, status=422)
    token = form.cleaned_data["token"]
    try:
        fact = add_fact(acting_user=request.user, kern=kern, token=token, **form.values())
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, kern, form, status=422)
    except IntegrityError:
        change = made_with(token)
        if change is not None and change.made_by_id == request.user.pk:
            return redirect(change.subject)
        form.add_error(None, _("Not saved: somebody added the same at this very moment. Try once more."))
        return _form_page(request, kern, form, status=422)
    text = _("The figure “%(quantity)s” was written down.") % {"quantity": fact.quantity}
    return told(request, text, change_of(fact), then=fact.get_absolute_url())


@require_http_methods(READ_AND_SEND)
def fact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a figure. Who was overtaken sees both versions."""
    fact = _editable(request, pk)
    data = request.POST if request.method == "POST" else None
    form = EditFactForm(data, fact=fact, version=version_of(fact))
    if data is None:
        return _form_page(request, fact.kern, form, fact)
    if not form.is_valid():
        return _form_page(request, fact.kern, form, fact, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form, fact)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, fact.kern, form, fact, status=422)


def _correct(request: HttpRequest, form: EditFactForm, fact: Fact) -> HttpResponse:
    stored = Fact.objects.select_for_update().get(pk=fact.pk)
    back = stored.get_absolute_url()
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, back, stored.quantity)
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=back)
    change = change_fact(stored, changed, acting_user=request.user)
    return told(request, _("The changes were saved."), change, then=stored.get_absolute_url())


@require_http_methods(READ_AND_SEND)
def fact_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A figure is not kept up any more; it stays to be read."""
    fact = _editable(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change = end_fact(
                fact,
                acting_user=request.user,
                on=form.cleaned_data["ended_on"],
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            text = _("The figure “%(quantity)s” is not kept up any more.") % {"quantity": fact.quantity}
            return told(request, text, change, then=fact.get_absolute_url())
    context = form_context(request, form, fact=fact, kern=fact.kern, back=fact.get_absolute_url())
    return page(request, "facts/fact_end.html", context, status=422 if form.errors else 200)


def _editable(request: HttpRequest, pk: int) -> Fact:
    fact = get_object_or_404(Fact.objects.select_related("kern"), pk=pk)
    require(request.user, "edit", fact)
    return fact


def _form_page(
    request: HttpRequest, kern: Kern, form: Any, fact: Fact | None = None, *, status: int = 200
) -> HttpResponse:
    back = fact.get_absolute_url() if fact else reverse("fact_list", args=[kern.slug])
    context = form_context(request, form, kern=kern, fact=fact, back=back)
    return page(request, "facts/fact_form.html", context, status=status)
