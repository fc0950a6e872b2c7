"""For whom somebody may enter an offer or handle a loan.

A coordinator does so for every partner of the kern, a partner contact for those for which they speak (`partners.acting`).
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.access import coordinates, refuse
from initiatives.models import Offer
from partners.acting import acts_for, spoken_for
from partners.models import Partner
from places.models import Kern
from sharing.looking import with_names

__all__ = [
    "acts_for",
    "may_change",
    "may_enter",
    "offer_here",
    "partners_to_enter_for",
    "require_changing",
    "require_entering",
    "spoken_for",
]


def may_change(user: Any, offer: Offer) -> bool:
    """Whether this person may correct and end an offer: who acts for the partner, and of a resident the coordinator."""
    if offer.partner is not None:
        return acts_for(user, offer.partner)
    return offer.kern is not None and coordinates(user, offer.kern)


def require_changing(user: Any, offer: Offer) -> None:
    """404 for who has no role in the kern of this offer, 403 for who has one that does not allow this."""
    if not may_change(user, offer):
        refuse(user, [offer.place.pk] if offer.place is not None else [])


def may_enter(user: Any, kern: Kern) -> bool:
    """Whether this person enters offers in this kern: for all partners, or for a partner of their own."""
    return coordinates(user, kern) or _own_in(user, kern).exists()


def require_entering(user: Any, kern: Kern) -> None:
    if not may_enter(user, kern):
        refuse(user, [kern.pk])


def _own_in(user: Any, kern: Kern) -> QuerySet[Partner]:
    return spoken_for(user).filter(kern_id__in=Kern.objects.ids_below(kern.pk))


def partners_to_enter_for(user: Any, kern: Kern) -> QuerySet[Partner]:
    """The partners of a kern for which this person may enter something, by name."""
    if not coordinates(user, kern):
        return _own_in(user, kern).order_by("search_name", "pk")
    here = Partner.objects.visible_to(user).filter(kern_id__in=Kern.objects.ids_below(kern.pk))
    return here.filter(ended_on__isnull=True).order_by("search_name", "pk")


def offer_here(user: Any, kern: Kern, slug: str) -> Offer:
    """The offer with this short name in this kern or below, as far as this visitor may see it; else 404."""
    here = Offer.objects.visible_to(user).in_kernen(Kern.objects.ids_below(kern.pk)).with_partner()
    found = with_names(here.filter(slug=slug))
    if not found:
        raise Http404
    return found[0]
