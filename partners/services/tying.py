"""Making, changing, confirming and ending a tie."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import recorded
from partners.models import Partner, Relation, RelationKind, Strength
from wijkweb.kit.holding import hold
from wijkweb.kit.partial_dates import PartialDate

# Kinds in which one gives and the other gets; the rest is mutual unless somebody says otherwise.
DIRECTED = frozenset(
    {
        RelationKind.REFERS,
        RelationKind.LENDS,
        RelationKind.FUNDS,
        RelationKind.GOVERNS,
        RelationKind.VOLUNTEERS,
    }
)


def _about(
    relation: Relation, verb: Verb, acting_user: Any, token: UUID | None = None
) -> AbstractContextManager[Change]:
    """A change about one tie; it is kept under the kern of the first end that has one."""
    kern = relation.source.kern or relation.target.kern
    subject = relation.source.get_absolute_url()
    return recorded(verb, acting_user=acting_user, kern=kern, token=token, subject=subject)


def add_relation(
    *,
    acting_user: Any,
    source: Partner,
    target: Partner,
    kind: str = RelationKind.KNOWS,
    strength: int = Strength.LOOSE,
    is_directed: bool | None = None,
    token: UUID | None = None,
    **values: Any,
) -> Relation:
    """Tie two partners. Direction follows the kind unless given; confirmed today, start unknown unless given.

    Raises ValidationError for a tie to oneself, a second open tie of this kind, an end before the start.
    """
    if is_directed is None:
        is_directed = kind in DIRECTED
    values.setdefault("confirmed_on", timezone.localdate())
    relation = Relation(
        source=source, target=target, kind=kind, strength=strength, is_directed=is_directed, **values
    )
    with _about(relation, Verb.ADDED, acting_user, token):
        relation.full_clean()
        relation.save()
    return relation


def change_relation(
    relation: Relation, values: dict[str, Any], *, acting_user: Any, token: UUID | None = None
) -> Relation:
    """Store other values for some fields of a tie; its two ends stay who they are, but may change places.

    Raises ValidationError with a message per field; then nothing is stored.
    """
    ends = {relation.source, relation.target}
    if not {values.get("source", relation.source), values.get("target", relation.target)} == ends:
        raise ValidationError(_("The two ends of a tie do not change; end it and make another one."))
    with _about(relation, Verb.CHANGED, acting_user, token):
        hold(relation)
        for name, value in values.items():
            setattr(relation, name, value)
        relation.full_clean()
        relation.save()
    return relation


def confirm_relation(relation: Relation, *, acting_user: Any, on: date | None = None) -> Relation:
    """Say that a tie is still there."""
    with _about(relation, Verb.CONFIRMED, acting_user):
        hold(relation)
        relation.confirmed_on = on or timezone.localdate()
        relation.save()
    return relation


def end_relation(
    relation: Relation, *, acting_user: Any, on: PartialDate | None = None, reason: str = ""
) -> Relation:
    """End a tie on a day (today). It stays in the web of the days before."""
    day = on or PartialDate.from_day(timezone.localdate())
    with _about(relation, Verb.ENDED, acting_user):
        hold(relation)
        relation.ended_on = day
        relation.end_reason = reason[:300] or relation.end_reason
        relation.full_clean()
        relation.save()
    return relation
