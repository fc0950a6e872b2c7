"""What is offered and asked for in a kern, and the card of one of them with its calendar."""

import re
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import coordinates
from initiatives.models import Offer
from places.models import Kern
from sharing.acting import may_change, may_enter, offer_here
from sharing.filtering import OfferFilter, chosen
from sharing.looking import current_in, pairs_of
from sharing.models import LENT, Loan, LoanState, Taken
from sharing.services.booking import AHEAD
from sharing.slots import Month, day_of, month_of, next_month, previous_month, slot_of
from wijkweb.kit.few import LEAST, STEP

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@require_GET
@login_not_required
def sharing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Offers and needs side by side on a wide screen, under each other on a phone."""
    kern = get_object_or_404(Kern, slug=slug)
    form = OfferFilter(request.GET)
    everything = current_in(kern, request.user)
    found = chosen(everything, form.values)
    context = {
        "kern": kern,
        "form": form,
        "is_filtered": bool(form.values),
        "total": len(everything),
        "count": len(found),
        "offers": [offer for offer in found if not offer.is_need],
        "needs": [offer for offer in found if offer.is_need],
        "may_enter": may_enter(request.user, kern),
        "coordinates": coordinates(request.user, kern),
    }
    return render(request, "sharing/sharing_list.html", context)


@require_GET
@login_not_required
def sharing_detail(request: HttpRequest, slug: str, offer: str) -> HttpResponse:
    """The card of an offer or a need. The calendar says when it is taken, never by whom."""
    kern = get_object_or_404(Kern, slug=slug)
    found = offer_here(request.user, kern, offer)
    may_edit = may_change(request.user, found)
    lent = Loan.objects.filter(offer=found, state__in=LENT).count()
    context: dict[str, Any] = {
        "kern": kern,
        "offer": found,
        "partner": found.partner,
        "is_over": found.is_over_on(timezone.localdate()),
        "pairs": [
            {"other": pair.other(found), "reasons": pair.reasons} for pair in pairs_of(found, request.user)
        ],
        "may_edit": may_edit,
        "lent_before": lent if may_edit else rounded(lent),
    }
    if found.can_be_borrowed and not context["is_over"]:
        context |= _calendar(found, request.GET.get("maand", ""))
    return render(request, "sharing/sharing_detail.html", context)


def rounded(count: int) -> int:
    """A count that comes from what people did, as everybody may see it: none below ten, else in steps of five."""
    return 0 if count < LEAST else count // STEP * STEP


def _calendar(offer: Offer, asked: str) -> dict[str, Any]:
    """One month, this one unless another within a year is asked for, and the ways to the ones beside it."""
    today = timezone.localdate()
    now, last = today.replace(day=1), (today + AHEAD).replace(day=1)
    match = MONTH.fullmatch(asked)
    wanted = date(int(match[1]), int(match[2]), 1) if match and int(match[1]) > 0 else now
    first = min(max(wanted, now), last)
    earlier, later = previous_month(first), next_month(first)
    return {
        "month": calendar_of(offer, first, today),
        "earlier": earlier if earlier >= now else None,
        "later": later if later <= last else None,
    }


def calendar_of(offer: Offer, first: date, today: date) -> Month:
    """Two queries: what is taken, and what is asked for."""
    begin, end = slot_of(first, 0), slot_of(next_month(first), 0)
    taken = Taken.objects.filter(offer=offer, slot__gte=begin, slot__lt=end).values_list("slot", flat=True)
    waiting = Loan.objects.filter(
        offer=offer, state=LoanState.ASKED, first_day__lt=day_of(end), last_day__gte=first
    )
    asked = {slot for loan in waiting for slot in loan.slots if begin <= slot < end}
    return month_of(first, taken, asked, today)
