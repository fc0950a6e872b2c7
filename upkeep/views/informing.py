"""Persons who are to be told that they stand here: the list of the coordinator, and the page behind the link in their mail."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import ANYBODY, require
from accounts.again import fresh
from initiatives.models import Participation
from partners.models import Partner, Relation
from partners.wording import words_for
from places.models import Kern
from post import links
from post.pages import token_of, token_page
from upkeep.forms import AddressForm
from upkeep.services import informing
from upkeep.views.limits import AGAIN, count, few_guesses, link_of, wait

MOST_SHOWN = 50
OBJECTS = "bezwaar"
KEEPS_SHOWING = timedelta(days=1)


@require_http_methods(["GET", "POST"])
def upkeep_persons(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was not told yet, who objected; one press says that somebody was told, or erases."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    if request.method == "POST":
        return _do(request, kern)
    return _list(request, kern)


def _list(request: HttpRequest, kern: Kern, error: str = "") -> HttpResponse:
    ids = Kern.objects.ids_below(kern.pk)
    untold = informing.untold_in(ids)
    objections = informing.objections_in(ids)
    context = {
        "kern": kern,
        "untold": untold[:MOST_SHOWN],
        "untold_total": len(untold),
        "late_total": sum(one.is_late for one in untold),
        "told": informing.told_in(ids, timezone.localdate() - KEEPS_SHOWING)[:MOST_SHOWN],
        "objections": [(one, one.objected_on + informing.TERM) for one in objections if one.objected_on],
        "today": timezone.localdate(),
        "error": error,
    }
    return render(request, "upkeep/upkeep_persons.html", context, status=422 if error else 200)


def _do(request: HttpRequest, kern: Kern) -> HttpResponse:
    verb, _colon, number = request.POST.get("doe", "").partition(":")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    ids = Kern.objects.ids_below(kern.pk)
    if verb == "wis":
        if any(one.partner_id == pk for one in informing.objections_in(ids)):
            return _erase(request, kern, pk)
        raise Http404
    if verb not in ("verteld", "niet"):
        return _list(request, kern, _("Nothing was chosen, so nothing has changed."))
    partner = get_object_or_404(informing.persons_in(ids), pk=pk)
    informing.set_told(partner, timezone.localdate() if verb == "verteld" else None)
    said = _("Noted: told today.") if verb == "verteld" else _("Noted: not told yet.")
    messages.success(request, f"{partner.name}: {said}")
    return redirect("upkeep_persons", kern.slug)


@fresh
def _erase(request: HttpRequest, kern: Kern, pk: int) -> HttpResponse:
    """Only for who showed a moment ago who they are: it cannot be undone."""
    informing.erase(get_object_or_404(Partner.with_merged, pk=pk))
    messages.success(
        request, _("The person was erased. Nothing of the name, the address or the ties is left.")
    )
    return redirect("upkeep_persons", kern.slug)


@token_page
@few_guesses
@require_http_methods(["GET", "POST"])
def person_notice(request: HttpRequest) -> HttpResponse:
    """What is kept about this person. A GET shows, a POST objects; then the link no longer works."""
    if request.method == "GET" and request.GET.get("gedaan") == OBJECTS:
        return render(request, "upkeep/person_gone.html")
    link = link_of(request, informing.NOTICE)
    partner = informing.reachable_by(link)
    if link is None or partner is None:
        return _link_gone(request, AddressForm(), 410)
    if request.method == "POST" and request.POST.get("doe") == OBJECTS:
        with transaction.atomic():
            if not links.use(link):
                return _link_gone(request, AddressForm(), 410)
            informing.object_to(partner)
        return redirect(f"{reverse('person_notice')}?gedaan={OBJECTS}")
    context = {"token": token_of(request), **_kept_of(partner)}
    status = 422 if request.method == "POST" else 200
    return render(request, "upkeep/person_notice.html", context, status=status)


def _kept_of(partner: Partner) -> dict[str, Any]:
    """The card and what hangs on it; others are named only when everybody may see them."""
    relations = Relation.objects.of(partner).with_partners()
    seen = set(Partner.objects.visible_to_viewer(ANYBODY).values_list("pk", flat=True).filter(
        pk__in=[row.other_end(partner).pk for row in relations]
    ))  # fmt: skip
    ties = [(words_for(row, partner), row.other_end(partner)) for row in relations]
    parts = Participation.objects.filter(partner=partner).select_related("initiative").order_by("pk")
    return {
        "partner": partner,
        "kern": partner.kern,
        "ties": [(words, other if other.pk in seen else None) for words, other in ties],
        "parts": parts,
    }


@token_page
@require_http_methods(["GET", "POST"])
def person_notice_again(request: HttpRequest) -> HttpResponse:
    """A new link by mail. The answer is the same whether the address is known or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _link_gone(request, form, 422 if form.errors else 200)
    if not count(request, AGAIN):
        return wait(request)
    informing.mail_again(form.cleaned_data["email"])
    return render(request, "upkeep/link_sent.html")


def _link_gone(request: HttpRequest, form: AddressForm, status: int) -> HttpResponse:
    context = {"form": form, "is_question": status != 410}
    return render(request, "upkeep/person_again.html", context, status=status)
