"""What is lent and asked for: the list of who looks after it, and the page of one loan."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import coordinates
from changes.services import change_of
from places.models import Kern
from sharing.acting import acts_for, require_entering, spoken_for
from sharing.deeds import Desk, do
from sharing.looking import pairs_by_need
from sharing.models import LENT, OPEN, Loan, LoanQuerySet, LoanState, Side
from sharing.news import cards_waiting_in
from sharing.services.booking import CannotLend
from sharing.views.offers import said

MOST_ENDED = 20
MOST_NEEDS = 30


@dataclass(frozen=True)
class Groups:
    """The loans of a kern by what has to be done about them."""

    late: list[Loan]
    waiting: list[Loan]
    brought: list[Loan]
    agreed: list[Loan]
    ended: list[Loan]

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.waiting or self.brought or self.agreed or self.ended)


def loans_for(user: Any, kern: Kern) -> LoanQuerySet:
    """The loans that this person handles: all of the kern and below, or those of a partner of their own."""
    rows = Loan.objects.in_kernen(Kern.objects.ids_below(kern.pk)).confirmed().with_both()
    if coordinates(user, kern):
        return rows
    own = spoken_for(user)
    return rows.filter(Q(offer__partner__in=own) | Q(borrower__in=own))


def groups_of(user: Any, kern: Kern) -> Groups:
    today = timezone.localdate()
    rows = loans_for(user, kern)
    running = list(rows.filter(state__in=OPEN).order_by("first_day", "asked_at", "pk"))
    agreed = [loan for loan in running if loan.state == LoanState.AGREED]
    late = [loan for loan in agreed if _is_late(loan, today)]
    brought = [loan for loan in agreed if loan.brought_on]
    return Groups(
        late=late,
        waiting=[loan for loan in running if loan.state == LoanState.ASKED],
        brought=brought,
        agreed=[loan for loan in agreed if loan not in late and loan not in brought],
        ended=list(rows.exclude(state__in=OPEN).order_by("-ended_on", "-pk")[:MOST_ENDED]),
    )


def _is_late(loan: Loan, today: Any) -> bool:
    is_due = loan.last_day is not None and loan.last_day < today
    return is_due and loan.brought_on is None and not loan.offer.is_space


@require_GET
def loan_list(request: HttpRequest, slug: str) -> HttpResponse:
    kern = get_object_or_404(Kern, slug=slug)
    require_entering(request.user, kern)
    is_coordinator = coordinates(request.user, kern)
    counted = loans_for(request.user, kern)
    context = {
        "kern": kern,
        "groups": groups_of(request.user, kern),
        "cards": cards_waiting_in(kern, request.user) if is_coordinator else [],
        "pairs": pairs_by_need(kern, request.user)[:MOST_NEEDS] if is_coordinator else [],
        "lent": counted.filter(state__in=LENT).count(),
        "thanked": counted.filter(thanked_on__isnull=False).count(),
        "coordinates": is_coordinator,
    }
    return render(request, "sharing/loan_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def loan_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One loan, with the buttons of the side for which this person speaks; a coordinator may speak for both."""
    kern = get_object_or_404(Kern, slug=slug)
    require_entering(request.user, kern)
    loan = loans_for(request.user, kern).filter(pk=pk).first()
    if loan is None:
        raise Http404
    sides = sides_of(request.user, loan)
    desk = Desk(loan, sides, by_mail=False)
    if request.method == "POST":
        wanted = request.POST.get("kant", "")
        if wanted not in {side.value for side in sides}:
            return _page(request, kern, desk, _("Nothing was chosen, so nothing has changed."))
        try:
            text = do(desk, Side(wanted), request.POST, acting_user=request.user)
        except CannotLend as error:
            return _page(request, kern, desk, str(error))
        if text:
            if desk.is_change:
                said(request, text, change_of(loan), kern)
            else:
                messages.success(request, text)
            return redirect("loan_detail", kern.slug, loan.pk)
    return _page(request, kern, desk)


def sides_of(user: Any, loan: Loan) -> list[Side]:
    found = []
    if loan.offer.partner is not None and acts_for(user, loan.offer.partner):
        found.append(Side.LENDER)
    if loan.borrower is not None and acts_for(user, loan.borrower):
        found.append(Side.BORROWER)
    return found


def _page(request: HttpRequest, kern: Kern, desk: Desk, error: str = "") -> HttpResponse:
    context = {"kern": kern, "desk": desk, "loan": desk.loan, "offer": desk.loan.offer, "error": error}
    status = 422 if error or desk.is_refused else 200
    return render(request, "sharing/loan_detail.html", context, status=status)
