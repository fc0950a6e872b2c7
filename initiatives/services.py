"""What can be done with initiatives and the parts that partners have in them. Each leaves one change."""

from typing import Any
from uuid import UUID

from django.dispatch import Signal
from django.utils import timezone

from accounts.access import Visibility
from changes.models import Verb
from changes.services import recorded
from initiatives.models import Initiative, Participation
from partners.models import Partner
from partners.services import partner_ended
from places.models import Kern
from wijkweb.kit.holding import hold
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.slugs import free_slug

# Sent inside the transaction, with `slug` and `text`, when who told a story takes it back: whoever keeps a copy drops it.
story_withdrawn = Signal()


def add_initiative(
    *, acting_user: Any, kern: Kern, name: str, token: UUID | None = None, **values: Any
) -> Initiative:
    """Add an initiative to a kern; public unless said otherwise. Raises ValidationError with a message per field."""
    values.setdefault("visibility", Visibility.PUBLIC)
    initiative = Initiative(name=name.strip(), kern=kern, **values)
    initiative.slug = free_slug(Initiative.objects.all(), initiative.name, "initiatief")
    subject = initiative.get_absolute_url()
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token, subject=subject):
        initiative.full_clean()
        initiative.save()
    return initiative


def change_initiative(initiative: Initiative, values: dict[str, Any], *, acting_user: Any) -> Initiative:
    """Store other values for some fields. Raises ValidationError with a message per field; then nothing is stored."""
    subject = initiative.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=initiative.kern, subject=subject):
        hold(initiative)
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
        hold(part)
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
        hold(part)
        part.ended_on = on or PartialDate.from_day(timezone.localdate())
        part.full_clean()
        part.save()
    return part


def _end_parts(sender: Any, partner: Partner, day: PartialDate, acting_user: Any, **_kwargs: Any) -> None:
    """A partner that stopped takes part in nothing any more."""
    still_open = Participation.objects.filter(partner=partner, ended_on__isnull=True)
    for part in still_open.select_related("initiative__kern"):
        end_participation(part, acting_user=acting_user, on=day.or_start(part.started_on))


def connect() -> None:
    partner_ended.connect(_end_parts, dispatch_uid="initiatives.services")
