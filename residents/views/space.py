"""One's own initiative, behind a link that comes by mail: see, change, take along, stop."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changes.services import version_of
from initiatives.driving import said_to_driver
from post.pages import say_address, token_of, token_page
from residents import limits, session
from residents.consents import consents_of, events_of, record
from residents.forms import AskForm, ChangeWordsForm, ConsentForm, SureForm, consents_in
from residents.models import Purpose, Registration, Sighting, State, Takeover
from residents.services.changing import Overtaken, change_words, own_data
from residents.services.erasing import erase
from residents.services.inviting import still_drives
from residents.services.living import forward_from
from residents.services.registering import SPACE, open_space, registration_of, send_space_links
from residents.views.register import link_gone
from wijkweb.kit.forms import add_errors
from wijkweb.kit.looking import questions_about
from wijkweb.kit.sealed import mark_of

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
@login_not_required
def resident_ask(request: HttpRequest) -> HttpResponse:
    """A link by mail. The answer is the same whether the address is known or not."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "residents/ask.html", {"form": form}, status=422 if form.errors else 200)
    if not limits.count(request, limits.ASK):
        return limits.wait(request)
    email = form.cleaned_data["email"]
    if limits.count(request, limits.MAIL, address=email):
        send_space_links(email)
    say_address(request, email)
    return render(request, "residents/ask_sent.html")


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def resident_open(request: HttpRequest) -> HttpResponse:
    """A GET shows a button, a POST opens half an hour; so a mail program that looks ahead opens nothing."""
    link = limits.link_of(request, SPACE)
    registration = registration_of(link)
    if link is None or registration is None:
        return link_gone(request)
    if request.method != "POST":
        context = {"registration": registration, "token": token_of(request)}
        return render(request, "residents/open.html", context)
    found = open_space(link)
    if found is None:
        return link_gone(request)
    session.begin(request, found)
    return redirect("resident_home")


@session.in_space
@require_GET
def resident_home(request: HttpRequest, registration: Registration) -> HttpResponse:
    context = {
        "registration": registration,
        "words": registration.words,
        "initiative": registration.initiative,
        "consent_form": ConsentForm(holds=consents_of(registration)),
        "thread": registration.messages.all(),
        "sightings": Sighting.objects.filter(registration_key=registration.key).order_by("-at")[:20],
        "wants_help": registration.wants_successor and still_drives(registration),
        "asked": Takeover.objects.filter(registration=registration).select_related("neighbour").last(),
        "minutes": session.minutes_left(request),
        "forward": forward_from(registration.initiative.phase) if registration.initiative else "",
        "lines": said_to_driver(registration.initiative) if registration.initiative else [],
    }
    return render(request, "residents/home.html", context)


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_edit(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Other words. What may be better not said is asked about once, as at the registration."""
    if registration.state == State.DECLINED:
        messages.info(request, _("This was declined, so it can no longer be changed."))
        return redirect("resident_home")
    form = _words_form(registration, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, registration, form, status=422 if form.errors else 200)
    versions = {name: form.cleaned_data[name] for name in ("version", "text_version")}
    values = {name: value for name, value in form.cleaned_data.items() if name not in versions}
    texts = [values.get(name, "") for name in ("dream", "brings", "seeks")]
    questions = questions_about(*texts)
    seen = mark_of("\n".join(texts), "resident-seen")
    if questions and request.POST.get("gezien") != seen:
        return _edit_page(request, registration, form, status=422, questions=questions, seen=seen)
    try:
        is_changed = change_words(registration, values, **versions)
    except ValidationError as error:
        add_errors(form, error)
        return _edit_page(request, registration, form, status=422)
    except Overtaken:
        return _overtaken(request, registration, form)
    messages.success(request, _("Saved.") if is_changed else _("Nothing was changed."))
    return redirect("resident_home")


def _words_form(registration: Registration, data: Any) -> ChangeWordsForm:
    """The form with what is stored now; of a published initiative the text on the map, which a coordinator may change too."""
    initiative = registration.initiative
    if initiative is None:
        return ChangeWordsForm(data, words=registration.words)
    return ChangeWordsForm(
        data,
        words=registration.words,
        is_published=True,
        text=initiative.description,
        text_version=version_of(initiative),
    )


def _overtaken(request: HttpRequest, registration: Registration, form: ChangeWordsForm) -> HttpResponse:
    """Both versions: what is stored now stands beside each field, what was typed is still in it."""
    registration.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(registration.words.version)
    if registration.initiative:
        data["text_version"] = str(version_of(registration.initiative))
    again = _words_form(registration, data)
    again.is_valid()
    stored = [
        (field.label, field.initial) for field in again.visible_fields() if field.initial != field.value()
    ]
    return _edit_page(request, registration, again, status=409, stored=stored)


def _edit_page(
    request: HttpRequest, registration: Registration, form: ChangeWordsForm, *, status: int, **more: object
) -> HttpResponse:
    context = {"registration": registration, "form": form, **more}
    return render(request, "residents/edit.html", context, status=status)


@require_POST
@session.in_space
def resident_consent(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Each purpose apart, given or withdrawn."""
    form = ConsentForm(request.POST, holds={})
    form.is_valid()
    count = record(registration, consents_in(form.cleaned_data))
    messages.success(request, _("Your choice is saved.") if count else _("Nothing was changed."))
    return redirect("resident_home")


@session.in_space
@require_GET
def resident_data(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Everything that is kept about this resident: a page to read and print, and the same as a file for a program."""
    if request.GET.get("als") == "pagina":
        return _data_page(request, registration)
    text = json.dumps(own_data(registration), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mijn-initiatief.json"'
    return response


def _data_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    context = {
        "registration": registration,
        "words": registration.words,
        "initiative": registration.initiative,
        "thread": registration.messages.all(),
        "takeovers": Takeover.objects.filter(registration=registration).select_related("neighbour"),
        "took_over": Takeover.objects.filter(successor=registration).first(),
        "consents": [(event, Purpose(event.purpose).label) for event in events_of(registration)],
        "sightings": Sighting.objects.filter(registration_key=registration.key).order_by("at"),
    }
    return render(request, "residents/data.html", context)


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_erase(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Erase everything about oneself; the initiative may go on without this person."""
    return _ending(request, registration, is_withdrawn=False)


@session.in_space
@require_http_methods(READ_AND_SEND)
def resident_withdraw(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Withdraw: it does not go on, and everything about the resident goes at once."""
    return _ending(request, registration, is_withdrawn=True)


def _ending(request: HttpRequest, registration: Registration, *, is_withdrawn: bool) -> HttpResponse:
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erase(registration, is_withdrawn=is_withdrawn)
        session.end(request)
        return redirect("resident_gone")
    context = {"registration": registration, "form": form, "is_withdrawn": is_withdrawn}
    return render(request, "residents/erase.html", context, status=422 if form.errors else 200)


@require_GET
@login_not_required
def resident_gone(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/gone.html")


@require_POST
@login_not_required
def resident_close(request: HttpRequest) -> HttpResponse:
    """End the half hour now, for who sits at a computer of others."""
    session.end(request)
    messages.success(request, _("Closed. Ask for a new link when you want to come back."))
    return redirect("resident_ask")
