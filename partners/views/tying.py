"""Tying two partners, correcting a tie and ending it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import may, require
from changes.models import Verb
from changes.services import change_of, made_with, recorded, settle, stale_page, told, version_of
from partners.forms import AddRelationForm, EditRelationForm
from partners.forms.relation import NEW
from partners.models import Partner, Relation
from partners.services import add_partner, add_relation, change_relation, end_relation
from partners.views.common import editable_relation, side_of
from partners.wording import GETTING, TOGETHER, words_for
from wijkweb.kit.forms import EndForm, add_errors
from wijkweb.kit.replies import form_context, page
from wijkweb.kit.typed import not_taken_in

READ_AND_SEND = ["GET", "HEAD", "POST"]
TEMPLATE = "partners/relation_add.html"
HITS = "wie"  # the id of the list in the form that shows who may be meant


@require_http_methods(READ_AND_SEND)
def relation_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A tie of a partner with somebody who is found by typing, or who is new. ?met= names the other one.

    To search the form is sent with "zoeken", while somebody types or by the button; that stores nothing. What is typed
    may be a person's name, so it stands in no address.
    """
    partner = _first_end(request, slug)
    if request.method != "POST":
        initial = {"met": request.GET.get("met", "")[:130], "van": request.GET.get("van", "")[:20]}
        form = AddRelationForm(partner=partner, user=request.user, initial=initial)
        return _form_page(request, partner, form)
    if "zoeken" in request.POST:
        not_taken_in(request)
        initial = {
            key: str(value) for key, value in request.POST.items() if key in AddRelationForm.base_fields
        }
        return _form_page(
            request, partner, AddRelationForm(partner=partner, user=request.user, initial=initial)
        )
    form = AddRelationForm(request.POST, partner=partner, user=request.user)
    if form.is_valid():
        return _tie(request, partner, form)
    return _form_page(request, partner, form, status=422)


def _first_end(request: HttpRequest, slug: str) -> Partner:
    """The partner on whose card the tie is made; enough that one of the two may be edited."""
    visible = Partner.objects.visible_to(request.user).select_related("kern")
    partner = get_object_or_404(visible, slug=slug)
    asked = (request.POST if request.method == "POST" else request.GET).get("met", "")
    other = (
        visible.filter(slug=asked[:130]).first() if asked and not may(request.user, "edit", partner) else None
    )
    if other is None or not may(request.user, "edit", other):
        require(request.user, "edit", partner)
    return partner


def _tie(request: HttpRequest, partner: Partner, form: AddRelationForm) -> HttpResponse:
    token = form.cleaned_data["token"]
    try:
        with recorded(
            Verb.ADDED,
            acting_user=request.user,
            kern=partner.kern,
            token=token,
            subject=partner.get_absolute_url(),
        ):
            relation = _add(request, partner, form)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, partner, form, status=422)
    except IntegrityError:
        change = made_with(token)
        if change is not None and change.made_by_id == request.user.pk:
            return redirect(change.subject)
        form.add_error(None, _("These two already have an open tie of this kind."))
        return _form_page(request, partner, form, status=422)
    other = relation.target if relation.source_id == partner.pk else relation.source
    text = _("Tie added: %(one)s and %(other)s (%(words)s).") % {
        "one": partner.name, "other": other.name, "words": words_for(relation, partner)
    }  # fmt: skip
    card = partner.get_absolute_url()
    then = card
    if form.cleaned_data["van"] == "kaart" and partner.kern:
        then = f"{reverse('wijkweb', args=[partner.kern.slug])}#p-{partner.slug}"
    return told(request, text, change_of(relation), then=then, card=card, lit=partner.slug)


def _add(request: HttpRequest, partner: Partner, form: AddRelationForm) -> Relation:
    values = form.cleaned_data
    if values["met"] == NEW:
        other = add_partner(
            acting_user=request.user,
            kern=values["new_kern"],
            name=values["zoek"],
            kind=values["new_kind"],
            life_domain=values["new_domain"],
        )
    else:
        other = values["other"]
    kind, way = form.kind_and_way
    source, target = (other, partner) if way == GETTING else (partner, other)
    return add_relation(
        acting_user=request.user,
        source=source,
        target=target,
        kind=kind,
        is_directed=way != TOGETHER,
        **form.details(),
    )


def _form_page(
    request: HttpRequest, partner: Partner, form: AddRelationForm, *, status: int = 200
) -> HttpResponse:
    """The form; while somebody types only the list of those who may be meant."""
    hits = form.search()
    fixed = None
    if (
        request.method != "POST"
        and hits
        and not form["zoek"].value()
        and hits[0].partner.slug == form["met"].value()
    ):
        fixed = hits[0]
    context = form_context(
        request, form, partner=partner, kern=partner.kern, hits=hits, fixed=fixed,
        typed=str(form["zoek"].value() or "").strip(), new=NEW, back=partner.get_absolute_url(),
    )  # fmt: skip
    context["action"] = reverse("relation_add", args=[partner.slug])
    htmx: Any = getattr(request, "htmx", None)
    only_hits = bool(htmx and htmx.target == HITS)
    return page(request, TEMPLATE, context, fragment="hits" if only_hits else "form", status=status)


@require_http_methods(READ_AND_SEND)
def relation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A tie as it is, to correct. Who was overtaken sees both versions."""
    relation = editable_relation(request, pk)
    partner = side_of(request, relation)
    asked: dict[str, Any] = {"relation": relation, "partner": partner}
    if request.method != "POST":
        return _edit_page(request, EditRelationForm(version=version_of(relation), **asked))
    form = EditRelationForm(request.POST, **asked)
    if not form.is_valid():
        return _edit_page(request, form, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form)
    except ValidationError as error:
        add_errors(form, error)
        return _edit_page(request, form, status=422)


def _correct(request: HttpRequest, form: EditRelationForm) -> HttpResponse:
    partner, card = form.partner, form.partner.get_absolute_url()
    Relation.objects.select_for_update().get(pk=form.relation.pk)
    stored = Relation.objects.select_related("source__kern", "target__kern").get(pk=form.relation.pk)
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(
            request, stored, form, settled.open, card, f"{stored.source.name} – {stored.target.name}"
        )
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=card, card=card, lit=partner.slug)
    change_relation(stored, changed, acting_user=request.user)
    text = _("The tie of %(one)s and %(other)s was changed.") % {
        "one": stored.source.name,
        "other": stored.target.name,
    }
    return told(request, text, change_of(stored), then=card, card=card, lit=partner.slug)


def _ends(form: EditRelationForm | EndForm, relation: Relation, partner: Partner) -> dict[str, Any]:
    other = relation.target if relation.source_id == partner.pk else relation.source
    return {
        "relation": relation,
        "partner": partner,
        "other": other,
        "kern": partner.kern,
        "back": partner.get_absolute_url(),
    }


def _edit_page(request: HttpRequest, form: EditRelationForm, *, status: int = 200) -> HttpResponse:
    context = form_context(request, form, **_ends(form, form.relation, form.partner))
    return page(request, "partners/relation_edit.html", context, fragment="form", status=status)


@require_http_methods(READ_AND_SEND)
def relation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A tie ends on a day; it stays in the web of the days before."""
    relation = editable_relation(request, pk)
    partner = side_of(request, relation)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            end_relation(relation, acting_user=request.user, on=values["ended_on"], reason=values["reason"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            text = _("The tie of %(one)s and %(other)s has ended.") % {
                "one": relation.source.name,
                "other": relation.target.name,
            }
            card = partner.get_absolute_url()
            return told(request, text, change_of(relation), then=card, card=card, lit=partner.slug)
    context = form_context(
        request, form, words=words_for(relation, partner), **_ends(form, relation, partner)
    )
    return page(
        request, "partners/relation_end.html", context, fragment="form", status=422 if form.errors else 200
    )
