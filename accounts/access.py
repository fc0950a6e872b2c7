"""The one answer to "may this person see ...?".

A viewer is a level and a set of kernen. The level opens what is public or for the network; the kernen
are those whose persons and closed records the viewer looks after. Everything that is shown, in any
format, passes one of the two forms below: `visible_to` for many rows, `may_see` for one.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from places.models import Kern


class Visibility(models.TextChoices):
    """Who may see a record; the narrowest is the default."""

    PUBLIC = "public", _("everybody")
    NETWORK = "network", _("partners who are signed in")
    COORDINATORS = "coordinators", _("coordinators of the kern")
    SELF = "self", _("the person alone")


@dataclass(frozen=True, slots=True)
class Viewer:
    """What somebody may see: `level` is public or network, `kernen` are looked after by this person.

    `places` are the kernen in which this person has any role; they decide between "no such thing" and
    "not for you", and never what is seen.
    """

    level: str = Visibility.PUBLIC
    kernen: frozenset[int] = frozenset()
    places: frozenset[int] = field(default=frozenset(), compare=False)

    @property
    def key(self) -> str:
        """The same text for everybody who sees the same; it names stored drawings, and is never long."""
        kernen = ",".join(map(str, sorted(self.kernen)))
        if len(kernen) > LONGEST_KEY:
            kernen = hashlib.sha256(kernen.encode()).hexdigest()
        return f"{self.level}:{kernen}"

    @property
    def levels(self) -> tuple[str, ...]:
        return (
            (Visibility.PUBLIC,)
            if self.level == Visibility.PUBLIC
            else (Visibility.PUBLIC, Visibility.NETWORK)
        )


ANYBODY = Viewer()
LONGEST_KEY = 200  # an index takes no row of thousands of signs
LOOKS_AFTER = (Role.COORDINATOR, Role.MUNICIPAL_COORDINATOR)
IN_MUNICIPALITY = (
    "municipality_id",
    "municipality__successor_id",
    "municipality__successor__successor_id",
)
IN_NETWORK = (*LOOKS_AFTER, Role.PARTNER_CONTACT)


def viewer_of(user: Any) -> Viewer:
    """The viewer that a user is now; roles count from their start until their end, at every request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ANYBODY
    cached: Viewer | None = getattr(user, "_viewer", None)
    if cached is None:
        cached = _viewer_from(list(Membership.objects.active_at(timezone.now()).filter(user=user)))
        user._viewer = cached
    return cached


def every_viewer() -> list[Viewer]:
    """Anybody, and each different view that somebody with a role has now; two queries, however many there are."""
    rows = _kern_rows()
    by_user: dict[int, list[Membership]] = {}
    for membership in Membership.objects.active_at(timezone.now()).filter(user__is_active=True):
        by_user.setdefault(membership.user_id, []).append(membership)
    found = {ANYBODY.key: ANYBODY}
    for memberships in by_user.values():
        viewer = _viewer_from(memberships, rows)
        found.setdefault(viewer.key, viewer)
    return list(found.values())


def _viewer_from(memberships: list[Membership], rows: list[Any] | None = None) -> Viewer:
    caring = [membership for membership in memberships if membership.role in LOOKS_AFTER]
    kernen = _kernen_of(caring, rows)
    places = _kernen_of(memberships, rows) if len(caring) < len(memberships) else kernen
    level = Visibility.NETWORK if any(m.role in IN_NETWORK for m in memberships) else Visibility.PUBLIC
    return Viewer(level, frozenset(kernen), frozenset(places))


def _kern_rows() -> list[Any]:
    return list(Kern.objects.order_by("pk").values_list("pk", "parent_id", *IN_MUNICIPALITY))


def _kernen_of(memberships: list[Membership], rows: list[Any] | None = None) -> set[int]:
    """The kernen that these memberships look after, those below them included; one query, none when `rows` is given.

    A role in a municipality holds for the kernen of those that went up in it too, two mergers back.
    """
    if not memberships:
        return set()
    tops = {m.kern_id for m in memberships if m.kern_id}
    municipalities = {m.municipality_id for m in memberships if m.municipality_id}
    rows = _kern_rows() if rows is None else rows
    kernen = {pk for pk, *_rest in rows if pk in tops}
    grew = True
    while grew:
        below = {pk for pk, parent, *_line in rows if parent in kernen} - kernen
        grew = bool(below)
        kernen |= below
    return kernen | {pk for pk, _parent, *line in rows if municipalities.intersection(line)}


def visible_records(viewer: Viewer, kern: str = "kern") -> Q:
    """A filter for rows with a `visibility` and a kern at path `kern`."""
    prefix = kern.removesuffix("kern")
    shown = Q(**{f"{prefix}visibility__in": viewer.levels})
    if viewer.kernen:
        shown |= Q(**{f"{prefix}visibility": Visibility.COORDINATORS, f"{kern}_id__in": viewer.kernen})
        shown |= Q(**{f"{prefix}visibility": Visibility.NETWORK, f"{kern}_id__in": viewer.kernen})
    return shown


def may_see(viewer: Viewer, record: Any) -> bool:
    """The same as `visible_records`, for one record that was read already; it has a `visibility` and a kern."""
    if record.visibility in viewer.levels:
        return True
    return bool(record.visibility != Visibility.SELF and record.kern_id in viewer.kernen)


def coordinates(user: Any, kern: Kern) -> bool:
    """Whether this person looks after this kern."""
    return kern.pk in viewer_of(user).kernen


def may(user: Any, action: str, thing: Any) -> bool:
    """Whether this person may do `action` ("edit") with a kern, or with anything that belongs to one.

    A tie belongs to the kernen of both its ends. What belongs to no kern (a national fund) may be edited
    by whoever looks after a kern.
    """
    if action != "edit":
        raise ValueError(f"unknown action: {action!r}")
    looked_after = viewer_of(user).kernen
    kernen = kern_ids_of(thing)
    return bool(looked_after & kernen) if kernen else bool(looked_after)


def require(user: Any, action: str, thing: Any) -> None:
    """404 for who has no role in the kern of `thing`, 403 for who has one there that does not allow `action`."""
    if not may(user, action, thing):
        refuse(user, kern_ids_of(thing))


def refuse(user: Any, kern_ids: Collection[int]) -> NoReturn:
    """For who may not: 403 for who has a role in one of these kernen, 404 for who has none."""
    if viewer_of(user).places.intersection(kern_ids):
        raise PermissionDenied
    raise Http404


def kern_ids_of(thing: Any) -> frozenset[int]:
    """The kernen to which a thing belongs: itself, its own, or those of its two ends."""
    if isinstance(thing, Kern):
        return frozenset({thing.pk})
    ends = [getattr(thing, name, None) for name in ("source", "target")]
    if all(isinstance(end, models.Model) for end in ends):
        return frozenset(end.kern_id for end in ends if end is not None and end.kern_id)
    if hasattr(thing, "kern_id"):
        return frozenset({thing.kern_id} - {None})
    for name in ("partner", "initiative"):
        if owner := getattr(thing, name, None):
            return kern_ids_of(owner)
    return frozenset()
