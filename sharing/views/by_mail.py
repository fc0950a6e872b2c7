"""The pages behind the links in the mails. A GET shows, a POST does; a link works once, and each deed leads on by a new one."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from post import links
from post.models import MailLink
from post.pages import token_of, token_page
from sharing import limits
from sharing.deeds import Desk, do
from sharing.forms import AddressForm
from sharing.models import Loan, LoanState, Side
from sharing.services import erasing, lending, mailing
from sharing.services.booking import CannotLend

READ_AND_SEND = ["GET", "HEAD", "POST"]


def link_gone(request: HttpRequest) -> HttpResponse:
    """The same calm page for a link that was used, grew old, or never was one; what was typed stands on it."""
    context = {"form": AddressForm(), "typed": request.POST.get("text", "")[:2000], "level": 1}
    return render(request, "sharing/link_gone.html", context, status=410)


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def loan_confirm(request: HttpRequest) -> HttpResponse:
    """What somebody asked with this address: yes, it was me; or no, take it away."""
    link = limits.link_of(request, mailing.CONFIRM)
    waiting = Loan.objects.filter(state=LoanState.SENT).with_both()
    loan = waiting.filter(pk=link.payload.get("loan")).first() if link else None
    if link is None or loan is None:
        return link_gone(request)
    choice = request.POST.get("doe", "")
    if request.method == "POST" and choice in ("ja", "nee"):
        with transaction.atomic():
            if not links.use(link):
                return link_gone(request)
            if choice == "nee":
                erasing.remove(loan)
                return render(request, "sharing/loan_removed.html")
            loan = lending.confirm(loan)
            further = mailing.side_link(loan, Side.BORROWER)
        messages.success(request, _("Thank you, it is asked now. The answer comes by mail."))
        return _on(further)
    context = {
        "loan": loan,
        "offer": loan.offer,
        "token": token_of(request),
        "question": loan.messages.first(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "sharing/loan_confirm.html", context, status=status)


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def loan_side(request: HttpRequest) -> HttpResponse:
    """One side of a loan: how it stands, what was said, and the buttons."""
    link = limits.link_of(request, mailing.SIDE)
    found = mailing.opened(link)
    if link is None or found is None:
        return link_gone(request)
    loan, side = found
    desk = Desk(loan, [side], by_mail=True)
    error = ""
    if request.method == "POST":
        try:
            answer = _do(request, link, desk, side)
        except CannotLend as caught:
            error = str(caught)
            loan.refresh_from_db()
            desk = Desk(loan, [side], by_mail=True)
        else:
            if answer is not None:
                return answer
    return _page(request, desk, error)


def _do(request: HttpRequest, link: MailLink, desk: Desk, side: Side) -> HttpResponse | None:
    """The deed and the end of this link are one: of twenty presses one counts. None when a text was refused."""
    with transaction.atomic():
        if not links.use(link):
            return link_gone(request)
        text = do(desk, side, request.POST, acting_user=None)
        if not text:
            transaction.set_rollback(True)  # the link stays usable: nothing was done
            return None
        further = mailing.side_link(desk.loan, side)
    messages.success(request, text)
    return _on(further)


def _on(further: str) -> HttpResponse:
    return redirect(links.path("loan_side", further))


def _page(request: HttpRequest, desk: Desk, error: str) -> HttpResponse:
    context: dict[str, Any] = {
        "desk": desk,
        "loan": desk.loan,
        "offer": desk.loan.offer,
        "token": token_of(request),
        "error": error,
    }
    return render(request, "sharing/loan_side.html", context, status=422 if error or desk.is_refused else 200)


@token_page
@require_http_methods(READ_AND_SEND)
def loan_again(request: HttpRequest) -> HttpResponse:
    """A new link by mail. The answer is the same whether the address is known or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not limits.count(request, limits.AGAIN):
            return limits.wait(request)
        if limits.count(request, limits.MAIL, address=form.cleaned_data["email"]):
            mailing.send_new_links(form.cleaned_data["email"])
        return render(request, "sharing/link_sent.html")
    context = {"form": form, "is_question": True, "level": 1}
    return render(request, "sharing/link_gone.html", context, status=422 if form.errors else 200)
