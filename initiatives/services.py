"""What can be done with initiatives and the parts that partners have in them. Each leaves one change."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify

from accounts.access import Visibility
from changes.models import Verb
from changes.services import recorded
from initiatives.models import Initiative, Participation
from partners.models import Partner
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate

SLUG_LENGTH = 110  # leaves room for a number behind it


def free_slug(name: str) -> str:
    """A short name that no initiative has, made of these words."""
    start = slugify(name)[:SLUG_LENGTH].strip("-") or "initiatief"
    taken = set(Initiative.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug


def add_initiative(
    *, acting_user: Any, kern: Kern, name: str, token: UUID | None = None, **values: Any
) -> Initiative:
    """Add an initiative to a kern; public unless said otherwise. Raises ValidationError with a message per field."""
    values.setdefault("visibility", Visibility.PUBLIC)
    initiative = Initiative(name=name.strip(), kern=kern, **values)
    initiative.slug = free_slug(initiative.name)
    subject = initiative.get_absolute_url()
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token, subject=subject):
        initiative.full_clean()
        initiative.save()
    return initiative


def change_initiative(initiative: Initiative, values: dict[str, Any], *, acting_user: Any) -> Initiative:
    """Store other values for some fields. Raises ValidationError with a message per field; then nothing is stored."""
    subject = initiative.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=initiative.kern, subject=subject):
        for name, value in values.items():
            setattr(initiative, name, value)
        initiative.full_clean()
        initiative.save()
    return initiative


def add_participation(
    *,
    acting_user: Any,
    initiative: Initiative,
    partner: Partner,
    role: str,
    token: UUID | None = None,
    **values: Any,
) -> Participation:
    """Give a partner a role in an initiative. Raises ValidationError for a second open part with this role."""
    part = Participation(initiative=initiative, partner=partner, role=role, **values)
    subject = initiative.get_absolute_url()
    with recorded(Verb.ADDED, acting_user=acting_user, kern=initiative.kern, token=token, subject=subject):
        part.full_clean()
        part.save()
    return part


def change_participation(part: Participation, values: dict[str, Any], *, acting_user: Any) -> Participation:
    """Store other values for some fields of a part; who and in what stay as they are."""
    subject = part.initiative.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=part.initiative.kern, subject=subject):
        for name, value in values.items():
            setattr(part, name, value)
        part.full_clean()
        part.save()
    return part


def end_participation(
    part: Participation, *, acting_user: Any, on: PartialDate | None = None
) -> Participation:
    """A partner's part in an initiative ends on a day (today). It stays in the web of the days before."""
    subject = part.initiative.get_absolute_url()
    with recorded(Verb.ENDED, acting_user=acting_user, kern=part.initiative.kern, subject=subject):
        part.ended_on = on or PartialDate.from_day(timezone.localdate())
        part.full_clean()
        part.save()
    return part
