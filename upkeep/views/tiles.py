"""With whom do you work? First choose tiles, then say how. Both steps are one form; only the last one writes."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from partners.models import Partner
from post import links
from post.models import MailLink
from post.pages import token_of, token_page
from upkeep.forms import DEFAULT_WAY, WAY_CHOICES, WAYS
from upkeep.services.asking import TIES
from upkeep.services.reporting import report_ties
from upkeep.tiles import board_of, chosen_from, others_of
from upkeep.views.limits import few_guesses
from upkeep.views.updating import link_gone, opened, thanks
from wijkweb.kit.replies import page


@token_page
@few_guesses
@require_http_methods(["GET", "POST"])
def update_ties(request: HttpRequest) -> HttpResponse:
    found = opened(request, TIES)
    if found is None:
        return link_gone(request)
    link, partner = found
    step = request.POST.get("doe", "")
    slugs = request.POST.getlist("partij")
    if step in ("hoe", "klaar"):
        chosen = chosen_from(others_of(partner), slugs)
        if chosen and step == "klaar":
            return _report(request, link, partner, chosen)
        if chosen:
            return _ask_how(request, partner, chosen)
    return _choose(request, partner, slugs, is_missing=step in ("hoe", "klaar"))


def _choose(request: HttpRequest, partner: Partner, slugs: list[str], *, is_missing: bool) -> HttpResponse:
    wanted = request.POST.get("zoek", "")[:100]
    context = {
        "partner": partner,
        "board": board_of(partner, slugs, wanted),
        "wanted": wanted,
        "token": token_of(request),
        "is_missing": is_missing,
    }
    status = 422 if is_missing else 200
    return page(request, "upkeep/update_ties.html", context, fragment="board", status=status)


def _ask_how(request: HttpRequest, partner: Partner, chosen: list[Partner]) -> HttpResponse:
    rows = [{"other": other, "way": _way(request, other)} for other in chosen]
    context: dict[str, Any] = {
        "partner": partner,
        "rows": rows,
        "ways": WAY_CHOICES,
        "token": token_of(request),
    }
    return render(request, "upkeep/update_how.html", context)


def _way(request: HttpRequest, other: Partner) -> str:
    said = request.POST.get(f"hoe-{other.slug}", "")
    return said if said in WAYS else DEFAULT_WAY


def _report(request: HttpRequest, link: MailLink, partner: Partner, chosen: list[Partner]) -> HttpResponse:
    with transaction.atomic():
        if not links.use(link):
            return link_gone(request)
        report_ties(partner, [(other, *WAYS[_way(request, other)]) for other in chosen])
    return thanks()
