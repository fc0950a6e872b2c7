"""The ties of one partner, per other partner, said from this partner's side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from partners.models import Partner, Relation
from partners.wording import words_for


@dataclass(frozen=True, slots=True)
class Tie:
    relation: Relation
    words: Promise | str
    may_edit: bool = False


@dataclass(slots=True)
class Neighbour:
    """Another partner and every tie with it, the open and the strongest first."""

    partner: Partner
    ties: list[Tie] = field(default_factory=list)


def neighbours(
    partner: Partner, relations: Iterable[Relation], may_edit: Callable[[Relation], bool] = lambda _tie: False
) -> list[Neighbour]:
    """The relations of `partner` grouped by the other end, by name; relations carry both ends already."""
    found: dict[int, Neighbour] = {}
    ordered = sorted(relations, key=lambda row: (row.ended_on is not None, -row.strength, row.pk))
    for relation in ordered:
        other = relation.target if relation.source_id == partner.pk else relation.source
        place = found.setdefault(other.pk, Neighbour(other))
        place.ties.append(Tie(relation, words_for(relation, partner), may_edit(relation)))
    return sorted(found.values(), key=lambda row: (row.partner.search_name, row.partner.pk))
