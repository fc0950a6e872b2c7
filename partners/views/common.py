"""What the pages of this room share: who may edit what, and where one goes back to."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.access import require
from partners.models import Partner, Relation
from places.models import Kern


def editable_kern(request: HttpRequest, slug: str) -> Kern:
    """The kern, when this person may add to it."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    return kern


def editable_partner(request: HttpRequest, slug: str) -> Partner:
    """The partner, when this person may edit it; what may not be seen does not exist."""
    visible = Partner.objects.visible_to(request.user).select_related("kern")
    partner = get_object_or_404(visible, slug=slug)
    require(request.user, "edit", partner)
    return partner


def editable_relation(request: HttpRequest, pk: int) -> Relation:
    """The tie, when this person may edit it: who looks after one of its ends."""
    visible = Relation.objects.visible_to(request.user).select_related("source__kern", "target__kern")
    relation = get_object_or_404(visible, pk=pk)
    require(request.user, "edit", relation)
    return relation


def side_of(request: HttpRequest, relation: Relation) -> Partner:
    """From which end a tie is told: the one that the address names (?van=), else its first."""
    return relation.target if request.GET.get("van") == relation.target.slug else relation.source


def place_of(van: str, kern: Kern | None, partner: Partner) -> str:
    """Where one came from, with the partner in the light; its card when that is not known."""
    if kern and van == "kaart":
        return f"{reverse('wijkweb', args=[kern.slug])}#p-{partner.slug}"
    if kern and van == "lijst":
        return f"{reverse('wijkweb', args=[kern.slug])}?weergave=lijst#p-{partner.slug}"
    if kern and van == "kern":
        return reverse("kern_detail", args=[kern.slug])
    return partner.get_absolute_url()


def back_of(van: str, kern: Kern) -> str:
    """Where to go without saving."""
    if van == "kern":
        return reverse("kern_detail", args=[kern.slug])
    return reverse("wijkweb", args=[kern.slug]) + ("?weergave=lijst" if van == "lijst" else "")
