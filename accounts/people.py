"""Who may give which role where, and end it. One table; everything asks it.

A coordinator invites partner contacts in the kern and below; a municipal coordinator invites coordinators, partner contacts
and aldermen in the municipality; an administrator invites municipal coordinators.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts.access import IN_MUNICIPALITY as MUNICIPALITY_LINE
from accounts.models import Membership, Role, User
from places.models import Kern, Municipality

Place = Kern | Municipality


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


def municipalities_to_invite_in(user: Any) -> set[int | None]:
    """The municipalities that this person coordinates, and so has a page of people of. One query."""
    own = Membership.objects.active().filter(user=user, role=Role.MUNICIPAL_COORDINATOR)
    return set(own.values_list("municipality_id", flat=True))


def roles_to_give(user: Any, place: Place) -> tuple[Role, ...]:
    """The roles that this person may give, and end, in this kern or municipality."""
    reach = reach_of(user)
    if isinstance(place, Kern):
        if reach.municipalities.intersection(_municipalities_of(place)):
            return (Role.PARTNER_CONTACT, Role.COORDINATOR)
        return (Role.PARTNER_CONTACT,) if place.pk in reach.kernen else ()
    own: list[Role] = []
    if place.pk in reach.municipalities:
        own.append(Role.ALDERMAN)
    if reach.is_administrator:
        own.append(Role.MUNICIPAL_COORDINATOR)
    return tuple(own)


def _municipalities_of(kern: Kern) -> list[int | None]:
    """The municipality of a kern and those in which that went up, two mergers on, as in access.py."""
    line = Kern.objects.filter(pk=kern.pk).order_by().values_list(*MUNICIPALITY_LINE)
    return list(line[0])


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
    above = [pk for pk in _municipalities_of(place) if pk]
    return mine.filter(Q(municipality__in=above) | Q(kern__in=_line_up(place))).exists()


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
    return [
        *municipalities,
        *Kern.objects.filter(Q(pk__in=reach.kernen) | in_municipalities(reach.municipalities)),
    ]


def in_municipalities(ids: Collection[int]) -> Q:
    """A filter for the kernen of these municipalities, and of those that went up in them."""
    wanted = Q(pk__in=[])
    for path in MUNICIPALITY_LINE:
        wanted |= Q(**{f"{path}__in": ids})
    return wanted
