"""What hangs on a party that goes up in another: its ties, parts and all else move along.

Nothing is thrown away. Where the party that stays has the same already, the two are joined there, and the
double one stays with the party that goes; nobody sees it any more, and undoing finds it where it was.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q

from changes.models import WithChange
from initiatives.models import Organiser, Participation
from partners.models import Identity, Partner, PastInvolvement, Relation
from partners.services import partner_merged
from upkeep.services.comparing import earliest, joined, most_certain

OWN_FIELDS = ("organisation", "parent", "hangs_on", "successor")


def move_all(gone: Partner, kept: Partner) -> None:
    """Let everything that points at `gone` point at `kept`."""
    _move_relations(gone, kept)
    _move_participations(gone, kept)
    partner_merged.send(Partner, kept=kept, gone=gone)
    for model, field in pointers():
        for row in _rows(model, field, gone):
            if model is Partner and row.pk in (gone.pk, kept.pk):
                continue  # the two cards themselves are settled by what the person chose
            _point(row, field.name, kept)


def pointers() -> Iterator[tuple[Any, Any]]:
    """Every field of every record with history that may point at a party, apart from those with a rule of their own."""
    for model in apps.get_models():
        if issubclass(model, WithChange) or model in (Identity, Relation, Participation):
            continue
        history = getattr(model._meta, "simple_history_manager_attribute", None)
        if not history or not issubclass(model.history.model, WithChange):  # type: ignore[attr-defined]
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is Partner and field.name != "merged_into":
                yield model, field
    yield Relation, Relation._meta.get_field("reported_by")


def _rows(model: Any, field: Any, gone: Partner) -> list[Any]:
    return list(model._base_manager.select_for_update().filter(**{field.name: gone}).order_by("pk"))


def _point(row: Any, name: str, kept: Partner) -> None:
    """Point a row at the party that stays; where that has such a row already, this one stays behind."""
    before = getattr(row, f"{name}_id")
    try:
        with transaction.atomic():
            setattr(row, f"{name}_id", kept.pk)
            row.save()
    except IntegrityError:
        setattr(row, f"{name}_id", before)


def _move_relations(gone: Partner, kept: Partner) -> None:
    mine = list(Relation.objects.select_for_update(of=("self",)).of(kept).order_by("pk"))
    for relation in Relation.objects.select_for_update(of=("self",)).of(gone).order_by("pk"):
        if kept.pk in (relation.source_id, relation.target_id):
            continue  # a tie between the two is a tie to oneself now
        moved = _ends(relation, gone, kept)
        twin = next((other for other in mine if _same_tie(other, relation, moved)), None)
        if twin is not None:
            _join_relations(twin, relation)
            continue
        relation.source_id, relation.target_id = moved
        relation.save()
        mine.append(relation)


def _ends(relation: Relation, gone: Partner, kept: Partner) -> tuple[int, int]:
    return (
        kept.pk if relation.source_id == gone.pk else relation.source_id,
        kept.pk if relation.target_id == gone.pk else relation.target_id,
    )


def _same_tie(one: Relation, other: Relation, ends: tuple[int, int]) -> bool:
    """Whether two ties are open, of one kind, between the same parties."""
    if one.ended_on or other.ended_on or one.kind != other.kind or one.is_directed != other.is_directed:
        return False
    own = (one.source_id, one.target_id)
    return own == ends if one.is_directed else set(own) == set(ends)


def _join_relations(twin: Relation, other: Relation) -> None:
    """The tie that stays tells what both told: the longer period, the higher strength, both sources."""
    twin.strength = max(twin.strength, other.strength)
    twin.started_on = earliest(twin.started_on, other.started_on)
    twin.description = joined("description", twin.description, other.description)
    twin.source_text = joined("source_text", twin.source_text, other.source_text)
    twin.certainty = most_certain(twin.certainty, other.certainty)
    twin.is_confirmed = twin.is_confirmed or other.is_confirmed
    twin.confirmed_on = max(filter(None, (twin.confirmed_on, other.confirmed_on)), default=None)
    twin.save()


def _move_participations(gone: Partner, kept: Partner) -> None:
    mine = list(Participation._base_manager.select_for_update().filter(partner=kept).order_by("pk"))
    for part in Participation._base_manager.select_for_update().filter(partner=gone).order_by("pk"):
        twin = next((other for other in mine if _same_part(other, part)), None)
        if twin is None:
            part.partner_id = kept.pk
            part.save()
            mine.append(part)
            continue
        twin.started_on = earliest(twin.started_on, part.started_on)
        twin.description = joined("description", twin.description, part.description)
        twin.source = joined("source", twin.source, part.source)
        twin.certainty = most_certain(twin.certainty, part.certainty)
        twin.save()


def _same_part(one: Participation, other: Participation) -> bool:
    both_open = one.ended_on is None and other.ended_on is None
    return both_open and (one.initiative_id, one.role) == (other.initiative_id, other.role)


def counted(partner: Partner) -> dict[str, int]:
    """What hangs on a party, for who weighs which card to keep."""
    return {
        "relations": Relation.objects.of(partner).count(),
        "participations": Participation.objects.filter(partner=partner).count(),
        "activities": Organiser.objects.filter(partner=partner).count(),
        "people": Partner.objects.filter(Q(organisation=partner) | Q(parent=partner)).count(),
        "past": PastInvolvement.objects.filter(partner=partner).count(),
    }


def between(one: Partner, other: Partner) -> int:
    """How many ties two parties have with each other; of one party they would be ties to itself."""
    return int(Relation.objects.of(one).filter(Q(source=other) | Q(target=other)).count())
