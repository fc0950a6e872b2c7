"""One's own wish, behind the link that comes by mail."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from post import links
from post.pages import token_of, token_page
from wishes import limits
from wishes.hanging import MINE, forget, hanger_of, stay
from wishes.models import PUBLIC
from wishes.services import erase


@token_page
@limits.few_guesses
@require_http_methods(["GET", "HEAD", "POST"])
def wish_mine(request: HttpRequest) -> HttpResponse:
    """A GET shows the wish and its answer, with three buttons: keep me posted, forget my address, take it back."""
    link, token = limits.link_of(request, MINE), token_of(request)
    hanger = hanger_of(link)
    if link is None or hanger is None:
        return render(request, "wishes/mine_gone.html", status=410)
    deed = request.POST.get("doe", "")
    if request.method == "POST" and deed == "blijf":
        stay(hanger)
        return redirect(links.path("wish_mine", token))
    if request.method == "POST" and deed in ("vergeet", "terug") and _is_sure(request, deed):
        with transaction.atomic():
            if links.use(link):
                erase(hanger.wish) if deed == "terug" else forget(hanger)
        return redirect(f"{reverse('wish_mine_done')}?wat={deed}")
    wish = hanger.wish
    context = {
        "wish": wish,
        "kern": wish.kern,
        "token": token,
        "is_confirmed": hanger.confirmed_at is not None,
        "is_public": wish.state in PUBLIC,
        "must_tick": deed == "terug",
    }
    return render(request, "wishes/mine.html", context, status=422 if request.method == "POST" else 200)


def _is_sure(request: HttpRequest, deed: str) -> bool:
    return deed == "vergeet" or request.POST.get("zeker") == "on"


@require_GET
@login_not_required
def wish_mine_done(request: HttpRequest) -> HttpResponse:
    """The same for everybody."""
    return render(request, "wishes/mine_done.html", {"is_back": request.GET.get("wat") == "terug"})
