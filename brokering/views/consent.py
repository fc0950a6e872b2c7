"""Who agreed to be introduced: recording a yes, and withdrawing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require, viewer_of
from brokering import services
from brokering.forms import ConsentForm
from brokering.views.work_list import looked_after
from brokering.worklist import persons_of
from partners.models import Partner, PartnerForm
from places.models import Kern
from wijkweb.kit.replies import page


@require_http_methods(["GET", "HEAD", "POST"])
def introduction_consent(request: HttpRequest, slug: str) -> HttpResponse:
    """The persons of the kern with what they said; POST records a yes on a day, or takes it away."""
    kern = looked_after(request, slug)
    if request.method != "POST":
        return _page(request, kern)
    persons = Partner.objects.visible_to(request.user).filter(form=PartnerForm.PERSON)
    person = get_object_or_404(persons, slug=request.POST.get("partij", "")[:120])
    require(request.user, "edit", person)
    if request.POST.get("besluit") == "ingetrokken":
        services.withdraw_consent(person)
        messages.success(request, _("Withdrawn. From now on nobody is suggested to this person."))
        return _back(kern, person)
    form = ConsentForm(request.POST)
    try:
        if form.is_valid():
            day = form.cleaned_data["datum"]
            services.record_consent(person, agreed_on=day, acting_user=request.user)
            messages.success(request, _("Recorded. This person may now be introduced to others."))
            return _back(kern, person)
    except ValidationError as error:
        form.add_error("datum", error.messages)
    return _page(request, kern, status=422, wrong_slug=person.slug, wrong_form=form)


def _page(request: HttpRequest, kern: Kern, status: int = 200, **extra: Any) -> HttpResponse:
    persons = persons_of(kern, viewer_of(request.user))
    context = {
        "kern": kern,
        "agreed": [person for person in persons if hasattr(person, "introduction_consent")],
        "others": [person for person in persons if not hasattr(person, "introduction_consent")],
        "form": ConsentForm(),
        **extra,
    }
    return page(request, "brokering/introduction_consent.html", context, status=status)


def _back(kern: Kern, person: Partner) -> HttpResponse:
    return redirect(f"{reverse('introduction_consent', args=[kern.slug])}#{person.slug}")
