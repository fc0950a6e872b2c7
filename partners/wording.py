"""Ties in words, from the side of one of their two ends, and the same words as choices of a form."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.models import Involvement, Partner, Relation, RelationKind
from partners.services.tying import DIRECTED

GIVING, GETTING, TOGETHER = "geeft", "krijgt", "samen"
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
WORDS = {GIVING: GIVES, GETTING: GETS, TOGETHER: MUTUAL}


def way_of(relation: Relation, partner: Partner) -> str:
    """Which of the three ways a tie runs, seen from one of its two ends."""
    if not relation.is_directed:
        return TOGETHER
    return GIVING if relation.source_id == partner.pk else GETTING


def words_for(relation: Relation, partner: Partner) -> Promise | str:
    """The kind of a tie as one of its two ends would say it."""
    return WORDS[way_of(relation, partner)].get(relation.kind, relation.get_kind_display())


def usual_ways(kind: str) -> tuple[str, ...]:
    """How a kind of tie mostly runs: from one to the other, or both ways."""
    return (GIVING, GETTING) if kind in DIRECTED else (TOGETHER,)


def nature_choices() -> list[tuple[object, list[tuple[str, str]]]]:
    """Kind and direction in one choice, "verwijst-door:geeft": the usual ones first."""
    usual: list[tuple[str, str]] = []
    rare: list[tuple[str, str]] = []
    for kind, way in _natures():
        place = usual if way in usual_ways(kind) else rare
        place.append((f"{kind}:{way}", capfirst(str(WORDS[way][kind]))))
    return [(_("Most used"), usual), (_("Less usual"), rare)]


def _natures() -> Iterator[tuple[str, str]]:
    for kind in RelationKind.values:
        for way in (TOGETHER, GIVING, GETTING):
            yield kind, way


def involvement_in_words(partner: Partner) -> str:
    """How involved a partner is and was: "partner sinds 3 mei 2025, daarvoor deelnemer"; empty without a past."""
    past = sorted(partner.past_involvements.all(), key=lambda row: row.ended_on, reverse=True)
    if not past:
        return ""
    now = gettext("%(what)s since %(day)s") % {
        "what": partner.get_involvement_display(),
        "day": date_format(past[0].ended_on, "j F Y"),
    }
    before = [
        gettext("before that %(what)s until %(day)s")
        % {"what": Involvement(row.involvement).label, "day": date_format(row.ended_on, "j F Y")}
        for row in past
    ]
    return ", ".join([now, *before])
