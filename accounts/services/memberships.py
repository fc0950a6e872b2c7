"""Ending a role."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role, User
from accounts.people import may_give
from places.models import Municipality


class CannotEnd(Exception):
    """Says in words for the screen why not."""


class LastCoordinator(CannotEnd):
    """A municipality keeps a municipal coordinator; somebody else must come first."""


def end(membership: Membership, *, acting_user: User) -> None:
    """End a role: one's own, or one that this person may give. It no longer counts at the next request.

    Raises CannotEnd when this person may not, or it had ended; LastCoordinator when somebody would leave a
    municipality without any. Two who leave at once wait for each other on the row of the municipality.
    """
    with transaction.atomic():
        if membership.municipality_id and membership.role == Role.MUNICIPAL_COORDINATOR:
            Municipality.objects.select_for_update().get(pk=membership.municipality_id)
        current = Membership.objects.select_for_update().get(pk=membership.pk)
        if not current.is_active:
            raise CannotEnd(_("This role had already ended."))
        is_own = current.user_id == acting_user.pk
        if not may_give(acting_user, current.role, current.place):
            if not is_own:
                raise CannotEnd(_("You cannot end this role."))
            if _is_last(current):
                raise LastCoordinator(
                    _(
                        "You are the last municipal coordinator. Ask the administrator to invite another one first."
                    )
                )
        current.ended_at = timezone.now()
        current._history_user = acting_user  # type: ignore[attr-defined]
        current.save(update_fields=["ended_at"])


def _is_last(membership: Membership) -> bool:
    if membership.role != Role.MUNICIPAL_COORDINATOR:
        return False
    others = Membership.objects.active().filter(
        role=Role.MUNICIPAL_COORDINATOR, municipality=membership.municipality_id, user__is_active=True
    )
    return not others.exclude(pk=membership.pk).exists()
