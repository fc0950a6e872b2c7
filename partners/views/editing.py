"""Correcting and ending a partner, and moving it between the rings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from changes.services import change_of, settle, stale_page, told, version_of
from partners.forms import EditPartnerForm, InvolvementForm
from partners.models import Partner, Relation
from partners.services import change_partner, end_partner, set_involvement
from partners.services.circles import hold_with_those_above
from partners.views.common import editable_partner, place_of
from wijkweb.kit.forms import EndForm, add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
def partner_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """All fields of a partner. Who was overtaken sees both versions."""
    partner = editable_partner(request, slug)
    asked: dict[str, Any] = {"user": request.user, "kern": partner.kern, "partner": partner}
    if request.method != "POST":
        return _edit_page(request, partner, EditPartnerForm(version=version_of(partner), **asked))
    form = EditPartnerForm(request.POST, **asked)
    if not form.is_valid():
        return _edit_page(request, partner, form, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form, partner)
    except ValidationError as error:
        add_errors(form, error)
        return _edit_page(request, partner, form, status=422)


def _correct(request: HttpRequest, form: EditPartnerForm, partner: Partner) -> HttpResponse:
    if parent := form.values().get("parent"):
        hold_with_those_above({partner.pk, parent.pk})
    stored = Partner.objects.select_for_update().get(pk=partner.pk)
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, partner.get_absolute_url())
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    card = partner.get_absolute_url()
    if not changed:
        return told(request, _("Nothing was changed."), None, then=card, card=card, lit=partner.slug)
    change_partner(stored, changed, acting_user=request.user)
    text = _("The changes to “%(name)s” were saved.") % {"name": stored.name}
    return told(request, text, change_of(stored), then=card, card=card, lit=stored.slug)


def _edit_page(
    request: HttpRequest, partner: Partner, form: EditPartnerForm, *, status: int = 200
) -> HttpResponse:
    context = form_context(request, form, partner=partner, kern=partner.kern, back=partner.get_absolute_url())
    return page(request, "partners/partner_edit.html", context, fragment="form", status=status)


@require_http_methods(READ_AND_SEND)
def partner_end(request: HttpRequest, slug: str) -> HttpResponse:
    """A partner stops; the page says beforehand what happens to its ties and parts."""
    partner = editable_partner(request, slug)
    form = EndForm(request.POST if request.method == "POST" else None, with_reason=False)
    if request.method == "POST" and form.is_valid():
        try:
            end_partner(partner, acting_user=request.user, on=form.cleaned_data["ended_on"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = _("“%(name)s” has stopped, and its ties and parts in initiatives with it.")
            text = said % {"name": partner.name}
            card = partner.get_absolute_url()
            return told(request, text, change_of(partner), then=card, card=card, lit=partner.slug)
    ties = Relation.objects.visible_to(request.user).of(partner).filter(ended_on__isnull=True).count()
    context = form_context(
        request, form, partner=partner, kern=partner.kern, ties=ties, back=partner.get_absolute_url()
    )
    return page(
        request, "partners/partner_end.html", context, fragment="form", status=422 if form.errors else 200
    )


@require_POST
def partner_involvement(request: HttpRequest, slug: str) -> HttpResponse:
    """Another ring, by dragging on the map or by the field on the card."""
    partner = editable_partner(request, slug)
    form = InvolvementForm(request.POST)
    card = partner.get_absolute_url()
    if not form.is_valid():
        context = form_context(request, form, partner=partner, kern=partner.kern, back=card)
        return page(request, "partners/partner_involvement.html", context, fragment="form", status=422)
    with transaction.atomic():
        stored = Partner.objects.select_for_update().get(pk=partner.pk)
        before = stored.get_involvement_display()
        if stored.involvement == form.cleaned_data["involvement"]:
            return told(request, _("Nothing was changed."), None, then=card, card=card, lit=stored.slug)
        set_involvement(stored, form.cleaned_data["involvement"], acting_user=request.user)
    text = _("“%(name)s” went from %(before)s to %(after)s.") % {
        "name": stored.name, "before": before, "after": stored.get_involvement_display()
    }  # fmt: skip
    then = place_of(request.POST.get("van", ""), partner.kern, partner)
    return told(request, text, change_of(stored), then=then, card=card, lit=stored.slug)
