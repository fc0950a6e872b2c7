"""A kern: who is there, what is going on, what people tell."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import coordinates, viewer_of
from agenda.happenings import activities_seen, happenings_among
from dashboards.sorting import by_date, by_life_domain, by_phase, closest
from facts.models import Fact
from initiatives.models import Initiative, Offer, OfferType, Story
from ladder.models import Assessment
from ladder.rungs import rung
from partners.models import Partner
from places.models import FormerName, Kern

FEW_STORIES = 4  # one is told, of the others the titles
FEW_CLOSE = 6  # parties that are named before the life domains
FEW_MOMENTS = 4
DAYS_AHEAD = 6  # after today: a week


@require_GET
@login_not_required
def kern_detail(request: HttpRequest, slug: str) -> HttpResponse:
    kern = Kern.objects.with_places().filter(slug=slug).first()
    if kern is None:
        return _moved(slug)
    ids = Kern.objects.ids_below(kern.pk)
    partners = _partners(request.user, ids)
    initiatives = list(Initiative.objects.visible_to(request.user).in_kernen(ids).select_related("kern"))
    may_edit = coordinates(request.user, kern)
    stories = _stories(request.user, ids)
    viewer, today = viewer_of(request.user), timezone.localdate()
    activities = list(activities_seen(viewer).in_kernen(ids))  # type: ignore[attr-defined]
    moments = happenings_among(activities, viewer, ids, today, today + timedelta(days=DAYS_AHEAD))
    context = {
        "kern": kern,
        "kernen_inside": Kern.objects.filter(parent=kern),
        "close": closest(partners)[:FEW_CLOSE],
        "domains": by_life_domain(partners),
        "partner_count": len(partners),
        "initiative_count": len(initiatives),
        "phases": by_phase(initiatives),
        "moments": moments[:FEW_MOMENTS],
        "moment_count": len(moments),
        "activities": by_date(activities),
        "stories": stories[:1],
        "more_stories": stories[1:FEW_STORIES],
        "story_count": len(stories),
        "assessments": _assessments(kern),
        "facts": _facts(kern, exactly=may_edit),
        "offers": _offers(request.user, ids),
        "coordinates": may_edit,
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


def _stories(user: Any, ids: list[int]) -> list[dict[str, Any]]:
    stories = (
        Story.objects.visible_to(user)
        .in_kernen(ids)
        .prefetch_related(Prefetch("initiative", Initiative.objects.visible_to(user)))
    )
    return [{"story": story, "rung": rung(story.rung) if story.rung else None} for story in stories]


def _assessments(kern: Kern) -> list[dict[str, Any]]:
    """What the kern said about itself, the latest first."""
    rows = Assessment.objects.filter(kern=kern).order_by("-assessed_on", "-pk").defer("signals")
    return [{"assessment": row, "rung": rung(row.rung) if row.rung else None} for row in rows]


def _facts(kern: Kern, *, exactly: bool) -> list[dict[str, Any]]:
    """The figures that are kept up; others than who looks after the kern see no small numbers of persons."""
    facts = Fact.objects.filter(kern=kern).running().order_by("-dated_on", "quantity")
    return [{"fact": fact, "number": fact.number(exactly=exactly)} for fact in facts]


def _offers(user: Any, ids: list[int]) -> dict[str, Any]:
    """Offers and needs that hold now, of partners that this visitor may see, and of residents."""
    rows = Offer.objects.visible_to(user).in_kernen(ids).not_ended(timezone.localdate())
    offers = list(rows.select_related("partner").in_order())
    return {
        "count": len(offers),
        "offers": [offer for offer in offers if offer.type == OfferType.OFFER],
        "needs": [offer for offer in offers if offer.type == OfferType.NEED],
    }
