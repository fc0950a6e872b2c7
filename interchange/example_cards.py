"""Two cards of made-up residents for the demo: one on the list, one that waits for the coordinator."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Offer, OfferKind, OfferType
from places.models import Kern
from sharing.models import Posting, PostingState
from sharing.services.placing import new_offer
from sharing.services.posting import post_as_resident


def put_up_cards(kern: Kern, today: date) -> list[Posting]:
    """Cards that were confirmed a few days ago; nobody gets a mail."""
    ladder = post_as_resident(
        kern=kern,
        type=OfferType.OFFER,
        kind=OfferKind.MATERIAL,
        label=_("Ladder of six metres to borrow"),
        description=_("Aluminium, in two parts. You fetch it and bring it back."),
        first_day=today,
        last_day=today + timedelta(days=120),
        first_name="Wim",
        shows_name=True,
        email="wim@demo.invalid",
        with_mail=False,
    )
    walk = post_as_resident(
        kern=kern,
        type=OfferType.NEED,
        kind=OfferKind.HANDS,
        label=_("Somebody to take a walk with on Tuesdays"),
        description=_("An hour along the harbour, slowly, with coffee afterwards."),
        last_day=today + timedelta(days=60),
        email="wandelaar@demo.invalid",
        with_mail=False,
    )
    ladder.offer = _on_the_list(ladder)
    _confirm(ladder, PostingState.PLACED, days=6)
    _confirm(walk, PostingState.NEW, days=1)
    return [ladder, walk]


def _on_the_list(posting: Posting) -> Offer:
    words = posting.words
    return new_offer(
        posting,
        words,
        {"kind": posting.kind, "label": words.label, "description": words.description},
    )


def _confirm(posting: Posting, state: PostingState, *, days: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    posting.state, posting.sent_at, posting.confirmed_at = state, moment, moment
    posting.save()
