"""A tie in words, said from one of its two ends."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.models import Partner, Relation, RelationKind

GIVES: dict[str, Promise | str] = {
    RelationKind.KNOWS: _("knows them"),
    RelationKind.WORKS_WITH: _("works together with them"),
    RelationKind.REFERS: _("refers people to them"),
    RelationKind.LENDS: _("lends to them"),
    RelationKind.SHARES_SPACE: _("shares its space with them"),
    RelationKind.FUNDS: _("funds them"),
    RelationKind.CONSULTS: _("consults them"),
    RelationKind.GOVERNS: _("governs them"),
    RelationKind.VOLUNTEERS: _("gives them volunteers"),
}
GETS: dict[str, Promise | str] = {
    RelationKind.KNOWS: _("is known to them"),
    RelationKind.WORKS_WITH: _("is sought out by them to work together"),
    RelationKind.REFERS: _("gets referrals from them"),
    RelationKind.LENDS: _("borrows from them"),
    RelationKind.SHARES_SPACE: _("uses their space"),
    RelationKind.FUNDS: _("is funded by them"),
    RelationKind.CONSULTS: _("is consulted by them"),
    RelationKind.GOVERNS: _("is governed by them"),
    RelationKind.VOLUNTEERS: _("gets volunteers from them"),
}
MUTUAL: dict[str, Promise | str] = {
    RelationKind.KNOWS: _("they know each other"),
    RelationKind.WORKS_WITH: _("they work together"),
    RelationKind.REFERS: _("they refer people to each other"),
    RelationKind.LENDS: _("they lend to each other"),
    RelationKind.SHARES_SPACE: _("they share a space"),
    RelationKind.FUNDS: _("they fund each other"),
    RelationKind.CONSULTS: _("they consult each other"),
    RelationKind.GOVERNS: _("they govern together"),
    RelationKind.VOLUNTEERS: _("they give each other volunteers"),
}


def words_for(relation: Relation, partner: Partner) -> Promise | str:
    """The kind of a tie as one of its two ends would say it."""
    if not relation.is_directed:
        return MUTUAL.get(relation.kind, relation.get_kind_display())
    side = GIVES if relation.source_id == partner.pk else GETS
    return side.get(relation.kind, relation.get_kind_display())
