"""Adding a partner: three fields are enough."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import viewer_of
from changes.services import change_of, made_with, told
from partners.forms import AddPartnerForm
from partners.likeness import VERY_SIMILAR
from partners.models import Involvement, LifeDomain, Partner, PartnerKind
from partners.services import add_partner
from partners.services.entering import form_of
from partners.similar import Match, similar_partners
from partners.views.common import back_of, editable_kern, place_of
from places.models import Kern
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context, page

TEMPLATE = "partners/partner_add.html"
# What the address may fill in, and the values that it may have.
PREFILLED = {
    "levensgebied": ("life_domain", LifeDomain.values),
    "betrokkenheid": ("involvement", Involvement.values),
    "soort": ("kind", PartnerKind.values),
}


@require_http_methods(["GET", "HEAD", "POST"])
def partner_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A form, and what it makes. A name that is much like one that is here is asked about once."""
    kern = editable_kern(request, slug)
    if request.method != "POST":
        form = AddPartnerForm(user=request.user, kern=kern, initial=_filled_in(request))
        return _form_page(request, kern, form)
    form = AddPartnerForm(request.POST, user=request.user, kern=kern)
    if not form.is_valid():
        return _form_page(request, kern, form, status=422)
    twins = [] if form.cleaned_data["is_new"] else _twins(request, kern, form)
    if twins:
        return _form_page(request, kern, form, status=422, twins=twins)
    return _store(request, kern, form)


def _filled_in(request: HttpRequest) -> dict[str, str]:
    """What the address says already: the sector and ring of a click on the map, or the last partner's."""
    found = {
        name: request.GET[key] for key, (name, values) in PREFILLED.items() if request.GET.get(key) in values
    }
    return {**found, "van": request.GET.get("van", "")[:20]}


def _twins(request: HttpRequest, kern: Kern, form: AddPartnerForm) -> list[Match]:
    matches = similar_partners(
        form.cleaned_data["name"],
        kern_ids=Kern.objects.ids_around(kern.pk),
        viewer=viewer_of(request.user),
        form=form_of(form.cleaned_data["kind"]),
    )
    return [match for match in matches if match.score >= VERY_SIMILAR]


def _store(request: HttpRequest, kern: Kern, form: AddPartnerForm) -> HttpResponse:
    values = form.values()
    token = form.cleaned_data["token"]
    try:
        partner = add_partner(acting_user=request.user, token=token, **{"kern": kern, **values})
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, kern, form, status=422)
    except IntegrityError:
        return _sent_twice(request, kern, form)
    return _added(request, kern, form, partner)


def _added(request: HttpRequest, kern: Kern, form: AddPartnerForm, partner: Partner) -> HttpResponse:
    van = form.cleaned_data["van"]
    text = _("“%(name)s” was added to %(kern)s.") % {"name": partner.name, "kern": partner.kern}
    then, card = place_of(van, kern, partner), partner.get_absolute_url()
    if "nog" in request.POST:
        again = {"van": van, "soort": partner.kind, "levensgebied": partner.life_domain}
        query = urlencode({key: value for key, value in again.items() if value})
        then = card = f"{reverse('partner_add', args=[kern.slug])}?{query}"
    return told(request, text, change_of(partner), then=then, card=card, lit=partner.slug)


def _sent_twice(request: HttpRequest, kern: Kern, form: AddPartnerForm) -> HttpResponse:
    """The same form came twice: show what the first one made."""
    change = made_with(form.cleaned_data["token"])
    if change is None or change.made_by_id != request.user.pk:
        form.add_error(
            None, _("Not saved: somebody added a party with this name at this very moment. Try once more.")
        )
        return _form_page(request, kern, form, status=422)
    return redirect(change.subject)


def _form_page(
    request: HttpRequest,
    kern: Kern,
    form: AddPartnerForm,
    *,
    status: int = 200,
    twins: list[Match] | None = None,
) -> HttpResponse:
    van: Any = form["van"].value()
    context = form_context(request, form, kern=kern, twins=twins or [], back=back_of(str(van or ""), kern))
    context["action"] = reverse("partner_add", args=[kern.slug])
    return page(request, TEMPLATE, context, fragment="form", status=status)
