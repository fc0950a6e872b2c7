"""Merging two cards: looking for the other one, and both side by side."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import may, require, viewer_of
from changes.messages import done
from changes.services import made_with
from partners.models import Identity, Partner
from partners.similar import similar_partners
from places.models import Kern
from upkeep.merge_forms import MergeForm
from upkeep.services.comparing import choices_between
from upkeep.services.merging import CannotMerge, merge, seen_of, why_not
from upkeep.services.moving import between, counted
from wijkweb.kit.text import fold

FOUND = 20


@require_GET
def partner_merge_with(request: HttpRequest, slug: str) -> HttpResponse:
    """Which card is the same party: names that look alike, or what ?zoek= finds."""
    partner = _card(request, slug)
    words = request.GET.get("zoek", "").strip()[:100]
    found = _searched(request.user, partner, words) if words else _alike(request.user, partner)
    context = {"kern": partner.kern, "partner": partner, "words": words, "found": found}
    return render(request, "upkeep/partner_merge_with.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_merge(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Both cards side by side; `slug` keeps its address. POST makes them one."""
    kept, gone = _card(request, slug), _card(request, other)
    data = request.POST if request.method == "POST" else None
    form = MergeForm(data, choices=choices_between(kept, gone, request.user))
    if request.method != "POST":
        return _compared(request, kept, gone, form, why_not(kept, gone))
    if change := made_with(form.token):
        return redirect(change.subject)  # the same form, sent twice
    if not form.is_valid():
        return _compared(request, kept, gone, form, status=422)
    try:
        change = merge(
            kept, gone, acting_user=request.user, picks=form.picks, seen=form.seen, token=form.token
        )
    except CannotMerge as error:
        return _compared(request, kept, gone, form, error.reason, status=409)
    except ValidationError as error:
        return _compared(request, kept, gone, form, " ".join(error.messages), status=422)
    except IntegrityError:
        return redirect(kept)
    done(request, _("“%(gone)s” went up in “%(kept)s”.") % {"gone": gone, "kept": kept}, change)
    return redirect(kept)


def _card(request: HttpRequest, slug: str) -> Partner:
    partners = Partner.objects.visible_to(request.user).with_places()
    partner = get_object_or_404(partners, slug=slug)
    require(request.user, "edit", partner)
    return partner


def _compared(
    request: HttpRequest, kept: Partner, gone: Partner, form: MergeForm, problem: str = "", status: int = 200
) -> HttpResponse:
    names = Identity.objects.filter(partner__in=[kept, gone]).count()
    context = {
        "kern": kept.kern,
        "kept": kept,
        "gone": gone,
        "form": form,
        "problem": problem,
        "is_possible": not why_not(kept, gone),
        "seen": seen_of(kept, gone),
        "counts": counted(gone),
        "kept_counts": counted(kept),
        "between": between(kept, gone),
        "has_two_names": names > 1,
    }
    return render(request, "upkeep/partner_merge.html", context, status=status)


def _alike(user: Any, partner: Partner) -> list[dict[str, Any]]:
    """Cards with a name that looks alike, in this kern and around it."""
    kern_ids = Kern.objects.ids_around(partner.kern_id) if partner.kern_id else []
    matches = similar_partners(partner.name, kern_ids=kern_ids, viewer=viewer_of(user), form=partner.form)
    return [
        {"partner": match.partner, "why": match.why}
        for match in matches
        if match.partner.pk != partner.pk and may(user, "edit", match.partner)
    ]


def _searched(user: Any, partner: Partner, words: str) -> list[dict[str, Any]]:
    looked_after = viewer_of(user).kernen
    rows = Partner.objects.visible_to(user).with_places().exclude(pk=partner.pk)
    for word in fold(words).split():
        rows = rows.filter(search_name__contains=word)
    found = [row for row in rows[:200] if row.kern_id is None or row.kern_id in looked_after]
    return [{"partner": row, "why": ""} for row in found[:FOUND]]
