"""Who may read a change, and who may take it back."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from accounts.access import require, viewer_of
from changes.lines import lines_of, tracked_models
from changes.models import Change
from changes.titles import Names

# A room may let more people read and take back a change of their own; it is handed the person and the change.
_letting: list[Callable[[Any, Change], bool]] = []


def let_take_back(rule: Callable[[Any, Change], bool]) -> None:
    """Add a rule of another room, once."""
    if rule not in _letting:
        _letting.append(rule)


def require_change(user: Any, change: Change) -> None:
    """A change is for who may edit its kern: 404 for who has no role there, 403 for who has another one.

    And for whom a room lets: who did it themselves and still may.
    """
    is_own = change.made_by_id is not None and change.made_by_id == user.pk
    if not (is_own and any(rule(user, change) for rule in _letting)):
        require(user, "edit", change)


def is_closed_to(user: Any, change: Change) -> bool:
    """Whether all that a change touched is closed to this person, such as a tie with somebody of another kern."""
    lines = lines_of(change)
    names = Names(lines, user)
    return bool(lines) and all(names.hides(line) for line in lines)


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
