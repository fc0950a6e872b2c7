"""Opening a change, and tying every line of history that is written meanwhile to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from simple_history.signals import pre_create_historical_record

from changes.models import Change, Verb
from places.models import Kern

_current: ContextVar[Change | None] = ContextVar("change", default=None)

# Sent after commit, with `change`: what is derived (a layout, a figure) can be made anew. Who fails stops no other.
change_made = Signal()

# A room may know on behalf of which party somebody acts who is no coordinator: the person and the kern in, its name out.
_speaking: list[Callable[[Any, Kern], str]] = []


def let_speak(rule: Callable[[Any, Kern], str]) -> None:
    """Add a rule of another room, once; the empty text means: on behalf of no party."""
    if rule not in _speaking:
        _speaking.append(rule)


@contextmanager
def recorded(
    verb: Verb | str,
    *,
    acting_user: Any,
    kern: Kern | None = None,
    note: str = "",
    token: UUID | None = None,
    subject: str = "",
    undoes: Change | None = None,
) -> Iterator[Change]:
    """One transaction and one change; all lines of history that are written inside belong to it.

    acting_user: who does it, None for the system. token: of the form that was sent; a second change
    with the same token raises IntegrityError, so that a double click makes one row. subject: the address
    of the page of what it is about. Inside another change it joins that one: the deed of the person is
    the outer one.
    """
    outer = _current.get()
    with transaction.atomic():
        if outer is not None:
            yield outer
            return
        made_by = acting_user if getattr(acting_user, "pk", None) else None
        party = _party_of(made_by, kern) if made_by is not None and kern is not None else ""
        change = Change.objects.create(
            verb=verb,
            kern=kern,
            made_by=made_by,
            party=party[:200],
            note=note[:300],
            token=token,
            subject=subject[:200],
            undoes=undoes,
        )
        mark = _current.set(change)
        try:
            yield change
        finally:
            _current.reset(mark)
        transaction.on_commit(partial(change_made.send_robust, sender=Change, change=change), robust=True)


def _party_of(user: Any, kern: Kern) -> str:
    return next((party for rule in _speaking if (party := rule(user, kern))), "")


def current_change() -> Change | None:
    """The change that is open now, for who writes history in bulk."""
    return _current.get()


def made_with(token: UUID | None) -> Change | None:
    """The change that a form with this token made before."""
    return Change.objects.filter(token=token).first() if token else None


def _mark(sender: Any, history_instance: Any, **_kwargs: Any) -> None:
    change = _current.get()
    if change is not None and hasattr(history_instance, "change_id"):
        history_instance.change = change
        history_instance.history_user = change.made_by


def connect() -> None:
    pre_create_historical_record.connect(_mark, dispatch_uid="changes.recording")
