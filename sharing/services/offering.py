"""Adding, changing and ending what a partner offers or asks for. Each leaves one change."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Verb
from changes.services import recorded
from initiatives.models import Offer, OfferKind
from partners.models import Partner
from sharing.models import Posting, PostingState
from sharing.postings import OPEN_POSTINGS
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.slugs import free_slug

SPACE_FIELDS: dict[str, Any] = {
    "seats": None,
    "day_parts": [],
    "lift": "onbekend",
    "step_free": "onbekend",
    "toilet": "onbekend",
}


def short_name(kind: str, words: str) -> str:
    """A short name that no offer has, made of these words; it begins with what it is, as in the package."""
    return free_slug(Offer.objects.all(), f"{kind}-{words}", kind)


def add_offer(
    *, acting_user: Any, partner: Partner, type: str, kind: str, token: UUID | None = None, **values: Any
) -> Offer:
    """Something that a partner offers or asks for. Raises ValidationError with a message per field.

    A person is a partner that gives no name in a short name: that is made of what is offered alone.
    """
    offer = Offer(partner=partner, type=type, kind=kind, **values)
    offer.slug = short_name(type, offer.title)
    with recorded(
        Verb.ADDED, acting_user=acting_user, kern=partner.kern, token=token, subject=offer.get_absolute_url()
    ):
        store(offer)
    return offer


def change_offer(offer: Offer, values: dict[str, Any], *, acting_user: Any) -> Offer:
    """Store other values for some fields. Raises ValidationError with a message per field; then nothing is stored."""
    subject = offer.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=offer.place, subject=subject):
        for name, value in values.items():
            setattr(offer, name, value)
        store(offer)
    return offer


def end_offer(offer: Offer, *, acting_user: Any, on: PartialDate | None = None) -> Offer:
    """It is not offered, or not asked for, any more; who still waits for an answer is told so.

    What was agreed already stays agreed: that is between those two. on: today when not given, also of what had yet to begin.
    """
    from sharing.services.lending import decline_waiting

    subject = offer.get_absolute_url()
    with recorded(Verb.ENDED, acting_user=acting_user, kern=offer.place, subject=subject):
        offer.ended_on = on or PartialDate.today()
        if on is None and offer.started_on is not None and offer.started_on.is_after(offer.ended_on):
            offer.started_on = None  # it never began
        store(offer)
        if offer.is_over_on(timezone.localdate()) or offer.ended_on == PartialDate.today():
            decline_waiting(offer, acting_user=acting_user)
            _end_card(offer)
    return offer


def _end_card(offer: Offer) -> None:
    """What a resident put up is over with it, so that the words go in time."""
    for posting in Posting.objects.filter(offer=offer, state__in=OPEN_POSTINGS):
        posting.state, posting.over_on = PostingState.ENDED, timezone.localdate()
        posting.save()


def close(offer: Offer) -> None:
    """It is over since today, or since before; not a change of anybody, as when its words are erased."""
    if not offer.is_over_on(timezone.localdate()):
        offer.ended_on = PartialDate.today().or_start(offer.started_on)
        offer.save()


def store(offer: Offer) -> None:
    """Check and save. What is only about a space is empty for anything else, and only an offer can be lent."""
    if offer.kind != OfferKind.SPACE:
        for name, value in SPACE_FIELDS.items():
            setattr(offer, name, value)
    offer.is_lent = offer.can_be_borrowed
    offer.full_clean()
    offer.save()


def refuse_other_kern(partner: Partner | None) -> None:
    """An offer stands in the kern of its partner; a partner without a kern has no page for it."""
    if partner is not None and partner.kern_id is None:
        raise ValidationError(
            {"partner": _("This party belongs to no kern, so there is no page to put it on.")}
        )
