"""Asking partners by mail: one, or all whose cards are old, with what it says and how many it goes to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.again import fresh
from partners.models import Partner
from places.models import Kern
from upkeep.forms import SettingsForm
from upkeep.models import KernUpkeep
from upkeep.services.asking import NO_ADDRESS, ask, candidates, last_asked, mail_context, obstacle_for
from upkeep.services.keeping import set_upkeep


@require_http_methods(["GET", "POST"])
def upkeep_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask one partner; first it shows the mail."""
    partners = Partner.objects.visible_to(request.user).select_related("kern")
    partner = get_object_or_404(partners, slug=slug)
    require(request.user, "edit", partner)
    if partner.kern is None:
        raise Http404
    asked_at = last_asked([partner.pk]).get(partner.pk)
    obstacle = obstacle_for(partner, asked_at, timezone.now())
    if request.method == "POST" and not obstacle:
        if ask(partner, acting_user=request.user):
            messages.success(request, _("The mail to %(name)s is on its way.") % {"name": partner.name})
            return redirect(reverse("upkeep", args=[partner.kern.slug]))
        # Somebody was first, or changed the card while this page was open.
        partner = get_object_or_404(partners, slug=slug)
        asked_at = last_asked([partner.pk]).get(partner.pk)
        obstacle = obstacle_for(partner, asked_at, timezone.now()) or str(NO_ADDRESS)
    context = {
        "partner": partner,
        "kern": partner.kern,
        "obstacle": obstacle,
        "asked_at": asked_at,
        "mail": _preview(partner),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "upkeep/upkeep_ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
def upkeep_ask_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all partners whose cards are old; first it shows who gets the mail, who does not, and why."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    rows = candidates(kern, request.user)
    ready = [row for row in rows if not row.obstacle]
    if request.method == "POST" and ready:
        return _ask_each(request, kern, [row.partner for row in ready])
    context = {
        "kern": kern,
        "ready": ready,
        "others": [row for row in rows if row.obstacle],
        "mail": _preview(ready[0].partner) if ready else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "upkeep/upkeep_ask_all.html", context, status=status)


@fresh
def _ask_each(request: HttpRequest, kern: Kern, partners: list[Partner]) -> HttpResponse:
    """Many mails at once leave only for who showed a moment ago who they are."""
    sent = sum(ask(partner, acting_user=request.user) for partner in partners)
    text = ngettext("%(number)d mail is on its way.", "%(number)d mails are on their way.", sent)
    messages.success(request, text % {"number": sent})
    return redirect(reverse("upkeep", args=[kern.slug]))


def _preview(partner: Partner) -> str:
    """The text of the mail, with dots where the key stands."""
    return str(render_to_string("upkeep/mail/card.txt", mail_context(partner, "…"))).strip()


@require_http_methods(["GET", "POST"])
def upkeep_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """How long a confirmation counts in this kern, and whether it asks partners each year by itself."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    mails_on = KernUpkeep.objects.filter(kern=kern, mails_on=True).exists()
    initial: dict[str, Any] = {"term_months": kern.term_months, "mails_on": mails_on}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_upkeep(kern, acting_user=request.user, **form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect(reverse("upkeep", args=[kern.slug]))
    status = 422 if form.errors else 200
    return render(request, "upkeep/upkeep_settings.html", {"kern": kern, "form": form}, status=status)
