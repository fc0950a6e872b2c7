"""The pages behind the link in a mail to who drives an initiative. A GET shows, a POST does, and the link works once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Visibility
from changes.services import settle, stale_page, version_of
from checkups.dates import add_months
from checkups.forms import LinkForm, NewLinkForm
from checkups.limits import AGAIN, count, few_guesses, link_of, wait
from checkups.models import CheckUp, Support
from checkups.rows import Row
from checkups.services.asking import CHECKUP, ask_again, row_behind
from checkups.services.filling import BLANK, QUESTIONS, change_checkup, fill_in, latest_of, locked
from checkups.services.planning import PUT_OFF_MONTHS, needs_none, put_off
from checkups.views.common import READ_AND_SEND
from checkups.views.initiative import answers_of
from initiatives.driving import heard_from
from initiatives.models import Initiative
from post import links
from post.models import MailLink
from post.pages import token_of, token_page
from wijkweb.kit.forms import add_errors

FILLED, LATER, NEVER = "ingevuld", "later", "nooit"


def opened(request: HttpRequest) -> tuple[MailLink, Row] | None:
    """The link of this request and what it is about, while both still hold."""
    link = link_of(request, CHECKUP)
    row = row_behind(link)
    return (link, row) if link is not None and row is not None else None


def link_gone(request: HttpRequest) -> HttpResponse:
    """The same calm page for a link that was used, grew old, or never was one."""
    return render(request, "checkups/link_gone.html", {"form": NewLinkForm()}, status=410)


def meanwhile(link: MailLink, row: Row) -> CheckUp | None:
    """The check-up that somebody wrote down after this link was mailed."""
    latest = latest_of(row.initiative)
    return latest if latest is not None and latest.pk > link.payload.get("after", 0) else None


@token_page
@few_guesses
@require_http_methods(READ_AND_SEND)
def checkup_open(request: HttpRequest) -> HttpResponse:
    """The four questions. When the coordinator wrote something down meanwhile, that stands in the fields."""
    found = opened(request)
    if found is None:
        return link_gone(request)
    link, row = found
    if request.method == "POST":
        form = LinkForm(request.POST)
        if not form.is_valid():
            return _form_page(request, link, row, form, status=422)
        try:
            with transaction.atomic():
                return _store(request, link, row, form)
        except ValidationError as error:
            add_errors(form, error)
            return _form_page(request, link, row, form, status=422)
    initial: dict[str, Any] = {links.QUERY: token_of(request)}
    there = meanwhile(link, row)
    if there is not None:
        initial |= {name: getattr(there, name) for name in (*QUESTIONS, "outcome")}
        initial["version"] = version_of(there)
    return _form_page(request, link, row, LinkForm(initial=initial))


def _store(request: HttpRequest, link: MailLink, row: Row, form: LinkForm) -> HttpResponse:
    """Who was overtaken sees both texts, and keeps the link until the choice is made."""
    initiative = locked(row.initiative)
    there, values = meanwhile(link, row), form.values()
    if there is not None:
        there.initiative = initiative
        settled = settle(there, form.cleaned_data["version"], values, request.POST, blank=BLANK)
        if settled.open:
            back = links.path("checkup_open", token_of(request))
            return stale_page(request, there, form, settled.open, back, name=initiative.name)
        values = settled.values
    if not links.use(link):
        return link_gone(request)
    heard_from.send(Initiative, initiative_id=initiative.pk)
    if there is None:
        fill_in(initiative, values, acting_user=None)
    else:
        change_checkup(there, values, acting_user=None)
    return _thanks(FILLED)


def _form_page(
    request: HttpRequest, link: MailLink, row: Row, form: LinkForm, *, status: int = 200
) -> HttpResponse:
    last = CheckUp.objects.filter(initiative=row.initiative, pk__lte=link.payload.get("after", 0)).first()
    context = {
        "initiative": row.initiative,
        "row": row,
        "form": form,
        "token": token_of(request),
        "there": meanwhile(link, row),
        "last": last,
        "answers": answers_of(last),
        "support": _support(row),
    }
    return render(request, "checkups/checkup_open.html", context, status=status)


def _support(row: Row) -> list[tuple[Support, str]]:
    """What was agreed, and by whom as far as everybody may know it."""
    rows = Support.objects.filter(initiative=row.initiative).open().select_related("owner")
    return [
        (
            one,
            one.owner.name
            if one.owner and one.owner.visibility == Visibility.PUBLIC
            else one.get_role_display(),
        )
        for one in rows
    ]


@token_page
@few_guesses
@require_http_methods(READ_AND_SEND)
def checkup_later(request: HttpRequest) -> HttpResponse:
    """Not now, or no longer needed: one click, no reason asked."""
    found = opened(request)
    if found is None:
        return link_gone(request)
    link, row = found
    choice = request.POST.get("doe", "")
    if request.method == "POST" and choice in (LATER, NEVER):
        return _put_off(request, link, row, choice)
    context = {
        "initiative": row.initiative,
        "row": row,
        "token": token_of(request),
        "choice": request.GET.get("keuze", ""),
        "later_on": add_months(timezone.localdate(), PUT_OFF_MONTHS),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "checkups/checkup_later.html", context, status=status)


def _put_off(request: HttpRequest, link: MailLink, row: Row, choice: str) -> HttpResponse:
    with transaction.atomic():
        if not links.use(link):
            return link_gone(request)
        heard_from.send(Initiative, initiative_id=row.initiative.pk)
        if choice == LATER:
            put_off(row.initiative, acting_user=None)
        else:
            needs_none(row.initiative, acting_user=None)
    return _thanks(choice)


def _thanks(what: str) -> HttpResponse:
    return redirect(f"{reverse('checkup_thanks')}?wat={what}")


@token_page
@require_GET
def checkup_thanks(request: HttpRequest) -> HttpResponse:
    """What was done, without anything in it."""
    what = request.GET.get("wat", "")
    return render(
        request, "checkups/checkup_thanks.html", {"what": what if what in (LATER, NEVER) else FILLED}
    )


@token_page
@require_http_methods(READ_AND_SEND)
def checkup_again(request: HttpRequest) -> HttpResponse:
    """A new link by mail. The answer is the same whether the address is known or not."""
    form = NewLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not count(request, AGAIN):
            return wait(request)
        ask_again(form.cleaned_data["address"])
        return render(request, "checkups/link_sent.html")
    context = {"form": form, "is_question": True}
    return render(request, "checkups/link_gone.html", context, status=422 if form.errors else 200)
