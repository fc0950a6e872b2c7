"""The part of a partner in an initiative: adding, correcting and ending it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import may, require
from changes.services import change_of, made_with, settle, stale_page, told, version_of
from initiatives.forms import AddParticipationForm, EditParticipationForm
from initiatives.models import Initiative, Participation
from initiatives.services import add_participation, change_participation, end_participation
from partners.models import Partner
from wijkweb.kit.forms import EndForm, add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]
TEMPLATE = "initiatives/participation_form.html"


@require_http_methods(READ_AND_SEND)
def participation_add(request: HttpRequest, slug: str) -> HttpResponse:
    """From the card of a partner: choose the initiative."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("kern"), slug=slug)
    require(request.user, "edit", partner)
    return _add(request, partner=partner)


@require_http_methods(READ_AND_SEND)
def participant_add(request: HttpRequest, slug: str) -> HttpResponse:
    """From the card of an initiative: choose the partner."""
    initiative = get_object_or_404(
        Initiative.objects.visible_to(request.user).select_related("kern"), slug=slug
    )
    require(request.user, "edit", initiative)
    return _add(request, initiative=initiative)


def _add(
    request: HttpRequest, *, partner: Partner | None = None, initiative: Initiative | None = None
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = AddParticipationForm(data, user=request.user, partner=partner, initiative=initiative)
    known: Any = partner or initiative
    card = known.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        values = {"partner": partner, "initiative": initiative} | {
            name: form.cleaned_data[name] for name in ("partner", "initiative") if name in form.cleaned_data
        }
        token = form.cleaned_data["token"]
        try:
            part = add_participation(acting_user=request.user, token=token, **values, **form.values())
        except ValidationError as error:
            add_errors(form, error)
        except IntegrityError:
            change = made_with(token)
            if change is not None and change.made_by_id == request.user.pk:
                return redirect(card)
            form.add_error(None, _("This partner already has this role in this initiative."))
        else:
            return _told(request, _("“%(partner)s” takes part in “%(initiative)s”."), part, card)
    context = form_context(request, form, known=known, kern=known.kern, back=card)
    return page(request, TEMPLATE, context, fragment="form", status=422 if form.errors else 200)


def _told(request: HttpRequest, text: str, part: Participation, card: str) -> HttpResponse:
    said = text % {"partner": part.partner.name, "initiative": part.initiative.name}
    return told(request, said, change_of(part), then=card, card=card, lit=part.partner.slug)


def _editable(request: HttpRequest, pk: int) -> Participation:
    """The part, when this person looks after the partner or the initiative."""
    visible = Participation.objects.visible_to(request.user).select_related("partner", "initiative__kern")
    part = get_object_or_404(visible, pk=pk)
    if not may(request.user, "edit", part.partner):
        require(request.user, "edit", part.initiative)
    return part


def _card_of(request: HttpRequest, part: Participation) -> str:
    """Where one came from: the card of the initiative (?van=initiatief), else that of the partner."""
    thing = part.initiative if request.GET.get("van") == "initiatief" else part.partner
    return thing.get_absolute_url()


@require_http_methods(READ_AND_SEND)
def participation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Role, period and source of a part. Who was overtaken sees both versions."""
    part = _editable(request, pk)
    if request.method != "POST":
        return _edit_page(request, part, EditParticipationForm(part=part, version=version_of(part)))
    form = EditParticipationForm(request.POST, part=part)
    if not form.is_valid():
        return _edit_page(request, part, form, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form, part)
    except ValidationError as error:
        add_errors(form, error)
        return _edit_page(request, part, form, status=422)


def _correct(request: HttpRequest, form: EditParticipationForm, part: Participation) -> HttpResponse:
    stored = Participation.objects.select_for_update().get(pk=part.pk)
    card = _card_of(request, part)
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(
            request, stored, form, settled.open, card, f"{part.partner.name} – {part.initiative.name}"
        )
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=card, card=card)
    change_participation(stored, changed, acting_user=request.user)
    return _told(request, _("The part of “%(partner)s” in “%(initiative)s” was changed."), stored, card)


def _edit_page(
    request: HttpRequest, part: Participation, form: EditParticipationForm, *, status: int = 200
) -> HttpResponse:
    context = form_context(
        request,
        form,
        part=part,
        known=part.partner,
        kern=part.initiative.kern,
        back=_card_of(request, part),
        van=request.GET.get("van", "")[:20],
    )
    return page(request, TEMPLATE, context, fragment="form", status=status)


@require_http_methods(READ_AND_SEND)
def participation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A part in an initiative ends on a day; it stays in the web of the days before."""
    part = _editable(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None, with_reason=False)
    card = _card_of(request, part)
    if request.method == "POST" and form.is_valid():
        try:
            end_participation(part, acting_user=request.user, on=form.cleaned_data["ended_on"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _told(
                request, _("“%(partner)s” does not take part in “%(initiative)s” any more."), part, card
            )
    context = form_context(request, form, part=part, kern=part.initiative.kern, back=card)
    return page(
        request,
        "initiatives/participation_end.html",
        context,
        fragment="form",
        status=422 if form.errors else 200,
    )
