"""Adding, correcting and ending what a partner offers or asks for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import coordinates
from changes.messages import done
from changes.models import Change
from changes.services import change_of, made_with, settle, stale_page, version_of
from initiatives.models import Offer, OfferType
from places.models import Kern
from sharing.acting import acts_for, offer_here, require_changing, require_entering
from sharing.forms import AddOfferForm, EditOfferForm, OfferFields
from sharing.models import Loan
from sharing.services.offering import add_offer, change_offer, end_offer, refuse_other_kern
from wijkweb.kit.forms import EndForm, add_errors

READ_AND_SEND = ["GET", "HEAD", "POST"]


def said(request: HttpRequest, text: str, change: Change | None, kern: Kern) -> None:
    """Tell what was done; the button to take it back is for who may use it."""
    done(request, text, change if coordinates(request.user, kern) else None)


@require_http_methods(READ_AND_SEND)
def sharing_add(request: HttpRequest, slug: str) -> HttpResponse:
    kern = get_object_or_404(Kern, slug=slug)
    require_entering(request.user, kern)
    wish = request.GET.get("type", "")
    asked = {"type": wish if wish in OfferType.values else ""}
    form = AddOfferForm(
        request.POST if request.method == "POST" else None, user=request.user, kern=kern, **asked
    )
    if request.method == "POST" and form.is_valid() and not form.questions:
        try:
            return _add(request, kern, form)
        except ValidationError as error:
            add_errors(form, error)
    return _form_page(request, kern, form)


def _add(request: HttpRequest, kern: Kern, form: AddOfferForm) -> HttpResponse:
    partner, token = form.cleaned_data["partner"], form.cleaned_data["token"]
    refuse_other_kern(partner)
    if not acts_for(request.user, partner):
        raise ValidationError(
            {"partner": _("You do not look after this party. Choose one of your own kern.")}
        )
    try:
        with transaction.atomic():
            offer = add_offer(acting_user=request.user, partner=partner, token=token, **form.values())
    except IntegrityError:
        change = made_with(token)
        if change is None or change.made_by_id != request.user.pk:
            raise
        return redirect(change.subject)
    text = _("“%(name)s” is added.") % {"name": offer.title}
    said(request, text, change_of(offer), offer.place or kern)
    return redirect(offer)


@require_http_methods(READ_AND_SEND)
def sharing_edit(request: HttpRequest, slug: str, offer: str) -> HttpResponse:
    """All fields. Who was overtaken sees both versions."""
    kern, found = _editable(request, slug, offer)
    if request.method != "POST":
        return _form_page(request, kern, EditOfferForm(offer=found, version=version_of(found)), found)
    form = EditOfferForm(request.POST, offer=found)
    if not form.is_valid() or form.questions:
        return _form_page(request, kern, form, found)
    try:
        with transaction.atomic():
            return _correct(request, form, found)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, kern, form, found)


def _correct(request: HttpRequest, form: EditOfferForm, offer: Offer) -> HttpResponse:
    stored = Offer.objects.select_for_update(of=("self",)).with_partner().get(pk=offer.pk)
    values = form.values()
    if not stored.label and values["label"] == stored.suggested_label:
        values["label"] = ""
    settled = settle(stored, form.cleaned_data["version"], values, request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, offer.get_absolute_url(), stored.title)
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        done(request, _("Nothing was changed."), None)
        return redirect(stored)
    change_offer(stored, changed, acting_user=request.user)
    text = _("The changes to “%(name)s” were saved.") % {"name": stored.title}
    said(request, text, change_of(stored), stored.place)  # type: ignore[arg-type]
    return redirect(stored)


@require_http_methods(READ_AND_SEND)
def sharing_end(request: HttpRequest, slug: str, offer: str) -> HttpResponse:
    kern, found = _editable(request, slug, offer)
    form = EndForm(request.POST if request.method == "POST" else None, with_reason=False)
    if request.method == "POST" and form.is_valid():
        try:
            end_offer(found, acting_user=request.user, on=form.cleaned_data["ended_on"])
        except ValidationError as error:
            found.refresh_from_db()
            add_errors(form, error)
        else:
            text = _("“%(name)s” has ended.") % {"name": found.title}
            said(request, text, change_of(found), kern)
            return redirect("sharing_list", kern.slug)
    waiting = Loan.objects.filter(offer=found, state="gevraagd").count()
    agreed = Loan.objects.filter(offer=found, state="toegezegd").count()
    context = {"kern": kern, "offer": found, "form": form, "level": 1, "waiting": waiting, "agreed": agreed}
    return render(request, "sharing/sharing_end.html", context, status=422 if form.errors else 200)


def _editable(request: HttpRequest, slug: str, offer: str) -> tuple[Kern, Offer]:
    kern = get_object_or_404(Kern, slug=slug)
    found = offer_here(request.user, kern, offer)
    require_changing(request.user, found)
    return kern, found


def _form_page(
    request: HttpRequest, kern: Kern, form: OfferFields, offer: Offer | None = None
) -> HttpResponse:
    refused = form.is_bound and bool(form.errors or form.questions)
    context: dict[str, Any] = {
        "kern": kern,
        "form": form,
        "offer": offer,
        "level": 1,
        "questions": form.questions if form.is_bound and not form.errors else [],
    }
    return render(request, "sharing/sharing_form.html", context, status=422 if refused else 200)
