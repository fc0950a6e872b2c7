"""Calendars to subscribe to, and how one does that on a phone."""

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_safe

from accounts.access import ANYBODY
from agenda.feeds import Feed, of_activity, of_domain, of_kern, of_partner
from agenda.happenings import activities_seen, moment_of
from agenda.models import OutsideCalendar
from initiatives.models import Activity
from partners.models import LifeDomain, Partner, stays_at
from places.models import FormerName, Kern

FRESH = "max-age=900"


def kern_of(slug: str) -> Kern | None:
    """The kern with this short name, or the one that had it before: a subscription survives a new name."""
    kern = Kern.objects.filter(slug=slug).first()
    if kern is not None:
        return kern
    former = FormerName.objects.select_related("kern").filter(slug=slug).first()
    return former.kern if former else None


def answer(request: HttpRequest, feed: Feed, name: str) -> HttpResponseBase:
    """The file, or that nothing changed since it was asked for last."""
    fingerprint = feed.fingerprint()
    etag = f'"{fingerprint}"'
    response = HttpResponse(
        content_type="text/calendar; charset=utf-8", headers={"ETag": etag, "Cache-Control": FRESH}
    )
    conditional = get_conditional_response(request, etag=etag, response=response)
    if conditional is not response:
        return conditional or response
    response.content = feed.content(fingerprint)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@require_safe
@login_not_required
def agenda_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    kern = kern_of(slug)
    if kern is None:
        raise Http404
    if kern.slug != slug:
        return redirect("agenda_feed", kern.slug, permanent=True)
    return answer(request, of_kern(kern), f"agenda-{kern.slug}")


@require_safe
@login_not_required
def domain_feed(request: HttpRequest, slug: str, domain: str) -> HttpResponseBase:
    kern = kern_of(slug)
    if kern is None or domain not in LifeDomain.values:
        raise Http404
    if kern.slug != slug:
        return redirect("domain_feed", kern.slug, domain, permanent=True)
    return answer(request, of_domain(kern, domain), f"agenda-{kern.slug}-{domain}")


@require_safe
@login_not_required
def partner_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What a partner organises; one that went up in another is followed to it."""
    partner = Partner.objects.visible_to_viewer(ANYBODY).filter(slug=slug).first()
    if partner is None:
        kept = stays_at(slug, AnonymousUser())
        if kept is None:
            raise Http404
        return redirect("partner_feed", kept.slug, permanent=True)
    return answer(request, of_partner(partner), f"agenda-{partner.slug}")


@require_safe
@login_not_required
def activity_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One activity, to put in a calendar of one's own."""
    activity = get_object_or_404(Activity.objects.visible_to_viewer(ANYBODY), slug=slug)
    return answer(request, of_activity(activity), f"activiteit-{activity.slug}")


@require_GET
@login_not_required
def agenda_subscribe(request: HttpRequest, slug: str) -> HttpResponse:
    """How one gets the agenda on a phone: the whole kern, one life domain, or one partner."""
    kern = get_object_or_404(Kern, slug=slug)
    ids = Kern.objects.ids_below(kern.pk)
    domains: Counter[str] = Counter()
    partners: dict[int, Partner] = {}
    for activity in activities_seen(ANYBODY, as_lists=True).filter(kern_id__in=ids):
        moment = moment_of(activity)
        domains.update(moment.domains)
        partners |= {partner.pk: partner for partner in moment.organisers}
    for partner in Partner.objects.visible_to_viewer(ANYBODY).filter(pk__in=_read_here(ids)):
        domains[partner.life_domain] += 1
        partners[partner.pk] = partner
    context = {
        "kern": kern,
        "whole": _addresses(request, reverse("agenda_feed", args=[kern.slug]), kern.name, "heel"),
        "domains": [
            _addresses(request, reverse("domain_feed", args=[kern.slug, value]), capfirst(str(label)), value)
            for value, label in LifeDomain.choices
            if domains[value]
        ],
        "partners": [
            _addresses(
                request, reverse("partner_feed", args=[partner.slug]), partner.name, f"partij-{partner.slug}"
            )
            for partner in sorted(partners.values(), key=lambda one: one.search_name)
        ],
    }
    return render(request, "agenda/agenda_subscribe.html", context)


def _read_here(kern_ids: list[int]) -> QuerySet[Any]:
    """The partners of whom a calendar with something in it is read into these kernen."""
    rows = OutsideCalendar.objects.visible_to_viewer(ANYBODY).in_kernen(kern_ids)  # type: ignore[attr-defined]
    return rows.filter(events__isnull=False).values("partner")


def _addresses(request: HttpRequest, path: str, name: str, key: str) -> dict[str, Any]:
    address = request.build_absolute_uri(path)
    return {"name": name, "key": key, "address": address, "webcal": f"webcal://{address.partition('://')[2]}"}
