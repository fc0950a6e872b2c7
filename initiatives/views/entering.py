"""Adding and correcting an initiative."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require, viewer_of
from changes.services import change_of, made_with, settle, stale_page, told, version_of
from initiatives.forms import AddInitiativeForm, EditInitiativeForm
from initiatives.models import Initiative
from initiatives.services import add_initiative, change_initiative
from initiatives.similar import Match, similar_initiatives
from partners.likeness import VERY_SIMILAR
from places.models import Kern
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
def initiative_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A name, a phase and the life domains are enough. A name that is much like one here is asked about once."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    form = AddInitiativeForm(request.POST if request.method == "POST" else None, user=request.user, kern=kern)
    if request.method != "POST":
        return _add_page(request, kern, form)
    if not form.is_valid():
        return _add_page(request, kern, form, status=422)
    twins = [] if form.cleaned_data["is_new"] else _twins(request, kern, form)
    if twins:
        return _add_page(request, kern, form, status=422, twins=twins)
    return _store(request, kern, form)


def _twins(request: HttpRequest, kern: Kern, form: AddInitiativeForm) -> list[Match]:
    """Initiatives here with a name so much like this one that somebody has to say whether it is another."""
    kernen = Kern.objects.ids_around(kern.pk)
    found = similar_initiatives(form.cleaned_data["name"], kern_ids=kernen, viewer=viewer_of(request.user))
    return [match for match in found if match.score >= VERY_SIMILAR]


def _store(request: HttpRequest, kern: Kern, form: AddInitiativeForm) -> HttpResponse:
    token = form.cleaned_data["token"]
    try:
        initiative = add_initiative(acting_user=request.user, token=token, **{"kern": kern, **form.values()})
    except ValidationError as error:
        add_errors(form, error)
        return _add_page(request, kern, form, status=422)
    except IntegrityError:
        change = made_with(token)
        if change is not None and change.made_by_id == request.user.pk:
            return redirect(change.subject)
        form.add_error(None, _("Not saved: somebody added the same at this very moment. Try once more."))
        return _add_page(request, kern, form, status=422)
    text = _("“%(name)s” was added to %(kern)s.") % {"name": initiative.name, "kern": initiative.kern}
    card = initiative.get_absolute_url()
    return told(request, text, change_of(initiative), then=card, card=card)


def _add_page(
    request: HttpRequest,
    kern: Kern,
    form: AddInitiativeForm,
    *,
    status: int = 200,
    twins: list[Match] | None = None,
) -> HttpResponse:
    back = reverse("kern_detail", args=[kern.slug])
    context = form_context(request, form, kern=kern, back=back, twins=twins or [])
    return page(request, "initiatives/initiative_form.html", context, fragment="form", status=status)


@require_http_methods(READ_AND_SEND)
def initiative_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """All fields of an initiative. Who was overtaken sees both versions."""
    initiative = get_object_or_404(
        Initiative.objects.visible_to(request.user).select_related("kern"), slug=slug
    )
    require(request.user, "edit", initiative)
    if request.method != "POST":
        form = EditInitiativeForm(user=request.user, initiative=initiative, version=version_of(initiative))
        return _edit_page(request, initiative, form)
    form = EditInitiativeForm(request.POST, user=request.user, initiative=initiative)
    if not form.is_valid():
        return _edit_page(request, initiative, form, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form, initiative)
    except ValidationError as error:
        add_errors(form, error)
        return _edit_page(request, initiative, form, status=422)


def _correct(request: HttpRequest, form: EditInitiativeForm, initiative: Initiative) -> HttpResponse:
    stored = Initiative.objects.select_for_update().get(pk=initiative.pk)
    card = stored.get_absolute_url()
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, card)
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=card, card=card)
    change_initiative(stored, changed, acting_user=request.user)
    text = _("The changes to “%(name)s” were saved.") % {"name": stored.name}
    return told(request, text, change_of(stored), then=card, card=card)


def _edit_page(
    request: HttpRequest, initiative: Initiative, form: EditInitiativeForm, *, status: int = 200
) -> HttpResponse:
    context = form_context(
        request, form, initiative=initiative, kern=initiative.kern, back=initiative.get_absolute_url()
    )
    return page(request, "initiatives/initiative_form.html", context, fragment="form", status=status)
