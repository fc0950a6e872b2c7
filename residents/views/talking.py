"""The coordinator and a resident write to each other."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from post.pages import token_of, token_page
from residents import limits, session
from residents.deciding_forms import AnswerForm, QuestionForm, WriteForm
from residents.models import Message, Registration
from residents.services.deciding import AlreadyDecided, OwnInitiative, is_own, subject_of
from residents.services.registering import registration_of
from residents.services.talking import ANSWER, answer, ask_back, may_answer, no_answer_needed, write
from residents.views.deciding import decide, own, registration_in, text_page, too_late
from residents.views.register import link_gone
from wijkweb.kit.looking import questions_about
from wijkweb.kit.sealed import mark_of

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
def registration_ask(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """A question to the resident by mail, or an answer when it was the resident who asked."""
    registration = registration_in(request, slug, key)
    if is_own(registration, request.user):
        return own(request, registration)
    if not registration.can_be_reached:
        return too_late(request, registration)
    is_answer = registration.asks_since is not None
    form = QuestionForm(request.POST if request.method == "POST" else None, is_answer=is_answer)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]

        def deed() -> None:
            ask_back(registration, form.cleaned_data["text"], acting_user=request.user, token=token)

        said = (
            _("Your answer is on its way by mail.")
            if is_answer
            else _("Your question is on its way by mail.")
        )
        return decide(request, registration, token, deed, said)
    return text_page(request, registration, form, is_question=True, is_answer=is_answer)


@require_POST
def registration_answered(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """What the resident wrote needs no answer."""
    registration = registration_in(request, slug, key)
    try:
        no_answer_needed(registration, acting_user=request.user)
    except OwnInitiative:
        return own(request, registration)
    except AlreadyDecided as error:
        return too_late(request, error.registration)
    messages.success(request, _("It no longer waits for an answer."))
    return redirect(subject_of(registration))


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def resident_answer(request: HttpRequest) -> HttpResponse:
    """A resident answers what the coordinator wrote."""
    link = limits.link_of(request, ANSWER)
    registration = registration_of(link)
    if link is None or registration is None or not may_answer(link, registration):
        return link_gone(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if answer(link, form.cleaned_data["text"]) is None:
            return link_gone(request)
        return redirect("resident_answered")
    context = {
        "registration": registration,
        "thread": registration.messages.all(),
        "form": form,
        "token": token_of(request),
    }
    return render(request, "residents/answer.html", context, status=422 if form.errors else 200)


@require_GET
@login_not_required
def resident_answered(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/answered.html")


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_write(request: HttpRequest, registration: Registration) -> HttpResponse:
    """A resident begins. What may be better not said is asked about once, as at the registration."""
    form = WriteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _write_page(request, registration, form, status=422 if form.errors else 200)
    text, token = form.cleaned_data["text"], form.cleaned_data["token"]
    questions, seen = questions_about(text), mark_of(text, "resident-seen")
    if questions and request.POST.get("gezien") != seen:
        return _write_page(request, registration, form, status=422, questions=questions, seen=seen)
    if not limits.count(request, limits.WRITE):
        return limits.wait(request)
    try:
        write(registration, text, token=token)
    except IntegrityError:
        if not Message.objects.filter(token=token).exists():
            raise  # it was no second half of a double click
    messages.success(request, _("The coordinator of your kern reads it. The answer comes by mail."))
    return redirect("resident_home")


def _write_page(
    request: HttpRequest, registration: Registration, form: WriteForm, *, status: int, **more: object
) -> HttpResponse:
    context = {"registration": registration, "form": form, "thread": registration.messages.all(), **more}
    return render(request, "residents/write.html", context, status=status)
