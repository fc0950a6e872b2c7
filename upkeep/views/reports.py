"""What partners reported, from what to what, to take over or to set aside."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require
from changes.messages import done
from changes.services import CannotUndo
from partners.models import Partner
from places.models import Kern
from upkeep.models import Report, ReportState
from upkeep.news import entries_of, handled_reports, new_reports, reports_in
from upkeep.old import old_list
from upkeep.services.keeping import trust
from upkeep.services.reporting import CannotTakeOver, reject, reopen, take_over
from upkeep.views.deeds import partner_for
from wijkweb.kit.replies import wants_fragment

SAID = re.compile(r"(overnemen|afwijzen|terug|alles|vertrouw|wantrouw):([0-9]{1,18})")
Deed = tuple[str, int]


@require_http_methods(["GET", "POST"])
def upkeep_reports(request: HttpRequest, slug: str) -> HttpResponse:
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    if request.method == "POST":
        return _do(request, kern)
    return _page(request, kern)


def _page(request: HttpRequest, kern: Kern, error: str = "") -> HttpResponse:
    visible = Partner.objects.visible_to(request.user).in_kernen(Kern.objects.ids_below(kern.pk))
    context = {
        "kern": kern,
        "groups": new_reports(kern, request.user),
        "handled": handled_reports(kern, request.user),
        "trusted": visible.filter(is_trusted=True),
        "error": error,
    }
    return render(request, "upkeep/upkeep_reports.html", context, status=422 if error else 200)


def _do(request: HttpRequest, kern: Kern) -> HttpResponse:
    match = SAID.fullmatch(request.POST.get("doe", ""))
    if match is None:
        return _page(request, kern, _("Nothing was chosen, so nothing has changed."))
    verb, pk = match[1], int(match[2])
    try:
        if verb in ("vertrouw", "wantrouw"):
            return _trust(request, kern, pk, is_trusted=verb == "vertrouw")
        if verb == "alles":
            return _take_over_all(request, kern, pk)
        return _one(request, kern, verb, pk)
    except (CannotTakeOver, CannotUndo, ValidationError) as error:
        return _page(request, kern, _in_words(error))


def _one(request: HttpRequest, kern: Kern, verb: str, pk: int) -> HttpResponse:
    report = reports_in(kern, request.user).filter(pk=pk).first()
    if report is None:
        raise Http404
    error = ""
    try:
        {"overnemen": take_over, "afwijzen": reject, "terug": reopen}[verb](report, acting_user=request.user)
    except (CannotTakeOver, CannotUndo, ValidationError) as caught:
        if not wants_fragment(request):
            raise
        error = _in_words(caught)
    if not wants_fragment(request):
        _tell(request, report)
        return redirect(reverse("upkeep_reports", args=[kern.slug]))
    fresh = reports_in(kern, request.user).get(pk=pk)
    context = {"kern": kern, "entry": entries_of([fresh])[0], "error": error, "is_swapped": True}
    return render(request, "upkeep/_report.html", context, status=422 if error else 200)


def _tell(request: HttpRequest, report: Report) -> None:
    fresh = Report.objects.select_related("change").get(pk=report.pk)
    if fresh.state == ReportState.ACCEPTED:
        done(request, _("The report is taken over."), fresh.change)
    elif fresh.state == ReportState.REJECTED:
        messages.success(request, _("The report is set aside. You find it below, with a way back."))
    else:
        messages.success(request, _("The report is new again."))


def _take_over_all(request: HttpRequest, kern: Kern, pk: int) -> HttpResponse:
    """Everything that one partner reported; what cannot be taken over stays, with the reason."""
    partner = partner_for(request.user, pk)
    taken, reasons = 0, []
    for report in reports_in(kern, request.user).new().filter(partner=partner).order_by("made_at", "pk"):
        try:
            with transaction.atomic():
                take_over(report, acting_user=request.user)
            taken += 1
        except (CannotTakeOver, ValidationError) as error:
            reasons.append(_in_words(error))
    text = ngettext("%(number)d report is taken over.", "%(number)d reports are taken over.", taken)
    messages.success(request, text % {"number": taken})
    for reason in dict.fromkeys(reasons):
        messages.warning(request, reason)
    return redirect(reverse("upkeep_reports", args=[kern.slug]))


def _trust(request: HttpRequest, kern: Kern, pk: int, *, is_trusted: bool) -> HttpResponse:
    partner = partner_for(request.user, pk)
    change = trust(partner, is_trusted, acting_user=request.user)
    if is_trusted:
        text = _("What %(name)s reports is taken over at once from now on.")
    else:
        text = _("What %(name)s reports waits for you again.")
    done(request, text % {"name": partner.name}, change)
    return redirect(reverse("upkeep_reports", args=[kern.slug]))


def _in_words(error: Any) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, CannotUndo):
        return " ".join(dict.fromkeys(obstacle.reason for obstacle in error.obstacles))
    return str(error)


@require_GET
def upkeep_reports_slot(request: HttpRequest, slug: str) -> HttpResponse:
    """For the start page: how many reports are new, and the latest."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    new = reports_in(kern, request.user).new().order_by("-made_at", "-pk")
    context = {"kern": kern, "count": new.count(), "latest": entries_of(new[:3])}
    return render(request, "upkeep/upkeep_reports_slot.html", context)


@require_GET
def upkeep_slot(request: HttpRequest, slug: str) -> HttpResponse:
    """For the start page: how much is old, and the five that matter most."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    everything = old_list(kern, request.user)
    context = {"kern": kern, "counts": everything.counts, "groups": everything.first_groups(5)}
    return render(request, "upkeep/upkeep_slot.html", context)
