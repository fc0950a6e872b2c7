"""What a resident does with a published initiative: let it rest, go on, stop, hand over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from initiatives.models import Initiative, Phase
from residents import session
from residents.forms import HandOverForm, LessonForm
from residents.models import Registration, Takeover
from residents.services.alive import sign_of_life
from residents.services.changing import ask_for_successor, by_resident
from residents.services.living import STEPS, forward_from, go_on, hand_over, step_to, who_could_take_over
from residents.services.taking_over import can_pass_on
from wijkweb.kit.forms import add_errors

READ_AND_SEND = ["GET", "HEAD", "POST"]
FORWARD = (Phase.STARTED, Phase.RUNNING)


def _not_now(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("That cannot be done with your initiative now."))
    return redirect("resident_home")


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_pause(request: HttpRequest, registration: Registration) -> HttpResponse:
    return _rest(
        request, registration, Phase.PAUSED, _("Your initiative rests. You can go on whenever you want.")
    )


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_stop(request: HttpRequest, registration: Registration) -> HttpResponse:
    return _rest(
        request,
        registration,
        Phase.STOPPED,
        _("Your initiative has stopped. Thank you for what you did. After thirty days we erase your data."),
    )


def _rest(request: HttpRequest, registration: Registration, phase: Phase, said: str) -> HttpResponse:
    """One question on the way: what would you tell somebody else? No reason is asked."""
    initiative = registration.initiative
    if initiative is None or phase not in STEPS[initiative.phase]:
        return _not_now(request)
    form = LessonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with by_resident(registration):
                step_to(initiative, phase, acting_user=None, lesson=form.cleaned_data["lesson"])
        except ValidationError:
            return _not_now(request)
        sign_of_life(registration)
        messages.success(request, said)
        return redirect("resident_home")
    context = {
        "registration": registration,
        "initiative": initiative,
        "form": form,
        "is_pause": phase == Phase.PAUSED,
    }
    return render(request, "residents/rest.html", context, status=422 if form.errors else 200)


@require_POST
@session.in_space
def resident_go_on(request: HttpRequest, registration: Registration) -> HttpResponse:
    if registration.initiative is None:
        return _not_now(request)
    try:
        with by_resident(registration):
            go_on(registration.initiative, acting_user=None)
    except ValidationError:
        return _not_now(request)
    sign_of_life(registration)
    messages.success(request, _("Your initiative goes on."))
    return redirect("resident_home")


@require_POST
@session.in_space
def resident_begun(request: HttpRequest, registration: Registration) -> HttpResponse:
    """It has begun, or it runs by now: the resident is the first to know. Twice at once is one step, not two."""
    initiative = registration.initiative
    phase = request.POST.get("fase", "")
    if initiative is None or phase not in FORWARD or phase != forward_from(initiative.phase):
        return _not_now(request)
    try:
        with by_resident(registration):
            step_to(initiative, phase, acting_user=None)
    except ValidationError:
        return _not_now(request)
    sign_of_life(registration)
    messages.success(request, _("Good to hear. Everybody can see it now."))
    return redirect("resident_home")


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_hand_over(request: HttpRequest, registration: Registration) -> HttpResponse:
    """To a party that takes part already, at once; to a neighbour who is asked by mail; or with the help of the coordinator."""
    initiative = registration.initiative
    if initiative is None or initiative.phase == Phase.STOPPED:
        return _not_now(request)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, partners=who_could_take_over(initiative)
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _handed_over(request, registration, initiative, form)
        except ValidationError as error:
            add_errors(form, error)
    context = {
        "registration": registration,
        "initiative": initiative,
        "form": form,
        "asked": Takeover.objects.filter(registration=registration).select_related("neighbour").last(),
        "can_ask": can_pass_on(registration),
    }
    return render(request, "residents/hand_over.html", context, status=422 if form.errors else 200)


def _handed_over(
    request: HttpRequest, registration: Registration, initiative: Initiative, form: HandOverForm
) -> HttpResponse:
    successor = form.chosen
    with transaction.atomic():
        if successor is None:
            ask_for_successor(registration, form.cleaned_data["text"])
            said = _("The coordinator knows that you want to hand over, and will get in touch with you.")
        else:
            with by_resident(registration):
                hand_over(initiative, successor, acting_user=None)
            said = _("Handed over to %(name)s, from today. Thank you for what you did.") % {
                "name": successor.name
            }
        sign_of_life(registration)
    messages.success(request, said)
    return redirect("resident_home")
