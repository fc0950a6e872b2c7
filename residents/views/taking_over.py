"""A resident asks a neighbour without an account to take over; the neighbour reads what it is about, and says yes or no."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from post import links
from post.pages import token_of, token_page
from residents import limits, session
from residents.consents import consents_of
from residents.models import Purpose, Registration, Takeover, TakeoverState
from residents.services.deciding import is_own, subject_of
from residents.services.neighbours import TAKEOVER, asked_now
from residents.services.taking_over import (
    CannotAsk,
    accept,
    answered_by,
    ask,
    can_pass_on,
    refuse,
    take_back,
    takeover_of,
)
from residents.takeover_forms import NeighbourForm, TakeOverForm
from residents.views.deciding import own, registration_in
from wijkweb.kit.forms import add_errors

READ_AND_SEND = ["GET", "HEAD", "POST"]


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_neighbour(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Whose address it is, and what happens then, in plain words before anything is sent."""
    if not can_pass_on(registration):
        messages.info(request, _("That cannot be done with your initiative now."))
        return redirect("resident_home")
    asked = asked_now(registration)
    if asked is not None and asked.is_open:
        return redirect("resident_hand_over")
    form = NeighbourForm(
        request.POST if request.method == "POST" else None, own_address=registration.words.email
    )
    if request.method != "POST" or not form.is_valid():
        context = {"registration": registration, "initiative": registration.initiative, "form": form}
        return render(request, "residents/neighbour.html", context, status=422 if form.errors else 200)
    if not limits.count(request, limits.WRITE):
        return limits.wait(request)
    _ask(request, registration, form)
    return redirect("resident_hand_over")


def _ask(request: HttpRequest, registration: Registration, form: NeighbourForm) -> None:
    """The page after it is the same whether there was a mail or this address had its mails for now."""
    values = {name: form.cleaned_data[name] for name in ("email", "first_name", "token")}
    with_mail = limits.count(request, limits.MAIL, address=values["email"])
    try:
        ask(registration, **values, with_mail=with_mail)
    except CannotAsk:
        return  # pressed twice, or in another window: the page says whom was asked
    except IntegrityError:
        if not Takeover.objects.filter(token=values["token"]).exists():
            raise
        return
    messages.success(request, _("Your neighbour is asked by mail. Nothing changes until there is an answer."))


@require_POST
@session.in_space
def resident_take_back(request: HttpRequest, registration: Registration) -> HttpResponse:
    if take_back(registration):
        messages.success(
            request, _("Taken back. The link in the mail no longer works, and the address is erased.")
        )
    else:
        messages.info(request, _("There is no question to take back."))
    return redirect("resident_hand_over")


@require_POST
def registration_take_back(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """A coordinator helps, for instance when the address was typed wrong."""
    registration = registration_in(request, slug, key)
    if is_own(registration, request.user):
        return own(request, registration)
    if take_back(registration, acting_user=request.user):
        messages.success(
            request, _("Taken back. The link in the mail no longer works, and the address is erased.")
        )
    else:
        messages.info(request, _("There is no question to take back."))
    return redirect(subject_of(registration))


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def takeover_answer(request: HttpRequest) -> HttpResponse:
    """A GET shows what it is about and what is kept, a POST says yes or no."""
    link = limits.link_of(request, TAKEOVER)
    takeover = takeover_of(link)
    if link is None or takeover is None:
        return _answered_before(request)
    said = request.POST.get("doe", "") if request.method == "POST" else ""
    if said == "nee":
        return redirect("takeover_refused") if refuse(link) else _answered_before(request)
    form = TakeOverForm(request.POST if said == "ja" else None, first_name=takeover.neighbour.first_name)
    if said == "ja" and form.is_valid():
        try:
            done = accept(link, **form.values())
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("takeover_done") if done else _answered_before(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "residents/takeover.html", _context(request, takeover, form), status=status)


def _context(request: HttpRequest, takeover: Takeover, form: TakeOverForm) -> dict[str, object]:
    registration = takeover.registration
    shows_name = consents_of(registration)[Purpose.NAME]
    return {
        "takeover": takeover,
        "initiative": takeover.initiative,
        "neighbour": takeover.neighbour,
        "who": registration.words.first_name if shows_name else "",
        "form": form,
        "token": token_of(request),
    }


def _answered_before(request: HttpRequest) -> HttpResponse:
    """Whoever opens the link twice, or presses twice, reads what was answered."""
    answers = {TakeoverState.YES: "takeover_done", TakeoverState.NO: "takeover_refused"}
    answered = answered_by(links.used(TAKEOVER, token_of(request)))
    if answered:
        return redirect(answers[TakeoverState(answered)])
    return render(request, "residents/takeover_gone.html", status=410)


@require_GET
@login_not_required
def takeover_done(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/takeover_done.html")


@require_GET
@login_not_required
def takeover_refused(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/takeover_refused.html")
