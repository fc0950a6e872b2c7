"""What a coordinator does with the card of a resident: on the list, or not and why. Of two who decide at once one does."""

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import recorded, resident_is_erased, taking_back
from initiatives.models import Offer
from sharing.looking import pairs_of
from sharing.models import Posting, PostingState, PostingWords
from sharing.postings import OPEN_POSTINGS
from sharing.services import posting as posts
from sharing.services.offering import change_offer, end_offer, short_name, store
from wijkweb.kit.partial_dates import PartialDate

MOST_TOLD = 3  # residents with a card that goes with a new one


class AlreadyDecided(Exception):
    """Somebody decided first, or the resident took it away; the text says how it is now."""

    def __init__(self, posting: Posting) -> None:
        text = _("Somebody was first: this is “%(state)s” by now. Nothing was changed.")
        super().__init__(text % {"state": posting.get_state_display()})


class ChangedMeanwhile(Exception):
    """The resident wrote something else since it was read; the text says so."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The resident changed the card meanwhile. Read below what it says now; what you typed is still in the form. Nothing was changed yet."
            )
        )


class OwnCard(Exception):
    """Nobody decides about a card that was put up with the own address."""


def is_own(posting: Posting, user: Any) -> bool:
    """Whether this card was put up with the address of this account."""
    return bool(user.email) and Posting.objects.of_address(user.email).filter(pk=posting.pk).exists()


def page_of(posting: Posting) -> str:
    return reverse("posting_detail", args=[posting.kern.slug, posting.key])


def deed(
    posting: Posting, verb: Verb, acting_user: Any, note: str, token: UUID | None = None
) -> AbstractContextManager[Change]:
    """One change about a card; without a user it is the resident who does it."""
    return recorded(
        verb, acting_user=acting_user, kern=posting.kern, subject=page_of(posting), note=note, token=token
    )


def held(posting: Posting) -> Posting:
    """The card as it is now, in our hands until the transaction ends."""
    rows = Posting.objects.select_for_update(of=("self",)).select_related("kern", "offer__kern")
    return rows.get(pk=posting.pk)


def _to_decide(posting: Posting, acting_user: Any, version: int | None) -> tuple[Posting, PostingWords]:
    """The card and its words, as they are now and as they were read."""
    found = held(posting)
    if not found.is_waiting or found.erased_on is not None:
        raise AlreadyDecided(found)
    if is_own(found, acting_user):
        raise OwnCard
    words = PostingWords.objects.select_for_update().get(posting=found)
    if version is not None and words.version != version:
        raise ChangedMeanwhile
    return found, words


def place(
    posting: Posting,
    *,
    acting_user: Any,
    kind: str,
    label: str,
    description: str,
    version: int | None = None,
    token: UUID | None = None,
) -> Offer:
    """Put it on the list, as the coordinator leaves the words; one change that can be undone. The resident gets a mail.

    version: of the words that the coordinator read; None when nobody read them on a page.
    Raises AlreadyDecided, ChangedMeanwhile, OwnCard, or ValidationError with a message per field.
    """
    with deed(posting, Verb.ADDED, acting_user, _("card of a resident"), token):
        found, words = _to_decide(posting, acting_user, version)
        words.first_day = words.first_day or timezone.localdate()
        is_new = found.offer is None
        values = {"kind": kind, "label": label, "description": description or label}
        if found.offer is None:
            found.offer = new_offer(found, words, values)
        else:
            change_offer(found.offer, values | period_of(words), acting_user=acting_user)
        found.kind, found.state, found.decided_by = kind, PostingState.PLACED, acting_user
        found.save()
        # What the resident sees and changes from now on is what stands on the list.
        words.label, words.description, words.reason = label, description, ""
        words.version += 1
        words.save()
        fitting = pairs_of(found.offer, AnonymousUser())
        posts.tell(found, "placed" if is_new else "renewed", fitting=len(fitting))
        if is_new:
            _tell_others(found.offer, [pair.other(found.offer) for pair in fitting])
    return found.offer


def new_offer(posting: Posting, words: PostingWords, values: dict[str, Any]) -> Offer:
    """Its short name says what it is and nothing that the resident wrote: it stays when the words are erased."""
    offer = Offer(kern=posting.kern, type=posting.type, **values, **period_of(words))
    offer.slug = short_name(posting.type, f"inwoner-{values['kind']}")
    store(offer)
    return offer


def period_of(words: PostingWords) -> dict[str, Any]:
    """From when until when, as an offer has it."""
    return {
        "started_on": PartialDate.from_day(words.first_day) if words.first_day else None,
        "ended_on": PartialDate.from_day(words.last_day),
    }


def _tell_others(offer: Offer, fitting: list[Offer]) -> None:
    """Residents have no list that they look at: who has a card that goes with this one gets a mail."""
    others = Posting.objects.with_words().filter(offer__in=fitting, state__in=OPEN_POSTINGS)
    for other in others.order_by("pk")[:MOST_TOLD]:
        posts.tell(other, "match", fitting=1)


def decline(
    posting: Posting,
    reason: str,
    *,
    acting_user: Any,
    version: int | None = None,
    token: UUID | None = None,
) -> None:
    """Not on the list, or not with these words, and the resident reads why. It can be changed and sent in again.

    version and errors as those of `place`.
    """
    with deed(posting, Verb.CHANGED, acting_user, _("declined the card of a resident"), token):
        found, words = _to_decide(posting, acting_user, version)
        words.reason = reason.strip()
        if found.offer is not None:
            words.label, words.description = found.offer.label, found.offer.description
        words.version += 1
        words.save()
        is_shown = found.offer is not None
        found.state = PostingState.PLACED if is_shown else PostingState.DECLINED
        found.over_on = None if is_shown else timezone.localdate()
        found.decided_by = acting_user
        found.save()
        posts.tell(found, "kept" if is_shown else "declined")


def take_off(posting: Posting, *, acting_user: Any = None, note: str = "") -> bool:
    """It is over: off the list, today. What was agreed stays agreed; who waits hears that it is no.

    False when that was done before.
    """
    with transaction.atomic():
        found = held(posting)
        if not found.is_open:
            return False
        with deed(found, Verb.ENDED, acting_user, note):
            if found.offer is not None and not found.offer.is_over_on(timezone.localdate()):
                end_offer(found.offer, acting_user=acting_user)  # ends the card as well
                found.refresh_from_db()
            if found.is_open:
                found.state, found.over_on = PostingState.ENDED, timezone.localdate()
                found.save()
    return True


def _refuse_after_erasing(sender: Any, change: Change, **_kwargs: Any) -> None:
    """What was done with a card whose words were erased cannot be taken back: there is nothing to put back."""
    cards = Posting.history.filter(change=change).values("id")
    offers = Offer.history.filter(change=change, partner__isnull=True).values("id")
    erased = Posting.objects.filter(erased_on__isnull=False)
    if erased.filter(pk__in=cards).exists() or erased.filter(offer__in=offers).exists():
        raise resident_is_erased()


def connect() -> None:
    taking_back.connect(_refuse_after_erasing, dispatch_uid="sharing.placing")
