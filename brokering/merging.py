"""What happens with introductions when two cards of one party become one: they move along, doubles are joined.

Nothing is thrown away. An introduction that has no room with the card that stays is left with the card that goes;
nobody sees it any more, and undoing finds it where it was.
"""

from typing import Any

from brokering.ground import AT
from brokering.models import Introduction, State, in_order
from partners.models import Partner, Relation
from partners.services import partner_merged

# Of two introductions of one pair the one that came further counts.
FAR = [State.ASIDE, State.PROPOSED, State.FADED, State.MADE, State.LED]


def _move_introductions(sender: Any, kept: Partner, gone: Partner, **_kwargs: Any) -> None:
    """Let the introductions of `gone`, and what they say about it, be of `kept`. Its ties have moved already."""
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("first", "second", "relation")
    for row in rows.order_by("pk"):
        before = (row.first_id, row.second_id, row.reasons)
        row.reasons = [_about(reason, gone.slug, kept.slug) for reason in row.reasons]
        if gone.pk in before[:2] and not _move(row, kept, gone):
            continue
        if before != (row.first_id, row.second_id, row.reasons):
            row.save()


def _about(reason: dict[str, Any], gone: str, kept: str) -> dict[str, Any]:
    """A stored reason that names the card that stays where it named the one that goes."""
    names = {gone: kept, AT + gone: AT + kept}
    about = dict.fromkeys(names.get(key, key) for key in reason["about"])
    return {**reason, "about": list(about), "giver": names.get(reason["giver"], reason["giver"])}


def _move(row: Introduction, kept: Partner, gone: Partner) -> bool:
    """Whether this introduction has a place with the card that stays; what it told is joined there when not."""
    other = row.second if row.first_id == gone.pk else row.first
    if other.pk == kept.pk:
        return False  # nobody is introduced to itself
    first, second = in_order(kept, other)
    row.relation, row.is_own_tie = _tie_of(row, first, second)
    twin = Introduction.objects.select_for_update(of=("self",)).filter(
        kern_id=row.kern_id, first=first, second=second
    )
    if (known := twin.first()) is not None:
        _join(known, row)
        return False
    row.first, row.second = first, second
    return True


def _tie_of(row: Introduction, first: Partner, second: Partner) -> tuple[Relation | None, bool]:
    """The tie that came of it; when that went up in one which the two had already, that one, made by others."""
    tie = row.relation
    if tie is None or {tie.source_id, tie.target_id} == {first.pk, second.pk}:
        return tie, row.is_own_tie
    ties = first.open_relations().of(second).filter(kind=tie.kind, is_directed=tie.is_directed)
    return ties.order_by("pk").first(), False


def _join(known: Introduction, row: Introduction) -> None:
    """One introduction tells what both told: how far it came, the earliest days, both notes."""
    if FAR.index(State(row.state)) > FAR.index(State(known.state)):
        for name in ("state", "changed_on", "changed_by_id", "relation", "is_own_tie"):
            setattr(known, name, getattr(row, name))
    known.proposed_on = min(filter(None, (known.proposed_on, row.proposed_on)), default=None)
    known.made_on = min(filter(None, (known.made_on, row.made_on)), default=None)
    known.reasons += [reason for reason in row.reasons if reason not in known.reasons]
    if row.note and row.note not in known.note:
        known.note = "\n\n".join(filter(None, (known.note, row.note)))
    known.save()


def connect() -> None:
    partner_merged.connect(_move_introductions, dispatch_uid="brokering.merging")
