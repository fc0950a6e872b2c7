"""Asking parties to join in, what they answer, and the button with which visitors reach a resident."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Visibility
from initiatives.models import Initiative
from post.pages import token_of, token_page
from residents import limits
from residents.consents import consents_of
from residents.deciding_forms import ContactForm
from residents.ground import suggestions_for, words_of
from residents.models import ContactMail, Purpose, Registration, State
from residents.services.contacting import pass_on
from residents.services.deciding import subject_of
from residents.services.inviting import (
    JOIN,
    CannotInvite,
    answer_invitation,
    invitation_of,
    invite,
    still_drives,
)
from residents.views.deciding import registration_in
from wijkweb.kit.replies import page

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_POST
def registration_invite(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Ask one of the suggested parties by mail."""
    registration = registration_in(request, slug, key)
    chosen = next(
        (
            one
            for one in suggestions_for(registration, request.user)
            if one.partner.slug == request.POST.get("partij")
        ),
        None,
    )
    if registration.initiative is None or chosen is None:
        messages.error(
            request,
            _("Nothing was sent: choose a party from the list, after the initiative stands on the map."),
        )
        return redirect(subject_of(registration))
    try:
        change = invite(
            registration.initiative, chosen.partner, reasons=chosen.codes, acting_user=request.user
        )
    except CannotInvite as error:
        messages.error(request, _("Nothing was sent: %(why)s.") % {"why": error})
        return redirect(subject_of(registration))
    if change is None:
        messages.info(request, _("%(name)s was asked already.") % {"name": chosen.partner.name})
    else:
        messages.success(request, _("%(name)s is asked by mail.") % {"name": chosen.partner.name})
    return redirect(subject_of(registration))


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def invitation_answer(request: HttpRequest) -> HttpResponse:
    """A party looks at what it is asked, and says yes or no with one click."""
    link = limits.link_of(request, JOIN)
    invitation = invitation_of(link)
    if link is None or invitation is None:
        return render(request, "residents/invitation_gone.html", status=410)
    said = request.POST.get("doe", "")
    if request.method == "POST" and said in ("ja", "nee"):
        if answer_invitation(link, joins=said == "ja") is None:
            return render(request, "residents/invitation_gone.html", status=410)
        return redirect("invitation_thanks")
    context = {
        "invitation": invitation,
        "partner": invitation.partner,
        "initiative": invitation.initiative,
        "reasons": words_of(invitation.reasons),
        "token": token_of(request),
    }
    return render(
        request, "residents/invitation_answer.html", context, status=422 if request.method == "POST" else 200
    )


@require_GET
@login_not_required
def invitation_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/invitation_thanks.html")


def public_registration(slug: str) -> tuple[Initiative, Registration | None, dict[str, bool]]:
    """A public initiative with the resident behind it and what that person agreed to; both may be nothing."""
    initiative = get_object_or_404(
        Initiative.objects.select_related("kern"), slug=slug, visibility=Visibility.PUBLIC
    )
    rows = Registration.objects.filter(initiative=initiative, state=State.PUBLISHED, words__isnull=False)
    registration = rows.select_related("words").first()
    if registration is None or not still_drives(registration):
        return initiative, None, {}
    return initiative, registration, consents_of(registration)


@require_GET
@login_not_required
def initiative_resident(request: HttpRequest, slug: str) -> HttpResponse:
    """Who began it, as far as that person wants to be known; a part of the card, and a page of its own."""
    initiative, registration, consents = public_registration(slug)
    name = registration.words.first_name if registration and consents[Purpose.NAME] else ""
    context = {
        "initiative": initiative,
        "name": name,
        "has_button": bool(registration and consents[Purpose.CONTACT]),
    }
    return page(request, "residents/initiative_resident.html", context, fragment="part")


@require_http_methods(READ_AND_SEND)
@login_not_required
def initiative_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """A message to the resident, who wanted this button; nobody sees the address."""
    initiative, registration, consents = public_registration(slug)
    if registration is None or not consents[Purpose.CONTACT]:
        raise Http404
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not limits.count(request, limits.WRITE):
            return limits.wait(request)
        try:
            pass_on(registration, **form.cleaned_data)
        except IntegrityError:
            if not ContactMail.objects.filter(token=form.cleaned_data["token"]).exists():
                raise  # it was no second half of a double click
        messages.success(request, _("Your message is on its way."))
        return redirect(initiative.get_absolute_url())
    context = {"initiative": initiative, "kern": initiative.kern, "form": form}
    return render(request, "residents/initiative_contact.html", context, status=422 if form.errors else 200)
