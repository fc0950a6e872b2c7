"""Who may see the overview of a municipality, and how a kern stands on it."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.access import coordinates
from accounts.models import Membership, Role, User
from dashboards.municipal.families import Family, family_of
from places.models import Kern, KernKind, Municipality

SEES_OVERVIEW = (Role.ALDERMAN, Role.MUNICIPAL_COORDINATOR)
CHAIN = "municipality__successor__successor"
Roles = list[tuple[str, int | None, int | None]]


def roles_of(user: Any) -> Roles:
    """The role, kern and municipality of each role that somebody has now; read anew at every request. One query."""
    if not isinstance(user, User) or not user.is_active:
        return []
    rows = Membership.objects.active().filter(user=user)
    return list(rows.values_list("role", "kern_id", "municipality_id"))


def overviews_of(user: Any) -> list[Municipality]:
    """The municipalities whose overview this person may see, by name. Two queries, one when there are none.

    One that went up in another of these is left out: its kernen stand on that one's overview.
    """
    wanted = {gem for role, _kern, gem in roles_of(user) if role in SEES_OVERVIEW and gem}
    if not wanted:
        return []
    rows = Municipality.objects.filter(pk__in=wanted).exclude(successor__in=wanted)
    return list(rows.order_by("name"))


def overview_for(user: Any, kern: Kern) -> Municipality | None:
    """The municipality on whose overview this person sees this kern; None when there is none."""
    if kern.municipality_id is None or kern.kind == KernKind.REGION:
        return None
    wanted = {gem for role, _kern, gem in roles_of(user) if role in SEES_OVERVIEW and gem}
    return next((one for one in _line_of(kern) if one.pk in wanted), None) if wanted else None


def require_overview(user: Any, name: str) -> Family:
    """The municipality of this name for who may see its overview. Two queries.

    Raises PermissionDenied for who has another role in it or in one of its kernen, Http404 for everybody else.
    """
    family, roles = _family_called(name), roles_of(user)
    if not _sees(roles, family.municipality):
        raise _refusal(roles, family.ids, lambda: {kern.pk for kern in family.kernen()})
    return family


def require_kern_view(user: Any, name: str, slug: str) -> tuple[Municipality, Kern, bool]:
    """A kern of the municipality of this name, as it stands on the overview, and whether this person sees the whole overview.

    Who looks after the kern sees it too: what is said about them is no secret to them. Raises as `require_overview` does.
    """
    kern = Kern.objects.exclude(kind=KernKind.REGION).select_related(CHAIN).filter(slug=slug).first()
    line = _line_of(kern) if kern else []
    municipality = next((one for one in line if one.name == name), None)
    if kern is None or municipality is None:
        raise Http404
    roles = roles_of(user)
    sees_all = _sees(roles, municipality)
    if not sees_all and not (roles and coordinates(user, kern)):
        pk = kern.pk
        raise _refusal(roles, {one.pk for one in line}, lambda: {pk})
    return municipality, kern, sees_all


def _line_of(kern: Kern) -> list[Municipality]:
    """The municipality of a kern and those in which it went up one after another; no query for the first three."""
    found: list[Municipality] = []
    place = kern.municipality
    while place is not None and place not in found:
        found.append(place)
        place = place.successor
    return found


def _family_called(name: str) -> Family:
    everything = list(Municipality.objects.only("name", "successor_id"))
    municipality = next((one for one in everything if one.name == name), None)
    if municipality is None:
        raise Http404
    return family_of(municipality, everything)


def _sees(roles: Roles, municipality: Municipality) -> bool:
    return any(role in SEES_OVERVIEW and gem == municipality.pk for role, _kern, gem in roles)


def _refusal(roles: Roles, municipalities: Collection[int], here: Callable[[], set[int]]) -> Exception:
    """403 for who has some role here, else 404, so that nobody learns what exists."""
    in_kernen = {pk for _role, pk, _gem in roles if pk}
    if any(gem in municipalities for _role, _kern, gem in roles) or (in_kernen and in_kernen & here()):
        return PermissionDenied()
    return Http404()
