"""Registering an initiative, without an account."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from post import links
from post.pages import say_address, token_of, token_page
from residents import limits
from residents.alike import perhaps_together
from residents.consents import consents_of
from residents.forms import RegisterForm, consents_in
from residents.models import Registration, State
from residents.services.registering import (
    CONFIRM,
    confirm,
    confirmed_by,
    corrected,
    is_the_same,
    refuse,
    register,
    registration_of,
)
from wijkweb.kit.looking import questions_about
from wijkweb.kit.sealed import mark_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def register_initiative(request: HttpRequest) -> HttpResponse:
    """The form. Before it is sent: what runs already and is about the same, and what may be better not said."""
    if request.method != "POST":
        return _page(request, RegisterForm(kern=request.GET.get("kern", "")[:120]))
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    values = form.values()
    questions = questions_about(values["dream"], values["brings"], values["seeks"])
    alike = perhaps_together(values["dream"], values["kern"])
    shown = {str(one.pk) for one in alike}
    together = [] if shown <= set(request.POST.getlist("getoond")) else alike
    seen = _seen(values, bool(questions), [one.pk for one in alike])
    if (questions or together) and request.POST.get("gezien") != seen:
        return _page(
            request, form, status=422, questions=questions, together=together, seen=seen, shown=sorted(shown)
        )
    earlier = Registration.objects.filter(token=values["token"]).first()
    if earlier is not None and is_the_same(earlier, consents_in(form.cleaned_data), **values):
        return _sent(request, form)
    if not limits.count(request, limits.REGISTER):
        return limits.wait(request)
    return _store(request, form, earlier)


def _seen(values: dict[str, Any], is_asked: bool, shown: list[int]) -> str:
    """A mark of what somebody was asked about; other words, or another initiative beside them, are asked about again."""
    texts = "\n".join((values["dream"], values["brings"], values["seeks"]))
    return mark_of(f"{is_asked} {shown} {texts}", "resident-seen")


def _store(request: HttpRequest, form: RegisterForm, earlier: Registration | None) -> HttpResponse:
    with_mail = limits.count(request, limits.MAIL, address=form.cleaned_data["email"])
    values = {**form.values(), "consents": consents_in(form.cleaned_data), "with_mail": with_mail}
    try:
        if earlier is None:
            register(**values)
        else:
            corrected(earlier, **values)
    except IntegrityError:
        if not Registration.objects.filter(token=form.cleaned_data["token"]).exists():
            raise
    return _sent(request, form)


def _sent(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    say_address(request, form.cleaned_data["email"])
    return redirect("register_sent")


def _page(request: HttpRequest, form: RegisterForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(
        request, "residents/register.html", {"form": form, "keep_for": "aanmelden", **more}, status=status
    )


@require_GET
@login_not_required
def register_sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: look in your mail."""
    return render(request, "residents/register_sent.html")


@token_page
@limits.few_guesses
@require_http_methods(["GET", "HEAD", "POST"])
def register_confirm(request: HttpRequest) -> HttpResponse:
    """What was filled in, with two buttons: yes, that is mine; no, that was not me."""
    link = limits.link_of(request, CONFIRM)
    registration = registration_of(link)
    if link is None or registration is None or registration.state != State.SENT:
        return _pressed_before(request)
    deed = request.POST.get("doe", "")
    if request.method == "POST" and deed == "ja":
        return redirect("register_confirmed") if confirm(link) else _pressed_before(request)
    if request.method == "POST" and deed == "nee":
        return redirect("register_removed") if refuse(link) else _pressed_before(request)
    consents = [purpose for purpose, is_given in consents_of(registration).items() if is_given]
    context = {
        "registration": registration,
        "words": registration.words,
        "consents": consents,
        "token": token_of(request),
    }
    return render(
        request,
        "residents/register_confirm.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _pressed_before(request: HttpRequest) -> HttpResponse:
    """Whoever opens the link twice, or presses the button twice, reads that it went well; also when the first press was
    stored while the second looked.
    """
    if confirmed_by(links.used(CONFIRM, token_of(request))) is not None:
        if request.method == "POST":
            return redirect("register_confirmed")
        return render(request, "residents/register_confirmed.html", {"is_again": True})
    return link_gone(request)


def link_gone(request: HttpRequest) -> HttpResponse:
    """The same calm page for a link that was used, grew old, or never was one."""
    from residents.forms import AskForm

    return render(request, "residents/link_gone.html", {"form": AskForm()}, status=410)


@require_GET
@login_not_required
def register_confirmed(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/register_confirmed.html")


@require_GET
@login_not_required
def register_removed(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/register_removed.html")
