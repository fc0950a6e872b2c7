"""Who may give which role where, and end it. One table; everything asks it.

A coordinator invites partner contacts in the kern and below; a municipal coordinator invites coordinators, partner contacts
and aldermen in the municipality; an administrator invites municipal coordinators.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts.models import Membership, Role, User
from places.models import Kern, Municipality

Place = Kern | Municipality

IN_KERN = (Role.COORDINATOR, Role.PARTNER_CONTACT)
IN_MUNICIPALITY = (Role.MUNICIPAL_COORDINATOR, Role.ALDERMAN)


@dataclass(frozen=True)
class Reach:
    """What somebody's roles give over others, now."""

    kernen: frozenset[int]  # coordinated, those below included
    municipalities: frozenset[int]
    is_administrator: bool


def reach_of(user: Any) -> Reach:
    """Read anew each time: a role that was withdrawn a moment ago gives nothing."""
    if not isinstance(user, User) or not user.is_active:
        return Reach(frozenset(), frozenset(), is_administrator=False)
    roles = list(
        Membership.objects.active().filter(user=user).values_list("role", "kern_id", "municipality_id")
    )
    tops = [kern for role, kern, _gem in roles if role == Role.COORDINATOR and kern]
    kernen = {pk for top in tops for pk in Kern.objects.ids_below(top)}
    # A coordinator of a whole municipality, as older data may have, looks after its kernen.
    wide = [gem for role, _kern, gem in roles if role == Role.COORDINATOR and gem]
    kernen |= set(Kern.objects.filter(municipality__in=wide).values_list("pk", flat=True)) if wide else set()
    municipalities = {gem for role, _kern, gem in roles if role == Role.MUNICIPAL_COORDINATOR and gem}
    return Reach(
        frozenset(kernen),
        frozenset(municipalities),
        any(role == Role.ADMINISTRATOR for role, _kern, _gem in roles),
    )


def roles_to_give(user: Any, place: Place) -> tuple[Role, ...]:
    """The roles that this person may give, and end, in this kern or municipality."""
    reach = reach_of(user)
    if isinstance(place, Kern):
        if place.municipality_id in reach.municipalities:
            return (Role.PARTNER_CONTACT, Role.COORDINATOR)
        return (Role.PARTNER_CONTACT,) if place.pk in reach.kernen else ()
    own: list[Role] = []
    if place.pk in reach.municipalities:
        own.append(Role.ALDERMAN)
    if reach.is_administrator:
        own.append(Role.MUNICIPAL_COORDINATOR)
    return tuple(own)


def may_give(user: Any, role: str, place: Place | None) -> bool:
    return place is not None and role in roles_to_give(user, place)


def require_people(user: Any, place: Place) -> tuple[Role, ...]:
    """The roles this person may give here; 403 for who has another role here, 404 for everybody else."""
    roles = roles_to_give(user, place)
    if roles:
        return roles
    if _has_a_role_in(user, place):
        raise PermissionDenied
    raise Http404


def _has_a_role_in(user: Any, place: Place) -> bool:
    if not isinstance(user, User):
        return False
    mine = Membership.objects.active().filter(user=user)
    if isinstance(place, Municipality):
        return mine.filter(Q(municipality=place) | Q(kern__municipality=place)).exists()
    above = Q(municipality=place.municipality_id) if place.municipality_id else Q(pk__in=[])
    return mine.filter(above | Q(kern__in=_line_up(place))).exists()


def _line_up(kern: Kern) -> list[int]:
    """This kern and those it lies in."""
    parents = dict(Kern.objects.order_by("pk").values_list("pk", "parent_id"))
    line: list[int] = []
    current: int | None = kern.pk
    while current is not None and current not in line:
        line.append(current)
        current = parents.get(current)
    return line


def places_to_manage(user: Any) -> list[Place]:
    """Where this person may give roles: municipalities first, then kernen, each by name."""
    reach = reach_of(user)
    municipalities = Municipality.objects.order_by("name")
    if not reach.is_administrator:
        municipalities = municipalities.filter(pk__in=reach.municipalities)
    kernen = Kern.objects.filter(Q(pk__in=reach.kernen) | Q(municipality__in=reach.municipalities))
    return [*municipalities, *kernen.distinct()]
