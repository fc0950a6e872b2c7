"""Putting up a card without an account: the form, the mail that confirms it, and the own page behind a link.

A GET shows, a POST does. A link works once; each deed on the own page goes on with a new one.
"""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from initiatives.models import OfferType
from places.models import Kern
from post import links
from post.models import MailLink
from post.pages import say_address, token_of, token_page
from sharing import consents, limits
from sharing.looking import pairs_of
from sharing.models import Loan, Posting, PostingState
from sharing.posting_forms import OwnForm, PostForm
from sharing.services import keeping
from sharing.services import posting as posts
from sharing.views.by_mail import link_gone
from wijkweb.kit.forms import add_errors

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
@login_not_required
def posting_add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. What may be better not said is asked about once, for that very text."""
    kern = get_object_or_404(Kern, slug=slug)
    wanted = request.GET.get("type", "")
    if request.method != "POST":
        form = PostForm(kern=kern, type=wanted if wanted in OfferType.values else "")
        return _form_page(request, kern, form)
    form = PostForm(request.POST, kern=kern)
    if not form.is_valid() or form.questions:
        return _form_page(request, kern, form, status=422)
    values = form.values()
    earlier = Posting.objects.filter(token=values["token"]).first()
    if earlier is None or not posts.is_the_same(earlier, values):
        if not limits.count(request, limits.POST):
            return limits.wait(request)
        _store(request, values, earlier)
    say_address(request, values["email"])
    return redirect("posting_sent", kern.slug)


def _store(request: HttpRequest, values: dict[str, Any], earlier: Posting | None) -> None:
    with_mail = limits.count(request, limits.MAIL, address=values["email"])
    try:
        if earlier is None:
            posts.post_as_resident(**values, with_mail=with_mail)
        else:
            posts.corrected(earlier, **values, with_mail=with_mail)
    except IntegrityError:
        if not Posting.objects.filter(token=values["token"]).exists():
            raise  # it was no second half of a double click


def _form_page(request: HttpRequest, kern: Kern, form: PostForm, *, status: int = 200) -> HttpResponse:
    is_asked = form.is_bound and not form.errors
    context = {
        "kern": kern,
        "form": form,
        "questions": form.questions if is_asked else [],
        "seen": form.seen if is_asked else "",
    }
    return render(request, "sharing/posting_add.html", context, status=status)


@require_GET
@login_not_required
def posting_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody: look in your mail."""
    kern = get_object_or_404(Kern, slug=slug)
    return render(request, "sharing/posting_sent.html", {"kern": kern})


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def posting_confirm(request: HttpRequest) -> HttpResponse:
    """What was filled in, with two buttons: yes, that is mine; no, that was not me."""
    link = limits.link_of(request, posts.CONFIRM)
    posting = posts.posting_of(link)
    if link is None and posts.confirmed_by(links.used(posts.CONFIRM, token_of(request))):
        return render(request, "sharing/posting_confirmed.html")
    if link is None or posting is None or posting.state != PostingState.SENT:
        return link_gone(request)
    deed = request.POST.get("doe", "")
    has_room = posts.has_room(posting)
    if request.method == "POST" and deed == "nee":
        return render(request, "sharing/loan_removed.html") if posts.refuse(link) else link_gone(request)
    if request.method == "POST" and deed == "ja" and has_room:
        with transaction.atomic():
            confirmed = posts.confirm(link)
            if confirmed is None:
                return link_gone(request)
            further = posts.own_link(confirmed)
        messages.success(request, _("Thank you. The coordinator reads it first; you get a mail."))
        return _on(further)
    context = {
        "posting": posting,
        "words": posting.words,
        "shows_name": consents.may_show_name(posting),
        "has_room": has_room,
        "most": posts.MOST_OPEN,
        "token": token_of(request),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "sharing/posting_confirm.html", context, status=status)


def _on(further: str) -> HttpResponse:
    return redirect(links.path("posting_own", further))


def _opened(request: HttpRequest) -> tuple[MailLink, Posting] | None:
    """The own card behind the link of this request."""
    link = limits.link_of(request, posts.OWN)
    posting = posts.posting_of(link)
    if link is None or posting is None or posting.state == PostingState.SENT:
        return None
    return link, posting


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def posting_own(request: HttpRequest) -> HttpResponse:
    """One's own card: how it stands, what goes with it, and what one can do with it."""
    found = _opened(request)
    if found is None:
        return link_gone(request)
    link, posting = found
    if request.method != "POST":
        return _own_page(request, posting, _own_form(posting))
    deed = request.POST.get("doe", "")
    if deed == "wijzig" or "gezien" in request.POST:
        return _change(request, link, posting)
    if deed == "wis":
        return _erase(request, link, posting)
    deeds: dict[str, Callable[[], str]] = {
        "langer": lambda: _longer(posting),
        "stop": lambda: _ended(posting),
        "naam": lambda: _name(posting, is_given=bool(request.POST.get("toon"))),
    }
    if deed not in deeds or (deed in ("langer", "stop") and not posting.is_open):
        return _own_page(request, posting, _own_form(posting), status=422)
    with transaction.atomic():
        if not links.use(link):
            return link_gone(request)
        said = deeds[deed]()
        further = posts.own_link(posting)
    messages.success(request, said)
    return _on(further)


def _own_form(posting: Posting, data: Any = None) -> OwnForm:
    return OwnForm(data, posting=posting, shown=keeping.shown_words(posting))


def _longer(posting: Posting) -> str:
    until = keeping.extend(posting)
    return _("It stands until and including %(day)s.") % {"day": date_format(until, "j F Y")}


def _ended(posting: Posting) -> str:
    keeping.end(posting)
    return _(
        "It is off the list. In thirty days we erase what you wrote; until then you can put it up once more."
    )


def _name(posting: Posting, *, is_given: bool) -> str:
    is_new = consents.record(posting, is_given and bool(posting.words.first_name))
    return _("Your choice is saved.") if is_new else _("Nothing was changed.")


def _change(request: HttpRequest, link: MailLink, posting: Posting) -> HttpResponse:
    form = _own_form(posting, request.POST)
    if not form.is_valid() or form.questions:
        return _own_page(request, posting, form, status=422)
    try:
        with transaction.atomic():
            if not links.use(link):
                return link_gone(request)
            outcome = keeping.change(posting, form.card(), version=form.cleaned_data["version"])
            further = posts.own_link(posting)
    except ValidationError as error:
        add_errors(form, error)
        return _own_page(request, posting, form, status=422)
    except keeping.Overtaken:
        return _overtaken(request, posting)
    said = {
        "": _("Nothing was changed."),
        "now": _("Saved."),
        "read": _("Saved. The coordinator reads your words first; you get a mail."),
    }
    messages.success(request, said[outcome])
    return _on(further)


def _overtaken(request: HttpRequest, posting: Posting) -> HttpResponse:
    """What is stored now stands beside each field, what was typed is still in it."""
    posting = Posting.objects.with_words().get(pk=posting.pk)
    data = request.POST.copy()
    data["version"] = str(posting.words.version)
    form = _own_form(posting, data)
    form.is_valid()
    stored = [
        (field.label, field.initial) for field in form.visible_fields() if field.initial != field.value()
    ]
    return _own_page(request, posting, form, status=409, stored=stored)


def _erase(request: HttpRequest, link: MailLink, posting: Posting) -> HttpResponse:
    """Only with the box ticked: it cannot be undone."""
    if not request.POST.get("zeker"):
        return _own_page(request, posting, _own_form(posting), status=422, is_unsure=True)
    with transaction.atomic():
        if not links.use(link):
            return link_gone(request)
        keeping.erase(posting)
    return redirect("posting_gone")


def _own_page(
    request: HttpRequest, posting: Posting, form: OwnForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    offer = posting.offer
    is_asked = form.is_bound and not form.errors and status == 422
    pairs = pairs_of(offer, AnonymousUser()) if offer and posting.is_shown else []
    context = {
        "posting": posting,
        "words": posting.words,
        "offer": offer,
        "shown": keeping.shown_words(posting),
        "form": form,
        "questions": form.questions if is_asked else [],
        "seen": form.seen if is_asked else "",
        "shows_name": consents.may_show_name(posting),
        "pairs": [{"other": pair.other(offer), "reasons": pair.reasons} for pair in pairs if offer],
        "loans": Loan.objects.filter(offer=offer).confirmed().order_by("-pk")[:20] if offer else [],
        "token": token_of(request),
        **more,
    }
    return render(request, "sharing/posting_own.html", context, status=status)


@token_page
@limits.few_guesses
@require_GET
def posting_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about who put up this card, as a file. The link stays usable: nothing changes."""
    found = _opened(request)
    if found is None:
        return link_gone(request)
    text = json.dumps(keeping.own_data(found[1]), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mijn-briefje.json"'
    return response


@require_GET
@login_not_required
def posting_gone(request: HttpRequest) -> HttpResponse:
    return render(request, "sharing/posting_gone.html")
