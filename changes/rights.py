"""Who may read a change, and who may take it back."""

from typing import Any

from django.db.models import Q

from accounts.access import require, viewer_of
from changes.lines import tracked_models
from changes.models import Change


def require_change(user: Any, change: Change) -> None:
    """A change is for who may edit its kern: 404 for who has no role there, 403 for who has another one."""
    require(user, "edit", change)


def stays_within(user: Any, change: Change) -> bool:
    """Whether every partner, initiative and the like that a change touched lies in a kern of this person.

    A merge over the border of two kernen is taken back by who looks after both, or by who did it.
    """
    if change.made_by_id and change.made_by_id == user.pk:
        return True
    kernen = viewer_of(user).kernen
    outside = ~Q(kern_id__in=kernen) & Q(kern_id__isnull=False)
    return not any(
        model.history.filter(outside, change=change).exists()
        for model in tracked_models()
        if hasattr(model, "kern_id")
    )
