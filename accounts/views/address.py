"""Another e-mail address for one's own account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.again import fresh
from accounts.forms import NewAddressForm
from accounts.services import addressing
from post.pages import token_of, token_page

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
@fresh
def address_change(request: HttpRequest) -> HttpResponse:
    """Ask for it. The answer is the same whether that address has an account or not."""
    user: Any = request.user
    form = NewAddressForm(request.POST if request.method == "POST" else None, present=user.email)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, status=422 if form.errors else 200)
    if not limits.count(request, limits.ASK):
        form.add_error(
            None,
            say(
                "This was asked too often in a short time. Wait an hour and press again; what you typed stands below."
            ),
        )
        return _form(request, form, status=429)
    address = form.cleaned_data["email"]
    addressing.ask(user, address, with_mail=limits.count(request, limits.MAIL, address=address))
    messages.success(
        request, say("Look in the mail of your new address: with the link there you confirm it.")
    )
    return redirect("account")


def _form(request: HttpRequest, form: NewAddressForm, *, status: int) -> HttpResponse:
    return render(request, "accounts/address_change.html", {"form": form}, status=status)


@token_page
@limits.few_guesses
@require_http_methods(READ_AND_SEND)
def address_confirm(request: HttpRequest) -> HttpResponse:
    """A GET shows which address it becomes, a POST does it. It signs nobody in."""
    wanted = addressing.wanted_by(limits.link_of(request, addressing.PURPOSE))
    if wanted is None:
        return render(request, "accounts/address_gone.html", status=410)
    is_own = request.user.pk == wanted.user.pk
    if request.method != "POST":
        context = {"address": wanted.address, "token": token_of(request)}
        return render(request, "accounts/address_confirm.html", context)
    if not addressing.change(wanted, request.session.session_key if is_own else None):
        return render(request, "accounts/address_gone.html", status=410)
    messages.success(
        request, say("Your e-mail address has been changed. Elsewhere you have been signed out.")
    )
    return redirect("account" if is_own else "login")
