"""What this visitor may see of offers, needs and their matches; lists, not rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import viewer_of
from initiatives.models import Offer, OfferKind, OfferType
from places.models import Kern
from sharing.consents import names_shown
from sharing.matching import KIND, NEAR_KERN, PERIOD, SAME_KERN, WORDS, Card, Match, matches
from sharing.models import Posting

MOST_ON_CARD = 5
MOST_PER_NEED = 3


@dataclass(frozen=True)
class Pair:
    """An offer and a need that go together, with the reasons in words."""

    offer: Offer
    need: Offer
    reasons: tuple[str, ...]

    def other(self, offer: Offer) -> Offer:
        return self.need if offer.pk == self.offer.pk else self.offer


def current_in(kern: Kern, user: Any) -> list[Offer]:
    """What is offered and asked for now, or soon, in a kern and below, as far as this person may see it; two queries."""
    rows = Offer.objects.visible_to(user).in_kernen(Kern.objects.ids_below(kern.pk))
    return with_names(rows.not_ended(timezone.localdate()).with_partner().in_order())


def with_names(rows: Iterable[Offer]) -> list[Offer]:
    """These offers, those of residents with the first name that may be shown; two queries when there are any."""
    found = list(rows)
    of_residents = {row.pk: row for row in found if row.partner_id is None}
    if not of_residents:
        return found
    cards = list(Posting.objects.filter(offer__in=of_residents).with_words())
    may = names_shown(cards)
    for card in cards:
        if may[card.pk] and card.offer_id:
            of_residents[card.offer_id].shown_name = card.words.first_name
    return found


def pairs_in(kern: Kern, user: Any, most: int = MOST_PER_NEED) -> list[Pair]:
    """What goes together in a kern and below, the likeliest first; three queries."""
    return _pairs(current_in(kern, user), most)


def pairs_by_need(kern: Kern, user: Any) -> list[dict[str, Any]]:
    """The same, gathered by need; the need with the likeliest pair first."""
    found: dict[int, dict[str, Any]] = {}
    for pair in pairs_in(kern, user):
        found.setdefault(pair.need.pk, {"need": pair.need, "pairs": []})["pairs"].append(pair)
    return list(found.values())


def pairs_of(offer: Offer, user: Any) -> list[Pair]:
    """What goes with one offer or need, in the kernen around it; three queries."""
    around = Kern.objects.ids_around(offer.place.pk) if offer.place else []
    other = OfferType.OFFER if offer.is_need else OfferType.NEED
    rows = Offer.objects.visible_to_viewer(viewer_of(user)).in_kernen(around)
    rows = rows.not_ended(timezone.localdate()).filter(type=other, kind=offer.kind).with_partner()
    return _pairs([offer, *with_names(rows)], MOST_ON_CARD)[:MOST_ON_CARD]


def _pairs(rows: list[Offer], most: int) -> list[Pair]:
    by_pk = {row.pk: row for row in rows}
    cards = [(row, _card(row)) for row in rows]
    found = matches(
        (card for row, card in cards if not row.is_need),
        (card for row, card in cards if row.is_need),
        _around({row.place.pk for row in rows if row.place}),
        most,
    )
    return [Pair(by_pk[match.offer], by_pk[match.need], tuple(_in_words(match))) for match in found]


def _card(row: Offer) -> Card:
    return Card(
        key=row.pk,
        partner=row.partner_id or -row.pk,  # each resident is somebody else
        kind=row.kind,
        text=f"{row.label} {row.description}",
        kern=row.place.pk if row.place else None,
        first=row.started_on.first_day if row.started_on else None,
        last=row.ended_on.last_day if row.ended_on else None,
    )


def _around(kernen: Iterable[int | None]) -> dict[int, frozenset[int]]:
    """For each of these kernen the ones in which it lies and those in it; one query."""
    wanted = {kern for kern in kernen if kern is not None}
    if len(wanted) < 2:
        return {}
    parents = dict(Kern.objects.order_by("pk").values_list("pk", "parent_id"))
    above: dict[int, set[int]] = {}
    for kern in wanted:
        up, chain = parents.get(kern), set()
        while up is not None and up not in chain:
            chain.add(up)
            up = parents.get(up)
        above[kern] = chain
    return {
        kern: frozenset(chain | {other for other in wanted if kern in above[other]})
        for kern, chain in above.items()
    }


def _in_words(match: Match) -> list[str]:
    """Why two go together, each reason a few words."""
    kinds = dict(OfferKind.choices)
    found = []
    for reason, about in match.reasons:
        if reason == KIND:
            found.append(_("both are about %(kind)s") % {"kind": kinds[about[0]]})
        elif reason == WORDS:
            found.append(_("both mention %(words)s") % {"words": ", ".join(f"“{word}”" for word in about)})
        elif reason == SAME_KERN:
            found.append(_("in the same kern"))
        elif reason == NEAR_KERN:
            found.append(_("in kernen that lie in each other"))
        elif reason == PERIOD:
            found.append(_("at the same time"))
    return found
