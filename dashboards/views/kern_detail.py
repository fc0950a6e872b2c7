"""A kern: who is there, what is going on, what people tell."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import coordinates, viewer_of, visible_records
from dashboards.sorting import by_date, by_life_domain, by_phase
from initiatives.models import Activity, Initiative, Offer, OfferType, Organiser, Story
from ladder.models import Assessment
from ladder.rungs import rung
from partners.models import Partner
from places.models import FormerName, Kern


@require_GET
@login_not_required
def kern_detail(request: HttpRequest, slug: str) -> HttpResponse:
    kern = Kern.objects.with_places().filter(slug=slug).first()
    if kern is None:
        return _moved(slug)
    ids = Kern.objects.ids_below(kern.pk)
    partners = _partners(request.user, ids)
    initiatives = list(Initiative.objects.visible_to(request.user).in_kernen(ids).select_related("kern"))
    context = {
        "kern": kern,
        "kernen_inside": Kern.objects.filter(parent=kern),
        "domains": by_life_domain(partners),
        "partner_count": len(partners),
        "initiative_count": len(initiatives),
        "phases": by_phase(initiatives),
        "activities": by_date(_activities(request.user, ids)),
        "stories": _stories(request.user, ids),
        "assessments": _assessments(kern),
        "facts": kern.facts.order_by("-dated_on", "quantity"),
        "offers": _offers(request.user, ids),
        "coordinates": coordinates(request.user, kern),
    }
    return render(request, "dashboards/kern_detail.html", context)


def _moved(slug: str) -> HttpResponsePermanentRedirect:
    """An old name still finds its kern."""
    former = FormerName.objects.select_related("kern").filter(slug=slug).first()
    if former is None:
        raise Http404
    return redirect(former.kern, permanent=True)  # type: ignore[return-value]


def _partners(user: Any, ids: list[int]) -> list[Partner]:
    """The partners here, with the organisations behind them that this visitor may see."""
    visible = Partner.objects.visible_to(user)
    return list(
        visible.in_kernen(ids).select_related("kern").prefetch_related(Prefetch("organisation", visible))
    )


def _activities(user: Any, ids: list[int]) -> list[Activity]:
    organisers = Organiser.objects.filter(visible_records(viewer_of(user), "partner__kern")).select_related(
        "partner"
    )
    return list(
        Activity.objects.visible_to(user)
        .in_kernen(ids)
        .prefetch_related(
            Prefetch("organiser_rows", organisers),
            Prefetch("initiative", Initiative.objects.visible_to(user)),
            Prefetch("location_partner", Partner.objects.visible_to(user)),
        )
    )


def _stories(user: Any, ids: list[int]) -> list[dict[str, Any]]:
    stories = (
        Story.objects.visible_to(user)
        .in_kernen(ids)
        .prefetch_related(Prefetch("initiative", Initiative.objects.visible_to(user)))
    )
    return [{"story": story, "rung": rung(story.rung) if story.rung else None} for story in stories]


def _assessments(kern: Kern) -> list[dict[str, Any]]:
    """What the kern said about itself, the latest first."""
    rows = Assessment.objects.filter(kern=kern).order_by("-assessed_on", "-pk")
    return [{"assessment": row, "rung": rung(row.rung)} for row in rows]


def _offers(user: Any, ids: list[int]) -> dict[str, list[Offer]]:
    """Offers and needs of partners that this visitor may see."""
    offers = list(
        Offer.objects.filter(visible_records(viewer_of(user), "partner__kern"), partner__kern_id__in=ids)
        .select_related("partner")
        .order_by("kind", "partner__search_name", "pk")
    )
    return {
        "offers": [offer for offer in offers if offer.type == OfferType.OFFER],
        "needs": [offer for offer in offers if offer.type == OfferType.NEED],
    }
