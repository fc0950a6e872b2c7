"""Asking for what is offered, or answering a need: without an account by mail, signed in for a partner."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from changes.services import change_of, made_with
from initiatives.models import Offer
from places.models import Kern
from post.pages import say_address
from sharing import limits
from sharing.acting import acts_for, may_enter, offer_here
from sharing.forms import AskAsResidentForm, AskFields, AskForPartnerForm
from sharing.models import Loan, LoanState
from sharing.services.booking import CannotLend, Period
from sharing.services.lending import ask_as_resident, ask_for_partner
from sharing.services.mending import corrected, is_the_same
from sharing.views.offers import said
from wijkweb.kit.forms import add_errors


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def sharing_ask(request: HttpRequest, slug: str, offer: str) -> HttpResponse:
    """The same page for everybody; who may speak for a partner here asks for that partner."""
    kern = get_object_or_404(Kern, slug=slug)
    found = offer_here(request.user, kern, offer)
    if found.is_over_on(timezone.localdate()):
        return redirect(found)
    for_partner = may_enter(request.user, kern)
    form = _form(request, kern, found, for_partner=for_partner)
    if request.method == "POST" and form.is_valid():
        try:
            answer = (
                _for_partner(request, kern, found, form)
                if for_partner
                else _as_resident(request, found, form)
            )
        except ValidationError as error:
            add_errors(form, error)
        except CannotLend as error:
            form.add_error("first_day" if form.has_period else None, str(error))
        else:
            return answer
    context = {"kern": kern, "offer": found, "form": form, "level": 1, "for_partner": for_partner}
    return render(request, "sharing/sharing_ask.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, kern: Kern, offer: Offer, *, for_partner: bool) -> AskFields:
    data = request.POST if request.method == "POST" else None
    day = _day(request.GET.get("dag", ""))
    if for_partner:
        may_answer = offer.partner is not None and acts_for(request.user, offer.partner)
        return AskForPartnerForm(
            data, user=request.user, kern=kern, may_answer=may_answer, offer=offer, day=day
        )
    return AskAsResidentForm(data, offer=offer, day=day)


def _day(text: str) -> date | None:
    """A day of the calendar that was pressed; nothing for whatever else stands in the address."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def period_in(form: AskFields) -> Period | None:
    if not form.has_period:
        return None
    values = form.cleaned_data
    last = values.get("last_day") or values["first_day"]
    return Period(values["first_day"], last, values["first_part"], values["last_part"])


def _as_resident(request: HttpRequest, offer: Offer, form: AskFields) -> HttpResponse:
    """The answer is the same for every address. One that had its mails for this hour gets no other one."""
    values: dict[str, Any] = {
        name: form.cleaned_data[name] for name in ("text", "email", "first_name", "token")
    }
    period = period_in(form)
    earlier = Loan.objects.filter(token=values["token"]).first()
    if earlier is None or not is_the_same(earlier, offer, period, values):
        if not limits.count(request, limits.ASK):
            return limits.wait(request)
        values["with_mail"] = limits.count(request, limits.MAIL, address=values["email"])
        try:
            if earlier is None:
                ask_as_resident(offer, period, **values)
            else:
                corrected(earlier, offer, period, **values)
        except IntegrityError:
            if not Loan.objects.filter(token=values["token"]).exists():
                raise  # it was no second half of a double click
    say_address(request, values["email"])
    return redirect("sharing_asked", offer.place.slug)  # type: ignore[union-attr]


@require_GET
@login_not_required
def sharing_asked(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do now: look in your mail. It knows nobody and says the same to all."""
    kern = get_object_or_404(Kern, slug=slug)
    return render(request, "sharing/sharing_asked.html", {"kern": kern})


def _for_partner(request: HttpRequest, kern: Kern, offer: Offer, form: AskFields) -> HttpResponse:
    values: dict[str, Any] = form.cleaned_data
    partner = values["partner"]
    if not acts_for(request.user, partner):
        raise ValidationError(
            {"partner": _("You do not look after this party. Choose one of your own kern.")}
        )
    if partner.pk == offer.partner_id:
        raise ValidationError({"partner": _("This party offers it itself. Choose the one that asks.")})
    try:
        with transaction.atomic():
            loan = ask_for_partner(
                offer,
                period_in(form),
                text=values["text"],
                partner=partner,
                acting_user=request.user,
                is_agreed=bool(values.get("is_agreed")),
                token=values["token"],
            )
    except IntegrityError:
        change = made_with(values["token"])
        if change is None or change.made_by_id != request.user.pk:
            raise
        return redirect("loan_list", kern.slug)
    if loan.state == LoanState.AGREED:
        said(request, _("It is noted down as agreed."), change_of(loan), kern)
    else:
        said(request, _("It is asked. The answer comes by mail, and stands here."), change_of(loan), kern)
    return redirect("loan_detail", kern.slug, loan.pk)
