"""The pages behind the link in a mail to a partner. A GET shows, a POST does, and the link works once."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Visibility
from partners.models import Partner, PartnerForm
from partners.wording import words_for
from post import links
from post.models import MailLink
from post.pages import token_of, token_page
from upkeep.forms import CardForm, MailboxForm
from upkeep.services.asking import CARD, TIES, ask_again, ties_link
from upkeep.services.reporting import public_ties, report_changes, report_confirmed, report_stopped
from upkeep.views.limits import AGAIN, count, few_guesses, link_of, wait

CHOICES = ("klopt", "gestopt")


def opened(request: HttpRequest, purpose: str) -> tuple[MailLink, Partner] | None:
    """The link of this request and its partner, while both still hold."""
    link = link_of(request, purpose)
    if link is None:
        return None
    rows = Partner.objects.filter(
        pk=link.payload.get("partner"),
        mailbox=link.payload.get("mailbox"),
        visibility=Visibility.PUBLIC,
        ended_on__isnull=True,
    )
    partner = rows.exclude(form=PartnerForm.PERSON).select_related("kern").first()
    return (link, partner) if partner else None


def link_gone(request: HttpRequest) -> HttpResponse:
    """The same calm page for a link that was used, grew old, or never was one."""
    return render(request, "upkeep/link_gone.html", {"form": MailboxForm()}, status=410)


def shown_ties(partner: Partner) -> list[dict[str, Any]]:
    """The ties as everybody may see them: with whom and how, no notes."""
    return [
        {"relation": row, "other": row.other_end(partner), "words": words_for(row, partner)}
        for row in public_ties(partner)
    ]


@token_page
@few_guesses
@require_http_methods(["GET", "POST"])
def update_card(request: HttpRequest) -> HttpResponse:
    """The card with the three choices."""
    found = opened(request, CARD)
    if found is None:
        return link_gone(request)
    link, partner = found
    choice = request.POST.get("doe", "")
    if request.method == "POST" and choice in CHOICES:
        return _say(request, link, partner, choice)
    context = {
        "partner": partner,
        "ties": shown_ties(partner),
        "token": token_of(request),
        "choice": request.GET.get("keuze", ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "upkeep/update_card.html", context, status=status)


def _say(request: HttpRequest, link: MailLink, partner: Partner, choice: str) -> HttpResponse:
    with transaction.atomic():
        if not links.use(link):
            return link_gone(request)
        report = report_confirmed if choice == "klopt" else report_stopped
        report(partner)
        further = ties_link(partner) if choice == "klopt" else ""
    return thanks(further)


def thanks(further: str = "") -> HttpResponse:
    """To a page with thanks; `further` is a token with which the partner may go on."""
    return redirect(links.path("update_thanks", further) if further else "update_thanks")


@token_page
@few_guesses
@require_http_methods(["GET", "POST"])
def update_change(request: HttpRequest) -> HttpResponse:
    """What is different: the fields of the card, and ties that are no longer there."""
    found = opened(request, CARD)
    if found is None:
        return link_gone(request)
    link, partner = found
    ties = shown_ties(partner)
    form = CardForm(partner, request.POST if request.method == "POST" else None)
    gone = set(request.POST.getlist("weg"))
    for tie in ties:
        tie["is_gone"] = str(tie["relation"].pk) in gone
    ended = [tie["relation"] for tie in ties if tie["is_gone"]]
    nothing = ""
    if request.method == "POST" and form.is_valid():
        if form.has_changed() or ended:
            return _tell(request, link, partner, form.cleaned_data, ended)
        nothing = _("You changed nothing yet. Is everything still right? Then go back and choose that.")
    context = {"partner": partner, "ties": ties, "form": form, "token": token_of(request), "nothing": nothing}
    status = 422 if request.method == "POST" else 200
    return render(request, "upkeep/update_change.html", context, status=status)


def _tell(
    request: HttpRequest, link: MailLink, partner: Partner, values: dict[str, str], ended: list[Any]
) -> HttpResponse:
    with transaction.atomic():
        if not links.use(link):
            return link_gone(request)
        report_changes(partner, values, ended)
        partner.refresh_from_db()
        further = ties_link(partner) if partner.mailbox else ""
    return thanks(further)


@token_page
@few_guesses
@require_GET
def update_thanks(request: HttpRequest) -> HttpResponse:
    """Thanks, and the way on to the tiles while that link holds."""
    found = opened(request, TIES)
    context = {"token": token_of(request) if found else "", "partner": found[1] if found else None}
    return render(request, "upkeep/update_thanks.html", context)


@token_page
@require_http_methods(["GET", "POST"])
def update_again(request: HttpRequest) -> HttpResponse:
    """A new link by mail. The answer is the same whether the address is known or not."""
    form = MailboxForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not count(request, AGAIN):
            return wait(request)
        ask_again(form.cleaned_data["mailbox"])
        return render(request, "upkeep/link_sent.html")
    return render(
        request,
        "upkeep/link_gone.html",
        {"form": form, "is_question": True},
        status=422 if form.errors else 200,
    )
