"""Names that people give to groups. A group is found anew at each visit; the name finds it back by its core."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from changes.models import Change, Verb
from changes.services import recorded
from network.analysis.figures import Community, known_again
from network.analysis.web import Web
from network.models import GroupName
from places.models import Kern


def names_of(kern: Kern, found: Sequence[Community], web: Web) -> dict[Community, GroupName]:
    """The given name of each of these communities that has one; one query. See `known_again`."""
    rows = {row.pk: row for row in GroupName.objects.filter(kern=kern).order_by("pk")}
    given = known_again(found, {pk: row.core for pk, row in rows.items()}, web)
    return {community: rows[pk] for pk, community in given.items()}


def name_group(
    kern: Kern,
    community: Community,
    name: str,
    *,
    acting_user: Any,
    row: GroupName | None = None,
    token: UUID | None = None,
) -> Change:
    """Give a group a name of its own, or another one when it has one (`row`). Gives the change.

    Raises ValidationError with a message per field when another group of the kern has that name, or there is nothing but
    persons in the group to know it by.
    """
    verb = Verb.CHANGED if row else Verb.ADDED
    row = row or GroupName(kern=kern)
    with recorded(verb, acting_user=acting_user, kern=kern, token=token, subject=_page(kern)) as change:
        row.name, row.core = name.strip(), list(community.core)
        row.full_clean()
        row.save()
    return change


def forget_name(row: GroupName, *, acting_user: Any) -> Change:
    """Take the given name away, so that the group is called after the party in its middle again. Gives the change."""
    kern = row.kern
    with recorded(Verb.ENDED, acting_user=acting_user, kern=kern, subject=_page(kern)) as change:
        row.delete()
    return change


def _page(kern: Kern) -> str:
    return reverse("network_communities", args=[kern.slug])
