"""The link in the yearly mail: yes, it still runs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from post.pages import token_of, token_page
from residents import limits
from residents.services.alive import ALIVE, still_runs
from residents.services.registering import registration_of
from residents.views.register import link_gone


@token_page
@limits.few_guesses
@require_http_methods(["GET", "HEAD", "POST"])
def resident_alive(request: HttpRequest) -> HttpResponse:
    """A GET shows which initiative it is about and one button, a POST says yes. It opens nothing else."""
    link = limits.link_of(request, ALIVE)
    registration = registration_of(link)
    if link is None or registration is None or registration.initiative is None:
        return link_gone(request)
    if request.method == "POST":
        return redirect("resident_alive_thanks") if still_runs(link, registration) else link_gone(request)
    context = {
        "registration": registration,
        "initiative": registration.initiative,
        "token": token_of(request),
    }
    return render(request, "residents/alive.html", context)


@require_GET
@login_not_required
def resident_alive_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/alive_thanks.html")
