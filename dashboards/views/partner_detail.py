"""The card of a partner: a page of its own, and a fragment beside the map."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.access import coordinates, may
from dashboards.sorting import by_date
from dashboards.ties import neighbours
from initiatives.models import Activity, Initiative, Offer, Participation
from partners.models import Identity, Involvement, Partner, Relation, stays_at
from partners.wording import involvement_in_words
from wijkweb.kit.replies import page, wants_fragment


@require_GET
@login_not_required
def partner_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What this visitor may see of a partner; one that is closed answers as one that does not exist."""
    visible = Partner.objects.visible_to(request.user)
    partners = visible.select_related("kern").prefetch_related(
        Prefetch("organisation", Partner.objects.visible_to(request.user)),
        Prefetch("parent", Partner.objects.visible_to(request.user)),
        Prefetch("hangs_on", Partner.objects.visible_to(request.user)),
        Prefetch("successor", Partner.objects.visible_to(request.user)),
        "past_involvements",
    )
    partner = partners.filter(slug=slug).first()
    if partner is None:
        return to_where_it_went(request, slug, "partner_detail")
    relations = Relation.objects.visible_to(request.user).of(partner).with_partners()
    in_panel = wants_fragment(request)
    may_edit = may(request.user, "edit", partner)
    context = {
        "partner": partner,
        "kern": partner.kern,
        "can_edit": may_edit,
        "involvement": involvement_in_words(partner),
        "involvements": Involvement.choices,
        "identity": _identity(request.user, partner),
        "neighbours": neighbours(partner, relations, partial(may, request.user, "edit")),
        "people": visible.filter(organisation=partner),
        "departments": visible.filter(parent=partner),
        "initiatives": _initiatives(request.user, partner),
        "activities": _activities(request.user, partner),
        "offers": Offer.objects.filter(partner=partner).order_by("type", "kind", "pk"),
        "in_panel": in_panel,
        "level": 2 if in_panel else 1,
        "sub": 3 if in_panel else 2,
    }
    return page(request, "dashboards/partner_detail.html", context, fragment="card")


def _identity(user: Any, partner: Partner) -> Identity | None:
    """Who a person is, for who looks after that person's kern."""
    if not partner.is_person or partner.kern is None or not coordinates(user, partner.kern):
        return None
    return Identity.objects.filter(partner=partner).first()


def to_where_it_went(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The page of the party that the one at this address was merged into; 404 when there is none."""
    if kept := stays_at(slug, request.user):
        return redirect(name, kept.slug)
    raise Http404


def _initiatives(user: Any, partner: Partner) -> list[dict[str, Any]]:
    """The initiatives with every part that the partner has in them."""
    parts = (
        Participation.objects.visible_to(user)
        .filter(partner=partner)
        .select_related("initiative")
        .order_by("initiative__search_name", "pk")
    )
    found: dict[int, dict[str, Any]] = {}
    for part in parts:
        entry = found.setdefault(part.initiative_id, {"initiative": part.initiative, "parts": []})
        entry["parts"].append(part)
    return list(found.values())


def _activities(user: Any, partner: Partner) -> list[Activity]:
    """What the partner organised or was host of."""
    activities = (
        Activity.objects.visible_to(user)
        .filter(Q(pk__in=partner.organiser_rows.values("activity")) | Q(location_partner=partner))
        .prefetch_related(Prefetch("initiative", Initiative.objects.visible_to(user)))
    )
    return by_date(activities)
