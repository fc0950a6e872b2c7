"""Helping with a wish: at once for who is signed in, by a link in a mail for others."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import viewer_of
from changes.services import told
from post import links
from post.pages import say_address, token_of, token_page
from wishes import limits
from wishes.forms import HelpForm
from wishes.helping import (
    CONFIRM,
    STOP,
    confirm_help,
    help_signed_in,
    helper_of,
    helps_by,
    offer_help,
    stop_helping,
    was_offered,
)
from wishes.models import State
from wishes.views.tree import wish_page, wish_seen


@require_POST
@login_not_required
def wish_help(request: HttpRequest, key: UUID) -> HttpResponse:
    wish = wish_seen(request, key)
    if wish.state != State.SHOWN:
        raise Http404
    viewer = viewer_of(request.user)
    if viewer.level != "public" and wish.kern_id in viewer.places:
        return _signed_in(request, key)
    form = HelpForm(request.POST)
    if not form.is_valid():
        return wish_page(request, wish, status=422, help_form=form)
    given = form.cleaned_data
    if not was_offered(wish, given["email"], given["token"]):
        if not limits.count(request, limits.HELP):
            return limits.wait(request, kern=wish.kern)
        given["with_mail"] = limits.count(request, limits.MAIL, address=given["email"])
    offer_help(wish, **given)
    say_address(request, given["email"])
    return redirect("wish_help_done")


def _signed_in(request: HttpRequest, key: UUID) -> HttpResponse:
    wish = wish_seen(request, key)
    if request.POST.get("doe") == "niet-meer":
        for helper in wish.helpers.filter(user_id=request.user.pk or 0):
            stop_helping(helper)
        return told(
            request, _("You do not help with this wish any more."), None, then=wish.get_absolute_url()
        )
    help_signed_in(wish, request.user)
    return told(request, _("You help with this wish."), None, then=wish.get_absolute_url())


@require_GET
@login_not_required
def wish_help_done(request: HttpRequest) -> HttpResponse:
    """The same for everybody."""
    return render(request, "wishes/help_done.html", {"what": request.GET.get("wat", "")})


def _done(what: str) -> HttpResponse:
    return redirect(reverse("wish_help_done", query={"wat": what}))


@token_page
@limits.few_guesses
@require_http_methods(["GET", "HEAD", "POST"])
def wish_help_confirm(request: HttpRequest) -> HttpResponse:
    """Which wish it is about, with two buttons: yes, I help; no, that was not me."""
    return _by_link(request, CONFIRM)


@token_page
@limits.few_guesses
@require_http_methods(["GET", "HEAD", "POST"])
def wish_help_stop(request: HttpRequest) -> HttpResponse:
    """Which wish it is about, and a button with which everything about this person goes."""
    return _by_link(request, STOP)


def _by_link(request: HttpRequest, purpose: str) -> HttpResponse:
    link, token = limits.link_of(request, purpose), token_of(request)
    helper = helper_of(link)
    if purpose == CONFIRM and link is None and helps_by(links.used(CONFIRM, token)):
        return _done("ja")
    if link is None or helper is None:
        return render(request, "wishes/link_gone.html", status=410)
    deed = request.POST.get("doe", "")
    if request.method == "POST" and deed == "ja" and purpose == CONFIRM and confirm_help(link):
        return _done("ja")
    if request.method == "POST" and deed == "nee":
        stop_helping(helper)
        return _done("weg")
    context = {"wish": helper.wish, "token": token, "asks": purpose == CONFIRM}
    status = 422 if request.method == "POST" else 200
    return render(request, "wishes/help_link.html", context, status=status)
