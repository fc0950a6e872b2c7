"""Who a person is: for the coordinators of the kern alone."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import coordinates
from changes.services import told
from partners.forms import IdentityForm
from partners.forms.identity import mark_of
from partners.models import Identity, Partner
from partners.services import set_identity
from partners.views.common import editable_partner
from wijkweb.kit.replies import form_context, page


@require_http_methods(["GET", "HEAD", "POST"])
def partner_identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, address and consent of a person; what somebody else stored meanwhile is shown, not lost."""
    partner = editable_partner(request, slug)
    if not partner.is_person or partner.kern is None or not coordinates(request.user, partner.kern):
        raise Http404
    identity = Identity.objects.filter(partner=partner).first()
    form = IdentityForm(request.POST if request.method == "POST" else None, identity=identity)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, partner, form, None, 422 if form.errors else 200)
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        identity = Identity.objects.filter(partner=partner).first()
        if form.cleaned_data["mark"] != mark_of(identity):
            return _form_page(request, partner, _with_new_mark(request, identity), identity, 409)
        set_identity(partner, acting_user=request.user, **form.values())
    card = partner.get_absolute_url()
    text = _("Who “%(name)s” is was saved. Only the coordinators of the kern see it.") % {
        "name": partner.name
    }
    return told(request, text, None, then=card, card=card, lit=partner.slug)


def _with_new_mark(request: HttpRequest, identity: Identity | None) -> IdentityForm:
    """The same input once more, now against what is stored since."""
    data = request.POST.copy()
    data["mark"] = mark_of(identity)
    form = IdentityForm(data, identity=identity)
    form.add_error(
        None,
        _("Not saved yet: a colleague changed this meanwhile. Compare, and save again what it has to be."),
    )
    return form


def _form_page(
    request: HttpRequest, partner: Partner, form: IdentityForm, theirs: Identity | None, status: int
) -> HttpResponse:
    context = form_context(
        request, form, partner=partner, kern=partner.kern, theirs=theirs, back=partner.get_absolute_url()
    )
    return page(request, "partners/partner_identity.html", context, fragment="form", status=status)
