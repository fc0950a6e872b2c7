"""What happened to a record: who, when, what from, what to; and with a party, to everything that hung on it."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import require
from changes.services import histories_of, history_of
from dashboards.views.partner_detail import to_where_it_went
from initiatives.models import Initiative, Offer, Participation
from partners.models import Partner, Relation


@require_GET
def partner_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to a party and to its ties, parts and offers."""
    visible = Partner.objects.visible_to(request.user).select_related("kern")
    partner = visible.filter(slug=slug).first()
    if partner is None:
        return to_where_it_went(request, slug, "partner_history")
    require(request.user, "edit", partner)
    context = {
        "record": partner,
        "kern": partner.kern,
        "lines": history_of(partner, user=request.user),
        "past": partner.past_involvements.all(),
        "groups": _merged(request.user, partner) + _around(request.user, partner),
    }
    return render(request, "dashboards/history.html", context)


@require_GET
def initiative_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to an initiative and to who takes part in it."""
    visible = Initiative.objects.visible_to(request.user).select_related("kern")
    initiative = get_object_or_404(visible, slug=slug)
    require(request.user, "edit", initiative)
    parts = _records(request.user, Participation, Q(initiative=initiative))
    context = {
        "record": initiative,
        "kern": initiative.kern,
        "lines": history_of(initiative, user=request.user),
        "groups": [{"title": _("Who takes part"), "records": parts}] if parts else [],
    }
    return render(request, "dashboards/history.html", context)


@require_GET
def relation_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to one tie."""
    visible = Relation.objects.visible_to(request.user).select_related("source__kern", "target__kern")
    relation = get_object_or_404(visible, pk=pk)
    require(request.user, "edit", relation)
    return _of_one(request, relation, relation.source)


@require_GET
def participation_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to one part in an initiative."""
    visible = Participation.objects.visible_to(request.user).select_related("partner__kern", "initiative")
    part = get_object_or_404(visible, pk=pk)
    require(request.user, "edit", part)
    return _of_one(request, part, part.partner)


def _of_one(request: HttpRequest, record: Any, partner: Partner) -> HttpResponse:
    lines = history_of(record, user=request.user)
    title = lines[0].title if lines else str(partner)
    context = {"record": partner, "kern": partner.kern, "title": title, "lines": lines, "groups": []}
    return render(request, "dashboards/history.html", context)


def _merged(user: Any, partner: Partner) -> list[dict[str, Any]]:
    """The cards that went up in this one, with what was written down about them before."""
    ids, found = [partner.pk], set[int]()
    while ids:
        ids = list(
            Partner.with_merged.filter(merged_into__in=ids).exclude(pk__in=found).values_list("pk", flat=True)
        )
        found |= set(ids)
    histories = histories_of(Partner, found, user=user)
    records = [{"title": lines[0].title, "lines": lines} for lines in histories.values() if lines]
    return [{"title": _("Went up in this one"), "records": records}] if records else []


def _around(user: Any, partner: Partner) -> list[dict[str, Any]]:
    """The ties, parts and offers that a party has or had, those that are gone included."""
    groups = [
        (_("Ties"), Relation, Q(source=partner) | Q(target=partner)),
        (_("Part in initiatives"), Participation, Q(partner=partner)),
        (_("Offers and needs"), Offer, Q(partner=partner)),
    ]
    found = [{"title": title, "records": _records(user, model, owned)} for title, model, owned in groups]
    return [group for group in found if group["records"]]


def _records(user: Any, model: Any, owned: Q) -> list[dict[str, Any]]:
    """The lines of each record that was ever owned, under its latest title; the latest record first."""
    ids = model.history.filter(owned).order_by().values_list(model._meta.pk.attname, flat=True).distinct()
    histories = histories_of(model, ids, user=user)
    records = [{"title": lines[0].title, "lines": lines} for lines in histories.values() if lines]
    return sorted(records, key=lambda record: record["lines"][0].moment, reverse=True)
